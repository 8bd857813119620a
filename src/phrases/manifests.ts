import type { FactsByCode, Right } from '../domain/finding-facts.ts';
import { API_SERVICE, datadogMetricName, METRICS_PORT, serviceName } from './metrics-names.ts';
import type { PhraseContext } from './phrases.ts';

type MissingRights = FactsByCode['agent-rights-missing']['missing'];

const RBAC = 'rbac.authorization.k8s.io';
/** More than any finding needs; longer ones would not fit beside the answer. */
const LONGEST = 2600;
const MOST_RIGHTS = 20;
/** The ConfigMap in which the Agent keeps values, by its default name. */
const STORE = 'datadog-custom-metrics';
const PLAIN_NAME = /^[a-z][a-z0-9.-]{0,251}[a-z0-9]$/;
const YAML_WORDS = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'null']);

/** A name as YAML takes it for a text, whatever it looks like. */
function scalar(name: string): string {
  return PLAIN_NAME.test(name) && !YAML_WORDS.has(name) ? name : `'${name}'`;
}

function documents(...parts: readonly (readonly string[])[]): string | undefined {
  const text = parts.map((lines) => lines.join('\n')).join('\n---\n');
  return text === '' || text.length > LONGEST ? undefined : text;
}

function role(name: string, namespace: string | null, rules: readonly Rule[]): readonly string[] {
  return [
    `apiVersion: ${RBAC}/v1`,
    `kind: ${namespace === null ? 'ClusterRole' : 'Role'}`,
    ...metadata(name, namespace),
    'rules:',
    ...rules.flatMap(ruleLines),
  ];
}

interface Rule {
  readonly group: string;
  readonly resource: string;
  readonly object?: string;
  readonly verbs: readonly string[];
}

/** A line for each part: a long line would be broken by whatever shows it, and YAML does not forgive that. */
function ruleLines({ group, resource, object, verbs }: Rule): readonly string[] {
  return [
    `  - apiGroups: [${group === '' ? '""' : group}]`,
    `    resources: [${resource === '*' ? '"*"' : resource}]`,
    ...(object === undefined ? [] : [`    resourceNames: [${object}]`]),
    `    verbs: [${verbs.join(', ')}]`,
  ];
}

function binding(
  name: string,
  namespace: string | null,
  to: { readonly kind: 'ClusterRole' | 'Role'; readonly name: string },
  subject: Subject,
): readonly string[] {
  return [
    `apiVersion: ${RBAC}/v1`,
    `kind: ${namespace === null ? 'ClusterRoleBinding' : 'RoleBinding'}`,
    ...metadata(name, namespace),
    'roleRef:',
    `  apiGroup: ${RBAC}`,
    `  kind: ${to.kind}`,
    `  name: ${to.name}`,
    'subjects:',
    ...(subject.namespace === null
      ? ['  - kind: User', `    apiGroup: ${RBAC}`, `    name: '${subject.name}'`]
      : [
          '  - kind: ServiceAccount',
          `    name: ${scalar(subject.name)}`,
          `    namespace: ${scalar(subject.namespace)}`,
        ]),
  ];
}

function metadata(name: string, namespace: string | null): readonly string[] {
  return ['metadata:', `  name: ${scalar(name)}`, ...(namespace === null ? [] : [`  namespace: ${scalar(namespace)}`])];
}

interface Subject {
  readonly name: string;
  /** `null`: no service account. */
  readonly namespace: string | null;
}

function subjectOf(user: string): Subject | undefined {
  const account = /^system:serviceaccount:([a-z0-9][a-z0-9-]{0,62}):([a-z0-9][a-z0-9.-]{0,252})$/.exec(user);
  if (account?.[1] !== undefined && account[2] !== undefined) return { namespace: account[1], name: account[2] };
  return /^[A-Za-z0-9][\w:.@-]{0,252}$/.test(user) ? { namespace: null, name: user } : undefined;
}

/** Lets an account read external metrics; `undefined` for a user whose name cannot be written safely. */
export function readerManifest(user: string): string | undefined {
  const subject = subjectOf(user);
  if (subject === undefined) return undefined;
  const name = 'datadog-external-metrics-reader';
  const rule = { group: 'external.metrics.k8s.io', resource: '*', verbs: ['get', 'list', 'watch'] };
  return documents(role(name, null, [rule]), binding(name, null, { kind: 'ClusterRole', name }, subject));
}

