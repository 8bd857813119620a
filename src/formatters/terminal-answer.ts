import type { Report } from '../domain/report.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { outline } from './outline.ts';
import { commandText, yamlLines } from './plain-text.ts';
import { SIGNS } from './signs.ts';
import { ANSWER_LIMITS } from './slack-limits.ts';
import { tableLines } from './table.ts';
import { paint, styled, type TerminalLook } from './terminal-style.ts';
import type { View } from './view.ts';

const DIM = 2;

/** The answer to one question for a terminal; ends with a line break. */
export function terminalAnswer(report: Report, view: View, look: TerminalLook): string {
  const plan = outline(report, view);
  const { ui } = phrasesOf(view.language);
  const lines: string[] = [];
  for (const { verdict, sum, table, lines: signedLines, points, remedy } of plan.findings) {
    const sign = SIGNS[verdict];
    lines.push(`${paint(sign.mark, sign.colour, look)} ${styled(sum, look)}`);
    if (table !== null) {
      const { head, rows } = tableLines({ ...table, rows: table.rows.slice(0, ANSWER_LIMITS.tableRows) });
      lines.push(`    ${paint(head, DIM, look)}`, ...rows.map((row) => `    ${row}`));
      const left = table.rows.length - rows.length;
      if (left > 0) lines.push(`    ${ui.more(left)}`);
    }
    for (const { verdict: its, say } of signedLines)
      lines.push(`  ${paint(SIGNS[its].mark, SIGNS[its].colour, look)} ${styled(say, look)}`);
    for (const point of points) lines.push(`  • ${styled(point, look)}`);
    if (remedy !== null) lines.push(`  ${styled([...plan.doHeading, ...remedy.say], look)}`);
    if (remedy?.link !== undefined) lines.push(`    ${remedy.link.text}${ui.colon}${remedy.link.url}`);
    if (remedy?.command !== undefined) lines.push(`    ${commandText(remedy.command)}`);
    if (remedy?.yaml !== undefined) lines.push(...yamlLines(remedy.yaml).map((line) => `    ${line}`));
  }
  if (plan.left > 0) lines.push(ui.moreFindings(plan.left));
  if (plan.notSeen !== null) lines.push(styled(plan.notSeen, look));
  if (plan.teach !== null) {
    lines.push('', styled(plan.teach.heading, look));
    for (const line of plan.teach.lines) lines.push(`  • ${styled(line, look)}`);
  }
  if (plan.see !== null) {
    lines.push('', styled(plan.see.heading, look));
    for (const command of plan.see.commands) lines.push(`    ${commandText(command)}`);
  }
  const footer = plan.footer.map((part) => styled(part, { colour: false })).filter((part) => part !== '');
  if (footer.length > 0) lines.push('', paint(footer.join(' · '), DIM, look));
  return `${lines.join('\n')}\n`;
}
