import { describe, expect, it } from 'vitest';
import { harm, worst } from '../../src/domain/finding.ts';
import { HEALTH_TOPICS, type HealthTopic } from '../../src/domain/health-facts.ts';
import type { LogTrouble } from '../../src/domain/log-scan.ts';
import { known } from '../../src/domain/reading.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { diagnose } from '../../src/engine/diagnose.ts';
import { ago, asked, dispatching, failed, lease, NOW, pod, status } from '../diagnoses/build.ts';
import {
  checks,
  config,
  endpoint,
  fetched,
  led,
  PODS_OF_WEB,
  runner,
  running,
} from '../diagnoses/checks/build-checks.ts';
import { collecting, rights, statuses } from '../diagnoses/events/build-events.ts';
import { differences, maps, metadata, view } from '../diagnoses/metadata/build-metadata.ts';
import { nodeAgents } from '../diagnoses/node/build-node.ts';
import { autoscaling, healthSnapshot, logs } from './made-health.ts';

const lost = failed('timeout');
const FORBIDDEN = 'nodes is forbidden: User "x" cannot list resource "nodes" in API group "" at the cluster scope';

function rowsOf(snapshot: Snapshot) {
  const [first] = diagnose(snapshot);
  if (first?.code !== 'health-overview') throw new Error(`the answer is ${first?.code}`);
  return first.facts.rows;
}

function rowOf(snapshot: Snapshot, topic: HealthTopic): string {
  const rows = rowsOf(snapshot).filter((row) => row.topic === topic);
  expect(rows).toHaveLength(1);
  return rows.map(({ verdict, top, more }) => `${verdict} ${top.code} ${more}`).join();
}

function trouble(kind: LogTrouble['kind'], over: Partial<LogTrouble> = {}): LogTrouble {
  return { kind, times: 7, first: ago(190), last: ago(45), text: `${kind} it is`, ...over };
}

