import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { Service } from '../../domain/objects.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { agentPort } from './agent-port.ts';
import { apiServiceOf, askedPort, availability, servingService } from './api-service.ts';
import { type ApiLink, sources } from './link.ts';

/** Nothing is ready behind the Service: then a port that is only assumed is not the thing to blame. */
const NOBODY_BEHIND = /MissingEndpoints|EndpointsNotFound/;

/** From the APIService to the Service's port, and from there to the Agent's: two places where numbers must meet. */
export const ports: ApiLink = (snapshot) => {
  const { apiService, service, endpoints } = snapshot.autoscaling?.chain ?? {};
  const api = apiServiceOf(snapshot);
  if (api === undefined || !service?.known) return undefined;
  const facts = mismatch(snapshot, service.value, askedPort(api));
  if (facts === undefined) return undefined;
  return {
    code: 'metrics-api-port-mismatch',
    verdict: 'fault',
    subject: facts.service,
    facts,
    evidence: sources(apiService, service, endpoints, snapshot.pods),
  };
};

function mismatch(
  snapshot: Snapshot,
  service: Service,
  asked: number,
): FactsByCode['metrics-api-port-mismatch'] | undefined {
  const list = service.spec.ports ?? [];
  const { port, from } = agentPort(snapshot);
  const told = {
    service: servingService(snapshot),
    asked,
    servicePorts: list.map(({ port }) => port),
    agentPort: port,
    agentPortFrom: from,
  };
  const through = list.find((one) => one.port === asked);
  if (through === undefined) return { ...told, targetPort: null, between: 'apiservice-and-service' };
  const target = through.targetPort ?? through.port;
  const leadsTo = typeof target === 'number' ? target : endpointPort(snapshot, through.name);
  if (port === null || leadsTo === undefined || leadsTo === port) return undefined;
  if (from === 'assumed' && NOBODY_BEHIND.test(availability(apiServiceOf(snapshot))?.reason ?? '')) return undefined;
  return { ...told, targetPort: String(target), between: 'service-and-agent' };
}

/** The number that a named target port stands for, which only the endpoints tell. */
export function endpointPort({ autoscaling }: Snapshot, name: string | undefined): number | undefined {
  const endpoints = autoscaling?.chain.endpoints;
  if (!endpoints?.known) return undefined;
  const all = endpoints.value.flatMap(({ ports: list = [] }) => list);
  return all.find((one) => (one.name ?? '') === (name ?? ''))?.port;
}
