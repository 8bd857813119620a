import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import type { FindingCode, FindingOf } from '../../src/domain/finding.ts';
import type { Report } from '../../src/domain/report.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { type AgentSettings, agentDeployment } from './stand-in/chart-objects.ts';
import { ACCOUNT, NAMESPACE } from './stand-in/names.ts';
import { startNodeAgents } from './stand-in/node-agents.ts';
import { rightsObjects } from './stand-in/rights-objects.ts';
import { until } from './until.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const USER = `system:serviceaccount:${NAMESPACE}:${ACCOUNT}`;
const COLLECTING = { runs: 42, events: 3, totalEvents: 824 };
/** Nothing in the last run: the other readings decide. */
const QUIET = { ...COLLECTING, events: 0 };
const NOTHING_YET = { ...QUIET, totalEvents: 0 };

let world: World;
let asked: AskedWorld;

beforeAll(async () => {
  world = await openWorld();
  asked = await askWorld(world, { questions: ['events'] });
  await world.deployment('default', 'web', 3);
  await world.plane.kube.apply(eventToken(new Date()));
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

/** Where the Agent keeps how far it has read the events. */
function eventToken(at: Date): KubeObject {
  const data = { 'event.tokenKey': '824', 'event.tokenTimestamp': at.toISOString() };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: NAMESPACE, name: 'datadogtoken' }, data };
}

