import type { Finding } from '../../domain/finding.ts';
import type { Metadata, PodMembership } from '../../domain/metadata.ts';
import type { Rule } from '../rule.ts';
import { readMaps } from './read-maps.ts';

/** Named one by one; the total counts all. */
const MOST_NAMED = 20;

/** Pods of the node or the pod asked about that are rightly not in the map. For the whole map there are too many to be news. */
export const podsWithoutService: Rule = {
  topic: 'metadata',
  codes: ['metadata-pod-without-service'],
  looksAt: 'the pods that were asked about, and which EndpointSlices hold them',
  diagnose: ({ metadata }): readonly Finding[] => {
    const pods = metadata === undefined ? [] : outsideTheMap(metadata);
    const [first] = pods;
    if (metadata?.pods?.known !== true || first === undefined) return [];
    const { scope } = metadata;
    const facts = {
      pods: pods.slice(0, MOST_NAMED).map(nameOf),
      total: pods.length,
      node: scope.kind === 'node' ? scope.node : null,
      notReady: pods
        .flatMap((pod) => pod.services.map(({ service }) => ({ pod: nameOf(pod), service })))
        .slice(0, MOST_NAMED),
    };
    const subject = scope.kind === 'node' ? scope.node : nameOf(first);
    const evidence = [metadata.pods.source];
    return [{ code: 'metadata-pod-without-service', verdict: 'explained', subject, facts, evidence }];
  },
};

/** The pods asked about that no Service selects as Ready ones, and that no replica's map holds. */
export function outsideTheMap(metadata: Metadata): readonly PodMembership[] {
  const { scope, pods } = metadata;
  if ((scope.kind !== 'node' && scope.kind !== 'pod') || pods?.known !== true) return [];
  const trees = readMaps(metadata).flatMap(({ view: { tree } }) => tree);
  const mapped = new Set(trees.flatMap((node) => node.pods.map(nameOf)));
  return pods.value.filter((pod) => !pod.services.some(({ ready }) => ready) && !mapped.has(nameOf(pod)));
}

function nameOf({ namespace, pod }: { readonly namespace: string; readonly pod: string }): string {
  return `${namespace}/${pod}`;
}
