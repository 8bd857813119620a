import { afterEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/collectors/collect.ts';
import type { ClusterKind, Subject } from '../../src/domain/question.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { FOLLOWER, LEADER, type OpenedCluster, openSimulated } from '../kube/open-simulated.ts';
import { askedOf } from './made-checks.ts';

let opened: OpenedCluster | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function open(scenario: string): Promise<OpenedCluster> {
  opened = await openSimulated(scenario);
  return opened;
}

async function collected({ reader }: OpenedCluster, kind: ClusterKind, subject?: Subject): Promise<Snapshot> {
  const question = subject === undefined ? { kind } : { kind, subject };
  return collect(reader, { question, namespace: 'datadog', exec: true, clock: Date.now });
}

function checksIn({ checks }: Snapshot) {
  if (!checks) throw new Error('nothing about checks was collected');
  return checks;
}

const lost = (snapshot: Snapshot) =>
  readingsOf(snapshot).filter((reading) => !reading.known && reading.why !== 'absent');

describe.each([
  ['leader-and-follower', 3],
  // One of them is on a node of which the leader hears nothing.
  ['endpoint-checks-running', 4],
] as const)('%s', (scenario, pods) => {
  it('tells everything about its checks', async () => {
    const snapshot = await collected(await open(scenario), 'checks');
    const { dispatching, configCheck, services, runners, providers, listeners } = checksIn(snapshot);
    expect(dispatching).toMatchObject({ value: { role: 'leader', cutOff: false } });
    if (!dispatching.known || !configCheck.known || !services.known || !runners.known) throw new Error('unknown');
    expect(dispatching.value.agents).toHaveLength(3);
    expect(dispatching.value.dispatched).toHaveLength(4);
    expect(dispatching.value.endpointChecks).toHaveLength(6);
    expect(configCheck.value.configs.length).toBeGreaterThan(4);
    const paths = services.value.map(({ service: { metadata } }) => metadata.name);
    expect(paths.toSorted()).toEqual(['external-db', 'load-svc', 'nginx', 'ntp-svc']);
    expect(runners.value).toHaveLength(pods);
    expect(askedOf(checksIn(snapshot))).toHaveLength(3);
    for (const { status, configCheck: own, providers: named } of runners.value) {
      expect([status?.known, own?.known]).toEqual(status ? [true, true] : [undefined, undefined]);
      expect(named).toEqual(['clusterchecks', 'endpointschecks']);
    }
    expect([providers, listeners]).toEqual([
      ['kube_endpoints', 'kube_services'],
      ['kube_endpoints', 'kube_services'],
    ]);
    expect(lost(snapshot)).toEqual([]);
  });

  it('tells of one check by asking one Agent', async () => {
    const cluster = await open(scenario);
    const subject = { name: 'http_check', resource: 'check' } as const;
    const checks = checksIn(await collected(cluster, 'checks', subject));
    expect(askedOf(checks)).toHaveLength(1);
    const node = cluster.simulated.requests.filter(({ path }) => path.includes('command=agent'));
    expect(node).toHaveLength(2);
  });

  it('tells what its logs hold', async () => {
    const snapshot = await collected(await open(scenario), 'logs');
    const leader = snapshot.logs?.find(({ reading }) => reading.known && reading.value.lines > 0);
    expect(snapshot.logs).toHaveLength(2);
    expect(leader?.reading).toMatchObject({ known: true });
    if (!leader?.reading.known) throw new Error('unknown');
    const { lines, recognised, bytes, more } = leader.reading.value;
    expect([recognised > lines / 2, bytes > lines, more]).toEqual([true, true, false]);
    expect(lost(snapshot)).toEqual([]);
  });
});

describe('faults', () => {
  it('a leader whose answer breaks off leaves its follower', async () => {
    const cluster = await open('leader-and-follower');
    cluster.simulated.faults.add({ kind: 'exec', pod: LEADER, command: 'clusterchecks', spoil: { do: 'drop' } });
    const checks = checksIn(await collected(cluster, 'checks'));
    expect(checks).toMatchObject({ leader: LEADER, dispatching: { known: true, value: { role: 'follower' } } });
    expect(checks.dispatching.source).toContain(FOLLOWER);
    expect(askedOf(checks)).toEqual([]);
  });

  it('a leader that ends in the middle is no leader with fewer checks', async () => {
    const cluster = await open('leader-and-follower');
    cluster.simulated.faults.add({ kind: 'exec', pod: LEADER, command: 'clusterchecks', spoil: { do: 'truncate' } });
    const { dispatching } = checksIn(await collected(cluster, 'checks'));
    expect(dispatching).toMatchObject({ known: true, value: { cutOff: true } });
  });

  it('each Agent that cannot be reached is lost by itself', async () => {
    const cluster = await open('leader-and-follower');
    const agents = askedOf(checksIn(await collected(cluster, 'checks')));
    expect(agents).toHaveLength(3);
    for (const pod of agents) {
      const mend = cluster.simulated.faults.add({
        kind: 'exec',
        pod,
        spoil: { do: 'refuse', code: 500, message: 'error dialing backend: 59' },
      });
      const { runners } = checksIn(await collected(cluster, 'checks'));
      mend();
      const states = runners.known ? runners.value.filter(({ status }) => status) : [];
      expect(states.filter(({ status }) => !status?.known).map((runner) => runner.pod)).toEqual([pod]);
      expect(states.filter(({ configCheck }) => !configCheck?.known).map((runner) => runner.pod)).toEqual([pod]);
    }
  });

  it.each([
    ['services', { verb: 'list', resource: 'services' }, 'services'],
    ['pods', { verb: 'list', resource: 'pods' }, 'runners'],
    ['exec', { verb: 'create', resource: 'pods/exec' }, 'dispatching'],
  ] as const)('a missing right on %s is told', async (_what, right, part) => {
    const cluster = await open('leader-and-follower');
    cluster.simulated.faults.add({ kind: 'deny', ...right });
    expect(checksIn(await collected(cluster, 'checks'))[part]).toMatchObject({ known: false, why: 'forbidden' });
  });

  it('a log that is cut off is unknown', async () => {
    const cluster = await open('leader-and-follower');
    cluster.simulated.faults.add({ kind: 'request', resource: 'pods/log', spoil: { do: 'cut' }, times: 1 });
    const { logs = [] } = await collected(cluster, 'logs');
    expect(logs.filter(({ reading }) => !reading.known)).toMatchObject([{ reading: { why: 'unreachable' } }]);
  });
});
