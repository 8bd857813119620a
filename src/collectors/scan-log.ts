import type { LogScan } from '../domain/log-scan.ts';
import type { MetadataQueries } from '../domain/metadata.ts';
import { mapReading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { logScanner } from '../parsers/logs/log-scanner.ts';
import { metadataQueryCounter } from '../parsers/telemetry/metadata-queries-in-log.ts';
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

/** What one reading of a replica's log tells. */
export interface ReplicaLog {
  readonly scan: LogScan;
  /** Absent: nobody was seen asking for metadata, which proves nothing. */
  readonly queries?: MetadataQueries;
}

/** Scans one replica's log as it arrives, the newest lines of it. */
export function scanLog(reader: ClusterReader, options: CollectOptions, pod: AgentPod): Promise<ReplicaLog> {
  return scanNewest(reader, pod, { ...callBounds(options), timeoutMs: TIMEOUT_MS });
}

/** Of a tail that is too long the API server sends the oldest part: a shorter one is asked for then. */
async function scanNewest(reader: ClusterReader, pod: AgentPod, bounds: CallBounds): Promise<ReplicaLog> {
  let scan = await scanTail(reader, pod, MAX_LINES, bounds);
  for (let tries = 1; tries < TRIES && isCut(scan); tries++) {
    const { reading } = scan.scan;
    const lines = reading.known ? Math.floor(reading.value.lines * FEWER) : 0;
    if (lines === 0) break;
    const shorter = await scanTail(reader, pod, lines, bounds);
    // A later look that fails, as when the question's time is over, takes nothing back.
    if (!shorter.scan.reading.known) break;
    scan = shorter;
  }
  return scan;
}

function isCut({ scan: { reading } }: ReplicaLog): boolean {
  return reading.known && reading.value.more && reading.value.bytes >= MAX_BYTES;
}

async function scanTail(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  tailLines: number,
  bounds: CallBounds,
): Promise<ReplicaLog> {
  const scanner = logScanner();
  const asked = metadataQueryCounter();
  const take = (text: string) => {
    scanner.take(text);
    asked.take(text);
  };
  const target = { namespace, pod: name, container, previous: false, tailLines, maxBytes: MAX_BYTES };
  const read = await reader.streamLog(target, take, bounds);
  const scan = { pod: name, reading: mapReading(read, ({ bytes, more }) => ({ ...scanner.end(), bytes, more })) };
  const queries = asked.end();
  return { scan, ...(read.known && queries ? { queries } : {}) };
}
