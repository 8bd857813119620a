import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import type { FindingCode } from '../../src/domain/finding.ts';
import { HEALTH_TOPICS, type HealthRow, type HealthTopic } from '../../src/domain/health-facts.ts';
import type { Report } from '../../src/domain/report.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { rbacManifest } from '../../src/kube/rbac-manifest.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { external, shownValues } from './hpa.ts';
import { QUIET, WITHOUT_RIGHT } from './rows/health-rights.ts';
import { printMetamap, readMetamap, withoutNode } from './stand-in/metamap.ts';
import { ACCOUNT, NAMESPACE } from './stand-in/names.ts';
import { type NodeAgentStandIn, startNodeAgents } from './stand-in/node-agents.ts';
import { rightsObjects } from './stand-in/rights-objects.ts';
import { until } from './until.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const LABELS = { queue: 'orders' };
/** Requests for a cluster of three nodes and two replicas; few more for each node and replica. */
const MOST_REQUESTS = 50;

let world: World;
let asked: AskedWorld;
let nodeAgents: NodeAgentStandIn;

/** Everything that dca-bot looks at, and all of it well. */
beforeAll(async () => {
  world = await openWorld();
  asked = await askWorld(world, { questions: ['health'] });
  nodeAgents = await startNodeAgents(world);
  await nodeAgents.apply();
  world.standIn.serve('web.depth', [{ value: '27', labels: LABELS, for: { namespace: 'default', name: 'web' } }]);
  await world.deployment('default', 'web', 3);
  const metrics = [external('web.depth', { averageValue: '9' }, LABELS)];
  await world.autoscaler('default', 'web', { metrics });
  await world.untilHpa('default', 'web', (hpa) => shownValues(hpa)[0] === '9');
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

interface Role extends KubeObject {
  readonly rules: readonly PolicyRule[];
}

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** One verb on one resource that a role grants. */
interface Granted {
  readonly name: string;
  readonly role: Role;
  readonly rule: PolicyRule;
  readonly verb: string;
}

function grantedBy(manifest: readonly KubeObject[]): readonly Granted[] {
  const roles = manifest.filter((object): object is Role => 'rules' in object);
  return roles.flatMap((role) =>
    role.rules.flatMap((rule) =>
      rule.verbs.map((verb) => ({ name: `${role.kind} ${verb} ${rule.resources[0]}`, role, rule, verb })),
    ),
  );
}

const GRANTED = grantedBy(
  rbacManifest({
    agentNamespace: NAMESPACE,
    ownNamespace: 'dca-bot',
    serviceAccount: 'dca-bot',
    questions: ['health'],
    exec: true,
  }) as readonly KubeObject[],
);

/** Waits until the API server lets the account do it, or not any more. */
async function untilGranted({ role, rule, verb }: Granted, user: string, granted: boolean): Promise<void> {
  const [resource, subresource] = rule.resources[0]?.split('/') ?? [];
  const { namespace } = role.metadata;
  const resourceAttributes = { verb, group: rule.apiGroups[0], resource, subresource, namespace };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, resourceAttributes },
  };
  await until(`${verb} ${resource} to be ${granted ? 'granted' : 'taken'}`, async () => {
    const { text } = await world.plane.kube.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
    return JSON.parse(text).status.allowed === granted || undefined;
  });
}

async function take(granted: Granted): Promise<void> {
  const { role, rule, verb } = granted;
  const rules = role.rules
    .map((one) => (one === rule ? { ...one, verbs: one.verbs.filter((other) => other !== verb) } : one))
    .filter(({ verbs }) => verbs.length > 0);
  await world.plane.kube.apply({ ...role, rules } as KubeObject);
  await untilGranted(granted, 'system:serviceaccount:dca-bot:dca-bot', false);
}

async function giveBack(granted: Granted): Promise<void> {
  await world.plane.kube.apply(granted.role);
  await untilGranted(granted, 'system:serviceaccount:dca-bot:dca-bot', true);
}

async function ask(through?: (reader: ClusterReader) => ClusterReader): Promise<Report> {
  await world.standIn.sync();
  return asked.ask({ kind: 'health' }, { ...(through && { through }) });
}

function rowsOf({ findings }: Report): readonly HealthRow[] {
  const [overview] = findings;
  if (overview?.code !== 'health-overview') throw new Error(`no overview but ${overview?.code}`);
  return overview.facts.rows;
}

function topicsThat(report: Report, are: (row: HealthRow) => boolean): readonly HealthTopic[] {
  const found = rowsOf(report).filter(are);
  return HEALTH_TOPICS.filter((topic) => found.some((row) => row.topic === topic));
}

function codesOf({ findings }: Report): readonly FindingCode[] {
  return findings.map(({ code }) => code);
}

