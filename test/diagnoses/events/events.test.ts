import { describe, expect, it } from 'vitest';
import type { EventCollection } from '../../../src/domain/event-collection.ts';
import type { FindingCode, FindingOf } from '../../../src/domain/finding.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { diagnose } from '../../../src/engine/diagnose.ts';
import { ago, asked, dispatching, failed, lease, pasted, pod, status } from '../build.ts';
import {
  check,
  checks,
  collection,
  disk,
  election,
  eventsSnapshot,
  found,
  held,
  IN_SECRET,
  log,
  NOWHERE,
  refused,
  right,
  rights,
  statuses,
  token,
} from './build-events.ts';

function only<C extends FindingCode>(of: Snapshot, code: C): FindingOf<C> {
  const all = diagnose(of).filter((one) => one.code === code);
  expect(all).toHaveLength(1);
  return all[0] as FindingOf<C>;
}

const ran = (over: Parameters<typeof check>[0]) => ({ statuses: statuses({ collector: checks(check(over), disk) }) });
const electionOff = { kind: 'election-off', times: 1, first: ago(8_990), last: ago(8_990), text: 'off' } as const;
const unheld = { locks: [lease({ renewed: ago(4_000) })] };

describe('events that are collected', () => {
  it.each<[string, Partial<EventCollection>, Parameters<typeof eventsSnapshot>[1]]>([
    ['all is well', {}, {}],
    ['none in the last run, and the place was kept lately', { rights: [] }, ran({ lastEvents: 0 })],
    ['none in the last run, no place, and all is allowed', { token: held0() }, ran({ lastEvents: 0 })],
    [
      'none in the last run, the place not readable, and all is allowed',
      { token: failed('forbidden') },
      ran({ lastEvents: 0 }),
    ],
    ['some in the last run, and nothing else could be read', nothingRead(), {}],
    [
      'none in all, and what there is came before the leader',
      { inCluster: held(9, 9_001) },
      ran({ lastEvents: 0, totalEvents: 0 }),
    ],
    [
      'none in all, and the only one there is has just come',
      { inCluster: held(1, 119) },
      ran({ lastEvents: 0, totalEvents: 0 }),
    ],
    [
      'none in all in ten minutes less a second, where new ones come all the time',
      { inCluster: held(500, 3, true) },
      { statuses: statuses({ collector: checks(check({ lastEvents: 0, totalEvents: 0 })), started: ago(599) }) },
    ],
    [
      'none in all, one has just come, and the one before it before the leader',
      { inCluster: held(2, 5, false, 301) },
      { statuses: statuses({ collector: checks(check({ lastEvents: 0, totalEvents: 0 })), started: ago(300) }) },
    ],
    [
      'an old place, one newer that has just come, and others from before it',
      { token: token(7_000), inCluster: held(9, 5, false, 7_001) },
      ran({ lastEvents: 0 }),
    ],
    [
      'none in all of two that have just come, in a leader of one hour',
      { inCluster: held(2, 119) },
      { statuses: statuses({ collector: checks(check({ lastEvents: 0, totalEvents: 0 })), started: ago(3_600) }) },
    ],
    ['an old place, and nothing newer', { token: token(7_000), inCluster: held(9, 7_001) }, ran({ lastEvents: 0 })],
    [
      'an old place, and one newer that has just come',
      { token: token(7_000), inCluster: held(1, 119) },
      ran({ lastEvents: 0 }),
    ],
    ['a place of an hour', { token: token(3_600), inCluster: held(9, 200) }, ran({ lastEvents: 0 })],
    [
      'figures that the check does not print',
      { rights: rights() },
      { statuses: statuses({ collector: checks(bare()) }) },
    ],
    ['settings that nobody can see, and events', { settings: [election(IN_SECRET), collection(IN_SECRET)] }, {}],
    ['settings that stand in no pod, and events', { settings: [election(NOWHERE), collection(NOWHERE)] }, {}],
    ['a value with capitals', { settings: [election({ value: 'True' }), collection({ value: '1' })] }, {}],
    [
      'the leader’s status not read, and the place kept 10 min ago',
      { token: token(600) },
      { statuses: [unread('dca-a')] },
    ],
  ])('%s', (_name, over, parts) => {
    const of = eventsSnapshot(over, parts);
    expect(found(of)).toEqual(['events-healthy ok']);
    expect(diagnose(of)[0]?.code).toBe('events-healthy');
  });

  it('are told with their figures', () => {
    expect(only(eventsSnapshot(), 'events-healthy')).toMatchObject({
      subject: 'dca-a',
      facts: { leader: 'dca-a', runs: 41, lastEvents: 3, totalEvents: 100, lastRunSeconds: 11, tokenSeconds: 90 },
      evidence: ['kubectl exec dca-a status', 'kubectl get configmap datadogtoken'],
    });
  });

  it('beside a follower whose status nobody could read', () => {
    const of = eventsSnapshot({}, { statuses: [statuses()[0]!, unread('dca-b')] });
    expect(diagnose(of).map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
  });
});

describe('settings that keep events away', () => {
  it.each<[string, Partial<EventCollection>, Parameters<typeof eventsSnapshot>[1], string[]]>([
    [
      'collection is off',
      { settings: [election(), collection({ value: 'false' })] },
      nothingYet(),
      ['events-collection-off explained'],
    ],
    [
      'collection is a word nobody knows',
      { settings: [election(), collection({ value: 'yes' })] },
      nothingYet(),
      ['events-collection-off explained'],
    ],
    [
      'collection is set nowhere',
      { settings: [election(), collection(NOWHERE)] },
      nothingYet(),
      ['events-collection-off explained'],
    ],
    [
      'both are off',
      { settings: [election({ value: 'false' }), collection({ value: 'false' })] },
      nothingYet(),
      ['events-collection-off explained'],
    ],
    [
      'collection is off and the rights are missing',
      { settings: [election(), collection({ value: 'false' })], rights: rights({ watch: false }) },
      nothingYet(),
      ['events-collection-off explained'],
    ],
    [
      'election is off',
      { settings: [election({ value: 'false' }), collection()] },
      {},
      ['events-leader-election-off fault'],
    ],
    [
      'election is set nowhere, and nobody renews a lock',
      { settings: [election(NOWHERE), collection()] },
      unheld,
      ['events-leader-election-off fault'],
    ],
    [
      'election is off in a ConfigMap, and nobody renews a lock',
      { settings: [election({ value: 'false', from: 'config-map' }), collection()] },
      unheld,
      ['events-leader-election-off fault'],
    ],
    [
      'election cannot be seen, and the log says it',
      { settings: [election(IN_SECRET), collection()], log: log([electionOff]) },
      unheld,
      ['events-leader-election-off fault'],
    ],
    [
      'election is off, and collection cannot be seen',
      { settings: [election({ value: 'false' }), collection(IN_SECRET)] },
      nothingYet(),
      ['events-leader-election-off warning'],
    ],
  ])('%s', (_name, over, parts, expected) => {
    const of = eventsSnapshot(over, parts);
    expect(found(of)).toEqual(expected);
    expect(`${diagnose(of)[0]?.code} ${diagnose(of)[0]?.verdict}`).toBe(expected[0]);
  });

  it.each<[string, Partial<EventCollection>, Parameters<typeof eventsSnapshot>[1]]>([
    ['a lock that is renewed', { settings: [election(NOWHERE), collection()] }, {}],
    [
      'a line from before the container started',
      {
        settings: [election(IN_SECRET), collection()],
        log: log([{ ...electionOff, first: ago(9_001), last: ago(9_001) }]),
      },
      unheld,
    ],
    ['a value in the pod that the log contradicts', { log: log([electionOff]) }, unheld],
  ])('are not told against %s', (_name, over, parts) => {
    expect(found(eventsSnapshot(over, parts))).toEqual(['events-healthy ok']);
  });

  it('are told where they stand, with the lines of the log', () => {
    const none = election({ value: 'false', from: 'config-map', place: 'ConfigMap/agent' });
    const of = eventsSnapshot({ settings: [none, collection()], log: log([electionOff]) }, unheld);
    expect(only(of, 'events-leader-election-off')).toMatchObject({
      subject: 'ConfigMap/agent',
      facts: { setting: none, logTimes: 1 },
      evidence: ['kubectl get pods', 'kubectl logs dca-a'],
    });
  });
});

describe('rights', () => {
  it.each<[string, Partial<EventCollection>, string[], unknown]>([
    [
      'watch',
      { rights: rights({ watch: false }) },
      ['events-forbidden fault'],
      { allowed: ['get', 'list'], denied: ['watch'], unknown: [], logTimes: 0, logFirst: null },
    ],
    [
      'list, with others unknown',
      { rights: rights({ list: false, watch: failed('timeout'), get: failed('timeout') }) },
      ['events-forbidden fault'],
      { allowed: [], denied: ['list'], unknown: ['get', 'watch'] },
    ],
    [
      'get alone, which harms little',
      { rights: rights({ get: false }) },
      ['events-forbidden warning', 'events-healthy ok'],
      { denied: ['get'] },
    ],
    [
      'watch, by the log alone',
      { rights: [right('get', failed('forbidden'))], log: log([refused('watch events')]) },
      ['events-forbidden fault'],
      { allowed: [], denied: ['watch'], unknown: ['get', 'list'], logTimes: 214, logFirst: ago(8_000) },
    ],
    [
      'watch, in the newer group',
      { rights: [], log: log([refused('watch events.events.k8s.io')]) },
      ['events-forbidden fault'],
      { denied: ['watch'] },
    ],
    [
      'watch, and lines about list that are history',
      {
        rights: rights({ watch: false }),
        log: log([refused('list events', { times: 9 }), refused('watch events', { times: 4, first: ago(700) })]),
      },
      ['events-forbidden fault'],
      { logTimes: 4, logFirst: ago(700) },
    ],
  ])('%s', (_name, over, expected, facts) => {
    const of = eventsSnapshot(over);
    expect(found(of)).toEqual(expected);
    const finding = only(of, 'events-forbidden');
    expect(finding.facts).toMatchObject({ account: 'monitoring/dca', totalEvents: 100 });
    expect(finding.facts).toMatchObject(facts as object);
  });

  it.each<[string, Partial<EventCollection>]>([
    ['the log complained until the right was given', { log: log([refused('watch events')]) }],
    ['the log complains of something else', { rights: [], log: log([refused('watch eventsources')]) }],
    ['the lines are history', { rights: [], log: log([refused('watch events', { times: 1, last: ago(5_000) })]) }],
  ])('are not missing where %s', (_name, over) => {
    expect(found(eventsSnapshot(over))).toEqual(['events-healthy ok']);
  });

  it('on its ConfigMap are told by its name', () => {
    const over = { rights: [...rights(), right('get', true, true), right('update', false, true)] };
    expect(found(eventsSnapshot(over))).toEqual(['events-healthy ok', 'events-token-forbidden warning']);
    expect(only(eventsSnapshot(over), 'events-token-forbidden').facts).toEqual({
      account: 'monitoring/dca',
      configMap: 'datadogtoken',
      denied: ['update'],
    });
  });
});

describe('the check that collects them', () => {
  it.each<[string, Parameters<typeof eventsSnapshot>[1], string[]]>([
    ['fails', ran({ state: 'ERROR', lastError: 'boom', lastSuccess: ago(500) }), ['apiserver-check-failing fault']],
    ['warns', ran({ state: 'WARNING' }), ['apiserver-check-failing warning']],
    [
      'fails in one of two instances',
      { statuses: statuses({ collector: checks(check(), check({ state: 'ERROR' })) }) },
      ['apiserver-check-failing fault'],
    ],
    ['is not there', { statuses: statuses({ collector: checks(disk) }) }, ['apiserver-check-absent fault']],
    [
      'is not there, in a leader up for 2 min',
      { statuses: statuses({ collector: checks(disk), started: ago(120) }) },
      ['apiserver-check-absent fault'],
    ],
    [
      'is not there yet',
      { statuses: statuses({ collector: checks(disk), started: ago(119) }) },
      ['apiserver-check-absent unknown'],
    ],
  ])('%s', (_name, parts, expected) => {
    expect(found(eventsSnapshot({}, parts))).toEqual(expected);
  });

  it('is not missed for sure where nobody knows whether it should be there', () => {
    const settings = [election(), collection(IN_SECRET)];
    const of = eventsSnapshot({ settings }, { statuses: statuses({ collector: checks(disk) }) });
    expect(found(of)).toEqual(['apiserver-check-absent unknown']);
  });

  it('fails for a right that is told', () => {
    const error = 'events is forbidden: User "x" cannot watch resource "events" in API group ""';
    const over = { rights: rights({ watch: false }) };
    const failing = ran({ state: 'ERROR', lastError: error });
    expect(found(eventsSnapshot(over, failing))).toEqual(['events-forbidden fault']);
    expect(found(eventsSnapshot({}, failing))).toEqual(['apiserver-check-failing fault']);
  });

  it('is told with its error and its last success', () => {
    const of = eventsSnapshot({}, ran({ state: 'ERROR', lastError: 'boom', lastSuccess: ago(513) }));
    expect(only(of, 'apiserver-check-failing').facts).toEqual({
      leader: 'dca-a',
      state: 'ERROR',
      error: 'boom',
      runs: 41,
      lastSuccessSeconds: 513,
    });
    const gone = eventsSnapshot({}, { statuses: statuses({ collector: checks(disk, disk) }) });
    expect(only(gone, 'apiserver-check-absent').facts).toEqual({ leader: 'dca-a', otherChecks: ['disk'] });
  });

  it('of a follower is not judged', () => {
    const [leader] = statuses();
    const follower = (over: object) =>
      asked('dca-b', status({ collector: checks(check(over)), clusterChecks: dispatching({ role: 'follower' }) }));
    const of = eventsSnapshot({}, { statuses: [leader!, follower({ state: 'ERROR' })] });
    expect(found(of)).toEqual(['events-healthy ok']);
  });

  it.each([
    ['a leader’s', dispatching({}), ['apiserver-check-failing fault']],
    ['one that may be', { state: 'disabled', text: '' } as const, ['apiserver-check-failing fault']],
    ['a follower’s', dispatching({ role: 'follower' }), []],
  ])('in a pasted status, %s', (_name, clusterChecks, expected) => {
    const of = pasted(asked('text 1', status({ clusterChecks, collector: checks(check({ state: 'ERROR' })) })));
    const codes = diagnose(of).filter(({ code }) => code.startsWith('apiserver-'));
    expect(codes.map(({ code, verdict }) => `${code} ${verdict}`)).toEqual(expected);
  });

  it('is not missed in a pasted status', () => {
    const codes = diagnose(pasted(asked('text 1', status({ collector: checks(disk) })))).map(({ code }) => code);
    expect(codes).not.toContain('apiserver-check-absent');
  });
});

describe('events that do not come', () => {
  const none = ran({ lastEvents: 0, totalEvents: 0 });
  it.each<[string, Partial<EventCollection>, Parameters<typeof eventsSnapshot>[1], string, unknown]>([
    [
      'none ever',
      { inCluster: held(57, 120) },
      none,
      'events-none-collected warning',
      { cause: 'ever', totalEvents: 0, inCluster: 57, newestSeconds: 120 },
    ],
    [
      'none ever, where new ones come all the time',
      { inCluster: held(500, 3, true) },
      { statuses: statuses({ collector: checks(check({ lastEvents: 0, totalEvents: 0 })), started: ago(600) }) },
      'events-none-collected warning',
      { cause: 'ever', newestSeconds: 3 },
    ],
    [
      'none ever, where the newest has just come and another came in the leader’s five minutes',
      { inCluster: held(54, 5, false, 300) },
      { statuses: statuses({ collector: checks(check({ lastEvents: 0, totalEvents: 0 })), started: ago(300) }) },
      'events-none-collected warning',
      { cause: 'ever', totalEvents: 0, inCluster: 54, newestSeconds: 5 },
    ],
    [
      'none lately, where the newest has just come and another is newer than the place',
      { token: token(3_700), inCluster: held(54, 5, false, 3_600) },
      ran({ lastEvents: 0 }),
      'events-none-collected warning',
      { cause: 'lately', newestSeconds: 5 },
    ],
    [
      'none ever, of two in a leader older than both',
      { inCluster: held(2, 119) },
      { statuses: statuses({ collector: checks(check({ lastEvents: 0, totalEvents: 0 })), started: ago(3_601) }) },
      'events-none-collected warning',
      { cause: 'ever', newestSeconds: 119 },
    ],
    [
      'none lately, of two that are newer',
      { token: token(3_601), inCluster: held(2, 119) },
      ran({ lastEvents: 0 }),
      'events-none-collected warning',
      { cause: 'lately', newestSeconds: 119 },
    ],
    [
      'none ever, of one two minutes old',
      { inCluster: held(1, 120) },
      none,
      'events-none-collected warning',
      { cause: 'ever', newestSeconds: 120 },
    ],
    [
      'none ever, by their number alone',
      { inCluster: held(500, undefined, true) },
      none,
      'events-none-collected warning',
      { cause: 'ever', newestSeconds: null },
    ],
    [
      'none lately',
      { token: token(3_601), inCluster: held(9, 120) },
      ran({ lastEvents: 0 }),
      'events-none-collected warning',
      { cause: 'lately', tokenSeconds: 3_601, totalEvents: 100 },
    ],
    [
      'none in the cluster',
      { inCluster: held(0) },
      none,
      'events-none-to-collect explained',
      { leader: 'dca-a', runs: 41 },
    ],
  ])('%s', (_name, over, parts, expected, facts) => {
    const of = eventsSnapshot(over, parts);
    expect(found(of)).toEqual([expected]);
    expect(only(of, expected.split(' ')[0] as FindingCode).facts).toMatchObject(facts as object);
  });
});

describe('what could not be read', () => {
  const none = ran({ lastEvents: 0, totalEvents: 0 });
  it.each<[string, Partial<EventCollection>, Parameters<typeof eventsSnapshot>[1], string[]]>([
    ['the leader’s status', { token: token(601) }, { statuses: [unread('dca-a')] }, ['kubectl exec dca-a status']],
    [
      'status and place',
      { token: failed('timeout') },
      { statuses: [unread('dca-a')] },
      ['kubectl exec dca-a status', 'kubectl timeout'],
    ],
    ['what the cluster holds, where none came', { inCluster: failed('timeout') }, none, ['kubectl timeout']],
    ['the rights, where none came', { rights: [right('get', failed('unreadable'))] }, none, ['kubectl unreadable']],
    [
      'the rights, where none came lately',
      { rights: [right('get', failed('unreadable'))], token: token(4_000), inCluster: held(9, 200) },
      ran({ lastEvents: 0 }),
      ['kubectl unreadable'],
    ],
    [
      'rights and place',
      { rights: [right('get', failed('unreadable'))], token: failed('timeout') },
      ran({ lastEvents: 0 }),
      ['kubectl unreadable', 'kubectl timeout'],
    ],
    [
      'the checks in the status',
      { token: token(4_000) },
      { statuses: statuses({ collector: { state: 'absent' } }) },
      ['kubectl exec dca-a status'],
    ],
  ])('%s', (_name, over, parts, sources) => {
    const of = eventsSnapshot(over, parts);
    expect(found(of)).toContain('events-unknown unknown');
    expect(found(of).join()).not.toMatch(/healthy|none/);
    const { attempts } = only(of, 'events-unknown').facts;
    expect(attempts.map(({ source }) => source)).toEqual(sources);
  });

  it('names the rights that dca-bot lacks', () => {
    const detail =
      'subjectaccessreviews.authorization.k8s.io is forbidden: User "x" cannot create resource "subjectaccessreviews" in API group "authorization.k8s.io" at the cluster scope';
    const over = { rights: [right('get', failed('forbidden', detail))] };
    expect(found(eventsSnapshot(over, none))).toEqual(['events-unknown unknown', 'rights-missing unknown']);
    expect(found(eventsSnapshot(over))).toEqual(['events-healthy ok']);
  });

  it('is told by a status that breaks off', () => {
    const cut = { statuses: statuses({ collector: checks(disk), cutOff: true }) };
    expect(found(eventsSnapshot({ token: token(4_000) }, cut))).toContain('events-unknown unknown');
  });

  it('is told where exec is off', () => {
    const of = eventsSnapshot({ token: token(4_000) }, { statuses: [] }, { execAllowed: false });
    expect(found(of)).toEqual(['events-unknown unknown', 'exec-off unknown']);
  });

  it('leaves the answer to what is worse', () => {
    const down = eventsSnapshot({}, { pods: [pod('dca-a', { ready: false, state: 'waiting' })], statuses: [] });
    expect(found(down)).toEqual(['agent-not-running fault']);
    const nobody = eventsSnapshot({ token: token(4_000) }, { locks: [lease({ holder: '' })], statuses: [] });
    expect(diagnose(nobody).map(({ code }) => code)).toEqual(['leader-missing']);
    const unreachable = eventsSnapshot({}, { pods: failed('unreachable'), locks: [], statuses: [] });
    expect(diagnose(unreachable).map(({ code }) => code)).toEqual(['cluster-unreachable']);
  });
});

describe('node Agents', () => {
  it('that elect a leader too are told', () => {
    const electing = [{ pod: 'agent-x', node: 'node-7' }];
    const nodeAgents = { ...eventsSnapshot().events!.nodeAgents, value: { total: 31, electing, electingTotal: 26 } };
    const of = eventsSnapshot({ nodeAgents } as Partial<EventCollection>);
    expect(found(of)).toEqual(['events-healthy ok', 'node-agents-also-elect warning']);
    expect(only(of, 'node-agents-also-elect').facts).toEqual({ agents: electing, total: 26, of: 31 });
  });

  it('of which nothing could be read are a footnote', () => {
    expect(found(eventsSnapshot({ nodeAgents: failed('timeout') }))).toEqual(['events-healthy ok']);
  });
});

function held0(): EventCollection['token'] {
  return { known: true, value: null, source: 'kubectl get configmap datadogtoken', at: '' };
}

function nothingRead(): Partial<EventCollection> {
  const lost = failed('timeout');
  return {
    rights: [right('get', lost)],
    token: lost,
    inCluster: lost,
    nodeAgents: lost,
    log: { pod: 'dca-a', reading: lost },
  };
}

function nothingYet() {
  return ran({ lastEvents: 0, totalEvents: 0 });
}

function bare() {
  return { name: 'kubernetes_apiserver', id: 'kubernetes_apiserver', state: 'OK' } as const;
}

function unread(from: string) {
  return { from, reading: failed('timeout', 'no answer', `kubectl exec ${from} status`) };
}
