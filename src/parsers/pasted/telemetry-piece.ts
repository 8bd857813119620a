import type { Piece } from '../kubectl/kubectl-document.ts';
import { readSample } from '../telemetry/sample-line.ts';
import { parseTelemetry } from '../telemetry/telemetry-output.ts';
import { isElided, isElision } from './elision.ts';

const META = /^# (?:HELP|TYPE) [a-zA-Z_:][\w:]{0,200} /;
const OF_THE_AGENT =
  /^(?:api_requests|api_elapsed|leader_election_is_leader|datadog_requests|external_metrics|rate_limit_queries|cluster_checks_|endpoint_checks_)/;

/** Reads the Prometheus text of `telemetry` that this line begins; another program's is left alone. */
export function telemetryPiece(lines: readonly string[], at: number): Piece | undefined {
  const first = lines[at]!;
  const isSample = OF_THE_AGENT.test(first) && readSample(first) !== undefined;
  if (!isSample && !META.test(first)) return undefined;
  let end = at;
  let own = false;
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '' || isElision(line)) continue;
    const isMeta = line.startsWith('# ') && META.test(line);
    if (!isMeta && readSample(line) === undefined) break;
    own ||= !isMeta && OF_THE_AGENT.test(line);
    end = next + 1;
  }
  if (!own) return { start: at, end, documents: [] };
  const read = parseTelemetry(
    lines
      .slice(at, end)
      .filter((line) => !isElision(line))
      .join('\n'),
  );
  if (!read.recognised) return { start: at, end, documents: [{ kind: 'damaged', detail: read.detail }] };
  const { telemetry } = read;
  const cutOff = telemetry.cutOff || isElided(lines, at, end);
  return { start: at, end, documents: [{ kind: 'telemetry', telemetry: { ...telemetry, cutOff } }] };
}
