import type { FindingOf } from '../../domain/finding.ts';
import type { ServiceNow } from '../../domain/node-agent.ts';
import type { Reading } from '../../domain/reading.ts';
import { addressUsed, endpointOf, unset } from './address.ts';
import { type LinkCase, serviceOf } from './link-case.ts';
import type { LinkTrouble } from './link-trouble.ts';

type Found = FindingOf<'node-agent-wrong-service'>;

/** Where the Cluster Agent listens. */
const AGENT_PORT = 5005;

/** The Service that it looks for is not there, is not the Cluster Agent's, or does not lead to its port. */
export function wrongService(of: LinkCase, trouble: LinkTrouble): Found | undefined {
  const { cause, error, evidence } = trouble;
  const missing = unset(of, trouble);
  const name = missing?.service ?? of.live?.look.service ?? null;
  const service = name === null ? undefined : serviceOf(of, name);
  if (name !== null && service?.known && (missing !== undefined || isUsed(of))) {
    const wrong = wrongIn(of, service);
    if (wrong !== undefined) return tell(of, name, wrong.cause, wrong.detail, [...evidence, service.source]);
  }
  if (cause.kind !== 'not-https') return undefined;
  return tell(of, name ?? configured(of), 'not-https', error, evidence);
}

/** The Service of its address is gone; what its `status` says is from before. */
export function vanishedService(of: LinkCase): Found | undefined {
  const name = of.live?.look.service ?? null;
  const service = serviceOf(of);
  if (name === null || !service?.known || service.value !== null || addressUsed(of) === undefined) return undefined;
  return tell(of, name, 'absent', null, [of.status.source, service.source]);
}

function tell(
  of: LinkCase,
  service: string,
  cause: Found['facts']['cause'],
  detail: string | null,
  evidence: readonly string[],
): Found {
  const { rightServices } = of.live?.agents ?? {};
  const right = rightServices?.known ? rightServices.value.filter((name) => name !== service) : [];
  const facts = { ...of.story, service, cause, right, detail };
  return { code: 'node-agent-wrong-service', verdict: 'fault', subject: of.subject, facts, evidence };
}

/** Not where it was given another address than the Service's. */
function isUsed(of: LinkCase): boolean {
  return of.link?.endpoint === undefined || addressUsed(of) !== undefined;
}

function wrongIn(
  { link }: LinkCase,
  service: Extract<Reading<ServiceNow | null>, { readonly known: true }>,
): { readonly cause: 'absent' | 'selects-others' | 'no-port'; readonly detail: string | null } | undefined {
  const { value } = service;
  if (value === null) return { cause: 'absent', detail: null };
  if (!value.selectsClusterAgent) return { cause: 'selects-others', detail: null };
  // Kubernetes gives the port that a Service lists first.
  const port = endpointOf(link?.endpoint)?.port ?? value.ports[0]?.port;
  const used = value.ports.find((one) => one.port === port);
  if (used !== undefined && leadsToAgent(used)) return undefined;
  return { cause: 'no-port', detail: used === undefined ? null : `${used.port} → ${used.targetPort}` };
}

/** A port with a name is taken for the right one: what it stands for is said in the Cluster Agent's pod. */
function leadsToAgent({ port, targetPort }: ServiceNow['ports'][number]): boolean {
  if (targetPort === '') return port === AGENT_PORT;
  return !/^\d+$/.test(targetPort) || Number(targetPort) === AGENT_PORT;
}

/** The address that it was given in place of a Service's name. */
function configured({ live, link }: LinkCase): string {
  return live?.look.pod.env.DD_CLUSTER_AGENT_URL ?? link?.endpoint ?? '';
}
