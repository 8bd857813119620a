import type { Metadata, MetadataScope, PodMembership } from '../domain/metadata.ts';
import type { ClusterContent } from '../domain/metadata-comparison.ts';
import type { EndpointSlice, Node, Pod } from '../domain/objects.ts';
import type { Subject } from '../domain/question.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import type { AgentReadings, SharedReadings } from './agent-readings.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import { compareReplicas, LOOK_AGAIN, type LookedMap } from './compare-replicas.ts';
import { readMetadataQueries } from './metadata-queries.ts';
import { findMeant, type Meant } from './metadata-scope.ts';
import { nearNames } from './near-names.ts';
import { notAsked } from './not-asked.ts';
import { type OneCopy, oneCopy } from './one-copy.ts';
import { isOutOfReach } from './out-of-reach.ts';
import { readMap } from './read-metamap.ts';
import { type EndpointsIndex, indexEndpoints } from './service-endpoints.ts';

/** Each holds its whole map, and prints it within the limits of the Agent's memory. */
const MOST_REPLICAS = 5;
const MOST_PODS = 500;
/** Maps and EndpointSlices of large clusters take longer than other answers. */
const TIMEOUT_MS = 20_000;

/**
 * Everything `metadata` needs beside the Agent itself: the map of every replica, compared with the EndpointSlices and
 * nodes that are read at the same time, and how often node Agents ask for it.
 */
export async function collectMetadata(
  reader: ClusterReader,
  options: CollectOptions,
  { found, shared }: Pick<AgentReadings, 'found' | 'shared'>,
  pace = LOOK_AGAIN,
): Promise<Metadata> {
  const bounds = { ...callBounds(options), timeoutMs: TIMEOUT_MS };
  const copy = oneCopy();
  const nodes = await reader.listNodes(bounds);
  const meant = await findMeant(reader, options.question.subject ?? {}, nodes, bounds);
  const where = meant.scope.kind === 'pod' ? { namespace: meant.scope.namespace } : {};
  const readEndpoints = async () =>
    mapReading(await reader.listAllEndpointSlices(where, bounds), (slices: readonly EndpointSlice[]) =>
      indexEndpoints(slices, copy),
    );
  const nodeCount = mapReading(nodes, (list) => list.length);
  const tell = (endpoints: Reading<EndpointsIndex>) =>
    mapReading(endpoints, ({ slices, links }) => ({ slices, links }));
  const scope = meant.scope.kind === 'nothing' ? goneScope(options.question.subject ?? {}) : meant.scope;
  const noScope = (endpoints: Reading<EndpointsIndex>): Metadata => ({
    scope: unresolved(meant.scope, nodes, endpoints),
    replicas: [],
    nodes: nodeCount,
    endpoints: tell(endpoints),
    queries: [],
  });
  if (scope === undefined || scope.kind === 'ambiguous') return noScope(await readEndpoints());
  const { agents } = await found;
  const replicas = agents.filter(({ state, leaving }) => state === 'running' && !leaving).slice(0, MOST_REPLICAS);
  const [endpoints, asked, pods] = await Promise.all([
    readEndpoints(),
    Promise.all(replicas.map((replica) => askReplica(reader, options, shared, replica, scope, copy, bounds))),
    readPods(reader, scope, meant, bounds),
  ]);
  const cluster = contentOf(nodes, endpoints);
  const compared = await compareReplicas({
    maps: asked.map(({ pod, map }) => ({ pod: pod.name, map })),
    cluster,
    scope,
    again: {
      map: (name) => {
        const pod = replicas.find((one) => one.name === name);
        return pod && readMap(reader, pod, scope, copy, bounds);
      },
      cluster: async () => {
        const [later, laterEndpoints] = await Promise.all([reader.listNodes(bounds), readEndpoints()]);
        return contentOf(later, laterEndpoints);
      },
    },
    bounds,
    pace,
  });
  const isHeld = compared.some(({ reading }) => reading.known && reading.value.tree.length > 0);
  if (meant.scope.kind === 'nothing' && !isHeld) return noScope(endpoints);
  return {
    scope,
    replicas: compared,
    nodes: nodeCount,
    endpoints: tell(endpoints),
    ...(pods === undefined ? {} : { pods: memberships(pods, endpoints) }),
    queries: asked.map(({ pod, queries }) => ({ pod: pod.name, reading: queries })),
  };
}

