import type { MetadataQueries } from './metadata.ts';

/** One number that a Cluster Agent counts or measures of itself. */
export interface TelemetrySample {
  /** `api_requests`, `cluster_checks_nodes_reporting`, `external_metrics_processed_value`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A plain decimal, digit for digit as the Agent wrote it; `NaN`, `+Inf` and `-Inf` as they are. */
  readonly value: string;
}

/** What `telemetry` prints, as far as anybody asks for it: API requests, cluster checks, external metrics, leadership. */
export interface Telemetry {
  /** At most 10,000, in the order of the text. */
  readonly samples: readonly TelemetrySample[];
  /** More of the same names, left out. */
  readonly left: number;
  /** Samples of any name: 0 is no telemetry. */
  readonly total: number;
  /** Something is missing or broken: what is not there is unknown, not zero. */
  readonly cutOff: boolean;
}

/**
 * By which node Agents ask for the Services of pods: one pod (all versions), or a node's pods at once (since 1.3). The
 * command `metamap` is answered by another one.
 */
const ASKED_BY_NODE_AGENTS: ReadonlySet<string> = new Set(['getPodMetadata', 'getPodMetadataForNode']);

/**
 * How often node Agents asked for metadata, by the counter `api_requests`. `undefined`: not to be seen, since the Agent
 * has no such counter, has answered nothing at all yet, or the text is not whole.
 */
export function metadataQueries({ samples, cutOff }: Telemetry): MetadataQueries | undefined {
  const requests = samples.filter(({ name }) => name === 'api_requests');
  if (cutOff || requests.length === 0) return undefined;
  let times = 0;
  let failed = 0;
  for (const { labels, value } of requests) {
    if (!ASKED_BY_NODE_AGENTS.has(labels.handler ?? '')) continue;
    const count = Number(value);
    times += count;
    if (!/^2\d\d$/.test(labels.status ?? '')) failed += count;
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(times)) return undefined;
  }
  return { times, failed, how: 'telemetry' };
}
