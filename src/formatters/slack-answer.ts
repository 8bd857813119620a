import type { Report } from '../domain/report.ts';
import type { InterfaceWords } from '../phrases/interface-words.ts';
import type { Table } from '../phrases/phrases.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { type Rich, say } from '../phrases/rich.ts';
import type { RichTextPart, SlackMessage } from './blocks.ts';
import { safeLiteral } from './escape.ts';
import { contextLine, notification } from './message.ts';
import { type FindingOutline, type Outline, outline } from './outline.ts';
import {
  bullets,
  linkLine,
  preformatted,
  richTextBlocks,
  section,
  signed,
  signedBullets,
  weight,
  yamlBox,
} from './rich-text.ts';
import { ANSWER_LIMITS, SLACK_LIMITS } from './slack-limits.ts';
import { tableLines } from './table.ts';
import type { View } from './view.ts';

/** Kept free for the sentences that close an answer. */
const CLOSING_CHARACTERS = 2_500;

type Parts = readonly RichTextPart[];

/** The answer to one question as a Slack message, within Slack's limits for any report; what is left out is said. */
export function slackAnswer(report: Report, view: View): SlackMessage {
  const plan = outline(report, view);
  const { ui } = phrasesOf(view.language);
  const room = roomFor(SLACK_LIMITS.messageCharacters - CLOSING_CHARACTERS);
  const findings = plan.findings.flatMap((finding) => {
    const parts = room.take(findingParts(finding, plan, ui)) ?? room.take([signed(finding.verdict, finding.sum)]);
    return parts === null ? [] : [parts];
  });
  const left = plan.left + plan.findings.length - findings.length;
  const closing: Parts = [
    ...(left === 0 ? [] : [section(say`${ui.moreFindings(left)}`)]),
    ...(plan.notSeen === null ? [] : [section(plan.notSeen)]),
  ];
  const lesson = lessonParts(plan).map((parts) => room.take(parts));
  const taught = lesson.filter((parts) => parts !== null);
  const lessonCut: Parts = taught.length === lesson.length ? [] : [section(say`${ui.lessonCut}`)];
  const sums = outline(report, { ...view, depth: 'line' }).findings.map(({ sum }) => sum);
  return {
    text: notification(sums) || 'dca-bot',
    blocks: [
      ...[...findings, closing, [...taught.flat(), ...lessonCut]].flatMap(richTextBlocks),
      ...contextLine(plan.footer),
    ],
  };
}

/** Gives out characters until there are none left; `null` for parts that do not fit any more. */
function roomFor(characters: number): { readonly take: (parts: Parts) => Parts | null } {
  let left = characters;
  return {
    take: (parts) => {
      const size = parts.reduce((sum, part) => sum + weight(part), 0);
      if (size > left) return null;
      left -= size;
      return parts;
    },
  };
}

function findingParts(finding: FindingOutline, plan: Outline, ui: InterfaceWords): Parts {
  const { verdict, sum, table, lines, points, remedy } = finding;
  return [
    signed(verdict, sum),
    ...(table === null ? [] : tableParts(table, ui)),
    ...signedBullets(lines),
    ...bullets(points),
    ...(remedy === null ? [] : [section([...plan.doHeading, ...remedy.say])]),
    ...(remedy?.link === undefined ? [] : [linkLine(remedy.link)]),
    ...(remedy?.command === undefined ? [] : preformatted([remedy.command])),
    ...(remedy?.yaml === undefined ? [] : yamlBox(remedy.yaml)),
  ];
}

/** A table in as few boxes as hold it; how many rows are left out is said under them. */
function tableParts(table: Table, ui: InterfaceWords): Parts {
  const { head, rows } = tableLines(table, ANSWER_LIMITS.tableColumns);
  const boxes: string[] = [];
  let room: number = ANSWER_LIMITS.tableCharacters;
  let shown = -1;
  for (const line of [head, ...rows].map(safeLiteral)) {
    room -= line.length + 1;
    if (room < 0) break;
    const longer = `${boxes.at(-1) ?? ''}\n${line}`;
    if (boxes.length === 0 || longer.length > ANSWER_LIMITS.boxCharacters) boxes.push(line);
    else boxes[boxes.length - 1] = longer;
    shown += 1;
  }
  const left = rows.length - shown;
  return [
    ...boxes.map((text) => ({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }) as const),
    ...(left === 0 ? [] : [section(say`${ui.more(left)}`)]),
  ];
}

/** The lesson in pieces that may be left out one by one; a heading stays with its first line. */
function lessonParts({ teach, see }: Outline): readonly Parts[] {
  const lines = (teach?.lines ?? []).map((line) => bullets([line]));
  const commands = (see?.commands ?? []).map((command) => preformatted([command]));
  return [...headed(teach?.heading, lines), ...headed(see?.heading, commands)];
}

function headed(heading: Rich | undefined, pieces: readonly Parts[]): readonly Parts[] {
  const [first, ...rest] = pieces;
  return heading === undefined || first === undefined ? [] : [[section(heading), ...first], ...rest];
}
