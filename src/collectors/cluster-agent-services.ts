import type { NodeAgents, ServiceNow } from '../domain/node-agent.ts';
import type { Pod, Service } from '../domain/objects.ts';
import { known, mapReading, type Reading, unknown } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';

/** Where the Cluster Agent listens, whatever it is set up for. */
const AGENT_PORT = 5005;

/** The Services that node Agents look for, as they are now, and those that they should look for. */
export async function readServices(
  reader: ClusterReader,
  namespace: string,
  wanted: readonly string[],
  clusterAgents: readonly Pod[],
  bounds: CallBounds,
): Promise<Pick<NodeAgents, 'services' | 'rightServices'>> {
  const list = await reader.listServices({ namespace }, bounds);
  const leads = (service: Service) => clusterAgents.some((pod) => selects(service, pod));
  const noPods = unknown('absent', 'no Cluster Agent pod to compare selectors with', list.source, list.at);
  const rightServices: NodeAgents['rightServices'] =
    list.known && clusterAgents.length === 0
      ? noPods
      : mapReading(list, (all) =>
          all
            .filter((service) => leads(service) && service.spec.ports?.some(({ port }) => port === AGENT_PORT))
            .map(({ metadata }) => metadata.name)
            .toSorted(),
        );
  const services = await Promise.all(
    wanted.map(async (name) => {
      const service = list.known ? list.value.find(({ metadata }) => metadata.name === name) : undefined;
      if (!list.known) return { name, reading: list };
      if (service === undefined) return { name, reading: known(null, list.source, list.at) };
      if (clusterAgents.length === 0) return { name, reading: noPods };
      return { name, reading: await describeNow(reader, namespace, service, leads(service), bounds) };
    }),
  );
  return { services, rightServices };
}

async function describeNow(
  reader: ClusterReader,
  namespace: string,
  { metadata: { name, creationTimestamp }, spec: { clusterIP, ports = [] } }: Service,
  selectsClusterAgent: boolean,
  bounds: CallBounds,
): Promise<Reading<ServiceNow>> {
  const slices = await reader.listEndpointSlices(namespace, name, bounds);
  return mapReading(slices, (list) => {
    const ready = list
      .flatMap(({ endpoints = [] }) => endpoints)
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) => addresses);
    return {
      name,
      ports: ports.map(({ port, targetPort = port }) => ({ port, targetPort: String(targetPort) })),
      ready: new Set(ready).size,
      selectsClusterAgent,
      ...(creationTimestamp === undefined ? {} : { createdAt: creationTimestamp }),
      ...(clusterIP === undefined ? {} : { clusterIP }),
    };
  });
}

/** A Service without a selector selects nothing. */
function selects({ spec: { selector = {} } }: Service, { metadata: { labels = {} } }: Pod): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([label, value]) => labels[label] === value);
}
