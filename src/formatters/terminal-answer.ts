import type { Report } from '../domain/report.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { outline } from './outline.ts';
import { commandText } from './plain-text.ts';
import { SIGNS } from './signs.ts';
import { paint, styled, type TerminalLook } from './terminal-style.ts';
import type { View } from './view.ts';

/** The answer to one question for a terminal; ends with a line break. */
export function terminalAnswer(report: Report, view: View, look: TerminalLook): string {
  const plan = outline(report, view);
  const lines: string[] = [];
  for (const { verdict, sum, points, remedy } of plan.findings) {
    const sign = SIGNS[verdict];
    lines.push(`${paint(sign.mark, sign.colour, look)} ${styled(sum, look)}`);
    for (const point of points) lines.push(`  • ${styled(point, look)}`);
    if (remedy !== null) lines.push(`  ${styled([...plan.doHeading, ...remedy.say], look)}`);
    if (remedy?.command !== undefined) lines.push(`    ${commandText(remedy.command)}`);
  }
  if (plan.left > 0) lines.push(phrasesOf(view.language).ui.moreFindings(plan.left));
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
  if (footer.length > 0) lines.push('', paint(footer.join(' · '), 2, look));
  return `${lines.join('\n')}\n`;
}
