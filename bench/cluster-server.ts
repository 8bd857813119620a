import { startSimulatedCluster } from '../simulator/cluster/simulated-cluster.ts';
import { serve } from './served.ts';

export interface ClusterOrder {
  /** A scenario folder. */
  readonly scenario: string;
  /** Where to write how it is reached. */
  readonly kubeconfig: string;
}

// The cluster that is read: in a process of its own, so that its objects are not in the heap that is measured.
serve<ClusterOrder>(async ({ scenario, kubeconfig }) => {
  const cluster = await startSimulatedCluster({ scenario });
  await cluster.writeKubeconfig(kubeconfig);
  return Number(new URL(cluster.url).port);
});
