import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { openCluster } from '../../src/kube/live-cluster.ts';

export const NAMESPACE = 'datadog';
export const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
export const FOLLOWER = 'datadog-cluster-agent-6c9c858f76-ljbd8';
export const CONTAINER = 'cluster-agent';

export function scenarioFolder(name: string): string {
  return fileURLToPath(new URL(`../../simulator/cluster/scenarios/${name}`, import.meta.url));
}

export interface OpenedCluster {
  readonly simulated: SimulatedCluster;
  readonly reader: ClusterReader;
  close(): Promise<void>;
}

/** A simulated cluster playing a scenario, by its name or its folder, and the live reader connected to it over TLS. */
export async function openSimulated(
  scenario = 'leader-and-follower',
  now: () => number = Date.now,
): Promise<OpenedCluster> {
  const simulated = await startSimulatedCluster({
    scenario: isAbsolute(scenario) ? scenario : scenarioFolder(scenario),
    now,
  });
  const folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await simulated.writeKubeconfig(kubeconfig);
  const reader = await openCluster({ kubeconfig, now });
  return {
    simulated,
    reader,
    async close() {
      await reader.close();
      await simulated.close();
      await rm(folder, { recursive: true });
    },
  };
}