describe('health of a cluster that is well', () => {
  it('says so of every topic, with the rights of `dca rbac --for health`', async () => {
    world.standIn.collectEvents(QUIET);
    const report = await ask();
    expect(codesOf(report)).toEqual(['health-overview']);
    expect(report.verdict).toBe('explained');
    expect(Object.fromEntries(rowsOf(report).map(({ topic, top }) => [topic, top.code]))).toEqual({
      status: 'agent-running',
      leader: 'leader-healthy',
      events: 'events-healthy',
      metrics: 'metrics-list',
      hpa: 'hpa-list',
      checks: 'checks-list',
      endpoints: 'endpoint-check-without-pod',
      metadata: 'metadata-map-healthy',
      node: 'node-agents-overview',
      logs: 'logs-trouble',
    });
    expect(topicsThat(report, ({ verdict }) => verdict !== 'ok' && verdict !== 'explained')).toEqual([]);
    expect(report.readings.filter(({ known }) => !known)).toEqual([]);
  });

  it('asks each thing once, and few of them', async () => {
    const calls: string[] = [];
    const counted = (reader: ClusterReader): ClusterReader =>
      new Proxy(reader, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function' || name === 'skewMs') return member;
          return (...args: readonly unknown[]) => {
            // The bounds come last, and texts go to a function.
            const asked = args.slice(0, -1).filter((arg) => typeof arg !== 'function');
            calls.push(`${String(name)} ${JSON.stringify(asked)}`);
            return member.apply(target, args);
          };
        },
      });
    await ask(counted);
    expect(calls.filter((call, at) => calls.indexOf(call) !== at)).toEqual([]);
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.length).toBeLessThanOrEqual(MOST_REQUESTS);
  });
});

describe('health without one right', () => {
  it('has every right that is granted, with what it decides', () => {
    expect(GRANTED.map(({ name }) => name).toSorted()).toEqual(Object.keys(WITHOUT_RIGHT).toSorted());
  });

  it.each(GRANTED)('$name', async (granted) => {
    const { unknown = [], check = QUIET } = WITHOUT_RIGHT[granted.name] ?? {};
    world.standIn.collectEvents(check);
    expect(topicsThat(await ask(), ({ verdict }) => verdict === 'unknown')).toEqual([]);
    await take(granted);
    const report = await ask().finally(() => giveBack(granted));

    expect(topicsThat(report, ({ verdict }) => verdict === 'unknown')).toEqual(unknown);
    expect(topicsThat(report, ({ verdict }) => verdict === 'warning' || verdict === 'fault')).toEqual([]);
    expect(report.verdict).toBe(unknown.length > 0 ? 'unknown' : 'explained');
    // What is well was shown by something that was read.
    const refused = new Set(report.readings.filter(({ why }) => why === 'forbidden').map(({ source }) => source));
    const well = rowsOf(report).filter(({ verdict }) => verdict === 'ok');
    expect(well.flatMap(({ top }) => top.evidence).filter((source) => refused.has(source))).toEqual([]);
    if (unknown.length === 0) return;
    const missing = report.findings.find(({ code }) => code === 'rights-missing');
    expect(missing?.facts).toMatchObject({
      rights: expect.arrayContaining([
        expect.objectContaining({ verb: granted.verb, resource: granted.rule.resources[0] }),
      ]),
    });
  });
});

describe('health of a cluster where much is wrong', () => {
  it('tells all of it at once, each once and the worst first', async () => {
    const { kube } = world.plane;
    const rules = rightsObjects() as readonly Role[];
    const role = rules[0] as Role;
    const pods = world.standIn.pods();
    const watch: Granted = {
      name: 'watch events',
      role,
      rule: { apiGroups: [''], resources: ['events'], verbs: ['watch'] },
      verb: 'watch',
    };
    const agent = `system:serviceaccount:${NAMESPACE}:${ACCOUNT}`;
    await kube.apply({
      ...role,
      rules: role.rules.map((rule) =>
        rule.resources?.includes('events') ? { ...rule, verbs: ['get', 'list', 'create'] } : rule,
      ),
    } as KubeObject);
    await untilGranted(watch, agent, false);
    const stdout = printMetamap(withoutNode(await readMetamap(kube), 'node-3'));
    for (const pod of pods) await world.standIn.print(pod, 'metamap.txt', { stdout });
    await nodeAgents.report(['node-2', 'node-3']);
    await nodeAgents.say(
      { DetectionError: '"https://127.1.0.1:5005/version" is unavailable: 403 Forbidden' },
      'node-1',
    );
    const user = { namespace: 'default', name: 'another' };
    const value = { value: '27', labels: LABELS };
    world.standIn.serve('web.depth', [
      { ...value, for: { namespace: 'default', name: 'web' } },
      { ...value, for: user },
    ]);
    // ⌈(27 + 27) ÷ 9⌉ pods.
    await world.untilHpa('default', 'web', (hpa) => hpa.status.currentReplicas === 6 && shownValues(hpa)[0] === '9');
    world.standIn.collectEvents(QUIET);
    try {
      const report = await ask();
      expect(report.verdict).toBe('fault');
      const verdicts = rowsOf(report).map(({ verdict }) => verdict);
      const order = ['fault', 'warning', 'unknown', 'explained', 'ok'];
      expect(verdicts).toEqual(verdicts.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      expect(topicsThat(report, ({ verdict }) => verdict === 'fault')).toEqual(['events', 'node']);
      expect(topicsThat(report, ({ verdict }) => verdict === 'warning')).toEqual(
        expect.arrayContaining(['hpa', 'metadata']),
      );
      expect(codesOf(report)).toEqual(
        expect.arrayContaining(['events-forbidden', 'node-agent-token-mismatch', 'metadata-node-missing']),
      );
      const told = report.findings.map((finding) => JSON.stringify([finding.code, finding.subject, finding.facts]));
      expect(new Set(told).size).toBe(told.length);
    } finally {
      await kube.apply(role);
      await untilGranted(watch, agent, true);
      for (const pod of pods) await world.standIn.print(pod, 'metamap.txt', undefined);
      await world.standIn.print(pods[0] ?? '', 'clusterchecks.txt', undefined);
    }
  });
});
