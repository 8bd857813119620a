import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ClusterFault } from '../../simulator/cluster/faults.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { CallBounds, ClusterReader } from '../../src/kube/cluster-reader.ts';
import { CONTAINER, FOLLOWER, LEADER, NAMESPACE, type OpenedCluster, openSimulated } from './open-simulated.ts';
import { openScaling, ROLLOUT } from './scaling-scenario.ts';

/** Where the scenario's HPAs are. */
const SHOP = 'default';
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nginx' };
const METRICS_SERVICE = 'datadog-cluster-agent-metrics-api';
const LONG: CallBounds = { timeoutMs: 5000 };
const SHORT: CallBounds = { timeoutMs: 150 };

type Call = (reader: ClusterReader, bounds: CallBounds) => Promise<Reading<unknown>>;
const METHODS: readonly (readonly [string, Call])[] = [
  ['listPods', (reader, bounds) => reader.listPods({ namespace: NAMESPACE }, bounds)],
  ['listPods of a node', (reader, bounds) => reader.listPods({ node: 'worker-1' }, bounds)],
  ['listNodes', (reader, bounds) => reader.listNodes(bounds)],
  ['listAllEndpointSlices', (reader, bounds) => reader.listAllEndpointSlices({}, bounds)],
  ['pageOfEvents', (reader, bounds) => reader.pageOfEvents(500, bounds)],
  ['getDeployment', (reader, bounds) => reader.getDeployment(NAMESPACE, 'datadog-cluster-agent', bounds)],
  ['getLease', (reader, bounds) => reader.getLease(NAMESPACE, 'datadog-leader-election', bounds)],
  ['getConfigMap', (reader, bounds) => reader.getConfigMap(NAMESPACE, 'datadog-custom-metrics', bounds)],
  ['getHorizontalPodAutoscaler', (reader, bounds) => reader.getHorizontalPodAutoscaler(SHOP, 'nginxext', bounds)],
  ['listHorizontalPodAutoscalers', (reader, bounds) => reader.listHorizontalPodAutoscalers({}, bounds)],
  ['getScaleTarget', (reader, bounds) => reader.getScaleTarget(SHOP, DEPLOYMENT, bounds)],
  ['getScaleTarget of a custom kind', (reader, bounds) => reader.getScaleTarget('shop', ROLLOUT, bounds)],
  ['listScaleTargets', (reader, bounds) => reader.listScaleTargets('ReplicaSet', {}, bounds)],
  ['getService', (reader, bounds) => reader.getService(NAMESPACE, METRICS_SERVICE, bounds)],
  ['listServices', (reader, bounds) => reader.listServices({}, bounds)],
  ['listEndpointSlices', (reader, bounds) => reader.listEndpointSlices(NAMESPACE, METRICS_SERVICE, bounds)],
  ['getApiService', (reader, bounds) => reader.getApiService('v1beta1.external.metrics.k8s.io', bounds)],
  ['apiVersions', (reader, bounds) => reader.apiVersions(bounds)],
  ['listEvents', (reader, bounds) => reader.listEvents({ namespace: SHOP, kind: 'Deployment', name: 'nginx' }, bounds)],
  ['listDatadogMetrics', (reader, bounds) => reader.listDatadogMetrics({}, bounds)],
  [
    'getExternalMetric',
    (reader, bounds) => reader.getExternalMetric(SHOP, { name: 'nginx.net.request_per_s' }, bounds),
  ],
  [
    'mayAccount',
    (reader, bounds) =>
      reader.mayAccount({ verb: 'list', group: '', resource: 'pods', user: 'system:serviceaccount:a:b' }, bounds),
  ],
  ['mayI', (reader, bounds) => reader.mayI({ verb: 'get', group: '', resource: 'pods', namespace: NAMESPACE }, bounds)],
  ['serverVersion', (reader, bounds) => reader.serverVersion(bounds)],
  [
    'podLog',
    (reader, bounds) =>
      reader.podLog({ namespace: NAMESPACE, pod: LEADER, container: CONTAINER, previous: false, tailLines: 9 }, bounds),
  ],
  [
    'streamLog',
    (reader, bounds) => {
      const target = { ...statusOf(LEADER), previous: false, tailLines: 9, maxBytes: 9_000 };
      return reader.streamLog(target, () => {}, bounds);
    },
  ],
];
const JSON_METHODS = METHODS.filter(([name]) => name !== 'podLog' && name !== 'streamLog');

