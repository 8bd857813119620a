import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { LogFactsByCode } from '../../src/domain/log-facts.ts';
import { LOG_TROUBLE_KINDS } from '../../src/domain/log-scan.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const FOLLOWER = 'datadog-cluster-agent-6c9c858f76-ljbd8';

const LIMITED: FactsByCode['logs-trouble'] = {
  kind: 'metrics-rate-limited',
  pods: [
    { pod: LEADER, times: 37 },
    { pod: FOLLOWER, times: 4 },
  ],
  times: 41,
  first: '2026-11-23T13:58:04Z',
  last: '2026-11-23T18:35:11Z',
  lastSeconds: 39,
  text: 'Unable to fetch external metrics: API error 429 Too Many Requests: {"errors":["Rate limit"]}',
  about: null,
  over: false,
};

/** Facts of the findings about the replicas' logs: every kind of line, with and without what it names. */
export const LOGS_SAMPLE_FACTS: { readonly [C in keyof LogFactsByCode]: readonly FactsByCode[C][] } = {
  'logs-trouble': [
    LIMITED,
    ...LOG_TROUBLE_KINDS.flatMap((kind): FactsByCode['logs-trouble'][] => [
      { ...LIMITED, kind, about: 'avg:orders.rate{env:prod}.rollup(30)', pods: [{ pod: LEADER, times: 41 }] },
      { ...LIMITED, kind, about: 'watch events' },
      { ...LIMITED, kind, over: true, lastSeconds: 4_531 },
      { ...LIMITED, kind, pods: [{ pod: LEADER, times: 1 }], times: 1, first: null, last: null, lastSeconds: null },
    ]),
    { ...LIMITED, kind: 'metrics-bad-query', about: `avg:a{${'b:c,'.repeat(70)}}` },
    { ...LIMITED, pods: [] },
  ],
  'logs-more': [
    {
      troubles: 4,
      kinds: [
        { kind: 'admission-failing', troubles: 3, times: 1_204, over: false },
        { kind: 'election-lost', troubles: 1, times: 1, over: true },
      ],
    },
    { troubles: 1, kinds: [{ kind: 'unknown-error', troubles: 1, times: 17, over: false }] },
    {
      troubles: LOG_TROUBLE_KINDS.length,
      kinds: LOG_TROUBLE_KINDS.map((kind) => ({ kind, troubles: 1, times: 2, over: false })),
    },
  ],
  'logs-quiet': [
    { pods: 2, lines: 18_204, from: '2026-11-23T16:02:11Z', to: '2026-11-23T18:35:44Z', noise: 75 },
    { pods: 1, lines: 1, from: null, to: null, noise: 1 },
    { pods: 3, lines: 412, from: '2026-11-22T16:02:11Z', to: '2026-11-23T18:35:44Z', noise: 0 },
  ],
  'logs-empty': [
    { pods: [FOLLOWER], lines: 0 },
    { pods: [LEADER, FOLLOWER], lines: 17 },
    { pods: [LEADER], lines: 1 },
    { pods: [], lines: 0 },
  ],
  'logs-cut': [
    { pods: [LEADER, FOLLOWER], bytes: 20_971_520, from: '2026-11-23T17:41:09Z' },
    { pods: [LEADER], bytes: 655_000, from: null },
  ],
};
