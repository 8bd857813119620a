import type { ClusterReader } from '../kube/cluster-reader.ts';
import { findAgentPods } from './agent-pods.ts';
import { describePod } from './describe-pod.ts';

/** What the Agent calls its cluster (`DD_CLUSTER_NAME`), and its namespace; undefined where no Agent pod says. */
export async function agentIdentity(
  reader: ClusterReader,
  configuredNamespace: string | undefined,
): Promise<{ readonly clusterName?: string; readonly namespace?: string }> {
  const { found } = await findAgentPods(reader, configuredNamespace, { timeoutMs: 5_000 });
  if (!found.known || found.value.pods.length === 0) return {};
  const names = found.value.pods.map((pod) => describePod(pod).env.DD_CLUSTER_NAME);
  const clusterName = names.find((name) => name !== undefined && name !== '');
  return { namespace: found.value.namespace, ...(clusterName === undefined ? {} : { clusterName }) };
}