/** One command after the other: each takes memory inside the Agent's own limit. */
async function askReplica(
  reader: ClusterReader,
  options: CollectOptions,
  { logOf }: Pick<SharedReadings, 'logOf'>,
  pod: AgentPod,
  scope: MetadataScope,
  copy: OneCopy,
  bounds: CallBounds,
): Promise<{
  readonly pod: AgentPod;
  readonly map: LookedMap;
  readonly queries: Metadata['queries'][number]['reading'];
}> {
  if (!options.exec) {
    return { pod, map: notAsked('metamap', pod, options), queries: notAsked('telemetry', pod, options) };
  }
  const map = await readMap(reader, pod, scope, copy, bounds);
  const queries = !map.known && isOutOfReach(map) ? map : await readMetadataQueries(reader, pod, logOf, bounds);
  return { pod, map, queries };
}

/** Undefined where either side could not be read. */
function contentOf(nodes: Reading<readonly Node[]>, endpoints: Reading<EndpointsIndex>): ClusterContent | undefined {
  if (!nodes.known || !endpoints.known) return undefined;
  const { ready, all } = endpoints.value;
  return { nodes: new Set(nodes.value.map(({ metadata }) => metadata.name)), ready, all };
}

/** The pods that a node or a pod stands for; undefined where the whole map is meant. */
async function readPods(
  reader: ClusterReader,
  scope: MetadataScope,
  { pods }: Meant,
  bounds: CallBounds,
): Promise<Reading<readonly Pod[]> | undefined> {
  if (scope.kind === 'pod') return pods;
  if (scope.kind !== 'node') return undefined;
  const onNode = await reader.listPods({ node: scope.node }, bounds);
  // What has run to its end is behind no Service, and need not be.
  return mapReading(onNode, (list) =>
    list.filter(({ status: { phase } }) => phase !== 'Succeeded' && phase !== 'Failed'),
  );
}

function memberships(
  pods: Reading<readonly Pod[]>,
  endpoints: Reading<EndpointsIndex>,
): Reading<readonly PodMembership[]> {
  if (!endpoints.known) return endpoints;
  const { all, ready } = endpoints.value;
  return mapReading(pods, (list) =>
    list.slice(0, MOST_PODS).map(({ metadata: { namespace = '', name }, spec }) => {
      const path = `${namespace}/${name}`;
      const isReady = new Set(ready.services.get(path)?.split(' '));
      const services = all.services.get(path)?.split(' ') ?? [];
      return {
        namespace,
        pod: name,
        node: spec.nodeName ?? '',
        services: services.map((service) => ({ service, ready: isReady.has(service) })),
      };
    }),
  );
}

/** A pod that the API server does not have may still stand in a map. */
function goneScope({ namespace, name, resource }: Subject): MetadataScope | undefined {
  if (namespace === undefined || name === undefined || resource === 'node') return undefined;
  return { kind: 'pod', namespace, pod: name, node: null };
}

function unresolved(
  scope: Meant['scope'],
  nodes: Reading<readonly Node[]>,
  endpoints: Reading<EndpointsIndex>,
): MetadataScope {
  if (scope.kind !== 'nothing') return scope;
  const { asked } = scope;
  const names = [
    ...(nodes.known ? nodes.value.map(({ metadata }) => metadata.name) : []),
    ...(endpoints.known ? endpoints.value.all.services.keys() : []),
  ];
  return { kind: 'not-found', asked, near: nearNames(asked.slice(asked.lastIndexOf('/') + 1), names) };
}
