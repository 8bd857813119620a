import { startSimulatedCluster } from '../simulator/cluster/simulated-cluster.ts';
import { serve } from './served.ts';

export interface ClusterOrder {
  /** A scenario folder. */
  readonly scenario: string;
  /** Where to write how it is reached. */
  readonly kubeconfig: string;
  /** The cluster's clock, which then stands still; epoch milliseconds. Default: it runs. */
  readonly now?: number;
}

// The cluster that is read: in a process of its own, so that its objects are not in the heap that is measured.
serve<ClusterOrder>(async ({ scenario, kubeconfig, now }) => {
  const cluster = await startSimulatedCluster({ scenario, ...(now === undefined ? {} : { now: () => now }) });
  await cluster.writeKubeconfig(kubeconfig);
  return Number(new URL(cluster.url).port);
});
