import type { KubeObject } from '../../../simulator/cluster/kube-object.ts';
import { configMapData, type StoredMetric } from './metric-store.ts';
import { LEASE, METRICS_CONFIG_MAP, NAMESPACE } from './names.ts';

/** The leader's lock, renewed now. `acquireTime` in ISO 8601, `now` in epoch milliseconds. */
export function lease(holderIdentity: string, acquireTime: string, now: number): KubeObject {
  const micro = (time: string) => time.replace('Z', '000Z');
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: LEASE, namespace: NAMESPACE },
    spec: {
      holderIdentity,
      leaseDurationSeconds: 60,
      acquireTime: micro(acquireTime),
      renewTime: micro(new Date(now).toISOString()),
      leaseTransitions: 4,
    },
  };
}

/** What the leader stores of external metrics. */
export function metricsConfigMap(stored: readonly StoredMetric[], now: number): KubeObject {
  const annotations = { 'custom-metrics.datadoghq.com/last-updated': `${new Date(now).toISOString().slice(0, 19)}Z` };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: METRICS_CONFIG_MAP, namespace: NAMESPACE, annotations },
    data: configMapData(stored),
  };
}

/** The Agent makes one although it locks by the Lease. */
export function emptyLockConfigMap(): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: LEASE, namespace: NAMESPACE } };
}
