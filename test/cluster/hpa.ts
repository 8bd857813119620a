import type { KubeObject } from '../../simulator/cluster/kube-object.ts';

export interface HpaCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

/** A HorizontalPodAutoscaler as the API server has it in `autoscaling/v2`. */
export interface Hpa extends KubeObject {
  readonly status: {
    readonly currentReplicas?: number;
    readonly desiredReplicas: number;
    readonly conditions?: readonly HpaCondition[];
    readonly currentMetrics?: readonly {
      readonly type: string;
      readonly external?: {
        readonly current: { readonly value?: string; readonly averageValue?: string };
      };
    }[];
  };
}

export interface HpaSpec {
  readonly target?: { readonly kind: string; readonly name: string; readonly apiVersion?: string };
  readonly min?: number;
  readonly max?: number;
  readonly metrics: readonly unknown[];
  readonly behavior?: unknown;
}

/** What the autoscaler's status shows of each external metric. */
export function shownValues(hpa: Hpa): readonly string[] {
  return (hpa.status.currentMetrics ?? []).map(({ external: metric }) => {
    return metric?.current.averageValue ?? metric?.current.value ?? '';
  });
}

export function hpaRef(namespace: string, name: string) {
  return { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { namespace, name } } as const;
}

export function conditionOf(hpa: Hpa, type: string): HpaCondition | undefined {
  return hpa.status.conditions?.find((condition) => condition.type === type);
}

export function hpaObject(namespace: string, name: string, spec: HpaSpec): KubeObject {
  const { target = { kind: 'Deployment', name }, min = 1, max = 10, metrics, behavior } = spec;
  return {
    ...hpaRef(namespace, name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', ...target },
      minReplicas: min,
      maxReplicas: max,
      metrics,
      ...(behavior === undefined ? {} : { behavior }),
    },
  };
}

/** A metric of type External; the labels are the selector's `matchLabels`. Quantities as Kubernetes writes them. */
export function external(
  name: string,
  target: { readonly averageValue: string } | { readonly value: string },
  labels?: Readonly<Record<string, string>>,
): unknown {
  const type = 'averageValue' in target ? 'AverageValue' : 'Value';
  const metric = labels === undefined ? { name } : { name, selector: { matchLabels: labels } };
  return { type: 'External', external: { metric, target: { type, ...target } } };
}