describe('everything at once', () => {
  it('is a row for each topic and nothing else where all is well', () => {
    const findings = diagnose(healthSnapshot());
    expect(findings.map(({ code, verdict }) => `${code} ${verdict}`)).toEqual(['health-overview explained']);
    expect(rowsOf(healthSnapshot()).map(({ topic, verdict, top }) => `${topic} ${verdict} ${top.code}`)).toEqual([
      'metrics explained external-metrics-disabled',
      'hpa explained hpa-list',
      'endpoints explained endpoint-checks-none',
      'status ok agent-running',
      'leader ok leader-healthy',
      'events ok events-healthy',
      'checks ok checks-list',
      'metadata ok metadata-map-healthy',
      'node ok node-agents-overview',
      'logs ok logs-quiet',
    ]);
  });

  it('tells the worst first, rows and findings, and each trouble once', () => {
    const snapshot = healthSnapshot({
      locks: [lease({ renewed: ago(4_000) })],
      metadata: metadata({ replicas: maps(view({ differences: differences({ missingNodes: ['worker-3'] }) })) }),
      nodeAgents: nodeAgents({ looks: [], over: { scope: { kind: 'all' }, survey: lost } }),
      logs: logs(trouble('forbidden', { about: 'list nodes' }), trouble('intake-rejected')),
    });
    const rows = rowsOf(snapshot);
    expect(rows.map(({ topic, verdict, more }) => `${topic} ${verdict} ${more}`)).toEqual([
      'leader fault 0',
      'logs fault 1',
      'metadata warning 0',
      'node unknown 0',
      'metrics explained 0',
      'hpa explained 0',
      'endpoints explained 0',
      'status ok 0',
      'events ok 0',
      'checks ok 0',
    ]);
    const [overview, ...details] = diagnose(snapshot);
    expect(overview?.verdict).toBe('fault');
    expect(details.map(({ code, verdict }) => `${code} ${verdict}`)).toEqual([
      'leader-renewal-stale fault',
      'logs-trouble fault',
      'metadata-node-missing warning',
      'logs-trouble warning',
      'node-agent-unseen unknown',
    ]);
  });

  it('names what strikes several topics in each row and tells it once', () => {
    const snapshot = healthSnapshot(
      {},
      {
        statuses: statuses({ clusterChecks: dispatching({ activeAgents: 0 }) }),
      },
    );
    expect(rowOf(snapshot, 'checks')).toMatch(/^fault /);
    expect(rowOf(snapshot, 'endpoints')).toMatch(/^fault /);
    const codes = diagnose(snapshot).map(({ code }) => code);
    expect(codes.filter((code) => code === 'no-node-agents-reporting')).toHaveLength(1);
  });

  it('says of a topic whose answer is well no other verdict for what only needs explaining', () => {
    const single = healthSnapshot({}, { wanted: 1, pods: [pod('dca-a')] });
    expect(rowOf(single, 'leader')).toBe('ok leader-healthy 0');
    for (const { verdict, top } of rowsOf(single)) expect(`${top.code} ${top.verdict}`).toBe(`${top.code} ${verdict}`);
  });

  it.each([
    ['stopped', { ready: false, state: 'waiting' }, 'unknown agent-not-running 0'],
    ['running and not ready', { ready: false, state: 'running' }, 'explained external-metrics-disabled 0'],
  ] as const)('calls nothing well that an Agent left behind which is %s', (_, over, row) => {
    const snapshot = healthSnapshot({}, { pods: [pod('dca-a', over), pod('dca-b', over)] });
    expect(rowOf(snapshot, 'status')).toMatch(/^fault agent-not-running /);
    expect(rowOf(snapshot, 'metrics')).toBe(row);
  });

  it('says that endpoint checks run beside one that has no pod', () => {
    const one = endpoint('worker-1');
    const podless = config({ name: 'redisdb', source: PODS_OF_WEB, instance: 'db' });
    const parts = checks({
      dispatching: led({
        dispatched: [{ agent: 'worker-2', config: podless }],
        endpointChecks: [one],
      }),
      known: [one],
      runners: [
        runner({ has: [fetched(one)], runs: [running(one)] }),
        runner({ node: 'worker-2', has: [fetched(podless)], runs: [running(podless)] }),
      ],
    });
    expect(rowOf(healthSnapshot({ checks: parts }), 'endpoints')).toBe('ok endpoint-checks-healthy 0');
  });

  it('leaves the question’s own subject and page out', () => {
    const snapshot = healthSnapshot();
    const question = { kind: 'health', subject: { name: 'nothing' }, page: 9 } as const;
    expect(diagnose({ ...snapshot, question })).toEqual(diagnose(snapshot));
  });
});

