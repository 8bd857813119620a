import type { Reading } from './reading.ts';
import type { Unresolved } from './unresolved.ts';

/** Which Services select each pod, by node, as a Cluster Agent's `metamap` prints it. */
export interface MetadataMap {
  readonly nodes: readonly MetadataNode[];
  /** The lines under `Warnings:`. */
  readonly warnings: readonly string[];
  /** `Could not run the service mapper: …`: the map is missing, not empty. */
  readonly error?: string;
  /** What follows is unknown, not absent. */
  readonly cutOff: boolean;
}

export interface MetadataNode {
  readonly node: string;
  readonly pods: readonly MappedPod[];
}

export interface MappedPod {
  readonly namespace: string;
  readonly pod: string;
  /** Sorted: the Agent prints them in random order. */
  readonly services: readonly string[];
}

/** A pod with the Services in which the map and the API server differ. */
export interface PodDifference extends MappedPod {
  /** Empty where nobody names the node. */
  readonly node: string;
}

/** Where a map and the API server's EndpointSlices differ; lists are cut at 50, the totals count all. */
export interface MapDifferences {
  /** Nodes of the cluster that the map does not name. */
  readonly missingNodes: readonly string[];
  readonly missingNodesTotal: number;
  /** Ready endpoints that the map lacks. */
  readonly missing: readonly PodDifference[];
  readonly missingTotal: number;
  /** What the map holds and no EndpointSlice does, ready or not. */
  readonly stale: readonly PodDifference[];
  readonly staleTotal: number;
  /** 2: the differences stood in both of two looks, some seconds apart. */
  readonly looks: 1 | 2;
}

/** One replica's map, cut down to what an answer can tell: a map may hold 100,000 pods. */
export interface MapView {
  readonly nodes: number;
  readonly pods: number;
  /** Pairs of a pod and a Service. */
  readonly links: number;
  /** What was asked about, else the beginning of the map; at most 200 pods. */
  readonly tree: readonly MetadataNode[];
  readonly warnings: readonly string[];
  readonly error?: string;
  readonly cutOff: boolean;
  /** `null`: the API server's side could not be read, or the text was pasted. */
  readonly differences: MapDifferences | null;
}

/** How often node Agents asked this replica for metadata, by its own count since it started. */
export interface MetadataQueries {
  readonly times: number;
  readonly failed: number;
  /** `log`: Agents of 2018 write a line for each at DEBUG; since 2021 only telemetry counts. */
  readonly how: 'telemetry' | 'log';
}

/** What is meant by the words after `metadata`. */
export type MetadataScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string; readonly node: string | null }
  | Unresolved;

/** Everything `metadata` reads beside the Agent itself. */
export interface Metadata {
  readonly scope: MetadataScope;
  readonly replicas: readonly { readonly pod: string; readonly reading: Reading<MapView> }[];
  /** The cluster's nodes. */
  readonly nodes: Reading<number>;
  /** EndpointSlices of all namespaces, or of the pod's. */
  readonly endpoints: Reading<{ readonly slices: number; readonly links: number }>;
  /** Read for a node or a pod: the pods meant, with the Services whose EndpointSlices hold them. At most 500. */
  readonly pods?: Reading<readonly PodMembership[]>;
  readonly queries: readonly { readonly pod: string; readonly reading: Reading<MetadataQueries> }[];
}

export interface PodMembership {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  readonly services: readonly { readonly service: string; readonly ready: boolean }[];
}
