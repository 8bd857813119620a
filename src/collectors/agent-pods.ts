import type { Pod } from '../domain/objects.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { agentContainer } from './agent-container.ts';

/** Labels of a Cluster Agent pod, newest convention first: Helm and the Operator, older Helm charts, hand-written manifests. */
const SELECTORS = [
  'agent.datadoghq.com/component=cluster-agent',
  'app.kubernetes.io/component=cluster-agent',
  'app in (datadog-cluster-agent)',
] as const;

export interface FoundPods {
  readonly pods: readonly Pod[];
  readonly namespace: string;
}

export interface Discovery {
  readonly found: Reading<FoundPods>;
  /** The places looked at, as a person would repeat them. */
  readonly tried: readonly string[];
}

/**
 * Finds the Cluster Agent's pods: in the configured namespace, else in our own, else in `datadog`, else (if permitted)
 * anywhere. "None" is only answered when the places that count could be read.
 */
export async function findAgentPods(
  reader: ClusterReader,
  configuredNamespace: string | undefined,
  bounds: CallBounds,
): Promise<Discovery> {
  const usual = [...new Set([reader.ownNamespace, 'datadog'].filter((name) => name !== undefined))];
  const places = configuredNamespace === undefined ? [...usual, undefined] : [configuredNamespace];
  const searches: { everywhere: boolean; found: Reading<FoundPods> }[] = [];
  for (const namespace of places) {
    const found = await findIn(reader, namespace, bounds);
    searches.push({ everywhere: namespace === undefined, found });
    const hopeless = !found.known && (found.why === 'unreachable' || found.why === 'timeout');
    if (hopeless || (found.known && found.value.pods.length > 0)) break;
  }
  const all = searches.map(({ found }) => found);
  const hit = all.find((found) => found.known && found.value.pods.length > 0);
  const everywhere = searches.find((search) => search.everywhere && search.found.known)?.found;
  // A place that could not be read may hold the pods, unless a search of the whole cluster covered it.
  const failure = searches.find(({ found, everywhere: whole }) => !found.known && !whole)?.found;
  const found = hit ?? everywhere ?? failure ?? all[0];
  return {
    found: found ?? unknown('absent', 'no namespace to search', 'kubectl get pods', ''),
    tried: all.map(({ source }) => source),
  };
}

async function findIn(
  reader: ClusterReader,
  namespace: string | undefined,
  bounds: CallBounds,
): Promise<Reading<FoundPods>> {
  const where = namespace === undefined ? {} : { namespace };
  let last: Reading<readonly Pod[]> | undefined;
  for (const labelSelector of SELECTORS) {
    last = await reader.listPods({ ...where, labelSelector }, bounds);
    if (!last.known) return last;
    const agents = last.value.filter((pod) => agentContainer(pod) !== undefined);
    if (agents.length > 0) return foundIn(agents, namespace, last);
  }
  const all = await reader.listPods(where, bounds);
  if (!all.known) return all;
  const byImage = all.value.filter((pod) => agentContainer(pod)?.image?.match(/\/cluster-agent(?:[:@]|$)/) != null);
  return foundIn(byImage, namespace, all);
}

function foundIn(pods: readonly Pod[], namespace: string | undefined, reading: { source: string; at: string }) {
  const where = namespace ?? pods[0]?.metadata.namespace ?? '';
  return known({ pods, namespace: where }, reading.source, reading.at);
}
