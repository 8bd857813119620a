import { external, type HpaSpec } from '../hpa.ts';
import type { World } from '../world.ts';

/** The autoscaler, its Deployment and the app label of its pods, in every row. */
export const WEB = 'web';

export interface ConditionRow {
  /** Also the namespace everything of the row is in. */
  readonly name: string;
  /** Changes what the whole cluster shares: nothing else may run meanwhile, and `repairMetricsApi` follows. */
  readonly alone?: true;
  /** Makes the situation; what it answers undoes what does not go with the namespace. */
  arrange(world: World, namespace: string): Promise<void | (() => Promise<void>)>;
  /** What the controller must write; `{ns}` stands for the namespace. */
  readonly condition: {
    readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
    readonly status: 'True' | 'False';
    readonly reason: string;
    readonly message: string | RegExp;
  };
  /** What the APIService's `Available` condition must say meanwhile. */
  readonly available?: { readonly reason: string; readonly message: string | RegExp };
  /** What `status.currentMetrics` must show then, as `kubectl get hpa` does: `value` or `averageValue`. */
  readonly shown?: readonly string[];
}

/** Labels of every metric, and what every selector asks for. */
export const LABELS = { queue: 'orders' };
/** How the controller prints that selector. */
export const SELECTOR =
  '&LabelSelector{MatchLabels:map[string]string{queue: orders,},MatchExpressions:[]LabelSelectorRequirement{},}';
export const CANNOT_COMPUTE = 'the HPA was unable to compute the replica count: ';
const CANNOT_GET = `${CANNOT_COMPUTE}unable to get external metric {ns}/{ns}.depth/${SELECTOR}: `;
const FETCHING = 'unable to fetch metrics from external metrics API: ';

/** Every row has a metric of its own, since the Agent's store knows no namespaces. */
export function metricOf(namespace: string): string {
  return `${namespace}.depth`;
}

export function wanting(
  namespace: string,
  target: { averageValue: string } | { value: string },
  metric = metricOf(namespace),
) {
  return external(metric, target, LABELS);
}

/** A Deployment of three, an autoscaler of it on the row's metric with a target of 9 for each pod, and these values. */
export async function web(
  world: World,
  namespace: string,
  values: readonly string[],
  { replicas = 3, ...spec }: Partial<HpaSpec> & { readonly replicas?: number } = {},
): Promise<void> {
  world.standIn.serve(
    metricOf(namespace),
    values.map((value, index) => ({ value, labels: LABELS, for: userOf(namespace, index) })),
  );
  await world.deployment(namespace, WEB, replicas);
  await world.autoscaler(namespace, WEB, { metrics: [wanting(namespace, { averageValue: '9' })], ...spec });
}

/** The row's own autoscaler comes first; others of its metric need not be there. */
function userOf(namespace: string, index: number) {
  return { namespace, name: index === 0 ? WEB : `${WEB}-${index + 1}` };
}

export function row(
  name: string,
  arrange: ConditionRow['arrange'],
  type: ConditionRow['condition']['type'],
  status: ConditionRow['condition']['status'],
  reason: string,
  message: string | RegExp,
  shown?: readonly string[],
): ConditionRow {
  const condition = { type, status, reason, message };
  return { name, arrange, condition, ...(shown === undefined ? {} : { shown }) };
}

/** No value of the external metric could be had: the API's answer says why. */
export function noValue(name: string, arrange: ConditionRow['arrange'], why: string): ConditionRow {
  return row(name, arrange, 'ScalingActive', 'False', 'FailedGetExternalMetric', `${CANNOT_GET}${FETCHING}${why}`);
}

/** The external metric was answered, and empty. */
export function noItems(name: string, arrange: ConditionRow['arrange']): ConditionRow {
  const message = `${CANNOT_GET}no metrics returned from external metrics API`;
  return row(name, arrange, 'ScalingActive', 'False', 'FailedGetExternalMetric', message);
}
