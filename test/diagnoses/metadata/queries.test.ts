import { describe, expect, it } from 'vitest';
import type { Metadata } from '../../../src/domain/metadata.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { ago, asked, dispatching, failed, pod, snapshot, status } from '../build.ts';
import { about, factsOf, queries, told } from './build-metadata.ts';

const QUEUED = { times: 0 };
const agents = (activeAgents: number | undefined): Partial<Snapshot> => ({
  statuses: [
    asked(
      'dca-a',
      status({ clusterChecks: dispatching(activeAgents === undefined ? { role: 'follower' } : { activeAgents }) }),
    ),
  ],
});
const nobody: Partial<Snapshot> = { statuses: [] };
const started = (seconds: number): Partial<Snapshot> => ({
  pods: snapshot({ pods: [pod('dca-a', { startedAt: ago(90_000) }), pod('dca-b', { startedAt: ago(seconds) })] }).pods,
});

const ROWS: readonly (readonly [string, Metadata['queries'], Partial<Snapshot>, string | undefined])[] = [
  ['nothing read', [], {}, undefined],
  ['asked', queries({ times: 17 }), {}, 'metadata-queried ok'],
  ['asked, by the log', queries({ times: 4, how: 'log' }), {}, 'metadata-queried ok'],
  ['one replica asked, the other not', queries(QUEUED, { times: 3 }), {}, 'metadata-queried ok'],
  ['asked, the other unread', queries(failed('timeout'), { times: 3 }), {}, 'metadata-queried ok'],
  ['half of them failed', queries({ times: 10, failed: 5 }), {}, 'metadata-queried ok'],
  ['more than half failed', queries({ times: 10, failed: 6 }), {}, 'metadata-queried warning'],
  ['zero everywhere', queries(QUEUED, QUEUED), agents(5), 'metadata-not-queried warning'],
  ['zero, and nobody is there who should ask', queries(QUEUED), agents(0), 'metadata-not-queried explained'],
  ['zero, and who is there is not known', queries(QUEUED), nobody, 'metadata-not-queried explained'],
  [
    'zero of a replica that started 299 s ago',
    queries(QUEUED, QUEUED),
    { ...agents(5), ...started(299) },
    'metadata-not-queried explained',
  ],
  [
    'zero of a replica that started 300 s ago',
    queries(QUEUED, QUEUED),
    { ...agents(5), ...started(300) },
    'metadata-not-queried warning',
  ],
  ['an empty log', queries({ how: 'log' }), agents(5), 'metadata-queries-unknown explained'],
  ['zero beside an empty log', queries(QUEUED, { how: 'log' }), agents(5), 'metadata-queries-unknown explained'],
  ['zero beside one unread', queries(QUEUED, failed('unsupported')), agents(5), 'metadata-queries-unknown explained'],
  ['all unread', queries(failed('forbidden'), failed('timeout')), agents(5), 'metadata-queries-unknown explained'],
];

describe('who asks for the map', () => {
  it.each(ROWS)('%s', (_name, of, over, expected) => {
    const found = told(about({ queries: of }, over)).filter((one) => /quer/.test(one));
    expect(found).toEqual(expected === undefined ? [] : [expected]);
  });

  it('is not told where the name means nothing', () => {
    const scope = { kind: 'not-found', asked: 'x', near: [] } as const;
    expect(told(about({ scope, queries: queries({ times: 4 }) }))).toEqual(['metadata-not-found unknown']);
  });

  it('adds up what the replicas counted', () => {
    const of = queries({ times: 11, failed: 2 }, { times: 30, failed: 1 });
    expect(factsOf(about({ queries: of }), 'metadata-queried')).toEqual({
      times: 41,
      failed: 3,
      how: 'telemetry',
      replicas: 2,
    });
  });

  it('says what could not be seen', () => {
    const of = queries({ how: 'log' }, failed('timeout', '10 s', 'kubectl exec dca-b'));
    expect(factsOf(about({ queries: of }), 'metadata-queries-unknown')?.attempts).toEqual([
      { source: 'telemetry of dca-a', why: 'absent', detail: '' },
      { source: 'kubectl exec dca-b', why: 'timeout', detail: '10 s' },
    ]);
  });
});
