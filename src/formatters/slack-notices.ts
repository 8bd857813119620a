import type { Language } from '../domain/question.ts';
import type { Progress, Report } from '../domain/report.ts';
import type { InterfaceWords, NoticeWords } from '../phrases/interface-words.ts';
import type { ClusterEntry, Notice, NoticeKind, NoticeOf } from '../phrases/notice.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { code, type Rich, say, strong } from '../phrases/rich.ts';
import type { ActionsBlock, RichTextInline, RichTextPart, SlackBlock, SlackMessage } from './blocks.ts';
import { escapeMrkdwn } from './escape.ts';
import { notification } from './message.ts';
import { glance } from './outline.ts';
import { clip } from './plain-text.ts';
import { bullets, richTextBlocks, section, signed, signedBullets } from './rich-text.ts';
import { ANSWER_LIMITS, SLACK_LIMITS } from './slack-limits.ts';

/** `action_id` of the Stop button; its value is the ask's id. */
export const STOP_ACTION = 'dca_stop';

/** What the opening message of an ask needs to know. */
export interface OpeningAsk {
  readonly id: string;
  readonly words: string;
  readonly cluster: string;
  readonly language: Language;
}

export type OpeningState =
  | { readonly state: 'waiting' }
  | { readonly state: 'working'; readonly progress: Progress | null; readonly elapsedSeconds: number }
  | { readonly state: 'answered'; readonly report: Report }
  | { readonly state: 'stopped' };

/** The message that starts an ask's thread, edited as the ask goes on. */
export function openingMessage(ask: OpeningAsk, state: OpeningState): SlackMessage {
  const { ui } = phrasesOf(ask.language);
  const asked = ui.opening.asked(clip(ask.words, ANSWER_LIMITS.words), ask.cluster);
  switch (state.state) {
    case 'waiting':
      return opening(asked, ui.opening.waiting(ask.cluster), [stopButton(ask.id, ui)]);
    case 'working':
      return opening(asked, ui.opening.working(state.progress, state.elapsedSeconds), [stopButton(ask.id, ui)]);
    case 'stopped':
      return opening(asked, ui.opening.stopped, []);
    case 'answered': {
      const told = glance(state.report, ask.language);
      return {
        text: notification([asked, ...told.map(({ sum }) => sum)]),
        blocks: richTextBlocks([
          section(asked),
          ...told.flatMap(({ verdict, sum, lines }) => [signed(verdict, sum), ...signedBullets(lines)]),
        ]),
      };
    }
  }
}

function opening(asked: Rich, state: Rich, actions: readonly ActionsBlock[]): SlackMessage {
  return {
    text: notification([asked, say` · `, state]),
    blocks: [...richTextBlocks([section(asked), section(state)]), ...actions],
  };
}

function stopButton(askId: string, ui: InterfaceWords): ActionsBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: STOP_ACTION,
        text: { type: 'plain_text', text: clip(ui.stopButton, SLACK_LIMITS.buttonText) },
        value: askId,
      },
    ],
  };
}

/** A message to one person outside of an answer. */
export function noticeMessage(notice: Notice, language: Language): SlackMessage {
  const { sum, points = [] } = noticeWords(notice, phrasesOf(language).ui);
  return message(sum, [section(sum), ...bullets(points)]);
}

/** The words of a notice, for any target. */
export function noticeWords<K extends NoticeKind>(notice: NoticeOf<K>, ui: InterfaceWords): NoticeWords {
  const phrase: (notice: NoticeOf<K>) => NoticeWords = ui.notices[notice.kind as K];
  return phrase(notice);
}

/** What can be asked, in groups with examples. */
export function helpMessage(language: Language): SlackMessage {
  const { help, colon } = phrasesOf(language).ui;
  return message(help.intro, [
    section(help.intro),
    ...help.groups.flatMap(({ title, lines }) => [
      section(strong`${title}`),
      ...bullets(lines.map(({ ask, answers }) => say`${code(ask)}${colon}${answers}`)),
    ]),
    ...bullets(help.options),
  ]);
}

/** The registered clusters and whether their workers are heard of; the silent ones first. */
export function clustersMessage(entries: readonly ClusterEntry[], language: Language): SlackMessage {
  const { title, lines } = clusterLines(entries, phrasesOf(language).ui);
  return message(title, [section(title), ...bullets(lines)]);
}

/** The list of clusters as sentences, for any target. */
export function clusterLines(
  entries: readonly ClusterEntry[],
  ui: InterfaceWords,
): { readonly title: Rich; readonly lines: readonly Rich[] } {
  const silentFirst = [...entries].sort((a, b) => Number(b.silent) - Number(a.silent));
  const shown = silentFirst.slice(0, ANSWER_LIMITS.clusters);
  const more = entries.length - shown.length;
  return {
    title: ui.clusters.title(entries.length, entries.filter(({ silent }) => silent).length),
    lines: [...shown.map((entry) => ui.clusters.line(entry)), ...(more > 0 ? [say`${ui.moreClusters(more)}`] : [])],
  };
}

function message(sum: Rich, parts: readonly RichTextPart[]): SlackMessage {
  return { text: notification([sum]), blocks: richTextBlocks(parts) };
}

/** The whole message as escaped plain text, for when Slack refuses its blocks. */
export function plainTextOf(message: SlackMessage): string {
  const lines = message.blocks.flatMap(blockLines);
  if (lines.length === 0) return message.text;
  const kept: string[] = [];
  let room: number = SLACK_LIMITS.messageText;
  for (const line of lines) {
    room -= line.length + 1;
    if (room < 0) return [...kept, '…'].join('\n');
    kept.push(line);
  }
  return kept.join('\n');
}

function blockLines(block: SlackBlock): readonly string[] {
  switch (block.type) {
    case 'rich_text':
      return block.elements.flatMap(partLines);
    case 'context':
      return block.elements.map(({ type, text }) => (type === 'mrkdwn' ? text : escapeMrkdwn(text)));
    case 'divider':
    case 'actions':
      return [];
  }
}

function partLines(part: RichTextPart): readonly string[] {
  switch (part.type) {
    case 'rich_text_section':
      return [inlineText(part.elements)];
    case 'rich_text_list':
      return part.elements.map(({ elements }) => `• ${inlineText(elements)}`);
    case 'rich_text_preformatted':
      return inlineText(part.elements).split('\n');
  }
}

function inlineText(elements: readonly RichTextInline[]): string {
  return elements.map(elementText).join('');
}

function elementText(element: RichTextInline): string {
  switch (element.type) {
    case 'text':
      return escapeMrkdwn(element.text);
    case 'link':
      return escapeMrkdwn(`${element.text} ${element.url}`);
    case 'emoji':
      return `:${element.name}:`;
  }
}