/** Without their definition there are none: an API that is not served says so. */
const DEFINED_BY_AGENT = ['listDatadogMetrics'];

type Spoil = Extract<ClusterFault, { kind: 'request' }>['spoil'];
interface Row {
  readonly spoil: Spoil;
  readonly why: string;
  readonly detail: RegExp;
  readonly bounds?: CallBounds;
}
const ANY_METHOD: Readonly<Record<string, Row>> = {
  '401': { spoil: { do: 'status', code: 401, message: 'Unauthorized' }, why: 'forbidden', detail: /^Unauthorized$/ },
  '403': {
    spoil: { do: 'status', code: 403, message: 'no such right 17' },
    why: 'forbidden',
    detail: /no such right 17/,
  },
  '403 from a proxy': { spoil: { do: 'status', code: 403, html: true }, why: 'forbidden', detail: /^HTTP 403$/ },
  '404 without a name': {
    spoil: { do: 'status', code: 404, html: true },
    why: 'unsupported',
    detail: /could not find the requested resource/,
  },
  '408': { spoil: { do: 'status', code: 408 }, why: 'timeout', detail: /408/ },
  '409': { spoil: { do: 'status', code: 409 }, why: 'unreadable', detail: /HTTP 409/ },
  '429': {
    spoil: { do: 'status', code: 429, message: 'too many' },
    why: 'unreachable',
    detail: /too many \(retry after 7 s\)/,
  },
  '500': {
    spoil: { do: 'status', code: 500, message: 'etcd is sad 23' },
    why: 'unreachable',
    detail: /etcd is sad 23/,
  },
  '503 from a proxy': { spoil: { do: 'status', code: 503, html: true }, why: 'unreachable', detail: /^HTTP 503$/ },
  '504': { spoil: { do: 'status', code: 504 }, why: 'timeout', detail: /504/ },
  silence: { spoil: { do: 'silent' }, why: 'timeout', detail: /no answer within 150 ms/, bounds: SHORT },
  'a reset': { spoil: { do: 'reset' }, why: 'unreachable', detail: /ECONNRESET|UND_ERR_SOCKET/ },
  'a body cut off': { spoil: { do: 'cut' }, why: 'unreachable', detail: /UND_ERR_SOCKET|ECONNRESET|terminated/ },
  'bytes that are no HTTP': { spoil: { do: 'garbage' }, why: 'unreadable', detail: /does not match the HTTP/ },
};
const JSON_METHOD: Readonly<Record<string, Row>> = {
  'JSON that breaks off': { spoil: { do: 'half-json' }, why: 'unreadable', detail: /not JSON/ },
  'a login page': {
    spoil: { do: 'body', body: '<html>log in</html>' },
    why: 'unreadable',
    detail: /not JSON: "<html>/,
  },
  'an empty body': { spoil: { do: 'body', body: '' }, why: 'unreadable', detail: /an empty answer/ },
  'another kind': { spoil: { do: 'body', body: { kind: 'Secret', items: 7 } }, why: 'unreadable', detail: /expected/ },
  'a list': { spoil: { do: 'body', body: [1, 2] }, why: 'unreadable', detail: /expected an object/ },
};