async function ask(check: Parameters<World['standIn']['collectEvents']>[0], account = asked): Promise<Report> {
  world.standIn.collectEvents(check);
  await world.standIn.sync();
  return account.ask({ kind: 'events' });
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

/** The API server's own word, asked by the administrator; what RBAC says takes a moment to count. */
async function untilMay(user: string, allowed: boolean, attributes: Readonly<Record<string, string>>): Promise<void> {
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const spec = { user, resourceAttributes: attributes };
  await until(`${user} to ${JSON.stringify(attributes)}: ${allowed}`, async () => {
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
    const { text } = await world.plane.kube.send('POST', path, review);
    return JSON.parse(text).status.allowed === allowed || undefined;
  });
}

/** The Agent's ClusterRole with other rules of one resource. */
function agentRole(change: (rule: Rule) => readonly Rule[]): KubeObject {
  const [role] = rightsObjects() as readonly [KubeObject & { readonly rules: readonly Rule[] }];
  return { ...role, rules: role.rules.flatMap(change) } as KubeObject;
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

describe('events that are collected', () => {
  it('every reading says so', async () => {
    const report = await ask(COLLECTING);
    expect(codesOf(report)[0]).toBe('events-healthy');
    expect(report.verdict).toBe('ok');
    expect(factsOf(report, 'events-healthy')).toMatchObject({
      leader: world.standIn.pods()[0],
      runs: 42,
      lastEvents: 3,
      totalEvents: 824,
    });
    expect(report.snapshot?.events?.token).toMatchObject({ known: true, value: { name: 'datadogtoken', key: '824' } });
    const rights = report.snapshot?.events?.rights ?? [];
    expect(rights.map(({ right, allowed }) => [right.verb, right.resource, allowed.known && allowed.value])).toEqual([
      ['get', 'events', true],
      ['list', 'events', true],
      ['watch', 'events', true],
      ['get', 'configmaps', true],
      ['update', 'configmaps', true],
    ]);
    expect(report.readings.filter(({ why }) => why === 'forbidden')).toEqual([]);
  });

  it('counts what the API server holds, and finds the newest by whichever time it has', async () => {
    const { kube } = world.plane;
    // As the scheduler writes events: `eventTime`, and no `lastTimestamp`.
    const eventTime = new Date(Date.now() + 30_000).toISOString().replace('Z', '000Z');
    const made = await kube.send('POST', '/apis/events.k8s.io/v1/namespaces/default/events', {
      metadata: { name: 'newest' },
      eventTime,
      type: 'Normal',
      reason: 'Made',
      action: 'Test',
      reportingController: 'test',
      reportingInstance: 'test',
      regarding: { kind: 'Deployment', namespace: 'default', name: 'web' },
    });
    expect(made).toMatchObject({ status: 201 });
    // Controllers write events whenever they like: the count is told when nothing came meanwhile.
    const { report, events } = await until('a moment without events', async () => {
      const before = await kube.list('v1', 'Event');
      const answer = await ask(COLLECTING);
      const after = await kube.list('v1', 'Event');
      return before.length === after.length ? { report: answer, events: after } : undefined;
    });
    expect(events.find(({ metadata }) => metadata.name === 'newest')).toMatchObject({ lastTimestamp: null, eventTime });
    expect(report.snapshot?.events?.inCluster).toMatchObject({
      known: true,
      value: { count: events.length, more: false, newest: eventTime.replace('000Z', 'Z') },
    });
  });
});

describe('what the Agent’s account may not do', () => {
  afterEach(async () => {
    await world.plane.kube.apply(agentRole((rule) => [rule]));
    for (const verb of ['get', 'list', 'watch']) await untilMay(USER, true, { verb, resource: 'events' });
  });

  it.each([
    [['get', 'list'], ['watch'], 'fault'],
    [['get', 'watch'], ['list'], 'fault'],
    [['list', 'watch'], ['get'], 'warning'],
    [[], ['get', 'list', 'watch'], 'fault'],
  ] as const)('with %j alone it may not %j', async (allowed, denied, verdict) => {
    await world.plane.kube.apply(
      agentRole((rule) => (rule.resources?.includes('events') ? [{ ...rule, verbs: ['create', ...allowed] }] : [rule])),
    );
    for (const verb of denied) await untilMay(USER, false, { verb, resource: 'events' });
    const report = await ask(QUIET);
    expect(factsOf(report, 'events-forbidden')).toMatchObject({
      account: `${NAMESPACE}/${ACCOUNT}`,
      allowed,
      denied,
      unknown: [],
      totalEvents: 824,
    });
    expect(report.findings.find(({ code }) => code === 'events-forbidden')?.verdict).toBe(verdict);
    if (verdict === 'fault') expect(codesOf(report)[0]).toBe('events-forbidden');
  });

  it('a Role of one namespace does not help', async () => {
    await world.plane.kube.apply(
      agentRole((rule) => (rule.resources?.includes('events') ? [{ ...rule, verbs: ['create'] }] : [rule])),
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { namespace: NAMESPACE, name: 'events' },
        rules: [{ apiGroups: [''], resources: ['events'], verbs: ['get', 'list', 'watch'] }],
      } as KubeObject,
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { namespace: NAMESPACE, name: 'events' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'events' },
        subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace: NAMESPACE }],
      } as KubeObject,
    );
    await untilMay(USER, true, { verb: 'watch', resource: 'events', namespace: NAMESPACE });
    await untilMay(USER, false, { verb: 'watch', resource: 'events' });
    const report = await ask(QUIET);
    expect(factsOf(report, 'events-forbidden')).toMatchObject({ denied: ['get', 'list', 'watch'] });
  });

  it('a right by the group of all ServiceAccounts helps', async () => {
    await world.plane.kube.apply(
      agentRole((rule) => (rule.resources?.includes('events') ? [] : [rule])),
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'events-for-all' },
        rules: [{ apiGroups: [''], resources: ['events'], verbs: ['get', 'list', 'watch'] }],
      } as KubeObject,
    );
    await untilMay(USER, false, { verb: 'watch', resource: 'events' });
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'events-for-all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'events-for-all' },
      subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: `system:serviceaccounts:${NAMESPACE}` }],
    } as KubeObject;
    await world.plane.kube.apply(binding);
    try {
      const report = await until('the right', async () => {
        const answer = await ask(QUIET);
        return codesOf(answer).includes('events-forbidden') ? undefined : answer;
      });
      expect(codesOf(report)[0]).toBe('events-healthy');
    } finally {
      await world.plane.kube.remove(binding);
    }
  });

  it('keep its place in the events, though it may keep other ConfigMaps', async () => {
    await world.plane.kube.apply(
      agentRole((rule) => {
        const names = rule.resourceNames?.filter((name) => name !== 'datadogtoken');
        return names === undefined ? [rule] : [{ ...rule, resourceNames: names }];
      }),
    );
    const token = { resource: 'configmaps', namespace: NAMESPACE, name: 'datadogtoken' };
    await untilMay(USER, false, { verb: 'update', ...token });
    await untilMay(USER, true, { verb: 'update', ...token, name: 'datadog-custom-metrics' });
    const report = await ask(COLLECTING);
    expect(factsOf(report, 'events-token-forbidden')).toEqual({
      account: `${NAMESPACE}/${ACCOUNT}`,
      configMap: 'datadogtoken',
      denied: ['get', 'update'],
    });
  });
});

