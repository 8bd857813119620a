import type { LogScan } from '../domain/log-scan.ts';
import type { NodeAgentLook, NodeAgentPod } from '../domain/node-agent.ts';
import { known, mapReading, type Reading, unknown } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { nodeLinkScanner } from '../parsers/node-link/node-log.ts';
import type { SharedReadings } from './agent-readings.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import { notAsked } from './not-asked.ts';
import { isOutOfReach } from './out-of-reach.ts';

const USUAL_SERVICE = 'datadog-cluster-agent';
const LOG_LINES = 2_000;
const MAX_LOG_BYTES = 10_000_000;
const ADDRESS = /^[\w.:[\]-]{1,253}$/;

/** The Service that a node Agent looks for; `null`: it is told an address instead. */
export function serviceOf({ env }: NodeAgentPod): string | null {
  return env.DD_CLUSTER_AGENT_URL ? null : env.DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME || USUAL_SERVICE;
}

/**
 * Asks one node Agent for its `status`; where its link to the Cluster Agent fails, or nothing proves that it still
 * stands, also for the address in its environment, and its log. Whom the question's time does not suffice for is told as
 * not reached.
 */
export async function lookAtNodeAgent(
  reader: ClusterReader,
  options: CollectOptions,
  shared: Pick<SharedReadings, 'nodeStatus'>,
  pod: NodeAgentPod,
  isReporting: boolean,
): Promise<NodeAgentLook> {
  const bounds = callBounds(options);
  const place = { namespace: pod.namespace, pod: pod.name, container: pod.container };
  const status = options.exec ? await shared.nodeStatus(place) : notAsked('node-status-json', pod, options);
  const service = serviceOf(pod);
  const look: NodeAgentLook = { pod, status, service };
  if ((isReporting && !saysItFails(status)) || bounds.signal?.aborted) return look;
  const [serviceHost, log] = await Promise.all([
    service === null ? undefined : readServiceHost(reader, options, pod, service, status),
    readNodeLog(reader, pod, bounds),
  ]);
  return { ...look, ...(serviceHost === undefined ? {} : { serviceHost }), log };
}

function saysItFails(status: NodeAgentLook['status']): boolean {
  const link = status.known ? status.value.clusterAgentLink : undefined;
  return link?.state === 'present' && (!link.value.connected || link.value.error !== undefined);
}

async function readServiceHost(
  reader: ClusterReader,
  options: CollectOptions,
  { namespace, name, container, ...pod }: NodeAgentPod,
  service: string,
  status: NodeAgentLook['status'],
): Promise<Reading<string>> {
  const word = `${service.toUpperCase().replaceAll('-', '_')}_SERVICE_HOST`;
  const command = { run: 'service-host', word } as const;
  if (!options.exec) return notAsked(command, { namespace, name, container, ...pod }, options);
  if (!status.known && isOutOfReach(status)) return status;
  const output = await reader.exec({ namespace, pod: name, container, command }, callBounds(options));
  if (!output.known) return output;
  const { stdout, stderr, exitCode } = output.value;
  const printed = stdout.trim();
  // That is how it says that there is no such variable.
  if (exitCode === 1 && printed === '' && stderr.trim() === '') return known('', output.source, output.at);
  if (exitCode === 0 && (printed === '' || ADDRESS.test(printed))) return mapReading(output, () => printed);
  const detail = exitCode === 0 ? 'what it printed is no address' : `exit code ${exitCode}`;
  return unknown('unreadable', detail, output.source, output.at);
}

async function readNodeLog(
  reader: ClusterReader,
  { namespace, name, container }: NodeAgentPod,
  bounds: CallBounds,
): Promise<LogScan> {
  const scanner = nodeLinkScanner();
  const target = { namespace, pod: name, container, previous: false, tailLines: LOG_LINES, maxBytes: MAX_LOG_BYTES };
  const read = await reader.streamLog(target, scanner.take, bounds);
  return { pod: name, reading: mapReading(read, ({ bytes, more }) => ({ ...scanner.end(), bytes, more })) };
}
