import { isDeepStrictEqual } from 'node:util';
import { type Finding, type FindingCode, worst } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { diagnose } from './diagnose.ts';

/** What an earlier replay said of itself. */
const ABOUT_REPLAY: readonly FindingCode[] = ['replay-same', 'replay-differs', 'replay-impossible'];

/**
 * Judges the readings of a stored report by today's rules. They were masked before they were judged the first time, so
 * that they are taken as they are.
 */
export function replayReport(stored: Report, id: string): Report {
  const { snapshot } = stored;
  const findings = snapshot === undefined ? [impossible(id, 'no-readings')] : judgeAgain(stored, snapshot, id);
  return { ...stored, question: { kind: 'replay', report: id }, findings, verdict: worst(findings), tookMs: 0 };
}

function judgeAgain(stored: Report, snapshot: Snapshot, id: string): readonly Finding[] {
  const found = diagnosed(snapshot);
  if (found === undefined) return [impossible(id, 'unreadable')];
  const then = stored.findings.filter(({ code }) => !ABOUT_REPLAY.includes(code));
  // A report that was stored has lost what JSON cannot hold.
  const now: readonly Finding[] = JSON.parse(JSON.stringify(found));
  const base = { subject: id, evidence: [] };
  const about = { report: id, at: stored.at };
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(then)), now)) {
    return [{ ...base, code: 'replay-same', verdict: 'ok', facts: about }, ...found];
  }
  const facts = { ...about, gone: without(then, now), appeared: without(now, then) };
  return [{ ...base, code: 'replay-differs', verdict: 'explained', facts }, ...found];
}

/** Readings of another version of dca-bot may lack what today's rules take for granted. */
function diagnosed(snapshot: Snapshot): readonly Finding[] | undefined {
  try {
    return diagnose(snapshot);
  } catch {
    return undefined;
  }
}

function impossible(report: string, cause: 'no-readings' | 'unreadable'): Finding {
  return { code: 'replay-impossible', verdict: 'unknown', subject: report, facts: { report, cause }, evidence: [] };
}

/** Codes of the findings beyond those of the others, each once. */
function without(findings: readonly Finding[], others: readonly Finding[]): readonly FindingCode[] {
  const codes = new Set(others.map(({ code }) => code));
  return [...new Set(findings.map(({ code }) => code))].filter((code) => !codes.has(code));
}
