import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statusDate } from '../../../simulator/cluster/capture-time.ts';
import { shiftText } from '../../../simulator/cluster/time-shift.ts';
import { entryJson, type StoredMetric } from './metric-store.ts';

const CAPTURE = join(import.meta.dirname, '../../../simulator/cluster/scenarios/leader-and-follower');
/** The pods of the capture. */
const CAPTURED = {
  leader: 'datadog-cluster-agent-6c9c858f76-8qmb7',
  follower: 'datadog-cluster-agent-6c9c858f76-ljbd8',
};
const JSON_METRICS = /"External":\{"Metrics":\[.*?\],"Total":\d+,"Valid":\d+\}/;
const TEXT_METRICS = /( {4}Total: )\d+(\n {4}Valid: )\d+/;

export type AgentRole = 'leader' | 'follower';

export interface AgentMoment {
  readonly role: AgentRole;
  readonly leader: string;
  /** Any pod that does not lead; absent when there is none. */
  readonly follower: string | undefined;
  readonly metrics: readonly StoredMetric[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface AgentDocuments {
  /** What `status --json` and `status` print at that moment. */
  status(moment: AgentMoment): { readonly json: string; readonly text: string };
  /** What `configcheck`, `clusterchecks` and `metamap` printed, by the name of the document. */
  others(role: AgentRole): Readonly<Record<'configcheck.txt' | 'clusterchecks.txt' | 'metamap.txt', string>>;
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
    'configcheck.txt': await read(`${role}-configcheck.txt`),
    'clusterchecks.txt': await read(`${role}-clusterchecks.txt`),
    'metamap.txt': await read(`${role}-metamap.txt`),
  });
  const others = { leader: await readOthers('leader'), follower: await readOthers('follower') };
  const log = (await read('leader-cluster-agent.log')).trimEnd().split('\n').slice(-200);
  return {
    status(moment) {
      const { json, text } = captured[moment.role];
      return {
        json: renew(json, moment).replace(JSON_METRICS, () => jsonMetrics(moment.metrics)),
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

function jsonMetrics(metrics: readonly StoredMetric[]): string {
  const entries = metrics.map(entryJson).join(',');
  return `"External":{"Metrics":[${entries}],"Total":${metrics.length},"Valid":${countValid(metrics)}}`;
}

function countValid(metrics: readonly StoredMetric[]): number {
  return metrics.filter(({ valid }) => valid).length;
}
