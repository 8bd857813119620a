import type { Autoscaling, HpaLook } from './autoscaling.ts';
import type { Checks } from './checks.ts';
import type { EventCollection } from './event-collection.ts';
import type { Metadata } from './metadata.ts';
import type { NodeAgents } from './node-agent.ts';
import type { Reading } from './reading.ts';
import type { Snapshot } from './snapshot.ts';

/** Every reading of a snapshot, in the order in which it was asked for. */
export function readingsOf(snapshot: Snapshot): readonly Reading<unknown>[] {
  const others = [
    ...(snapshot.autoscaling ? autoscalingReadings(snapshot.autoscaling) : []),
    ...(snapshot.checks ? checkReadings(snapshot.checks) : []),
    ...(snapshot.metadata ? metadataReadings(snapshot.metadata) : []),
    ...(snapshot.nodeAgents ? nodeAgentReadings(snapshot.nodeAgents) : []),
    ...(snapshot.events ? eventReadings(snapshot.events) : []),
    ...(snapshot.logs?.map(({ reading }) => reading) ?? []),
  ];
  if (snapshot.origin === 'text') return [...snapshot.statuses.map(({ reading }) => reading), ...others];
  return [
    snapshot.pods,
    snapshot.replicasWanted,
    ...snapshot.locks.map(({ reading, again }) => again ?? reading),
    ...snapshot.statuses.map(({ reading }) => reading),
    ...snapshot.previousLogs.map(({ reading }) => reading),
    ...(snapshot.dependents ? [snapshot.dependents.externalHpas] : []),
    ...others,
  ];
}

function autoscalingReadings({
  search,
  views,
  list,
  chain,
  stored,
  rights,
  log,
}: Autoscaling): readonly Reading<unknown>[] {
  const { aggregationLayer, apiService, service, endpoints, apiVersions, serverVersion } = chain;
  const looked = [
    search?.found,
    ...views.flatMap((view) => [...lookReadings(view.again ?? view.first), view.events]),
    list?.hpas,
    ...(list?.targets.map(({ reading }) => reading) ?? []),
    apiService,
    service,
    endpoints,
    aggregationLayer,
    apiVersions,
    serverVersion,
    ...(views.length === 0 ? [stored.list] : []),
    ...rights.map(({ allowed }) => allowed),
    log,
  ];
  return looked.filter((reading) => reading !== undefined);
}

function lookReadings({ hpa, target, served, stored }: HpaLook): readonly (Reading<unknown> | undefined)[] {
  return [hpa, target, ...served.map(({ reading }) => reading), stored.list];
}

function checkReadings({ dispatching, configCheck, services, runners }: Checks): readonly Reading<unknown>[] {
  const asked = runners.known ? runners.value.flatMap((runner) => [runner.status, runner.configCheck]) : [];
  return [dispatching, configCheck, services, runners, ...asked.filter((reading) => reading !== undefined)];
}

function metadataReadings({ replicas, nodes, endpoints, pods, queries }: Metadata): readonly Reading<unknown>[] {
  const maps = replicas.map(({ reading }) => reading);
  return [...maps, nodes, endpoints, ...(pods ? [pods] : []), ...queries.map(({ reading }) => reading)];
}

function nodeAgentReadings(node: NodeAgents): readonly Reading<unknown>[] {
  const { survey, looks, reporting, services, rightServices } = node;
  const asked = looks.flatMap(({ status, serviceHost, log }) => [status, serviceHost, log?.reading]);
  return [
    survey,
    ...asked.filter((reading) => reading !== undefined),
    reporting,
    ...services.map(({ reading }) => reading),
    rightServices,
  ];
}

function eventReadings({ rights, token, inCluster, nodeAgents, log }: EventCollection): readonly Reading<unknown>[] {
  return [...rights.map(({ allowed }) => allowed), token, inCluster, nodeAgents, ...(log ? [log.reading] : [])];
}
