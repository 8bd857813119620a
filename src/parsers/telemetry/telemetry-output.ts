import type { Telemetry, TelemetrySample } from '../../domain/telemetry.ts';
import { outputLines } from '../checks/output-lines.ts';
import { ownCopy, sharedCopies } from '../checks/own-copy.ts';
import { readLogLine } from '../logs/log-line.ts';
import { isErrorLine, type UnreadOutput, unreadOutput } from '../unread-output.ts';
import { readSample } from './sample-line.ts';

export type ParsedTelemetry = { readonly recognised: true; readonly telemetry: Telemetry } | UnreadOutput;

/** Reads `telemetry` as it arrives. */
export interface TelemetryReader {
  /** Takes the next piece, of any size. */
  take(text: string): void;
  /** What all pieces together said; never throws. */
  end(): ParsedTelemetry;
}

const KEPT =
  /^(?:api_requests|api_elapsed_count|leader_election_is_leader|datadog_requests|external_metrics(?:_(?!.*_bucket$)\w+)?|rate_limit_queries_\w+|endpoint_checks_configs_dispatched|cluster_checks_(?!configs_info$|.*_bucket$)\w+)$/;
const MOST_SAMPLES = 10_000;
const FIRST_LINES = 50;

/**
 * A reader of the Prometheus text of `datadog-cluster-agent telemetry`, or of a flare's `telemetry.log`. Samples of names
 * that nobody asks for are read over. `cutOff` also when a sample stands there twice, or a request that was timed was
 * not counted: each line has its own meaning, and nothing else tells that one is missing.
 */
export function telemetryReader(): TelemetryReader {
  const shared = sharedCopies();
  const firstLines: string[] = [];
  const samples: TelemetrySample[] = [];
  const seen = new Set<string>();
  let left = 0;
  let total = 0;
  let damaged = false;
  let endsInBreak = true;
  let lastIsKept = false;

  function takeLine(line: string): void {
    if (total === 0 && line !== '' && firstLines.length < FIRST_LINES) firstLines.push(line);
    if (line === '' || line.startsWith('#') || readLogLine(line)?.form === 'klog') return;
    const sample = readSample(line);
    if (sample === undefined) {
      // Before the first sample anything may be said by others.
      damaged ||= total > 0 || isErrorLine(line);
      return;
    }
    total += 1;
    lastIsKept = KEPT.test(sample.name);
    if (lastIsKept) keep(sample, line.slice(0, line.lastIndexOf(' ')));
  }

  function keep({ name, labels, value }: TelemetrySample, series: string): void {
    if (samples.length >= MOST_SAMPLES) {
      left += 1;
      return;
    }
    damaged ||= seen.has(series);
    seen.add(ownCopy(series));
    const own = Object.entries(labels).map(([key, text]) => [shared(key), ownCopy(text)] as const);
    samples.push({ name: shared(name), labels: Object.fromEntries(own), value: ownCopy(value) });
  }

  const lines = outputLines(takeLine);

  return {
    take(text) {
      if (text === '') return;
      lines.take(text);
      endsInBreak = /[\n\r]$/.test(text);
    },
    end() {
      lines.end();
      if (total === 0) return unreadOutput(firstLines);
      // A number that no line break follows may be half of one; a flare's file ends in one that nobody asks for.
      const cutOff = damaged || (lastIsKept && !endsInBreak) || countsDisagree(samples);
      return {
        recognised: true,
        telemetry: { samples: samples.filter(({ name }) => name !== TIMED), left, total, cutOff },
      };
    },
  };
}

const TIMED = 'api_elapsed_count';

/** Each request is both counted and timed; Agents that time none have no such samples. */
function countsDisagree(samples: readonly TelemetrySample[]): boolean {
  const timed = handlersOf(samples, TIMED);
  const counted = handlersOf(samples, 'api_requests');
  return timed.size > 0 && (timed.size !== counted.size || [...timed].some((handler) => !counted.has(handler)));
}

function handlersOf(samples: readonly TelemetrySample[], name: string): ReadonlySet<string | undefined> {
  return new Set(samples.filter((sample) => sample.name === name).map(({ labels }) => labels.handler));
}

/** Reads a whole text, whose last line break a paste has lost; never throws. */
export function parseTelemetry(text: string): ParsedTelemetry {
  const reader = telemetryReader();
  reader.take(text);
  reader.take('\n');
  return reader.end();
}
