import type { KubeObject } from '../kube-object.ts';
import { stableUid } from './stable-uid.ts';
import type { PlannedHpa } from './written-hpas.ts';

/** The workload an HPA scales. Its pods are not played: nothing that is asked of the cluster reads them. */
export function scaleTargetObject(hpa: PlannedHpa, at: (secondsAgo: number) => string): KubeObject {
  const { namespace, target, replicas, wanted, updated, ready } = hpa;
  return {
    apiVersion: 'apps/v1',
    kind: target.kind,
    metadata: {
      name: target.name,
      namespace,
      uid: stableUid(`${target.kind}/${namespace}/${target.name}`),
      creationTimestamp: at(hpa.createdSeconds + 60),
      resourceVersion: '1000',
      labels: target.selects,
    },
    spec: {
      replicas: wanted,
      selector: { matchLabels: target.selects },
      template: {
        metadata: { labels: target.selects },
        spec: { containers: [{ name: target.name, image: `registry.example/${target.name}:1.4.2` }] },
      },
    },
    status: {
      observedGeneration: 1,
      // Kubernetes leaves zeros out.
      ...(replicas === 0 ? {} : { replicas }),
      ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
      ...(updated === 0 ? {} : { updatedReplicas: updated }),
      ...(wanted > ready ? { unavailableReplicas: wanted - ready } : {}),
    },
  };
}
