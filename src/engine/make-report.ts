import { worst } from '../domain/finding.ts';
import { mapReading } from '../domain/reading.ts';
import { readingsOf } from '../domain/readings-of.ts';
import { REPORT_SCHEMA, type ReadingNote, type Report } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { maskDeep } from '../masking/mask-deep.ts';
import { maskText } from '../masking/mask-text.ts';
import { diagnose } from './diagnose.ts';

/**
 * Masks a snapshot and judges it. Masking comes first so that no finding can carry what the stored snapshot does not;
 * a replay of the stored snapshot therefore gives the same findings.
 */
export function makeReport(raw: Snapshot, time: { at: string; tookMs: number }): Report {
  const { logs, masked: inLogs } = maskLogs(raw.previousLogs);
  const { value: snapshot, masked: elsewhere } = maskDeep({ ...raw, previousLogs: logs });
  const masked = inLogs + elsewhere;
  const findings = diagnose(snapshot);
  const statuses = snapshot.statuses.flatMap(({ reading }) => (reading.known ? [reading.value] : []));
  const images = snapshot.pods.known ? snapshot.pods.value.map(({ image }) => image) : [];
  return {
    schema: REPORT_SCHEMA,
    question: snapshot.question,
    cluster: snapshot.cluster,
    verdict: worst(findings),
    findings,
    readings: readingsOf(snapshot).map(note),
    snapshot,
    agent: {
      versions: distinct(statuses.map(({ version }) => version)),
      images: distinct(images),
    },
    masked,
    at: time.at,
    tookMs: time.tookMs,
  };
}

/** A key in a log goes over many lines, none of which gives it away: the lines are masked as the one text that they were. */
function maskLogs(raw: Snapshot['previousLogs']): { logs: Snapshot['previousLogs']; masked: number } {
  let masked = 0;
  const logs = raw.map(({ pod, reading }) => ({
    pod,
    reading: mapReading(reading, (lines) => {
      const result = maskText(lines.join('\n'));
      masked += result.masked;
      return result.text.split('\n');
    }),
  }));
  return { logs, masked };
}

function note(reading: ReturnType<typeof readingsOf>[number]): ReadingNote {
  const { source, at, known } = reading;
  return known ? { source, at, known } : { source, at, known, why: reading.why, detail: reading.detail };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '');
}
