import type { Attempt } from './finding-facts.ts';
import type { MetadataNode, MetadataQueries, PodDifference } from './metadata.ts';

/** Facts of the findings about the metadata map. */
export interface MetadataFactsByCode {
  /** Agrees with the API server, or nothing to compare it with was readable (`compared` false, verdict unknown). */
  'metadata-map-healthy': {
    /** The replica whose map is shown. */
    readonly pod: string;
    readonly replicas: number;
    readonly nodes: number;
    readonly pods: number;
    readonly links: number;
    readonly compared: boolean;
    /** The tree that was asked for. */
    readonly tree: readonly MetadataNode[];
    /** Pods that the tree leaves out. */
    readonly left: number;
    /** A node or pod the question was narrowed to; `null`: the whole map. */
    readonly about: string | null;
  };
  'metadata-not-found': { readonly asked: string; readonly near: readonly string[] };
  'metadata-name-ambiguous': { readonly asked: string; readonly choices: readonly string[] };
  'metadata-node-missing': {
    readonly pod: string;
    readonly nodes: readonly string[];
    readonly total: number;
    /** Pods on them that a Service selects: they go without `kube_service` tags. `null`: not known. */
    readonly podsBehindServices: number | null;
  };
  /** A Service selects them, the map does not say so: no `kube_service` tag. */
  'metadata-pod-missing': {
    readonly pod: string;
    readonly pods: readonly PodDifference[];
    readonly total: number;
    readonly looks: 1 | 2;
  };
  'metadata-stale': {
    readonly pod: string;
    readonly pods: readonly PodDifference[];
    readonly total: number;
    readonly looks: 1 | 2;
  };
  /** Never in the map, and rightly so. */
  'metadata-pod-without-service': {
    readonly pods: readonly string[];
    readonly total: number;
    readonly node: string | null;
    /** A Service selects them, and they are not Ready: the reason why they are left out. */
    readonly notReady: readonly { readonly pod: string; readonly service: string }[];
  };
  'metadata-map-warning': { readonly pod: string; readonly warnings: readonly string[]; readonly error: string | null };
  'metadata-replicas-disagree': {
    readonly replicas: readonly {
      readonly pod: string;
      readonly nodes: number;
      readonly pods: number;
      readonly links: number;
    }[];
  };
  'metadata-queried': {
    readonly times: number;
    readonly failed: number;
    readonly how: MetadataQueries['how'];
    readonly replicas: number;
  };
  'metadata-not-queried': { readonly how: MetadataQueries['how']; readonly replicas: number };
  /** Whether node Agents ask cannot be seen: an empty log proves nothing. */
  'metadata-queries-unknown': { readonly attempts: readonly Attempt[] };
  'metadata-unread': { readonly attempts: readonly Attempt[] };
}
