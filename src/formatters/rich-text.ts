import type { Verdict } from '../domain/finding.ts';
import type { Link, SignedLine } from '../phrases/phrases.ts';
import type { Rich, Span } from '../phrases/rich.ts';
import type { RichTextBlock, RichTextInline, RichTextPart, RichTextSection, TextStyle } from './blocks.ts';
import { safeLiteral } from './escape.ts';
import { commandText, tidy, yamlLines } from './plain-text.ts';
import { SIGNS } from './signs.ts';
import { SLACK_LIMITS } from './slack-limits.ts';

/** The inline elements of a sentence; neighbours of one style become one element. */
export function inline(rich: Rich, limit?: number): readonly RichTextInline[] {
  const merged: Span[] = [];
  for (const span of tidy(rich, limit)) {
    const last = merged.at(-1);
    if (last !== undefined && last.bold === span.bold && last.code === span.code)
      merged[merged.length - 1] = { ...last, text: last.text + span.text };
    else merged.push(span);
  }
  return merged.map(({ text, bold, code }) => {
    const style: TextStyle = { ...(bold ? { bold } : {}), ...(code ? { code } : {}) };
    return { type: 'text', text: safeLiteral(text), ...(bold || code ? { style } : {}) };
  });
}

export function section(rich: Rich): RichTextSection {
  return { type: 'rich_text_section', elements: inline(rich) };
}

/** A sentence with the sign of its verdict in front. */
export function signed(verdict: Verdict, rich: Rich): RichTextSection {
  return {
    type: 'rich_text_section',
    elements: [{ type: 'emoji', name: SIGNS[verdict].emoji }, { type: 'text', text: ' ' }, ...inline(rich)],
  };
}

export function bullets(lines: readonly Rich[]): readonly RichTextPart[] {
  const elements = lines.map(section).filter(({ elements: inside }) => inside.length > 0);
  return elements.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements }];
}

/** Several things, each with the sign of its own verdict. */
export function signedBullets(lines: readonly SignedLine[]): readonly RichTextPart[] {
  const elements = lines.map(({ verdict, say }) => signed(verdict, say));
  return elements.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements }];
}

/** Lines to copy. */
export function preformatted(lines: readonly string[]): readonly RichTextPart[] {
  // Slack refuses the whole message for one empty text.
  const texts = lines.map((line) => safeLiteral(commandText(line))).filter((text) => text !== '');
  return texts.map((text) => ({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }));
}

/** An object to apply, in a box of its own. */
export function yamlBox(yaml: string): readonly RichTextPart[] {
  const text = safeLiteral(yamlLines(yaml).join('\n'));
  return text === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }];
}

/** A page to open, on a line of its own. */
export function linkLine({ text, url }: Link): RichTextSection {
  return { type: 'rich_text_section', elements: [{ type: 'link', url, text }] };
}

/** How many characters Slack counts in a part. */
export function weight(part: RichTextPart): number {
  if (part.type === 'rich_text_list') return part.elements.reduce((sum, element) => sum + weight(element), 0);
  return part.elements.reduce((sum, element) => sum + elementWeight(element), 1);
}

function elementWeight(element: RichTextInline): number {
  switch (element.type) {
    case 'text':
      return element.text.length;
    case 'link':
      return element.text.length + element.url.length;
    case 'emoji':
      return 2;
  }
}

/** Parts in as few blocks as Slack's limits allow; a list too long for one block goes on in the next. */
export function richTextBlocks(parts: readonly RichTextPart[]): readonly RichTextBlock[] {
  const blocks: RichTextPart[][] = [];
  let room = 0;
  for (const piece of parts.flatMap(pieces)) {
    const size = weight(piece);
    const current = blocks.at(-1);
    if (current === undefined || size > room) {
      blocks.push([piece]);
      room = SLACK_LIMITS.richTextCharacters - size;
    } else {
      const joined = join(current.at(-1), piece);
      if (joined === null) current.push(piece);
      else current[current.length - 1] = joined;
      room -= size;
    }
  }
  return blocks.map((elements) => ({ type: 'rich_text', elements }));
}

function pieces(part: RichTextPart): readonly RichTextPart[] {
  if (part.type !== 'rich_text_list') return part.elements.length === 0 ? [] : [part];
  return part.elements.map((element) => ({ ...part, elements: [element] }));
}

/** Neighbouring lists become one list, neighbouring commands one box; anything else stays apart. */
function join(last: RichTextPart | undefined, next: RichTextPart): RichTextPart | null {
  if (last?.type === 'rich_text_list' && next.type === 'rich_text_list')
    return { ...last, elements: [...last.elements, ...next.elements] };
  if (last?.type === 'rich_text_preformatted' && next.type === 'rich_text_preformatted')
    return { ...last, elements: [...last.elements, { type: 'text', text: '\n' }, ...next.elements] };
  return null;
}
