import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { parse } from 'yaml';
import { type SimulatedCluster, startSimulatedCluster } from '../../../simulator/cluster/simulated-cluster.ts';
import { FOLLOWER, LEADER, scenarioFolder } from '../../kube/open-simulated.ts';

let cluster: SimulatedCluster;
let token: string;
let ca: Buffer;
beforeAll(async () => {
  cluster = await startSimulatedCluster({ scenario: scenarioFolder('leader-and-follower') });
  const config = parse(cluster.kubeconfig);
  token = config.users[0].user.token;
  ca = Buffer.from(config.clusters[0].cluster['certificate-authority-data'], 'base64');
});
afterEach(() => cluster.faults.clear());
afterAll(async () => {
  await cluster.close();
  expect(cluster.openConnections()).toBe(0);
});

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the tests read of a body differs from path to path.
  readonly body: any;
}

function get(path: string, authorization = `Bearer ${token}`): Promise<Got> {
  return new Promise((resolve, reject) => {
    request(`${cluster.url}${path}`, { ca, agent: false, headers: { authorization } }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      const isJson = response.headers['content-type'] === 'application/json';
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : text,
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('REST', () => {
  it('refuses a wrong token with 401', async () => {
    expect(await get('/api/v1/pods', 'Bearer nobody')).toMatchObject({
      status: 401,
      body: { kind: 'Status', reason: 'Unauthorized', code: 401 },
    });
  });

  it.each([
    ['/api/v1/pods', 'PodList', 11],
    ['/api/v1/namespaces/datadog/pods', 'PodList', 5],
    ['/api/v1/namespaces/datadog/configmaps', 'ConfigMapList', 10],
    ['/apis/coordination.k8s.io/v1/leases', 'LeaseList', 1],
    ['/apis/apps/v1/deployments', 'DeploymentList', 3],
    ['/apis/apps/v1/replicasets', 'ReplicaSetList', 3],
    ['/apis/autoscaling/v2/horizontalpodautoscalers', 'HorizontalPodAutoscalerList', 2],
    ['/api/v1/namespaces/default/events', 'EventList', 51],
    ['/api/v1/services', 'ServiceList', 8],
    ['/apis/discovery.k8s.io/v1/endpointslices', 'EndpointSliceList', 7],
    ['/api/v1/nodes', 'NodeList', 3],
    ['/api/v1/namespaces', 'NamespaceList', 2],
    ['/apis/apiregistration.k8s.io/v1/apiservices', 'APIServiceList', 1],
    ['/api/v1/namespaces/nowhere/pods', 'PodList', 0],
  ])('lists %s', async (path, kind, count) => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body.kind).toBe(kind);
    expect(body.items).toHaveLength(count);
    expect(body.items[0]?.kind).toBeUndefined();
  });

  it('pages through a list', async () => {
    const names: string[] = [];
    let next = '';
    let pages = 0;
    do {
      const { body } = await get(`/api/v1/pods?limit=4&continue=${next}`);
      names.push(...body.items.map((pod: { metadata: { name: string } }) => pod.metadata.name));
      next = body.metadata.continue ?? '';
      pages++;
    } while (next !== '');
    expect(pages).toBe(3);
    expect(new Set(names).size).toBe(11);
  });

  it('selects by label and by name', async () => {
    const byLabel = await get('/api/v1/pods?labelSelector=app%20in%20(datadog-cluster-agent)');
    expect(byLabel.body.items).toHaveLength(2);
    const byName = await get(`/api/v1/pods?fieldSelector=metadata.name%3D${LEADER}`);
    expect(byName.body.items).toHaveLength(1);
    expect((await get('/api/v1/pods?fieldSelector=spec.x%3D1')).status).toBe(400);
  });

  it('gives one object with kind and version', async () => {
    const { body } = await get('/apis/coordination.k8s.io/v1/namespaces/datadog/leases/datadog-leader-election');
    expect(body).toMatchObject({ kind: 'Lease', apiVersion: 'coordination.k8s.io/v1' });
  });

  it.each([
    ['/api/v1/namespaces/datadog/pods/x', 'pods "x" not found'],
    ['/apis/coordination.k8s.io/v1/namespaces/datadog/leases/x', 'leases.coordination.k8s.io "x" not found'],
  ])('says what is not found at %s', async (path, message) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { reason: 'NotFound', message, code: 404 } });
  });

  it.each(['/apis/example.org/v1/things', '/api/v2/pods', '/metrics', '/api/v1/namespaces/datadog/pods/x/y/z'])(
    'does not know %s',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, text: '404 page not found\n' });
    },
  );

  it('refuses cluster-wide and allows a namespace where rights end at the namespace', async () => {
    cluster.faults.add({ kind: 'deny', verb: 'list', resource: 'pods', clusterWide: true });
    expect(await get('/api/v1/pods')).toMatchObject({
      status: 403,
      body: {
        message:
          'pods is forbidden: User "system:serviceaccount:dca-bot:dca-bot" cannot list resource "pods" in API group "" at the cluster scope',
      },
    });
    expect((await get('/api/v1/namespaces/datadog/pods')).status).toBe(200);
  });

  it('counts the requests and dates its answers', async () => {
    const before = cluster.requests.length;
    const { headers } = await get('/version');
    expect(cluster.requests.slice(before)).toMatchObject([{ method: 'GET', path: '/version' }]);
    expect(Math.abs(Date.parse(headers.date ?? '') - Date.now())).toBeLessThan(2000);
  });

  it('cuts a log to its last lines', async () => {
    const { text } = await get(`/api/v1/namespaces/datadog/pods/${LEADER}/log?container=cluster-agent&tailLines=3`);
    expect(text.trimEnd().split('\n')).toHaveLength(3);
    const whole = await get(`/api/v1/namespaces/datadog/pods/${LEADER}/log?container=cluster-agent`);
    // The two answers may be moved to two different seconds.
    const untimed = (log: string) => log.replace(/^\S+ \S+ UTC/gm, '');
    expect(untimed(whole.text).endsWith(untimed(text))).toBe(true);
  });
});