describe('what the Agent is set to do', () => {
  const settings: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: NAMESPACE, name: 'agent-settings' },
    data: { collect: 'false', DD_COLLECT_KUBERNETES_EVENTS: 'false', COLLECT_KUBERNETES_EVENTS: 'false' },
  };
  const others: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: NAMESPACE, name: 'other-settings' },
    data: { DD_COLLECT_KUBERNETES_EVENTS: 'true' },
  };
  const unset = { DD_COLLECT_KUBERNETES_EVENTS: undefined };

  /** Rolls the Deployment out with these settings, until its pods are the new ones. */
  async function roll(changed: AgentSettings): Promise<void> {
    const deployment = agentDeployment('configmap', changed);
    const before = world.standIn.pods();
    const [{ metadata }] = (await world.plane.kube.apply(deployment)) as unknown as readonly [
      { readonly metadata: { readonly generation: number } },
    ];
    await until('the rollout', async () => {
      const status = ((await world.plane.kube.get(deployment))?.status ?? {}) as Readonly<Record<string, number>>;
      const isDone = status.updatedReplicas === 2 && status.replicas === 2 && status.readyReplicas === 2;
      await world.standIn.sync();
      const pods = world.standIn.pods();
      const isNew = pods.length === 2 && pods.every((pod) => !before.includes(pod));
      return (isDone && isNew && status.observedGeneration === metadata.generation) || undefined;
    });
  }

  it.each([
    ['literally', { env: { DD_COLLECT_KUBERNETES_EVENTS: 'false' } }, 'pod', 'Deployment/datadog-cluster-agent'],
    [
      'by a key of a ConfigMap',
      { env: { DD_COLLECT_KUBERNETES_EVENTS: { configMapKeyRef: { name: 'agent-settings', key: 'collect' } } } },
      'config-map',
      'ConfigMap/agent-settings',
    ],
    [
      'by a whole ConfigMap, the last of two',
      {
        env: unset,
        envFrom: [{ configMapRef: { name: 'other-settings' } }, { configMapRef: { name: 'agent-settings' } }],
      },
      'config-map',
      'ConfigMap/agent-settings',
    ],
    [
      'by a whole ConfigMap with a prefix',
      { env: unset, envFrom: [{ prefix: 'DD_', configMapRef: { name: 'agent-settings' } }] },
      'config-map',
      'ConfigMap/agent-settings',
    ],
  ] as const)('nothing: %s', async (_name, changed, from, place) => {
    await world.plane.kube.apply(settings, others);
    await roll(changed);
    const report = await ask(undefined);
    expect(codesOf(report)[0]).toBe('events-collection-off');
    expect(report.verdict).toBe('explained');
    expect(factsOf(report, 'events-collection-off').setting).toEqual({
      name: 'DD_COLLECT_KUBERNETES_EVENTS',
      value: 'false',
      from,
      place,
    });
  });

  it('nothing, by its default', async () => {
    await roll({ env: unset });
    const report = await ask(undefined);
    expect(factsOf(report, 'events-collection-off').setting).toMatchObject({ value: null, from: 'default' });
  });

  it('what the container names itself counts before a ConfigMap', async () => {
    await roll({ envFrom: [{ configMapRef: { name: 'agent-settings' } }] });
    const report = await ask(COLLECTING);
    expect(codesOf(report)[0]).toBe('events-healthy');
    expect(report.snapshot?.events?.settings).toContainEqual({
      name: 'DD_COLLECT_KUBERNETES_EVENTS',
      value: 'true',
      from: 'pod',
      place: 'Deployment/datadog-cluster-agent',
    });
  });

  it('by a ConfigMap that is not there: nobody knows', async () => {
    const ref = { name: 'nowhere', key: 'collect', optional: true };
    await roll({ env: { DD_COLLECT_KUBERNETES_EVENTS: { configMapKeyRef: ref } } });
    const report = await ask(undefined);
    expect(codesOf(report)).not.toContain('events-healthy');
    expect(report.verdict).toBe('unknown');
  });

  it('collect, and not elect a leader', async () => {
    await roll({ env: { DD_LEADER_ELECTION: 'false' } });
    const report = await ask(undefined);
    expect(codesOf(report)[0]).toBe('events-leader-election-off');
    expect(report.verdict).toBe('fault');
    expect(factsOf(report, 'events-leader-election-off').setting).toMatchObject({
      value: 'false',
      place: 'Deployment/datadog-cluster-agent',
    });
    await roll({});
  });
});