describe('LiveCluster under faults', () => {
  let cluster: OpenedCluster;
  const unhandled = vi.fn();
  beforeAll(async () => {
    process.on('unhandledRejection', unhandled);
    cluster = await openScaling();
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(async () => {
    await cluster.close();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  describe.each(Object.entries(ANY_METHOD))('%s', (_name, { spoil, why, detail, bounds = LONG }) => {
    it.each(METHODS)('is told by %s, and the next call works', async (method, call) => {
      cluster.simulated.faults.add({ kind: 'request', spoil, times: 1 });
      const reading = await call(cluster.reader, bounds);
      const told = why === 'unsupported' && DEFINED_BY_AGENT.includes(method) ? 'absent' : why;
      expect(reading).toMatchObject({ known: false, why: told, detail: expect.stringMatching(detail) });
      expect(reading.source).toMatch(/^kubectl /);
      expect((await call(cluster.reader, LONG)).known).toBe(true);
    });
  });

  describe.each(Object.entries(JSON_METHOD))('%s', (_name, { spoil, why, detail }) => {
    it.each(JSON_METHODS)('is told by %s', async (_method, call) => {
      cluster.simulated.faults.add({ kind: 'request', spoil, times: 1 });
      expect(await call(cluster.reader, LONG)).toMatchObject({
        known: false,
        why,
        detail: expect.stringMatching(detail),
      });
    });
  });

  it.each(Object.entries({ ...ANY_METHOD, ...JSON_METHOD }).map(([name, row]) => [name, row] as const))(
    '%s on the second request of a call is told as well',
    async (_name, { spoil, why, detail, bounds = LONG }) => {
      cluster.simulated.faults.add({ kind: 'request', path: '/scale', spoil, times: 1 });
      const reading = await cluster.reader.getScaleTarget('shop', ROLLOUT, bounds);
      expect(reading).toMatchObject({ known: false, why, detail: expect.stringMatching(detail) });
    },
  );

  it.each([
    [
      { kind: 'PodList', items: [{ metadata: { name: 'a' }, spec: {} }] },
      'items[0].spec.containers: expected a list, got nothing',
    ],
    [{ kind: 'PodList', items: [{ spec: { containers: [] } }] }, 'items[0].metadata: expected an object, got nothing'],
    [{ kind: 'PodList', items: 'x' }, 'items: expected a list, got "x"'],
    [
      { kind: 'PodList', items: [{ metadata: { name: 'a', creationTimestamp: 'soon' }, spec: { containers: [] } }] },
      'items[0].metadata.creationTimestamp: expected a time, got "soon"',
    ],
  ])('names the field of a wrong shape: %j', async (body, detail) => {
    cluster.simulated.faults.add({ kind: 'request', resource: 'pods', spoil: { do: 'body', body } });
    expect(await cluster.reader.listPods({}, LONG)).toMatchObject({ known: false, why: 'unreadable', detail });
  });

  it('calls an API that is not served unsupported, and an object that is not there absent', async () => {
    cluster.simulated.faults.add({ kind: 'request', resource: 'leases', spoil: { do: 'status', code: 404 } });
    const missing = await cluster.reader.getLease(NAMESPACE, 'datadog-leader-election', LONG);
    expect(missing).toMatchObject({ known: false, why: 'unsupported' });
    cluster.simulated.faults.clear();
    const absent = await cluster.reader.getLease(NAMESPACE, 'elsewhere', LONG);
    expect(absent).toMatchObject({ known: false, why: 'absent' });
  });

  it('repeats the API server on a missing right, with verb, resource and namespace', async () => {
    cluster.simulated.faults.add({ kind: 'deny', verb: 'get', resource: 'leases', namespace: NAMESPACE });
    expect(await cluster.reader.getLease(NAMESPACE, 'datadog-leader-election', LONG)).toMatchObject({
      known: false,
      why: 'forbidden',
      detail:
        'leases.coordination.k8s.io "datadog-leader-election" is forbidden: User "system:serviceaccount:dca-bot:dca-bot" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "datadog"',
    });
    const right = { verb: 'get', group: 'coordination.k8s.io', resource: 'leases', namespace: NAMESPACE };
    expect(await cluster.reader.mayI(right, LONG)).toMatchObject({ known: true, value: false });
  });

  it('reads a list once more from the start when the API server forgot where it was', async () => {
    cluster.simulated.faults.add({ kind: 'request', resource: 'pods', spoil: { do: 'status', code: 410 }, times: 1 });
    const pods = await cluster.reader.listPods({}, LONG);
    expect(pods).toMatchObject({ known: true });
  });

  it('gives up as stopped while an answer is awaited', async () => {
    cluster.simulated.faults.add({ kind: 'request', spoil: { do: 'silent' } });
    const before = cluster.simulated.requests.length;
    const stop = new AbortController();
    const reading = cluster.reader.listPods({}, { timeoutMs: 5000, signal: stop.signal });
    await vi.waitFor(() => expect(cluster.simulated.requests.length).toBe(before + 1));
    stop.abort();
    expect(await reading).toMatchObject({ known: false, why: 'timeout', detail: 'stopped' });
  });

  it('tells how far our clock is from the one of the API server', async () => {
    cluster.simulated.faults.add({ kind: 'clock', aheadSeconds: -90 });
    const reading = await cluster.reader.serverVersion(LONG);
    expect(cluster.reader.skewMs()).toBeGreaterThan(88_500);
    expect(cluster.reader.skewMs()).toBeLessThan(91_500);
    expect(Date.now() - Date.parse(reading.at)).toBeGreaterThan(88_000);
  });

  it('refuses a server whose certificate another authority signed', async () => {
    cluster.simulated.faults.add({ kind: 'certificate' });
    const reading = await cluster.reader.serverVersion(LONG);
    expect(reading).toMatchObject({
      known: false,
      why: 'unreachable',
      detail: expect.stringMatching(/CERT|SIGNATURE/),
    });
    const exec = await cluster.reader.exec(statusOf(LEADER), LONG);
    expect(exec).toMatchObject({ known: false, why: 'unreachable', detail: expect.stringMatching(/CERT|SIGNATURE/) });
  });
});

describe('exec under faults', () => {
  let cluster: OpenedCluster;
  const unhandled = vi.fn();
  beforeAll(async () => {
    process.on('unhandledRejection', unhandled);
    cluster = await openSimulated();
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(async () => {
    await cluster.close();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  type ExecSpoil = Extract<ClusterFault, { kind: 'exec' }>['spoil'];
  const failures: [string, ExecSpoil, string, RegExp, CallBounds][] = [
    ['a hanging command', { do: 'hang' }, 'timeout', /no answer within 150 ms/, SHORT],
    [
      'a dropped connection',
      { do: 'drop' },
      'unreachable',
      /ended without a status \(code 1006, after [1-9]\d* bytes\)/,
      LONG,
    ],
    ['20 MB of output', { do: 'print', bytes: 20_000_000 }, 'truncated', /more than 8388608 bytes/, LONG],
    ['a missing executable', { do: 'executable-missing' }, 'absent', /executable file not found/, LONG],
    [
      'a runtime that prints it',
      { do: 'exit', code: 255, stderr: 'executable file `datadog-cluster-agent` not found in $PATH' },
      'absent',
      /^executable file not found/,
      LONG,
    ],
    [
      'a runtime that prints it to stdout',
      { do: 'exit', code: 126, stdout: 'exec: executable file not found in $PATH' },
      'absent',
      /executable file not found/,
      LONG,
    ],
    ['a status that is no JSON', { do: 'garbage-status' }, 'unreadable', /status is not JSON/, LONG],
    [
      'a refusal',
      { do: 'refuse', code: 403, message: 'pods "x" is forbidden: 31' },
      'forbidden',
      /forbidden: 31/,
      LONG,
    ],
    [
      'a broken kubelet',
      { do: 'refuse', code: 500, message: 'dial tcp: refused 37' },
      'unreachable',
      /refused 37/,
      LONG,
    ],
  ];
  describe.each([
    ['exec', (bounds: CallBounds) => cluster.reader.exec(statusOf(LEADER), bounds)],
    [
      'streamExecBytes',
      (bounds: CallBounds) =>
        cluster.reader.streamExecBytes({ ...statusOf(LEADER), maxBytes: 8_388_608 }, () => {}, bounds),
    ],
    ['streamExec', (bounds: CallBounds) => stream(bounds)],
  ] as const)('%s', (_method, call) => {
    it.each(failures)('tells of %s', async (_name, spoil, why, detail, bounds) => {
      cluster.simulated.faults.add({ kind: 'exec', spoil, times: 1 });
      const reading = await call(bounds);
      expect(reading).toMatchObject({ known: false, why, detail: expect.stringMatching(detail) });
      expect((await call(LONG)).known).toBe(true);
    });
  });

  const stream = (bounds: CallBounds, onStdout: (text: string) => void = () => {}, maxBytes = 8_388_608) =>
    cluster.reader.streamExec({ ...statusOf(LEADER), maxBytes }, onStdout, bounds);

  it('streams no more than it may, and stops there', async () => {
    let characters = 0;
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'print', bytes: 20_000_000 } });
    const reading = await stream(LONG, (text) => (characters += text.length), 100_000);
    expect(reading).toMatchObject({ known: false, why: 'truncated', detail: expect.stringContaining('100000 bytes') });
    // Frames of 32 KiB: the fourth would be too much.
    expect(characters).toBe(3 * 32 * 1024);
  });

  it('streams what came before the connection was lost', async () => {
    let text = '';
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'drop' } });
    expect(await stream(LONG, (piece) => (text += piece))).toMatchObject({ known: false, why: 'unreachable' });
    expect(text).toContain('Cluster Agent');
  });

  it('keeps streamed characters whole that arrive in two frames', async () => {
    const text = '日本語'.repeat(20_000);
    const pieces: string[] = [];
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'stdout', text } });
    expect(await stream(LONG, (piece) => pieces.push(piece))).toMatchObject({ known: true, value: { exitCode: 0 } });
    expect(pieces.join('')).toBe(text);
    expect(pieces.length).toBeGreaterThan(3);
  });

  it('keeps exit code and stderr of a failing command that was streamed', async () => {
    let text = '';
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'exit', code: 3, stdout: 'out 41', stderr: 'err 43' } });
    const reading = await stream(LONG, (piece) => (text += piece));
    expect(reading).toMatchObject({ known: true, value: { stderr: 'err 43', exitCode: 3 } });
    expect(text).toBe('out 41');
  });

  it('survives a reader that throws', async () => {
    let calls = 0;
    const broken = () => {
      calls++;
      throw new Error('no more of this 53');
    };
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'print', bytes: 1_000_000 } });
    expect(await stream(LONG, broken)).toMatchObject({ known: false, detail: expect.stringContaining('53') });
    expect(calls).toBe(1);
    const target = { ...statusOf(LEADER), previous: false, tailLines: 9, maxBytes: 9_000 };
    const log = await cluster.reader.streamLog(target, broken, LONG);
    expect(log).toMatchObject({ known: false, detail: expect.stringContaining('53') });
  });

  it('keeps exit code, stdout and stderr of a failing command', async () => {
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'exit', code: 3, stdout: 'out 41', stderr: 'err 43' } });
    expect(await cluster.reader.exec(statusOf(LEADER), LONG)).toMatchObject({
      known: true,
      value: { stdout: 'out 41', stderr: 'err 43', exitCode: 3 },
    });
  });

  it('survives output that is no text', async () => {
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'binary' } });
    expect(await cluster.reader.exec(statusOf(LEADER), LONG)).toMatchObject({ known: true, value: { exitCode: 0 } });
  });

  it('keeps characters whole that arrive in two frames', async () => {
    const text = '日本語'.repeat(20_000);
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'stdout', text } });
    expect(await cluster.reader.exec(statusOf(LEADER), LONG)).toMatchObject({ value: { stdout: text } });
  });

  it('waits for a slow command within its bounds', async () => {
    cluster.simulated.faults.add({ kind: 'exec', delayMs: 60 });
    expect(await cluster.reader.exec(statusOf(LEADER), LONG)).toMatchObject({ known: true });
    expect(await cluster.reader.exec(statusOf(LEADER), { timeoutMs: 20 })).toMatchObject({
      known: false,
      why: 'timeout',
    });
  });

  it('hands on bytes as they are, and none of a command that ends badly', async () => {
    const bytes = async (spoil: ExecSpoil) => {
      cluster.simulated.faults.add({ kind: 'exec', spoil, times: 1 });
      const pieces: Uint8Array[] = [];
      const target = { ...statusOf(LEADER), maxBytes: 9_000 };
      const reading = await cluster.reader.streamExecBytes(target, (piece) => pieces.push(piece), LONG);
      return { reading, printed: Buffer.concat(pieces) };
    };
    const binary = await bytes({ do: 'binary' });
    expect(binary.reading).toMatchObject({ known: true, value: { exitCode: 0, stderr: '' } });
    expect([...binary.printed]).toEqual(Array.from({ length: 4096 }, (_, index) => (index * 37) % 256));
    const failing = await bytes({ do: 'exit', code: 1, stderr: 'cat: no such file' });
    expect(failing).toMatchObject({ reading: { value: { exitCode: 1, stderr: 'cat: no such file' } } });
    expect((await bytes({ do: 'print', bytes: 9_001 })).reading).toMatchObject({ known: false, why: 'truncated' });
    const missing = { do: 'exit', code: 126, stdout: 'exec: executable file not found in $PATH' } as const;
    expect((await bytes(missing)).reading).toMatchObject({ known: false, why: 'absent' });
  });

  it.each(['get', 'create'])('needs %s on pods/exec', async (verb) => {
    cluster.simulated.faults.add({ kind: 'deny', verb, resource: 'pods/exec' });
    expect(await cluster.reader.exec(statusOf(LEADER), LONG)).toMatchObject({
      known: false,
      why: 'forbidden',
      detail: `pods "${LEADER}" is forbidden: User "system:serviceaccount:dca-bot:dca-bot" cannot ${verb} resource "pods/exec" in API group "" in the namespace "datadog"`,
    });
  });

  it('calls a container that does not run absent', async () => {
    cluster.simulated.faults.add({
      kind: 'pod',
      pod: FOLLOWER,
      change: { to: 'crash-looping', restarts: 12, exitCode: 1, previousLog: 'last words 47\n' },
    });
    expect(await cluster.reader.exec(statusOf(FOLLOWER), LONG)).toMatchObject({
      known: false,
      why: 'absent',
      detail: expect.stringContaining('container not found ("cluster-agent")'),
    });
    const log = await cluster.reader.podLog({ ...statusOf(FOLLOWER), previous: true, tailLines: 5 }, LONG);
    expect(log).toMatchObject({ known: true, value: 'last words 47\n' });
  });
});