describe('what could not be read', () => {
  it.each<[HealthTopic, Partial<Snapshot>, string]>([
    ['hpa', { autoscaling: autoscaling({ list: { hpas: lost, others: 0, targets: [] } }) }, 'unknown hpa-unreadable 0'],
    ['metadata', { metadata: metadata({ replicas: maps(lost) }) }, 'unknown metadata-unread 0'],
    [
      'node',
      { nodeAgents: nodeAgents({ looks: [], over: { scope: { kind: 'all' }, survey: lost } }) },
      'unknown node-agent-unseen 0',
    ],
    ['logs', { logs: [{ pod: 'dca-a', reading: lost }] }, 'unknown logs-empty 0'],
    ['logs', { logs: [{ pod: 'dca-a', reading: failed('forbidden', FORBIDDEN) }] }, 'unknown rights-missing 0'],
    ['leader', { locks: [{ ...lease(), reading: lost }], statuses: [] }, 'unknown leader-unreadable 0'],
    ['events', { events: collecting({ token: lost }), statuses: [] }, 'unknown events-unknown 0'],
  ])('%s is unknown, not well', (topic, over, expected) => {
    expect(rowOf(healthSnapshot(over), topic)).toBe(expected);
  });

  it.each(['autoscaling', 'checks', 'metadata', 'nodeAgents', 'events', 'logs'] as const)(
    'a part that is missing altogether, %s, is well nowhere',
    (part) => {
      const { [part]: _, ...rest } = healthSnapshot();
      const topics: Record<typeof part, readonly HealthTopic[]> = {
        autoscaling: ['hpa', 'metrics'],
        checks: ['checks', 'endpoints'],
        metadata: ['metadata'],
        nodeAgents: ['node'],
        events: ['events'],
        logs: ['logs'],
      };
      for (const topic of topics[part]) expect(rowOf(rest, topic)).toMatch(/^unknown /);
    },
  );

  it('joins the rights that are missing here and there', () => {
    const refused = (resource: string) =>
      failed(
        'forbidden',
        `x is forbidden: User "x" cannot list resource "${resource}" in API group ""`,
        `get ${resource}`,
      );
    const snapshot = healthSnapshot({
      logs: [{ pod: 'dca-a', reading: refused('pods/log') }],
      metadata: metadata({ endpoints: refused('endpointslices') }),
    });
    const found = diagnose(snapshot).filter((finding) => finding.code === 'rights-missing');
    expect(found).toHaveLength(1);
    expect(found[0]?.facts).toMatchObject({
      rights: [{ resource: 'endpointslices' }, { resource: 'pods/log' }],
      refused: [{ source: 'get endpointslices' }, { source: 'get pods/log' }],
    });
    expect(rowOf(snapshot, 'metadata')).toMatch(/^unknown /);
  });

  it('is one answer where the cluster says nothing at all', () => {
    const snapshot = healthSnapshot({ locks: [], statuses: [] }, { pods: failed('unreachable') });
    expect(diagnose(snapshot).map(({ code }) => code)).toEqual(['cluster-unreachable']);
  });

  it('a topic that has nothing to show for a trouble of the Agent names that', () => {
    const down = healthSnapshot(
      { statuses: [], logs: [] },
      { pods: known([pod('dca-a', { ready: false, state: 'waiting', reason: 'CrashLoopBackOff' })], 'get pods', NOW) },
    );
    expect(rowOf(down, 'status')).toMatch(/^fault agent-/);
    expect(rowOf(down, 'events')).toMatch(/^unknown (?:agent|leader)-/);
    expect(rowOf(down, 'logs')).toMatch(/^unknown (?:agent|leader)-/);
  });
});

describe('whatever is wrong', () => {
  const spoils: readonly (readonly [string, Partial<Snapshot>])[] = [
    ['no lock', { locks: [{ ...lease(), reading: lost }] }],
    ['no status', { statuses: [] }],
    ['a follower alone', { statuses: [asked('dca-b', status({ clusterChecks: dispatching({ role: 'follower' }) }))] }],
    ['no rights on events', { events: collecting({ rights: rights({ watch: false }) }) }],
    ['maps unread', { metadata: metadata({ replicas: maps(lost) }) }],
    ['node Agents unread', { nodeAgents: nodeAgents({ over: { scope: { kind: 'all' }, survey: lost } }) }],
    ['logs unread', { logs: [{ pod: 'dca-a', reading: lost }] }],
    ['exec off', { execAllowed: false, statuses: [] }],
  ];

  it.each(spoils)('every topic has its row, and its verdict is the overview’s: %s', (_name, over) => {
    const [overview, ...details] = diagnose(healthSnapshot(over));
    const rows = rowsOf(healthSnapshot(over));
    expect(rows.map(({ topic }) => topic).toSorted()).toEqual(HEALTH_TOPICS.toSorted());
    const harms = rows.map(({ verdict }) => harm(verdict));
    expect(harms).toEqual(harms.toSorted((a, b) => b - a));
    expect(overview?.verdict).toBe(worst(rows));
    expect(details.every(({ verdict }) => harm(verdict) >= harm('unknown'))).toBe(true);
    const told = details.map(({ code, subject, facts }) => JSON.stringify([code, subject, facts]));
    expect(new Set(told).size).toBe(told.length);
    // Nothing that a question would tell as harmful is left out.
    for (const row of rows.filter(({ verdict }) => harm(verdict) >= harm('unknown'))) {
      expect(told.join()).toContain(`"${row.top.code}"`);
    }
  });
});
