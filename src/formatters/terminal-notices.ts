import type { Language } from '../domain/question.ts';
import type { DoctorCheck, DoctorFacts, DoctorState } from '../phrases/doctor.ts';
import type { ClusterEntry, Notice } from '../phrases/notice.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { plainText } from './plain-text.ts';
import { clusterLines, noticeWords } from './slack-notices.ts';
import { paint, styled, type TerminalLook } from './terminal-style.ts';

/** One check of `doctor` with its outcome. */
export type DoctorLine = {
  [C in DoctorCheck]: { readonly check: C; readonly state: DoctorState; readonly facts: DoctorFacts[C] };
}[DoctorCheck];

const STATE_SIGNS = {
  ok: { mark: '✔', colour: 32 },
  failed: { mark: '●', colour: 31 },
  skipped: { mark: '-', colour: 90 },
} as const satisfies Record<DoctorState, { mark: string; colour: number }>;

/** A notice as lines for a terminal; ends with a line break. */
export function terminalNotice(notice: Notice, language: Language): string {
  const { sum, points = [] } = noticeWords(notice, phrasesOf(language).ui);
  return [plainText(sum), ...points.map((point) => `  ${plainText(point)}`), ''].join('\n');
}

/** The registered clusters, one to a line; ends with a line break. */
export function terminalClusters(entries: readonly ClusterEntry[], language: Language, look: TerminalLook): string {
  const { title, lines } = clusterLines(entries, phrasesOf(language).ui);
  return [styled(title, look), ...lines.map((line) => `  ${styled(line, look)}`), ''].join('\n');
}

/** What `doctor` found: a line per check, what to do under each that failed, and a summary; ends with a line break. */
export function terminalDoctor(checks: readonly DoctorLine[], language: Language, look: TerminalLook): string {
  const { doctor, colon } = phrasesOf(language).ui;
  const lines = checks.flatMap((line) => {
    const { mark, colour } = STATE_SIGNS[line.state];
    const { title, remedy } = doctorWords(line, doctor.checks);
    const state = line.state === 'ok' ? '' : `${colon}${doctor.states[line.state]}`;
    const first = `${paint(mark, colour, look)} ${plainText([{ text: title, data: true, bold: false, code: false }])}${state}`;
    return line.state === 'failed' ? [first, `    ${styled(remedy, look)}`] : [first];
  });
  const count = (state: DoctorState) => checks.filter((line) => line.state === state).length;
  return [...lines, '', doctor.summary(count('failed'), count('skipped')), ''].join('\n');
}

type DoctorPhrases = ReturnType<typeof phrasesOf>['ui']['doctor']['checks'];

function doctorWords<C extends DoctorCheck>(
  line: { readonly check: C; readonly facts: DoctorFacts[C] },
  checks: DoctorPhrases,
): ReturnType<DoctorPhrases[C]> {
  const phrase: DoctorPhrases[C] = checks[line.check];
  return phrase(line.facts) as ReturnType<DoctorPhrases[C]>;
}