describe('the check that collects events', () => {
  it('does not run on the leader', async () => {
    const report = await ask(undefined);
    expect(codesOf(report)[0]).toBe('apiserver-check-absent');
    expect(report.verdict).toBe('fault');
  });

  it('fails there', async () => {
    const report = await ask({ ...QUIET, error: 'the server was unable to return a response in the time allotted' });
    expect(factsOf(report, 'apiserver-check-failing')).toMatchObject({ state: 'ERROR', runs: 42 });
    expect(report.verdict).toBe('fault');
  });

  it('node Agents are set to collect them too', async () => {
    const nodeAgents = await startNodeAgents(world);
    await nodeAgents.apply({ env: { DD_LEADER_ELECTION: 'true', DD_COLLECT_KUBERNETES_EVENTS: 'true' } });
    const report = await ask(COLLECTING);
    expect(factsOf(report, 'node-agents-also-elect')).toMatchObject({ total: 3, of: 3 });
    expect(report.verdict).toBe('warning');
    await nodeAgents.apply({ env: { DD_LEADER_ELECTION: 'false' } });
    expect(codesOf(await ask(COLLECTING))).not.toContain('node-agents-also-elect');
  });
});

describe('what may not be asked', () => {
  let blind: AskedWorld;

  beforeAll(async () => {
    blind = await askWorld(world, { account: 'blind', questions: ['events'] });
  });
  afterAll(() => blind?.close());

  /** The account without some resources. */
  async function take(...resources: readonly string[]): Promise<void> {
    for (const role of blind.manifest as readonly (KubeObject & { readonly rules?: readonly Rule[] })[]) {
      const rules = role.rules?.filter((rule) => !rule.resources?.some((resource) => resources.includes(resource)));
      if (rules !== undefined) await world.plane.kube.apply({ ...role, rules } as KubeObject);
    }
    const user = 'system:serviceaccount:dca-bot:blind';
    const may = (resource: string) => !resources.includes(resource);
    const review = { group: 'authorization.k8s.io', resource: 'subjectaccessreviews' };
    await untilMay(user, may('subjectaccessreviews'), { verb: 'create', ...review });
    await untilMay(user, may('events'), { verb: 'list', resource: 'events' });
    await untilMay(user, may('configmaps'), { verb: 'get', resource: 'configmaps', namespace: NAMESPACE });
  }

  it('what the Agent may do, and nothing else shows that events are read', async () => {
    await world.plane.kube.remove(eventToken(new Date()));
    await take('subjectaccessreviews');
    const report = await ask(QUIET, blind);
    expect(codesOf(report)).toContain('events-unknown');
    expect(codesOf(report)).toContain('rights-missing');
    expect(report.verdict).toBe('unknown');
    expect(factsOf(report, 'rights-missing').rights).toContainEqual({
      verb: 'create',
      group: 'authorization.k8s.io',
      resource: 'subjectaccessreviews',
      namespace: null,
    });
    // The same is well for who may ask.
    expect(codesOf(await ask(QUIET))[0]).toBe('events-healthy');
  });

  it('what the cluster holds, where none were collected', async () => {
    await take('events');
    const report = await ask(NOTHING_YET, blind);
    expect(codesOf(report)).toContain('events-unknown');
    expect(report.verdict).toBe('unknown');
    expect(report.snapshot?.events?.inCluster).toMatchObject({ known: false, why: 'forbidden' });
  });

  it('how far it has read, where the account may not be asked about either', async () => {
    await world.plane.kube.apply(eventToken(new Date()));
    await take('configmaps', 'subjectaccessreviews');
    const report = await ask(QUIET, blind);
    expect(codesOf(report)).not.toContain('events-healthy');
    expect(report.verdict).toBe('unknown');
    await take('subjectaccessreviews');
    expect(codesOf(await ask(QUIET, blind))[0]).toBe('events-healthy');
  });
});

describe('more events than one page', () => {
  it('are counted as that many and more', async () => {
    const { kube } = world.plane;
    const involvedObject = { kind: 'Deployment', namespace: 'default', name: 'web' };
    const create = (index: number) =>
      kube.send('POST', '/api/v1/namespaces/default/events', {
        metadata: { name: `made-${index}` },
        involvedObject,
        reason: 'Made',
        type: 'Normal',
        lastTimestamp: new Date().toISOString().replace(/\.\d+/, ''),
      });
    for (let from = 0; from < 500; from += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => create(from + index)));
    }
    const report = await ask(COLLECTING);
    expect(report.snapshot?.events?.inCluster).toMatchObject({ known: true, value: { count: 500, more: true } });
    expect(codesOf(report)[0]).toBe('events-healthy');
  });
});
