import type { Effects } from '../domain/finding-facts.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** What stands still while no Cluster Agent works, as far as the pods' own settings and the HorizontalPodAutoscalers tell. */
export function effectsOfSilence(snapshot: Snapshot): Effects {
  const hpas = snapshot.dependents?.externalHpas;
  return {
    externalMetrics: setting(snapshot, 'DD_EXTERNAL_METRICS_PROVIDER_ENABLED'),
    externalHpas: hpas?.known ? hpas.value : null,
    events: setting(snapshot, 'DD_COLLECT_KUBERNETES_EVENTS'),
    clusterChecks: setting(snapshot, 'DD_CLUSTER_CHECKS_ENABLED'),
    admission: setting(snapshot, 'DD_ADMISSION_CONTROLLER_ENABLED'),
  };
}

function setting(snapshot: Snapshot, name: string): boolean | null {
  const values = snapshot.pods.known ? snapshot.pods.value.map(({ env }) => env[name]) : [];
  const value = values.find((found) => found !== undefined);
  return value === undefined ? null : value === 'true';
}
