import type { Finding } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { agentPort, PORT } from './agent-port.ts';
import { apiServiceOf, askedPort, availability, isAvailable, secondsSince, servingService } from './api-service.ts';
import { causeOfCall } from './condition-cause.ts';
import { type ApiLink, externalHpas, readyAgents, sources } from './link.ts';
import { endpointPort } from './ports.ts';
import { type SubjectView, servedSources } from './subject-view.ts';

/** Who says that the metrics API does not answer, and in which words. */
interface Complaint {
  readonly reason: string;
  readonly message: string;
  readonly since: string | undefined;
  readonly evidence: readonly string[];
}

/** Somebody is registered and does not answer: not running, not ready, or cut off from the control plane. */
export const reachability: ApiLink = (snapshot, view) => {
  const complaint = byApiService(snapshot) ?? (view && byServed(view)) ?? (view && byCondition(view));
  if (complaint === undefined) return undefined;
  return blocked(snapshot, complaint) ?? unavailable(snapshot, complaint);
};

function byApiService(snapshot: Snapshot): Complaint | undefined {
  const condition = availability(apiServiceOf(snapshot));
  if (condition?.status !== 'False') return undefined;
  const { reason = '', message = '', lastTransitionTime: since } = condition;
  return { reason, message, since, evidence: sources(snapshot.autoscaling?.chain.apiService) };
}

const SILENT = ['api-unavailable', 'api-timeout'];

function byServed({ metrics }: SubjectView): Complaint | undefined {
  const refused = metrics.find(({ refusal }) => refusal && SILENT.includes(refusal.cause.kind));
  if (refused?.refusal === undefined) return undefined;
  return { reason: '', message: refused.refusal.message, since: undefined, evidence: servedSources(refused) };
}

function byCondition({ condition, source }: SubjectView): Complaint | undefined {
  if (condition === undefined || !SILENT.includes(condition.cause.kind)) return undefined;
  const { reason, message, since } = condition;
  return { reason, message, since, evidence: [source] };
}

/**
 * A timeout, while the Agent is Ready and stands behind the Service: what is in between drops the packets. Not so where
 * the API server's own checks pass on the same way: then it is the Agent that takes too long.
 */
function blocked(snapshot: Snapshot, { message, evidence }: Complaint): Finding | undefined {
  const agents = readyAgents(snapshot);
  const silent = causeOfCall(message).kind === 'api-timeout';
  if (!silent || agents === null || agents === 0 || readyEndpoints(snapshot) === 0) return undefined;
  if (isAvailable(snapshot) === true) return undefined;
  const service = servingService(snapshot);
  return {
    code: 'metrics-api-blocked',
    verdict: 'fault',
    subject: service,
    facts: { service, port: portOnPods(snapshot), message, readyAgents: agents },
    evidence: [...evidence, ...sources(snapshot.pods, snapshot.autoscaling?.chain.endpoints)],
  };
}

function unavailable(snapshot: Snapshot, { reason, message, since, evidence }: Complaint): Finding {
  const service = servingService(snapshot);
  return {
    code: 'metrics-api-unavailable',
    verdict: 'fault',
    subject: service,
    facts: {
      service,
      reason,
      message,
      sinceSeconds: secondsSince(snapshot, since),
      readyEndpoints: readyEndpoints(snapshot),
      readyAgents: readyAgents(snapshot),
      hpas: externalHpas(snapshot),
      available: isAvailable(snapshot),
    },
    evidence,
  };
}

/** Ready addresses behind the Service; an address that does not say counts as ready, as in Kubernetes. */
function readyEndpoints({ autoscaling }: Snapshot): number | null {
  const endpoints = autoscaling?.chain.endpoints;
  if (!endpoints?.known) return null;
  return endpoints.value
    .flatMap(({ endpoints: list = [] }) => list)
    .filter(({ conditions }) => conditions?.ready !== false).length;
}

/** The port that a firewall must let through: the pods' own, which the control plane dials. */
function portOnPods(snapshot: Snapshot): number {
  const api = apiServiceOf(snapshot);
  const service = snapshot.autoscaling?.chain.service;
  const asked = api ? askedPort(api) : undefined;
  const through = service?.known ? service.value.spec.ports?.find(({ port }) => port === asked) : undefined;
  const target = through?.targetPort;
  const leadsTo = typeof target === 'number' ? target : through && endpointPort(snapshot, through.name);
  return leadsTo ?? agentPort(snapshot).port ?? asked ?? PORT;
}
