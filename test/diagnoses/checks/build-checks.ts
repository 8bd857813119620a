import type { AgentStatus, RunningCheck } from '../../../src/domain/agent-status.ts';
import type {
  AnnotatedService,
  CheckConfig,
  CheckRunner,
  Checks,
  ConfigCheck,
  DeclaredCheck,
  Dispatching,
} from '../../../src/domain/checks.ts';
import type { Question, Subject } from '../../../src/domain/question.ts';
import { known, type Reading } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { diagnose } from '../../../src/engine/diagnose.ts';
import { asked, dispatching as inStatus, NOW, snapshot, status } from '../build.ts';

export const SHOP_WEB = 'kube_services:kube_service://shop/web';
export const PODS_OF_WEB = 'kube_endpoints:kube_endpoint_uid://shop/web/';

export function read<T>(value: T, source: string): Reading<T> {
  return known(value, source, NOW);
}

/** `http_check` of Service `shop/web`, with the instance `front`. */
export function config(
  over: Partial<CheckConfig> & { readonly instance?: string; readonly id?: string } = {},
): CheckConfig {
  const { instance = 'front', id = `http_check:${instance}:leader`, ...rest } = over;
  return {
    name: 'http_check',
    isClusterCheck: true,
    provider: 'kubernetes-services',
    source: SHOP_WEB,
    instances: [{ id, name: instance }],
    ...rest,
  };
}

/** The same as the Agent that fetched it prints it. */
export function fetched(of: CheckConfig, id = `${of.name}:arrived`): CheckConfig {
  const provider = of.dispatchedTo === undefined ? 'cluster-checks' : 'endpoints-checks';
  return { ...of, isClusterCheck: false, provider, instances: of.instances.map((one) => ({ ...one, id })) };
}

/** A check of the pod behind Service `shop/web` on a node. */
export function endpoint(node: string, over: Partial<CheckConfig> & { readonly instance?: string } = {}): CheckConfig {
  const provider = 'kubernetes-endpoints';
  return config({
    name: 'redisdb',
    source: PODS_OF_WEB,
    provider,
    dispatchedTo: node,
    instance: `on ${node}`,
    ...over,
  });
}

export function running(of: CheckConfig, over: Partial<RunningCheck> = {}): RunningCheck {
  const { name, source, instances } = of;
  return { name, id: `${name}:${instances[0]?.name}:77aa`, source, state: 'OK', runs: 41, totalSamples: 82, ...over };
}

export function nodeStatus(
  checks: readonly RunningCheck[],
  loadingErrors: Readonly<Record<string, string>> = {},
  over: Partial<AgentStatus> = {},
): AgentStatus {
  const collector = { state: 'present', value: { checks, loadingErrors } } as const;
  return status({ flavor: 'node-agent', version: '7.66.1', collector, ...over });
}

export function configs(list: readonly CheckConfig[], over: Partial<ConfigCheck> = {}): ConfigCheck {
  return { configs: list, errors: [], warnings: [], cutOff: false, ...over };
}

export interface RunnerParts {
  readonly node?: string;
  readonly has?: readonly CheckConfig[] | Reading<ConfigCheck>;
  readonly runs?: readonly RunningCheck[] | Reading<AgentStatus>;
  readonly errors?: Readonly<Record<string, string>>;
}

/** A node Agent on `worker-1` that was asked. */
export function runner(parts: RunnerParts = {}, over: Partial<CheckRunner> = {}): CheckRunner {
  const { node = 'worker-1', has = [], runs = [], errors } = parts;
  const pod = over.pod ?? `agent-on-${node}`;
  return {
    pod,
    namespace: 'monitoring',
    container: 'agent',
    node,
    kind: 'node-agent',
    ready: true,
    providers: ['clusterchecks', 'endpointschecks'],
    status: 'known' in runs ? runs : read(nodeStatus(runs, errors), `status of ${pod}`),
    configCheck: 'known' in has ? has : read(configs(has), `configcheck of ${pod}`),
    ...over,
  };
}

/** A runner that nobody asked. */
export function unasked(node: string): CheckRunner {
  const { status: _, configCheck: __, ...rest } = runner({ node });
  return rest;
}

export function led(over: Partial<Dispatching> = {}): Dispatching {
  const dispatched = over.dispatched ?? [];
  const names = [...new Set(['worker-1', 'worker-2', ...dispatched.map(({ agent }) => agent)])];
  return {
    role: 'leader',
    warmingUp: false,
    agents: names.map((name) => ({ name, configurations: dispatched.filter(({ agent }) => agent === name).length })),
    noAgents: false,
    dispatched,
    unassigned: [],
    endpointChecks: [],
    cutOff: false,
    ...over,
  };
}

export function service(path: string, ...declared: readonly DeclaredCheck[]): AnnotatedService {
  const [namespace = '', name = ''] = path.split('/');
  return { service: { metadata: { namespace, name }, spec: {} }, declared };
}

export function asks(
  check: string,
  of: DeclaredCheck['of'] = 'service',
  over: Partial<DeclaredCheck> = {},
): DeclaredCheck {
  return { of, annotation: `ad.datadoghq.com/${of}.checks`, check, instances: 1, ...over };
}

export interface CheckParts {
  readonly dispatching?: Dispatching | Reading<Dispatching>;
  readonly known?: readonly CheckConfig[] | Reading<ConfigCheck>;
  readonly services?: readonly AnnotatedService[] | Reading<readonly AnnotatedService[]>;
  readonly runners?: readonly CheckRunner[] | Reading<readonly CheckRunner[]>;
  readonly over?: Partial<Checks>;
}

export function checks(parts: CheckParts = {}): Checks {
  const { dispatching = led(), known: found = [], services = [], runners = [runner()] } = parts;
  return {
    leader: 'dca-a',
    dispatching: 'known' in dispatching ? dispatching : read(dispatching, 'clusterchecks'),
    configCheck: 'known' in found ? found : read(configs(found), 'configcheck'),
    services: 'known' in services ? services : read(services, 'kubectl get services'),
    runners: 'known' in runners ? runners : read(runners, 'kubectl get pods'),
    providers: ['kube_endpoints', 'kube_services'],
    listeners: ['kube_endpoints', 'kube_services'],
    ...parts.over,
  };
}

/** A question of a subject, in a cluster whose leader's `status` tells of no trouble. */
export function about(
  of: Checks,
  kind: 'checks' | 'endpoints' = 'checks',
  subject?: Subject,
  over: Partial<Snapshot> = {},
): Snapshot {
  const question: Question = { kind, ...(subject && { subject }) };
  const statuses = [asked('dca-a', status({ clusterChecks: inStatus({ activeAgents: 2 }) }))];
  return { ...snapshot({ kind, statuses }), question, checks: of, ...over };
}

/** What is told beside the checks in a cluster where the rest is well. */
const BESIDE = new Set(['cluster-checks-healthy']);

/** The findings in the order in which they are told, in brief. */
export function told(of: Snapshot): string[] {
  return diagnose(of)
    .filter(({ code }) => !BESIDE.has(code))
    .map(({ code, verdict }) => `${code} ${verdict}`);
}

/** The facts of the first finding of a code. */
export function factsOf(of: Snapshot, code: string): unknown {
  return diagnose(of).find((finding) => finding.code === code)?.facts;
}
