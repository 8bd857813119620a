import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import type { FindingCode, FindingOf } from '../../src/domain/finding.ts';
import type { Subject } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { agentDeployment, agentService } from './stand-in/chart-objects.ts';
import { DEPLOYMENT, NAMESPACE } from './stand-in/names.ts';
import { HOST, logOf, type NodeAgentStandIn, startNodeAgents } from './stand-in/node-agents.ts';
import { until } from './until.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const ALL = ['node-1', 'node-2', 'node-3'];
const REFUSED = '"https://127.1.0.1:5005/version" is unavailable: 403 Forbidden';
const RETRYING = 'temporary failure in clusterAgentClient, will retry later: try delay not elapsed yet';
const NO_ADDRESS = `cannot get a cluster agent endpoint for kubernetes service ${DEPLOYMENT}, env ${HOST} is empty`;

let world: World;
let asked: AskedWorld;
let nodeAgents: NodeAgentStandIn;

beforeAll(async () => {
  world = await openWorld();
  asked = await askWorld(world, { questions: ['node'] });
  nodeAgents = await startNodeAgents(world);
  await nodeAgents.apply();
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

async function ask(name?: string, more: Subject = {}): Promise<Report> {
  await world.standIn.sync();
  const report = await asked.ask({ kind: 'node', ...(name === undefined ? {} : { subject: { name, ...more } }) });
  // The account has the rights of `dca rbac --for node`, and misses none that the answer needs.
  expect(codesOf(report)).not.toContain('rights-missing');
  return report;
}

function codesOf({ findings }: Report): readonly string[] {
  return findings.map(({ code }) => code);
}

function factsOf<C extends FindingCode>({ findings }: Report, code: C): FindingOf<C>['facts'] {
  const found = findings.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`no ${code} among ${findings.map((one) => one.code).join(' ')}`);
  // A finding's facts go with its code.
  return (found as FindingOf<C>).facts;
}

async function addressOf(service: KubeObject): Promise<string> {
  const { clusterIP = '' } = ((await world.plane.kube.get(service))?.spec ?? {}) as { readonly clusterIP?: string };
  return clusterIP;
}

/** Deletes the Service and makes it anew, as reinstalling a chart does; answers its address before and after. */
async function recreateService(): Promise<{ readonly before: string; readonly after: string }> {
  const service = agentService();
  const before = await addressOf(service);
  await world.plane.kube.remove(service);
  // The address that is free now may be given to it again.
  const place = agentService({ clusterIP: before });
  const holder = { ...place, metadata: { namespace: 'default', name: 'takes-the-address' } };
  await world.plane.kube.apply(holder, service);
  const after = await addressOf(service);
  await world.plane.kube.remove(holder);
  return { before, after };
}

interface Slice {
  /** JSON's null stands for none. */
  readonly endpoints?: readonly { readonly conditions?: { readonly ready?: boolean } }[] | null;
}

async function untilReady(addresses: number): Promise<void> {
  await until(`${addresses} ready addresses behind the Service`, async () => {
    const selector = `kubernetes.io/service-name=${DEPLOYMENT}`;
    const slices = await world.plane.kube.list('discovery.k8s.io/v1', 'EndpointSlice', NAMESPACE, selector);
    const endpoints = slices.flatMap((slice) => (slice as unknown as Slice).endpoints ?? []);
    return endpoints.filter(({ conditions }) => conditions?.ready).length === addresses || undefined;
  });
}

describe('node Agents that report to the leader', () => {
  it('one of them, by its node', async () => {
    const report = await ask('node-2');
    expect(codesOf(report)).toEqual(['node-agent-connected']);
    expect(report.verdict).toBe('ok');
    const endpoint = `https://${await addressOf(agentService())}:5005`;
    expect(factsOf(report, 'node-agent-connected')).toMatchObject({ node: 'node-2', proof: 'reporting', endpoint });
  });

  it('all of them', async () => {
    const report = await ask();
    expect(report.verdict).toBe('ok');
    expect(factsOf(report, 'node-agents-overview')).toMatchObject({ total: 3, ready: 3, reporting: 3, silentTotal: 0 });
  });

  it('by any pod on the node', async () => {
    const [pod = ''] = world.standIn.pods();
    const report = await ask(pod, { namespace: NAMESPACE });
    expect(codesOf(report)).toEqual(['node-agent-connected']);
    expect(report.snapshot?.nodeAgents?.scope).toMatchObject({ kind: 'node', pod: `${NAMESPACE}/${pod}` });
  });

  it('there is no such node', async () => {
    const report = await ask('node-12');
    expect(codesOf(report)).toEqual(['node-not-found']);
    expect(factsOf(report, 'node-not-found')).toMatchObject({ asked: 'node-12', near: expect.arrayContaining(ALL) });
  });
});

describe('a Service that was made anew', () => {
  afterEach(async () => {
    await nodeAgents.apply({ env: { TEST_RESTARTED: `${performance.now()}` } });
    await world.standIn.print(world.standIn.pods()[0] ?? '', 'clusterchecks.txt', undefined);
  });

  it('has another address than the containers were told', async () => {
    const { before, after } = await recreateService();
    expect(after).not.toBe(before);
    await untilReady(2);
    await nodeAgents.report([]);
    await nodeAgents.say({ DetectionError: RETRYING });
    const report = await ask('node-1');
    expect(codesOf(report)[0]).toBe('node-agent-stale-service-address');
    const facts = factsOf(report, 'node-agent-stale-service-address');
    expect(facts).toMatchObject({ variable: HOST, host: before, clusterIP: after, owner: 'datadog' });
    expect(Date.parse(facts.startedAt ?? '')).toBeLessThanOrEqual(Date.parse(facts.serviceCreatedAt ?? ''));
  });

  it('came after the containers, which were told no address', async () => {
    await world.plane.kube.remove(agentService());
    await nodeAgents.apply({ env: { TEST_RESTARTED: `${performance.now()}` } });
    await nodeAgents.report([]);
    await nodeAgents.say({ DetectionError: NO_ADDRESS });
    const absent = await ask('node-3');
    expect(factsOf(absent, 'node-agent-wrong-service')).toMatchObject({ service: DEPLOYMENT, cause: 'absent' });

    await world.plane.kube.apply(agentService());
    await untilReady(2);
    const report = await ask('node-3');
    expect(codesOf(report)[0]).toBe('node-agent-started-before-service');
    expect(factsOf(report, 'node-agent-started-before-service')).toMatchObject({
      variable: HOST,
      service: DEPLOYMENT,
      cause: 'older',
      owner: 'datadog',
    });
    const facts = factsOf(report, 'node-agent-started-before-service');
    expect(Date.parse(facts.startedAt ?? '')).toBeLessThanOrEqual(Date.parse(facts.serviceCreatedAt ?? ''));
  });
});

describe('why a node Agent does not reach the Cluster Agent', () => {
  afterEach(async () => {
    await world.plane.kube.apply(agentService());
    await nodeAgents.apply({ env: { TEST_RESTARTED: `${performance.now()}` } });
    await world.standIn.print(world.standIn.pods()[0] ?? '', 'clusterchecks.txt', undefined);
  });

  it('its pod takes no Service links', async () => {
    await nodeAgents.apply({ serviceLinks: false });
    await nodeAgents.report([]);
    await nodeAgents.say({ DetectionError: NO_ADDRESS });
    const report = await ask('node-2');
    expect(factsOf(report, 'node-agent-started-before-service')).toMatchObject({ cause: 'links-off' });
  });

  it('it names another Secret than the Cluster Agent', async () => {
    await nodeAgents.apply({ token: 'another' });
    await nodeAgents.report(['node-2', 'node-3']);
    await nodeAgents.say({ DetectionError: REFUSED }, 'node-1');
    const report = await ask('node-1');
    expect(codesOf(report)[0]).toBe('node-agent-token-mismatch');
    expect(factsOf(report, 'node-agent-token-mismatch')).toMatchObject({
      secret: { name: 'another', key: 'token' },
      clusterAgentSecret: { name: 'datadog-cluster-agent', key: 'token' },
      sameSecret: false,
      owner: 'datadog',
    });
    expect(report.verdict).toBe('fault');
  });

  it('all name the same Secret, and the Cluster Agent started after them', async () => {
    // Container times are whole seconds.
    const started = Date.now();
    await until('the next second', () => Date.now() - started > 1_100 || undefined);
    const before = world.standIn.pods();
    await world.plane.kube.apply(agentDeployment('configmap', { env: { TEST_RESTARTED: `${performance.now()}` } }));
    await until('other Cluster Agents', async () => {
      await world.standIn.sync();
      const pods = world.standIn.pods();
      return (pods.length === 2 && pods.every((pod) => !before.includes(pod))) || undefined;
    });
    await untilReady(2);
    await nodeAgents.report([]);
    await nodeAgents.say({ DetectionError: REFUSED });
    const report = await ask();
    expect(codesOf(report)).toContain('node-agent-token-mismatch');
    expect(factsOf(report, 'node-agent-token-mismatch')).toMatchObject({
      total: 3,
      of: 3,
      sameSecret: true,
      refusedAreOlder: true,
      owner: 'datadog',
    });
    expect(factsOf(report, 'node-agents-overview')).toMatchObject({ reporting: 0, silentTotal: 3 });
  });

  it('its Service is the wrong one: absent', async () => {
    const wanted = 'datadog-cluster-agents';
    await nodeAgents.apply({ env: { DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: wanted } });
    await nodeAgents.report([]);
    const variable = 'DATADOG_CLUSTER_AGENTS_SERVICE_HOST';
    await nodeAgents.say({ DetectionError: NO_ADDRESS.replace(DEPLOYMENT, wanted).replace(HOST, variable) });
    const report = await ask('node-1');
    expect(factsOf(report, 'node-agent-wrong-service')).toMatchObject({
      service: wanted,
      cause: 'absent',
      right: [DEPLOYMENT],
    });
  });

  it.each([
    ['selects-others', { selector: { app: 'datadog' } }],
    ['no-port', { ports: [{ port: 443, targetPort: 8443, name: 'https' }] }],
  ])('its Service is the wrong one: %s', async (cause, changed) => {
    await world.plane.kube.remove(agentService());
    await world.plane.kube.apply(agentService(changed));
    await nodeAgents.apply({ env: { TEST_RESTARTED: `${performance.now()}` } });
    await nodeAgents.report([]);
    await nodeAgents.say({ DetectionError: RETRYING });
    const report = await ask('node-1').finally(() => world.plane.kube.remove(agentService()));
    expect(factsOf(report, 'node-agent-wrong-service')).toMatchObject({ service: DEPLOYMENT, cause });
  });

  it('nobody who is Ready is behind its Service', async () => {
    const becomes = async (status: 'True' | 'False') => {
      for (const name of world.standIn.pods()) {
        const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: NAMESPACE, name } };
        await world.plane.kube.patch(pod, { status: { conditions: [{ type: 'Ready', status }] } }, 'status');
      }
      await untilReady(status === 'True' ? 2 : 0);
    };
    await becomes('False');
    try {
      await nodeAgents.report([]);
      await nodeAgents.say({ DetectionError: 'timeout calling "https://127.1.0.1:5005/version"' });
      const report = await ask('node-1');
      expect(factsOf(report, 'node-agent-timeout')).toMatchObject({ service: DEPLOYMENT, ready: 0 });
    } finally {
      await becomes('True');
    }
  });

  it('its log tells what its status does not', async () => {
    await nodeAgents.report(['node-2', 'node-3']);
    const link = { DetectionError: RETRYING };
    await nodeAgents.say(link, 'node-1');
    const pod = (await nodeAgents.pods()).find(({ node }) => node === 'node-1');
    const line = `CORE | WARN | (pkg/util/clusteragent/clusteragent.go:1 in x) | Could not reach the Cluster Agent: ${REFUSED}`;
    await world.standIn.agents.writeLog(pod?.name ?? '', logOf([line, line]));
    const report = await ask('node-1');
    expect(codesOf(report)[0]).toBe('node-agent-token-mismatch');
  });
});