/** Gives the Agent's account what it lacks; `undefined` when something of it cannot be written safely. */
export function agentRightsManifest(account: string, missing: MissingRights): string | undefined {
  const subject = subjectOf(account);
  if (subject === undefined || subject.namespace === null || missing.length > MOST_RIGHTS) return undefined;
  if (!missing.every(({ right }) => writable(right))) return undefined;
  const has = (purpose: MissingRights[number]['purpose']) => missing.some((one) => one.purpose === purpose);
  const name = `${subject.name}-external-metrics`;
  const kept = missing.filter(({ purpose }) => purpose === 'keep-values').map(({ right }) => right);
  const wide = missing
    .filter(
      ({ purpose }) => !['delegate-authentication', 'read-authentication-config', 'keep-values'].includes(purpose),
    )
    .map(({ right }) => right);
  return documents(
    ...(has('delegate-authentication')
      ? [binding(`${name}-auth`, null, { kind: 'ClusterRole', name: 'system:auth-delegator' }, subject)]
      : []),
    ...(has('read-authentication-config')
      ? [
          binding(
            `${name}-auth`,
            'kube-system',
            { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
            subject,
          ),
        ]
      : []),
    ...(wide.length > 0
      ? [role(name, null, rulesOf(wide)), binding(name, null, { kind: 'ClusterRole', name }, subject)]
      : []),
    ...(kept.length > 0
      ? [
          role(name, kept[0]?.namespace ?? subject.namespace, rulesOf(kept, STORE)),
          binding(name, kept[0]?.namespace ?? subject.namespace, { kind: 'Role', name }, subject),
        ]
      : []),
  );
}

/** Lets the Agent's account, `namespace/name`, read events; `undefined` for an account that cannot be written safely. */
export function eventRightsManifest(account: string): string | undefined {
  const subject = subjectOf(`system:serviceaccount:${account.replace('/', ':')}`);
  if (subject === undefined) return undefined;
  const name = `${subject.name}-events`;
  const rule = { group: '', resource: 'events', verbs: ['get', 'list', 'watch'] };
  return documents(role(name, null, [rule]), binding(name, null, { kind: 'ClusterRole', name }, subject));
}

/** Lets the Agent's account, `namespace/name`, keep a ConfigMap; a right to create cannot be held to a name. */
export function configMapRightsManifest(account: string, configMap: string): string | undefined {
  const subject = subjectOf(`system:serviceaccount:${account.replace('/', ':')}`);
  if (subject === undefined || subject.namespace === null || !PLAIN_NAME.test(configMap)) return undefined;
  const name = `${subject.name}-event-token`;
  const rules = [
    { group: '', resource: 'configmaps', object: configMap, verbs: ['get', 'update'] },
    { group: '', resource: 'configmaps', verbs: ['create'] },
  ];
  return documents(
    role(name, subject.namespace, rules),
    binding(name, subject.namespace, { kind: 'Role', name }, subject),
  );
}

function writable({ verb, group, resource, namespace }: Right): boolean {
  return (
    /^[a-z]{1,20}$/.test(verb) &&
    /^[a-z0-9.-]{0,100}$/.test(group) &&
    /^[a-z][a-z/]{0,80}$/.test(resource) &&
    (namespace === null || /^[a-z0-9][a-z0-9-]{0,62}$/.test(namespace))
  );
}

/** One rule for each resource, with all of its verbs. */
function rulesOf(rights: readonly Right[], object?: string): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const { verb, group, resource } of rights) {
    const key = `${group}/${resource}`;
    const before = rules.get(key)?.verbs ?? [];
    const verbs = before.includes(verb) ? before : [...before, verb];
    rules.set(key, { group, resource, verbs, ...(object === undefined ? {} : { object }) });
  }
  return [...rules.values()];
}

/** Registers the Agent's Service as what serves external metrics, as Datadog's own manifests do. */
export function apiServiceManifest(context: PhraseContext): string | undefined {
  const namespace = PLAIN_NAME.test(context.namespace ?? '') ? context.namespace : 'NAMESPACE';
  return documents([
    'apiVersion: apiregistration.k8s.io/v1',
    'kind: APIService',
    ...metadata(API_SERVICE, null),
    'spec:',
    '  group: external.metrics.k8s.io',
    '  version: v1beta1',
    '  groupPriorityMinimum: 100',
    '  versionPriority: 100',
    '  insecureSkipTLSVerify: true',
    '  service:',
    '    name: datadog-cluster-agent-metrics-api',
    `    namespace: ${namespace}`,
    `    port: ${METRICS_PORT}`,
  ]);
}

/** The Service in front of the Agent's metrics API, for pods with the label of Datadog's own manifests. */
export function serviceManifest(service: string): string | undefined {
  const found = serviceName(service);
  if (found === undefined) return undefined;
  return documents([
    'apiVersion: v1',
    'kind: Service',
    ...metadata(found.name, found.namespace),
    'spec:',
    '  selector: { app: datadog-cluster-agent }',
    '  ports:',
    '    - name: metricsapi',
    '      protocol: TCP',
    `      port: ${METRICS_PORT}`,
    `      targetPort: ${METRICS_PORT}`,
  ]);
}

/** A DatadogMetric by the name that an HPA uses, with a query to fill in. */
export function datadogMetricManifest(id: string): string | undefined {
  const found = datadogMetricName(id);
  if (found === undefined) return undefined;
  return documents([
    'apiVersion: datadoghq.com/v1alpha1',
    'kind: DatadogMetric',
    ...metadata(found.name, found.namespace),
    'spec:',
    '  query: avg:METRIC{TAG:VALUE}.rollup(30)',
  ]);
}