describe('connections', () => {
  it('are kept: 50 calls one after the other need at most two', async () => {
    const { simulated, reader, close } = await openSimulated();
    for (let call = 0; call < 50; call++) {
      expect((await reader.getLease(NAMESPACE, 'datadog-leader-election', LONG)).known).toBe(true);
    }
    expect(simulated.connectionsMade()).toBeLessThanOrEqual(2);
    await close();
  });

  it('are all gone after close, also those of calls under way, and later calls are refused', async () => {
    const { simulated, reader, close } = await openSimulated();
    await reader.serverVersion(LONG);
    simulated.faults.add({ kind: 'request', spoil: { do: 'silent' } });
    simulated.faults.add({ kind: 'exec', spoil: { do: 'hang' } });
    const before = simulated.requests.length;
    const pending = [reader.listPods({}, LONG), reader.exec(statusOf(LEADER), LONG)];
    await vi.waitFor(() => expect(simulated.requests.length).toBe(before + 2));
    await reader.close();
    for (const reading of await Promise.all(pending))
      expect(reading).toMatchObject({ known: false, why: 'unreachable' });
    await vi.waitFor(() => expect(simulated.openConnections()).toBe(0));
    expect(await reader.serverVersion(LONG)).toMatchObject({ known: false, why: 'unreachable' });
    await close();
  });

  it('to a server that is gone are unreachable', async () => {
    const { simulated, reader, close } = await openSimulated();
    await reader.serverVersion(LONG);
    await simulated.close();
    for (const reading of [await reader.serverVersion(LONG), await reader.exec(statusOf(LEADER), LONG)]) {
      expect(reading).toMatchObject({
        known: false,
        why: 'unreachable',
        detail: expect.stringContaining('ECONNREFUSED'),
      });
    }
    await close();
  });
});

function statusOf(pod: string) {
  return { namespace: NAMESPACE, pod, container: CONTAINER, command: 'status' } as const;
}
