import { afterEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/collectors/collect.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import type { Progress } from '../../src/domain/report.ts';
import { type OpenedCluster, openSimulated } from '../kube/open-simulated.ts';
import { clusterChecksText, configCheckText } from './made-checks.ts';
import { metamapText } from './made-metadata.ts';
import { madeNodes, numbered } from './made-nodes.ts';
import { type Made, type MadeReader, NOW } from './made-reader.ts';

const QUESTION = { kind: 'health' } as const;

function made(count: number, over: Partial<Made> & { reporting?: readonly string[] } = {}): MadeReader {
  const map = metamapText(
    Object.fromEntries(
      numbered(count + 1).map((number) => [
        `node-${number}`,
        number === 1 ? { 'dd/dca-1': 'datadog-cluster-agent', 'dd/dca-2': 'datadog-cluster-agent' } : {},
      ]),
    ),
  );
  const telemetry = 'api_requests{handler="getPodMetadata",status="200"} 10\n';
  return madeNodes(count, {
    ...over,
    outputs: {
      'dca-1 configcheck': configCheckText(),
      'dca-1 metamap': map,
      'dca-2 metamap': map,
      'dca-1 telemetry': telemetry,
      'dca-2 telemetry': telemetry,
      ...over.outputs,
    },
  });
}

async function healthOf({ reader }: Pick<MadeReader, 'reader'>, progress?: (progress: Progress) => void) {
  const clock = () => Date.parse(NOW);
  return collect(reader, { question: QUESTION, namespace: 'dd', exec: true, clock, ...(progress ? { progress } : {}) });
}

describe('a question about everything', () => {
  it('collects every part at once', async () => {
    const steps: Progress[] = [];
    const snapshot = await healthOf(made(3), (progress) => steps.push(progress));
    expect(snapshot).toMatchObject({
      question: QUESTION,
      autoscaling: { views: [], list: { hpas: { known: true } }, stored: { list: { known: true } } },
      checks: { leader: 'dca-1', dispatching: { known: true }, runners: { value: [{}, {}, {}] } },
      metadata: { scope: { kind: 'all' }, replicas: [{ reading: { known: true } }, { reading: { known: true } }] },
      nodeAgents: { scope: { kind: 'all' }, survey: { value: { total: 3 } } },
      events: { inCluster: { known: true }, rights: [{}, {}, {}, {}, {}] },
      logs: [{ pod: 'dca-1' }, { pod: 'dca-2' }],
    });
    expect(snapshot.autoscaling?.rights.length).toBeGreaterThan(0);
    expect(steps.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['pods', 'locks', 'status', 'kubernetes', 'diagnosis']),
    );
    expect(new Set(steps.map(({ total }) => total))).toEqual(new Set([5]));
  });

  it('reads nothing twice but what changes from one look to the next', async () => {
    const cluster = made(3);
    await healthOf(cluster);
    const counted = new Map<string, number>();
    for (const call of cluster.calls) counted.set(call, (counted.get(call) ?? 0) + 1);
    expect([...counted].filter(([, times]) => times > 1)).toEqual([]);
  });

  it('shares with every part what the others read', async () => {
    // Every node Agent is silent, and has a check of which the leader tells.
    const cluster = made(3, { reporting: [] });
    const { logs, events } = await healthOf(cluster);
    for (const start of [
      'streamExec dca-1 clusterchecks',
      'streamLog dd/dca-1',
      'listPods dd agent.datadoghq.com/component in',
      'exec agent-1 node-status-json',
      'listHpas',
      'listEvents',
      'pageOfEvents',
    ]) {
      const times = cluster.calls.filter((call) => call.startsWith(start)).length;
      expect(times, start).toBe(start === 'listEvents' ? 0 : 1);
    }
    expect(events?.log).toBe(logs?.[0]);
  });

  it('asks 200 node Agents ten at once, whatever they are asked for', async () => {
    let busy = 0;
    let most = 0;
    const dispatched = Object.fromEntries(numbered(200).map((number) => [`node-${number}`, ['ntp@file']]));
    const cluster = made(200, {
      outputs: { 'dca-1 clusterchecks': clusterChecksText({ dispatched }) },
    });
    const { exec } = cluster.reader;
    const slow: typeof exec = async (target, bounds) => {
      if (!target.pod.startsWith('agent')) return exec(target, bounds);
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy -= 1;
      return exec(target, bounds);
    };
    const { checks, nodeAgents } = await healthOf({ reader: { ...cluster.reader, exec: slow } });
    expect(most).toBe(10);
    expect(nodeAgents?.looks).toHaveLength(5);
    expect(checks?.runners.known && checks.runners.value.filter(({ status }) => status).length).toBe(50);
    expect(cluster.calls.filter((call) => call.endsWith('node-status-json')).length).toBe(50);
  });

  it('loses a part and keeps the others', async () => {
    const parts: readonly (readonly [RegExp, number])[] = [
      [/metamap/, 2],
      [/^pageOfEvents/, 1],
      [/^listHpas/, 1],
      [/clusterchecks/, 3],
      [/^streamLog dd\/dca-2/, 1],
    ];
    for (const [failing, least] of parts) {
      const snapshot = await healthOf(made(2, { fails: (call) => (failing.test(call) ? 'unreachable' : undefined) }));
      const lost = readingsOf(snapshot).filter((reading) => !reading.known && reading.why === 'unreachable');
      expect(lost.length, String(failing)).toBeGreaterThanOrEqual(least);
      for (const part of ['autoscaling', 'checks', 'metadata', 'nodeAgents', 'events', 'logs'] as const) {
        expect(snapshot[part], part).toBeDefined();
      }
    }
  });
});

describe('the captured cluster', () => {
  let opened: OpenedCluster | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('tells everything, in few requests', async () => {
    opened = await openSimulated();
    const { reader, simulated } = opened;
    const snapshot = await collect(reader, { question: QUESTION, namespace: 'datadog', exec: true, clock: Date.now });
    expect(simulated.requests.length).toBeLessThan(60);
    expect(snapshot.metadata?.replicas.map(({ reading }) => reading.known && reading.value.differences)).toMatchObject([
      { missingTotal: 0, staleTotal: 0, missingNodesTotal: 0, looks: 1 },
      { missingTotal: 0, staleTotal: 0, missingNodesTotal: 0, looks: 1 },
    ]);
    expect(snapshot.nodeAgents).toMatchObject({ survey: { value: { total: 3, ready: 3 } }, silentTotal: 0 });
    expect(snapshot.events?.settings.map(({ value, place }) => [value, place])).toEqual([
      ['true', 'Deployment/datadog-cluster-agent'],
      ['true', 'Deployment/datadog-cluster-agent'],
    ]);
    const lost = readingsOf(snapshot).filter((reading) => !reading.known && reading.why !== 'absent');
    expect(lost.every(({ source }) => source.endsWith('datadog-cluster-agent telemetry'))).toBe(true);
  });
});