describe('faults of the state', () => {
  const lease = '/apis/coordination.k8s.io/v1/namespaces/datadog/leases/datadog-leader-election';
  const ageOf = async () => Date.now() - Date.parse((await get(lease)).body.spec.renewTime);

  it('freeze a lock at an age', async () => {
    cluster.faults.add({ kind: 'lock', change: { to: 'frozen', ageSeconds: 300 } });
    expect(await ageOf()).toBeGreaterThanOrEqual(300_000);
    expect(await ageOf()).toBeLessThan(310_000);
  });

  it('put a lock into the future, moving or not', async () => {
    const remove = cluster.faults.add({ kind: 'lock', change: { to: 'future', aheadSeconds: 120 } });
    expect(await ageOf()).toBeLessThan(-100_000);
    remove();
    expect(await ageOf()).toBeGreaterThan(0);
    cluster.faults.add({ kind: 'lock', change: { to: 'future', aheadSeconds: 120, moving: false } });
    const first = (await get(lease)).body.spec.renewTime;
    expect((await get(lease)).body.spec.renewTime).toBe(first);
  });

  it('empty a lock, and delete it', async () => {
    const remove = cluster.faults.add({ kind: 'lock', change: { to: 'empty' } });
    expect((await get(lease)).body.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    remove();
    cluster.faults.add({ kind: 'lock', lock: 'Lease', change: { to: 'deleted' } });
    expect((await get(lease)).status).toBe(404);
  });

  it.each([
    [{ to: 'not-ready' }, { status: { phase: 'Running', containerStatuses: [{ ready: false }] } }],
    [
      { to: 'crash-looping', restarts: 23, exitCode: 2 },
      { status: { containerStatuses: [{ restartCount: 23, state: { waiting: { reason: 'CrashLoopBackOff' } } }] } },
    ],
    [
      { to: 'oom-killed', restarts: 14, memoryLimit: '128Mi' },
      {
        status: {
          containerStatuses: [{ restartCount: 14, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }],
        },
      },
    ],
    [{ to: 'pending' }, { status: { phase: 'Pending' } }],
  ] as const)('change a pod: %j', async (change, expected) => {
    cluster.faults.add({ kind: 'pod', pod: 'followers', change });
    expect((await get(`/api/v1/namespaces/datadog/pods/${FOLLOWER}`)).body).toMatchObject(expected);
    const other = (await get(`/api/v1/namespaces/datadog/pods/${LEADER}`)).body;
    expect(other).toMatchObject({
      status: { phase: 'Running', containerStatuses: [{ restartCount: 0, ready: true }] },
    });
  });

  it('take every Cluster Agent pod away and leave the node Agents', async () => {
    cluster.faults.add({ kind: 'pod', pod: 'every', change: { to: 'gone' } });
    expect((await get('/api/v1/namespaces/datadog/pods')).body.items).toHaveLength(3);
    expect((await get(`/api/v1/namespaces/datadog/pods/${LEADER}`)).status).toBe(404);
  });
});

describe('exec', () => {
  function exec(protocols: readonly string[], pod: string, container: string, argv: readonly string[]) {
    const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true' });
    for (const word of argv) query.append('command', word);
    const url = `${cluster.url.replace('https', 'wss')}/api/v1/namespaces/datadog/pods/${pod}/exec?${query}`;
    const socket = new WebSocket(url, [...protocols], { ca, headers: { authorization: `Bearer ${token}` } });
    return new Promise<{ protocol: string; refused?: number; channels: Record<number, string> }>((resolve, reject) => {
      const channels: Record<number, string> = {};
      let refused: number | undefined;
      socket.on('message', (data: Buffer) => {
        channels[data[0] ?? 9] = (channels[data[0] ?? 9] ?? '') + data.subarray(1).toString('utf8');
      });
      socket.on('unexpected-response', (sent, response) => {
        refused = response.statusCode ?? 0;
        sent.destroy();
        resolve({ protocol: '', refused, channels });
      });
      socket.on('error', (error) => {
        if (refused === undefined) reject(error);
      });
      socket.on('close', () => resolve({ protocol: socket.protocol, channels }));
    });
  }

  it.each([
    [['v5.channel.k8s.io', 'v4.channel.k8s.io'], 'v5.channel.k8s.io'],
    [['v4.channel.k8s.io'], 'v4.channel.k8s.io'],
  ])('speaks %j', async (offered, protocol) => {
    const result = await exec(offered, LEADER, 'cluster-agent', ['datadog-cluster-agent', 'clusterchecks']);
    expect(result.protocol).toBe(protocol);
    expect(result.channels[1]).toContain('http_check');
    expect(JSON.parse(result.channels[3] ?? '')).toMatchObject({ status: 'Success' });
  });

  it('runs the commands of a node Agent by its node', async () => {
    const pods = (await get('/api/v1/namespaces/datadog/pods?labelSelector=app%3Ddatadog')).body.items;
    for (const { metadata, spec } of pods) {
      const { channels } = await exec(['v5.channel.k8s.io'], metadata.name, 'agent', ['agent', 'status']);
      expect(channels[1]).toContain(`hostname: ${spec.nodeName}`);
    }
  });

  it('tells of a container that does not run on the status channel, and to an old client before the upgrade', async () => {
    cluster.faults.add({ kind: 'pod', pod: LEADER, change: { to: 'crash-looping', restarts: 5, exitCode: 1 } });
    const argv = ['datadog-cluster-agent', 'status'];
    const young = await exec(['v5.channel.k8s.io'], LEADER, 'cluster-agent', argv);
    expect(young.channels[3]).toContain('container not found');
    expect((await exec(['v4.channel.k8s.io'], LEADER, 'cluster-agent', argv)).refused).toBe(500);
  });

  it('strikes as often as told, and the pods and commands it is told', async () => {
    cluster.faults.add({ kind: 'exec', pod: 'leader', command: '--json', times: 2, spoil: { do: 'exit', code: 9 } });
    const codes: string[] = [];
    for (const [pod, flag] of [
      [LEADER, '--no-color'],
      [FOLLOWER, '--json'],
      [LEADER, '--json'],
      [LEADER, '--json'],
      [LEADER, '--json'],
    ] as const) {
      const argv = ['datadog-cluster-agent', 'status', flag];
      const { channels } = await exec(['v5.channel.k8s.io'], pod, 'cluster-agent', argv);
      codes.push(JSON.parse(channels[3] ?? '').details?.causes[0].message ?? '0');
    }
    expect(codes).toEqual(['0', '0', '9', '9', '0']);
  });
});