describe('nodes and Agents that are not both there', () => {
  it('a node that a taint keeps Agents from', async () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-3' } };
    await world.plane.kube.patch(node, { spec: { taints: [{ key: 'test/only', effect: 'NoExecute' }] } });
    try {
      await until('no Agent on it', async () => {
        const pods = await nodeAgents.pods();
        return (pods.length === 2 && pods.every((pod) => pod.node !== 'node-3')) || undefined;
      });
      const report = await ask('node-3');
      expect(codesOf(report)[0]).toBe('node-agent-absent');
      expect(factsOf(report, 'node-agent-absent')).toEqual({ node: 'node-3', nodeReady: true });
    } finally {
      await world.plane.kube.patch(node, { spec: { taints: null } });
    }
  });

  it('an Agent whose leader’s list lacks it, though it says that it is connected', async () => {
    await nodeAgents.apply({ env: { TEST_RESTARTED: `${performance.now()}` } });
    await nodeAgents.report(['node-1', 'node-3']);
    const report = await ask('node-2');
    expect(factsOf(report, 'node-agent-connection-unproven')).toMatchObject({ node: 'node-2', reporting: 'missing' });
    await world.standIn.print(world.standIn.pods()[0] ?? '', 'clusterchecks.txt', undefined);
  });

  it('a container that cannot start', async () => {
    const [pod] = await nodeAgents.pods();
    const ref = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: NAMESPACE, name: pod?.name ?? '' } };
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=agent' };
    const status = {
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        { name: 'agent', image: 'x', imageID: '', ready: false, started: false, restartCount: 17, state: { waiting } },
      ],
    };
    await world.plane.kube.patch(ref, { status }, 'status');
    const report = await ask(pod?.node);
    expect(factsOf(report, 'node-agent-not-running')).toMatchObject({ ...waiting, restarts: 17 });
  });
});
