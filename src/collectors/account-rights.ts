import type { AccountRight, HpaView, RightPurpose, StoredMetrics } from '../domain/autoscaling.ts';
import { externalSpecs } from '../domain/hpa-arithmetic.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { AccountAccessQuestion, CallBounds, ClusterReader } from '../kube/cluster-reader.ts';

const HPA_CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

export interface RightQuestion {
  readonly who: AccountRight['who'];
  readonly purpose: RightPurpose;
  readonly access: AccountAccessQuestion;
}

export interface RightsOf {
  readonly views: readonly HpaView[];
  readonly agents: readonly AgentPod[];
  readonly stored: StoredMetrics;
  /** The ConfigMap that holds the values, where they lie in one. */
  readonly configMap: { readonly namespace: string; readonly name: string };
}

/**
 * Asks the API server what the HPA controller and the Agent's account may do. Where it does not let us ask, that is said
 * once and not for each right.
 */
export async function readRights(
  reader: ClusterReader,
  of: RightsOf,
  bounds: CallBounds,
): Promise<readonly AccountRight[]> {
  return askRights(reader, [...controllerRights(of), ...agentRights(of)], bounds);
}

/** The same of any questions. */
export async function askRights(
  reader: ClusterReader,
  [first, ...others]: readonly RightQuestion[],
  bounds: CallBounds,
): Promise<readonly AccountRight[]> {
  if (first === undefined) return [];
  const ask = async ({ who, purpose, access }: RightQuestion): Promise<AccountRight> => {
    const { user, verb, group, resource, subresource, namespace = null } = access;
    const right = { verb, group, resource: subresource ? `${resource}/${subresource}` : resource, namespace };
    return { who, user, purpose, right, allowed: await reader.mayAccount(access, bounds) };
  };
  const answered = await ask(first);
  const { allowed } = answered;
  if (!allowed.known && allowed.why === 'forbidden') return [answered];
  return [answered, ...(await Promise.all(others.map(ask)))];
}

/** Per HPA and metric: the API server takes the metric's name for a resource. */
function controllerRights({ views }: RightsOf): readonly RightQuestion[] {
  return views.flatMap(({ namespace, first: { hpa } }) => {
    if (!hpa.known) return [];
    const user = refusedUser(hpa.value.status.conditions?.map(({ message = '' }) => message) ?? []) ?? HPA_CONTROLLER;
    const names = new Set(externalSpecs(hpa.value).map(({ spec }) => spec.metric.name));
    return [...names].map((resource) => ({
      who: 'hpa-controller' as const,
      purpose: 'read-metrics' as const,
      access: { user, verb: 'list', group: 'external.metrics.k8s.io', resource, namespace },
    }));
  });
}

/** Some clusters run the controllers under another account; the refusal in the HPA's condition names it. */
function refusedUser(messages: readonly string[]): string | undefined {
  return messages.map((message) => /forbidden: User "([^"]{1,300})" cannot/.exec(message)?.[1]).find((user) => user);
}

/** The account of the Agent that works; undefined where there is none. */
export function agentAccount(agents: readonly AgentPod[]): string | undefined {
  const agent = agents.find(({ ready, leaving }) => ready && !leaving) ?? agents[0];
  return agent && `system:serviceaccount:${agent.namespace}:${agent.serviceAccount ?? 'default'}`;
}

function agentRights({ agents, stored, configMap }: RightsOf): readonly RightQuestion[] {
  const user = agentAccount(agents);
  if (user === undefined) return [];
  const needs: readonly (readonly [RightPurpose, readonly string[], Omit<AccountAccessQuestion, 'user' | 'verb'>])[] = [
    ['delegate-authentication', ['create'], { group: 'authentication.k8s.io', resource: 'tokenreviews' }],
    ['delegate-authentication', ['create'], { group: 'authorization.k8s.io', resource: 'subjectaccessreviews' }],
    [
      'read-authentication-config',
      ['get'],
      { group: '', resource: 'configmaps', namespace: 'kube-system', name: 'extension-apiserver-authentication' },
    ],
    ['watch-hpas', ['list', 'watch'], { group: 'autoscaling', resource: 'horizontalpodautoscalers' }],
    ...(stored.mode === 'configmap'
      ? [['keep-values', ['get', 'update'], { group: '', resource: 'configmaps', ...configMap }] as const]
      : []),
    ...(stored.mode === 'datadogmetric'
      ? ([
          ['keep-datadogmetrics', ['list', 'watch'], { group: 'datadoghq.com', resource: 'datadogmetrics' }],
          [
            'keep-datadogmetrics',
            ['update'],
            { group: 'datadoghq.com', resource: 'datadogmetrics', subresource: 'status' },
          ],
        ] as const)
      : []),
  ];
  return needs.flatMap(([purpose, verbs, access]) =>
    verbs.map((verb) => ({ who: 'agent' as const, purpose, access: { user, verb, ...access } })),
  );
}
