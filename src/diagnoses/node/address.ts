import type { FindingOf } from '../../domain/finding.ts';
import type { NodeAgentPod } from '../../domain/node-agent.ts';
import { secondsBetween } from '../leadership.ts';
import { type LinkCase, serviceOf, variableOf } from './link-case.ts';
import type { LinkTrouble } from './link-trouble.ts';

/** What every container must have been told of a Service when it started. */
interface Told {
  readonly variable: string;
  readonly service: string;
}

/**
 * Its environment holds no address of the Cluster Agent's Service. Kubernetes sets it when the container starts, for
 * Services of the same namespace that are there by then.
 */
export function withoutAddress(
  of: LinkCase,
  trouble: LinkTrouble,
): FindingOf<'node-agent-started-before-service'> | undefined {
  const told = unset(of, trouble);
  if (told === undefined) return undefined;
  const pod = of.live?.look.pod;
  const service = serviceOf(of, told.service);
  const now = service?.known ? service.value : null;
  const facts = {
    ...of.story,
    ...told,
    startedAt: pod?.startedAt ?? null,
    serviceCreatedAt: now?.createdAt ?? null,
    cause: causeOf(pod, now?.createdAt),
    owner: pod?.owner ?? null,
  };
  const { serviceHost } = of.live?.look ?? {};
  const evidence = [...trouble.evidence, ...[serviceHost, service].flatMap((one) => (one?.known ? one.source : []))];
  return { code: 'node-agent-started-before-service', verdict: 'fault', subject: of.subject, facts, evidence };
}

/** The variable that is not set: by the Agent's error, else by its environment. */
export function unset({ live, link }: LinkCase, { cause }: LinkTrouble): Told | undefined {
  if (cause.kind === 'no-service-address') {
    // The Agent writes the name in capitals; as it is in Kubernetes it is known only of the pod.
    const name = live?.look.service;
    const isThat = name !== null && name !== undefined && variableOf(name) === cause.variable;
    return { variable: cause.variable, service: isThat ? name : cause.service };
  }
  const { service = null, serviceHost } = live?.look ?? {};
  // An Agent that names an endpoint has its address from elsewhere.
  if (service === null || !serviceHost?.known || serviceHost.value !== '' || link?.endpoint !== undefined)
    return undefined;
  // Who was answered has an address.
  if (cause.kind === 'token-refused' || cause.kind === 'tls') return undefined;
  return { variable: variableOf(service), service };
}

function causeOf(pod: NodeAgentPod | undefined, createdAt: string | undefined): 'older' | 'links-off' | 'unclear' {
  if (pod?.serviceLinks === false) return 'links-off';
  const seconds = secondsBetween(pod?.startedAt, createdAt);
  return seconds !== null && seconds >= 0 ? 'older' : 'unclear';
}

/** It goes to an address that the Service no longer has: the environment is as old as the container. */
export function staleAddress(of: LinkCase): FindingOf<'node-agent-stale-service-address'> | undefined {
  const { live } = of;
  const name = live?.look.service ?? null;
  const service = serviceOf(of);
  const used = addressUsed(of);
  if (live === undefined || name === null || used === undefined || !service?.known) return undefined;
  const { clusterIP = '', createdAt } = service.value ?? {};
  if (!isAddress(clusterIP) || sameAddress(used.host, clusterIP)) return undefined;
  const { pod } = live.look;
  const facts = {
    ...of.story,
    variable: variableOf(name),
    host: used.host,
    service: name,
    clusterIP,
    startedAt: pod.startedAt ?? null,
    serviceCreatedAt: createdAt ?? null,
    owner: pod.owner ?? null,
  };
  const evidence = [used.source, service.source];
  return { code: 'node-agent-stale-service-address', verdict: 'fault', subject: of.subject, facts, evidence };
}

/** The host that it goes to where that comes from the Service: by its environment, else by the endpoint in its `status`. */
export function addressUsed({
  live,
  link,
  status,
}: LinkCase): { readonly host: string; readonly source: string } | undefined {
  const { service = null, serviceHost } = live?.look ?? {};
  const endpoint = endpointOf(link?.endpoint);
  if (service === null) return undefined;
  if (serviceHost?.known) {
    const host = serviceHost.value;
    // An endpoint of another address was configured, and the environment does not matter.
    const isUsed = endpoint === undefined || sameAddress(endpoint.host, host);
    return host !== '' && isUsed ? { host, source: serviceHost.source } : undefined;
  }
  return endpoint && isAddress(endpoint.host) ? { host: endpoint.host, source: status.source } : undefined;
}

/** Host and port of `https://10.96.13.7:5005`, an IPv6 address without its brackets. */
export function endpointOf(
  endpoint: string | undefined,
): { readonly host: string; readonly port: number | null } | undefined {
  const parts = /^[a-z]+:\/\/(?:\[([^\]]+)\]|([^/:]+))(?::(\d{1,5}))?/i.exec(endpoint ?? '');
  const host = parts?.[1] ?? parts?.[2];
  return host === undefined ? undefined : { host, port: parts?.[3] === undefined ? null : Number(parts[3]) };
}

/** Not: `None` of a headless Service, or a name. */
function isAddress(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text);
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
