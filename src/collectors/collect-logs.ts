import type { LogScan } from '../domain/log-scan.ts';
import { mapReading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { logScanner } from '../parsers/logs/log-scanner.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';

/** Of one pod at once. */
const MAX_BYTES = 10_000_000;
/** The most that kubelets keep by default (10 MiB) is seldom more lines. */
const MAX_LINES = 60_000;
/** Where so many lines were too much, as many as fitted, less a little: the newest may be longer. */
const FEWER = 0.8;
const TRIES = 3;
/** Megabytes take longer than other answers. */
const TIMEOUT_MS = 20_000;

/** Scans the log of every running replica as it arrives, the newest lines of it. */
export function collectLogs(
  reader: ClusterReader,
  options: CollectOptions,
  agents: readonly AgentPod[],
): Promise<readonly LogScan[]> {
  const bounds = { ...callBounds(options), timeoutMs: TIMEOUT_MS };
  const running = agents.filter(({ state }) => state === 'running');
  return Promise.all(running.map((pod) => scanNewest(reader, pod, bounds)));
}

/** Of a tail that is too long the API server sends the oldest part: a shorter one is asked for then. */
async function scanNewest(reader: ClusterReader, pod: AgentPod, bounds: CallBounds): Promise<LogScan> {
  let scan = await scanTail(reader, pod, MAX_LINES, bounds);
  for (let tries = 1; tries < TRIES && isCut(scan); tries++) {
    const lines = scan.reading.known ? Math.floor(scan.reading.value.lines * FEWER) : 0;
    if (lines === 0) break;
    const shorter = await scanTail(reader, pod, lines, bounds);
    // A later look that fails, as when the question's time is over, takes nothing back.
    if (!shorter.reading.known) break;
    scan = shorter;
  }
  return scan;
}

function isCut({ reading }: LogScan): boolean {
  return reading.known && reading.value.more && reading.value.bytes >= MAX_BYTES;
}

async function scanTail(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  tailLines: number,
  bounds: CallBounds,
): Promise<LogScan> {
  const scanner = logScanner();
  const target = { namespace, pod: name, container, previous: false, tailLines, maxBytes: MAX_BYTES };
  const read = await reader.streamLog(target, (text) => scanner.take(text), bounds);
  return { pod: name, reading: mapReading(read, ({ bytes, more }) => ({ ...scanner.end(), bytes, more })) };
}
