import type { KubeClient } from '../kube-client.ts';

/** What a Cluster Agent knows: of each node the pods on it that Services select, as `NAMESPACE/POD`, with these Services. */
export type Metamap = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

interface EndpointAddress {
  readonly nodeName?: string;
  readonly targetRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

/**
 * Makes the map as the Agent does, of nodes and Endpoints: those who compare it with EndpointSlices then look at what
 * Kubernetes itself derived by another way.
 */
export async function readMetamap(kube: KubeClient): Promise<Metamap> {
  const [nodes, endpoints] = await Promise.all([kube.list('v1', 'Node'), kube.list('v1', 'Endpoints')]);
  const map = new Map<string, Map<string, string[]>>();
  for (const { metadata } of nodes) map.set(metadata.name, new Map());
  for (const { metadata, ...rest } of endpoints) {
    const { subsets = [] } = rest as { readonly subsets?: readonly { readonly addresses?: EndpointAddress[] }[] };
    for (const { nodeName = '', targetRef } of subsets.flatMap(({ addresses = [] }) => addresses)) {
      if (targetRef?.kind !== 'Pod') continue;
      const pods = map.get(nodeName);
      const pod = `${targetRef.namespace}/${targetRef.name}`;
      // Kubernetes lists a pod in a subset for each set of ports.
      pods?.set(pod, [...new Set([...(pods.get(pod) ?? []), metadata.name])]);
    }
  }
  return map;
}

/** What `metamap` prints of it: the Services of a pod stand in no order. */
export function printMetamap(map: Metamap, warnings: readonly string[] = []): string {
  const lines = ['===============', 'Metadata Mapper', '===============', ''];
  if (warnings.length > 0) lines.push('Warnings:', ...warnings.map((warning) => `   - ${warning}`), '');
  for (const node of [...map.keys()].toSorted()) {
    lines.push(`Node detected: ${node}`);
    let shown: string | undefined;
    for (const [path, services] of [...(map.get(node) ?? [])].toSorted()) {
      const [namespace, pod] = path.split('/');
      if (namespace !== shown) lines.push('  ', `  - Namespace: ${namespace}`);
      lines.push(`      - Pod: ${pod}`, `        Services: [${services.toReversed().join(' ')}]`);
      shown = namespace;
    }
    lines.push('  ');
  }
  return `${lines.join('\n')}\n`;
}

/** The map without a node. */
export function withoutNode(map: Metamap, node: string): Metamap {
  return new Map([...map].filter(([name]) => name !== node));
}

/** The map without pods: by their paths. */
export function withoutPods(map: Metamap, isGone: (pod: string) => boolean): Metamap {
  return new Map([...map].map(([node, pods]) => [node, new Map([...pods].filter(([pod]) => !isGone(pod)))]));
}
