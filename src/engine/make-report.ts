import { worst } from '../domain/finding.ts';
import { readingsOf } from '../domain/readings-of.ts';
import { REPORT_SCHEMA, type ReadingNote, type Report } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { maskDeep } from '../masking/mask-deep.ts';
import { diagnose } from './diagnose.ts';

/**
 * Masks a snapshot and judges it. Masking comes first so that no finding can carry what the stored snapshot does not;
 * a replay of the stored snapshot therefore gives the same findings.
 */
export function makeReport(raw: Snapshot, time: { at: string; tookMs: number }): Report {
  const { value: snapshot, masked } = maskDeep(raw);
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

function note(reading: ReturnType<typeof readingsOf>[number]): ReadingNote {
  const { source, at, known } = reading;
  return known ? { source, at, known } : { source, at, known, why: reading.why, detail: reading.detail };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '');
}
