import type { KubeObject } from '../../../simulator/cluster/kube-object.ts';

export const DATADOG_METRIC_API = 'datadoghq.com/v1alpha1';

/** What the Agent made of a query. Times are ISO 8601. */
export interface DatadogMetricState {
  readonly namespace: string;
  readonly name: string;
  readonly query: string;
  /** The Agent made it itself, for an autoscaler that names this metric with these labels. */
  readonly madeFor?: { readonly metric: string; readonly labels: Readonly<Record<string, string>> };
  /** Plain decimal, as `status.currentValue` has it. */
  readonly value: string;
  /** Time of the data point. */
  readonly at?: string;
  /** Whether an autoscaler uses it; default true. */
  readonly active?: boolean;
  /** `hpa:ns/name`, joined by `, `. */
  readonly references?: string;
  /** Why there is no valid value: the `Error` condition's message. */
  readonly error?: string;
  /** When the Agent last refreshed it, if that is too long ago to be served. */
  readonly staleSince?: string;
}

/** The DatadogMetric definition: names, columns and the status subresource of the chart's; its fields are not checked. */
export function datadogMetricDefinition(): KubeObject {
  const condition = (type: string) => `.status.conditions[?(@.type=='${type}')]`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'datadogmetrics.datadoghq.com' },
    spec: {
      group: 'datadoghq.com',
      names: {
        kind: 'DatadogMetric',
        listKind: 'DatadogMetricList',
        plural: 'datadogmetrics',
        singular: 'datadogmetric',
      },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [
            { name: 'active', type: 'string', jsonPath: `${condition('Active')}.status` },
            { name: 'valid', type: 'string', jsonPath: `${condition('Valid')}.status` },
            { name: 'value', type: 'string', jsonPath: '.status.currentValue' },
            { name: 'references', type: 'string', jsonPath: '.status.autoscalerReferences' },
            { name: 'update time', type: 'date', jsonPath: `${condition('Updated')}.lastUpdateTime` },
          ],
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    query: { type: 'string' },
                    externalMetricName: { type: 'string' },
                    maxAge: { type: 'string' },
                    timeWindow: { type: 'string' },
                  },
                },
                status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
            },
          },
        },
      ],
    },
  };
}

export function datadogMetricObject({ namespace, name, query, madeFor }: DatadogMetricState): KubeObject {
  const spec = { query, ...(madeFor === undefined ? {} : { externalMetricName: madeFor.metric }) };
  return { apiVersion: DATADOG_METRIC_API, kind: 'DatadogMetric', metadata: { namespace, name }, spec };
}

/** `status` as the Agent writes it: four conditions, and the value as a text. `now` in ISO 8601. */
export function datadogMetricStatus(state: DatadogMetricState, now: string): Readonly<Record<string, unknown>> {
  const { value, at = now, active = true, references = '', error } = state;
  const refreshed = state.staleSince ?? now;
  const condition = (type: string, status: boolean, lastUpdateTime: string, more = {}) => ({
    type,
    status: status ? 'True' : 'False',
    lastUpdateTime,
    lastTransitionTime: refreshed,
    ...more,
  });
  const why = error === undefined ? {} : { reason: 'Unable to fetch data from Datadog', message: error };
  return {
    currentValue: value,
    autoscalerReferences: references,
    conditions: [
      condition('Active', active, refreshed),
      condition('Valid', error === undefined, refreshed),
      condition('Updated', true, at),
      condition('Error', error !== undefined, refreshed, why),
    ],
  };
}
