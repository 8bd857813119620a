import { LANGUAGES, type Language } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { type FindingOutline, type Outline, outline } from '../../src/formatters/outline.ts';
import { commandText, tidy, yamlLines } from '../../src/formatters/plain-text.ts';
import { SIGNS } from '../../src/formatters/signs.ts';
import { ANSWER_LIMITS } from '../../src/formatters/slack-limits.ts';
import { tableLines } from '../../src/formatters/table.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { plain, type Rich } from '../../src/phrases/rich.ts';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' };

/** One answer in every language, side by side: a table of HTML, since cells of Markdown hold one line. */
export function sideBySide(report: Report): string {
  const told = LANGUAGES.map((language) => [language, outline(report, { language, depth: 'normal' })] as const);
  const heads = told.map(([language]) => `<th width="50%">${NAMES[language]}</th>`);
  const findings = report.findings.map((_, index) => told.map(([, plan]) => finding(plan, index)));
  const rows = [...findings, told.map(rest)].filter((row) => row.some((cell) => cell !== ''));
  return ['<table>', `<tr>${heads.join('')}</tr>`, ...rows.map(tableRow), '</table>'].join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `<tr>\n${cells.map((cell) => `<td valign="top">\n\n${cell}\n\n</td>`).join('\n')}\n</tr>`;
}

function finding({ findings, doHeading }: Outline, index: number): string {
  const one = findings[index];
  return one === undefined ? '' : parts(one, doHeading).join('\n\n');
}

function parts({ verdict, sum, table, lines, points, remedy }: FindingOutline, doHeading: Rich): readonly string[] {
  const bullets = [
    ...lines.map((line) => `- ${SIGNS[line.verdict].mark} ${markdown(line.say)}`),
    ...points.map((point) => `- ${markdown(point)}`),
  ];
  const aligned = table === null ? undefined : tableLines(table, ANSWER_LIMITS.tableColumns);
  return [
    `${SIGNS[verdict].mark} <b>${markdown(plain(sum))}</b>`,
    ...(aligned === undefined ? [] : [fenced('text', [aligned.head, ...aligned.rows])]),
    ...(bullets.length === 0 ? [] : [bullets.join('\n')]),
    ...(remedy === null ? [] : [markdown([...doHeading, ...remedy.say])]),
    ...(remedy?.link === undefined ? [] : [`[${escaped(remedy.link.text)}](${remedy.link.url})`]),
    ...(remedy?.command === undefined ? [] : [fenced('sh', [commandText(remedy.command)])]),
    ...(remedy?.yaml === undefined ? [] : [fenced('yaml', yamlLines(remedy.yaml))]),
  ];
}

/** What stands under the findings, but for the small last line: how long the question took is another each time. */
function rest([language, { left, notSeen }]: readonly [Language, Outline]): string {
  const { ui } = phrasesOf(language);
  return [...(left > 0 ? [escaped(ui.moreFindings(left))] : []), ...(notSeen === null ? [] : [markdown(notSeen)])].join(
    '\n\n',
  );
}

function fenced(language: string, lines: readonly string[]): string {
  return `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
}

/** Weight as HTML: `**` behind a full stop ends nothing where Japanese goes on without a space. */
function markdown(rich: Rich): string {
  return tidy(rich)
    .map(({ text, code, bold }) => {
      const shown = code ? `\`${text.replaceAll('`', 'ˋ')}\`` : escaped(text);
      return bold ? `<b>${shown}</b>` : shown;
    })
    .join('')
    .replaceAll('</b><b>', '');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#]/g, '\\$&');
}
