import type { Autoscaling, HpaLook, StoredMetric } from '../../../src/domain/autoscaling.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { snapshot } from '../build.ts';

/** A snapshot of the question `hpa default/nginxext` with what one look found, or two. */
export function hpaSnapshot(first: HpaLook, again?: HpaLook, more: Partial<Autoscaling> = {}): Snapshot {
  return {
    ...snapshot({ kind: 'hpa' }),
    question: { kind: 'hpa', subject: { namespace: 'default', name: 'nginxext' } },
    now: '2026-11-23T18:35:50.000Z',
    autoscaling: {
      views: [{ namespace: 'default', name: 'nginxext', first, ...(again ? { again } : {}) }],
      chain: {},
      stored: first.stored,
      rights: [],
      ...more,
    },
  };
}

/** An entry of ConfigMap `datadog-custom-metrics`. */
export function storedEntry(user: string, more: Partial<StoredMetric> = {}): StoredMetric {
  const [namespace = '', name = ''] = user.split('/');
  return {
    store: 'configmap',
    id: `external_metric-horizontal-${namespace}-${name}-nginx.net.request_per_s`,
    metric: 'nginx.net.request_per_s',
    labels: { app: 'puppet' },
    value: '2472',
    valid: true,
    at: '2026-11-23T18:34:56Z',
    users: [{ kind: 'hpa', namespace, name }],
    ...more,
  };
}
