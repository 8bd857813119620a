import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statusDate } from '../../../simulator/cluster/capture-time.ts';
import { shiftText } from '../../../simulator/cluster/time-shift.ts';
import { runningChecks } from './check-documents.ts';
import { entryJson, type StoredMetric } from './metric-store.ts';

const CAPTURE = join(import.meta.dirname, '../../../simulator/cluster/scenarios/leader-and-follower');
/** The pods of the capture. */
const CAPTURED = {
  leader: 'datadog-cluster-agent-6c9c858f76-8qmb7',
  follower: 'datadog-cluster-agent-6c9c858f76-ljbd8',
};
/** The nodes of the capture, in the world's own names. */
const NODES: Readonly<Record<string, string>> = {
  'default-pool-bce5cd34-7g24': 'node-1',
  'default-pool-bce5cd34-slx3': 'node-2',
  'default-pool-bce5cd34-ttw6': 'node-3',
};
const JSON_CHECKS = '"runnerStats":{"Checks":{}';
const JSON_METRICS = /"External":\{"Metrics":\[.*?\],"Total":\d+,"Valid":\d+\}/;
const TELEMETRY = `api_requests{forwarded="false",handler="getPodMetadataForNode",status="200"} 824
cluster_checks_nodes_reporting{join_leader="true"} 3
`;
const TEXT_METRICS = /( {4}Total: )\d+(\n {4}Valid: )\d+/;

export type AgentRole = 'leader' | 'follower';

export interface AgentMoment {
  readonly role: AgentRole;
  readonly leader: string;
  /** Any pod that does not lead; absent when there is none. */
  readonly follower: string | undefined;
  readonly metrics: readonly StoredMetric[];
  /** Of the leader. */
  readonly eventCheck?: EventCheck;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What `kubernetes_apiserver` has done. */
export interface EventCheck {
  readonly runs: number;
  /** Of its last run. */
  readonly events: number;
  readonly totalEvents: number;
  readonly error?: string;
}

export interface AgentDocuments {
  /** What `status --json` and `status` print at that moment. */
  status(moment: AgentMoment): { readonly json: string; readonly text: string };
  /** What `configcheck` and `clusterchecks` printed, and what `telemetry` may, by the name of the document. */
  others(role: AgentRole): Readonly<Record<'configcheck.txt' | 'clusterchecks.txt' | 'telemetry.txt', string>>;
  /** The last lines of the captured leader's log in the form in which a kubelet keeps logs. */
  log(now: number): string;
}

/** Reads what a real leader and a real follower printed, to print it again for other pods at another time. */
export async function readAgentDocuments(): Promise<AgentDocuments> {
  const read = (name: string) => readFile(join(CAPTURE, name), 'utf8');
  const captured = {
    leader: { json: await read('leader-status.json'), text: await read('leader-status.txt') },
    follower: { json: await read('follower-status.json'), text: await read('follower-status.txt') },
  };
  const readOthers = async (role: AgentRole) => ({
    'configcheck.txt': inTheWorld(runningChecks(await read(`${role}-configcheck.txt`))),
    'clusterchecks.txt': inTheWorld(runningChecks(await read(`${role}-clusterchecks.txt`))),
    'telemetry.txt': TELEMETRY,
  });
  const others = { leader: await readOthers('leader'), follower: await readOthers('follower') };
  const log = (await read('leader-cluster-agent.log')).trimEnd().split('\n').slice(-200);
  return {
    status(moment) {
      const { json, text } = captured[moment.role];
      return {
        json: renew(json, moment)
          // The capture's Agents had no way to Datadog.
          .replace(/"SeriesFlushErrors":\d+/, '"SeriesFlushErrors":0')
          .replace(JSON_METRICS, () => jsonMetrics(moment.metrics))
          .replace(JSON_CHECKS, (none) => jsonChecks(moment) ?? none),
        text: renew(text, moment).replace(TEXT_METRICS, (_whole, total, valid) => {
          return `${total}${moment.metrics.length}${valid}${countValid(moment.metrics)}`;
        }),
      };
    },
    others: (role) => others[role],
    log(now) {
      const stamp = `${new Date(now).toISOString().slice(0, -1)}000000Z`;
      return log.map((line) => `${stamp} stdout F ${line}\n`).join('');
    },
  };
}

function renew(captured: string, { leader, follower, now }: AgentMoment): string {
  return shiftText(captured, now - (statusDate(captured) ?? now))
    .replaceAll(CAPTURED.leader, leader)
    .replaceAll(CAPTURED.follower, follower ?? leader);
}

function jsonChecks({ role, eventCheck, now }: AgentMoment): string | undefined {
  if (role !== 'leader' || eventCheck === undefined) return undefined;
  const { runs, events, totalEvents, error } = eventCheck;
  const seconds = Math.floor(now / 1000);
  const instance = {
    CheckName: 'kubernetes_apiserver',
    CheckID: 'kubernetes_apiserver',
    CheckConfigSource: 'file:/etc/datadog-agent/conf.d/kubernetes_apiserver.d/conf.yaml.default[0]',
    Events: events,
    TotalEvents: totalEvents,
    MetricSamples: 0,
    TotalMetricSamples: 0,
    TotalRuns: runs,
    LastError: error === undefined ? '' : JSON.stringify([{ message: error, traceback: '' }]),
    LastSuccessDate: error === undefined ? seconds : 0,
    UpdateTimestamp: seconds,
  };
  const checks = { kubernetes_apiserver: { kubernetes_apiserver: instance } };
  return `"runnerStats":{"Checks":${JSON.stringify(checks)}`;
}

/** Text of the capture with the names of this world's nodes. */
export function inTheWorld(text: string): string {
  return Object.entries(NODES).reduce((renamed, [from, to]) => renamed.replaceAll(from, to), text);
}

function jsonMetrics(metrics: readonly StoredMetric[]): string {
  const entries = metrics.map(entryJson).join(',');
  return `"External":{"Metrics":[${entries}],"Total":${metrics.length},"Valid":${countValid(metrics)}}`;
}

function countValid(metrics: readonly StoredMetric[]): number {
  return metrics.filter(({ valid }) => valid).length;
}
