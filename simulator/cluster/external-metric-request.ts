import { decodeSegment } from './api-path.ts';
import type { Answer } from './status-bodies.ts';

export const METRICS_GROUP = 'external.metrics.k8s.io';
export const METRICS_ROOT = `/apis/${METRICS_GROUP}/v1beta1`;

export interface MetricRequest {
  readonly namespace: string;
  readonly metric: string;
  readonly selector: string;
}

/** Reads `…/namespaces/NS/METRIC?labelSelector=`; undefined for other paths. */
export function readMetricRequest({ pathname, searchParams }: URL): MetricRequest | undefined {
  if (!pathname.startsWith(METRICS_ROOT)) return undefined;
  const match = /^\/namespaces\/([^/]+)\/([^/]+)$/.exec(pathname.slice(METRICS_ROOT.length));
  if (!match) return undefined;
  const [, namespace = '', metric = ''] = match.map(decodeSegment);
  return { namespace, metric, selector: searchParams.get('labelSelector') ?? '' };
}

/** An `ExternalMetricValueList`. */
export function valueList(items: readonly unknown[]): Answer {
  const apiVersion = `${METRICS_GROUP}/v1beta1`;
  return { status: 200, body: { kind: 'ExternalMetricValueList', apiVersion, metadata: {}, items } };
}
