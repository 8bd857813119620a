import { type Finding, type FindingOf, harm } from '../domain/finding.ts';
import type { PastedText } from '../domain/pasted-text.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { TextPiece } from '../domain/text-facts.ts';

/** Pieces that tell by themselves whether what they are about works. */
const ENOUGH: readonly TextPiece[] = [
  'status',
  'node-status',
  'clusterchecks',
  'log',
  'hpa',
  'metrics-objects',
  'flare',
];
/** A shorter stretch of a log in which nothing is wrong says nothing of the rest. */
const MIN_QUIET_LINES = 20;

/**
 * The findings in a pasted text with what is to be said of the text as such: that all of it is well, or that it is too
 * little to say so.
 */
export function judgeText(snapshot: Snapshot, findings: readonly Finding[]): readonly Finding[] {
  const texts = snapshot.texts ?? [];
  const pieces = [...new Set(texts.flatMap((text) => text.pieces))];
  if (pieces.length === 0) return findings;
  const telling = findings.filter((finding) => !saysLittle(finding));
  if (telling.length === 0) return [tooLittle(texts, pieces)];
  const isWell = telling.length === findings.length && telling.every(({ verdict }) => harm(verdict) <= harm('ok'));
  if (!isWell || !pieces.some((piece) => ENOUGH.includes(piece))) return telling;
  return [healthy(texts, pieces), ...telling];
}

function saysLittle({ code, verdict, facts }: Finding): boolean {
  if (code === 'logs-quiet') return facts.lines < MIN_QUIET_LINES;
  return code === 'node-agent-status' && verdict === 'explained' && facts.version === '';
}

function healthy(texts: readonly PastedText[], pieces: readonly TextPiece[]): FindingOf<'text-healthy'> {
  const evidence = texts.map(({ from }) => from);
  return { code: 'text-healthy', verdict: 'ok', subject: evidence[0] ?? '', facts: { pieces }, evidence };
}

/** What tells more than each piece by itself. */
const SHOW: Readonly<Record<TextPiece, readonly TextPiece[]>> = {
  status: ['status', 'log'],
  'node-status': ['node-status', 'clusterchecks'],
  metamap: ['metamap', 'log'],
  clusterchecks: ['clusterchecks', 'status'],
  configcheck: ['clusterchecks', 'configcheck', 'node-status'],
  log: ['log', 'status'],
  hpa: ['hpa', 'status', 'metrics-objects'],
  'metrics-objects': ['hpa', 'status', 'log'],
  'leader-lock': ['status', 'leader-lock'],
  'events-objects': ['status', 'log'],
  'kubernetes-objects': ['status', 'node-status', 'log'],
  telemetry: ['status', 'metamap'],
  flare: ['status', 'log'],
};
const MOST_SHOWN = 3;

function tooLittle(texts: readonly PastedText[], pieces: readonly TextPiece[]): FindingOf<'text-too-little'> {
  const show = [...new Set(pieces.flatMap((piece) => SHOW[piece]))].slice(0, MOST_SHOWN);
  const evidence = texts.map(({ from }) => from);
  return { code: 'text-too-little', verdict: 'unknown', subject: evidence[0] ?? '', facts: { pieces, show }, evidence };
}
