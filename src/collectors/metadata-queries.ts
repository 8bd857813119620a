import type { MetadataQueries } from '../domain/metadata.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import { metadataQueries } from '../domain/telemetry.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { telemetryReader } from '../parsers/telemetry/telemetry-output.ts';
import type { SharedReadings } from './agent-readings.ts';
import { understandOutput } from './understand-output.ts';

/** Some thousand metrics; more is something else. */
const MAX_TELEMETRY_BYTES = 16 * 1024 * 1024;

/** How often node Agents asked this replica for metadata: by its telemetry, by the log of Agents that count nothing. */
export async function readMetadataQueries(
  reader: ClusterReader,
  pod: AgentPod,
  logOf: SharedReadings['logOf'],
  bounds: CallBounds,
): Promise<Reading<MetadataQueries>> {
  const counted = await readCounted(reader, pod, bounds);
  if (counted.known || counted.why !== 'unsupported' || bounds.signal?.aborted) return counted;
  const { scan, queries } = await logOf(pod);
  return scan.reading.known && queries ? { ...scan.reading, value: queries } : counted;
}

async function readCounted(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  bounds: CallBounds,
): Promise<Reading<MetadataQueries>> {
  const telemetry = telemetryReader();
  const target = { namespace, pod: name, container, command: 'telemetry', maxBytes: MAX_TELEMETRY_BYTES } as const;
  const output = await reader.streamExec(target, telemetry.take, bounds);
  const read = understandOutput(output, () => {
    const parsed = telemetry.end();
    return parsed.recognised ? { recognised: true, value: parsed.telemetry } : parsed;
  });
  if (!read.known) {
    const isOld = output.known && /\bunknown command\b/.test(output.value.stderr);
    return isOld ? { ...read, why: 'unsupported' } : read;
  }
  const { source, at } = read;
  const queries = metadataQueries(read.value);
  if (queries) return known(queries, source, at);
  return read.value.cutOff
    ? unknown('unreadable', 'its telemetry is not whole', source, at)
    : unknown('unsupported', 'its telemetry does not count requests', source, at);
}
