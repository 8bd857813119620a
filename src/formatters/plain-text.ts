import type { Rich, Span } from '../phrases/rich.ts';
import { clean } from './escape.ts';
import { ANSWER_LIMITS } from './slack-limits.ts';

/** Cuts at a number of characters, never inside a surrogate pair, and shows that it did. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
  return `${text.slice(0, Math.max(0, end))}…`;
}

/** Cleans the data of a sentence and cuts what is endless: each value first, then the sentence as a whole. */
export function tidy(rich: Rich, limit: number = ANSWER_LIMITS.sentence): Rich {
  const fitted: Span[] = [];
  let left = limit;
  for (const span of rich) {
    const value = span.data ? clip(clean(span.text), span.code ? ANSWER_LIMITS.code : ANSWER_LIMITS.value) : span.text;
    const text = clip(value, left);
    if (text !== '') fitted.push({ ...span, text });
    left -= text.length;
    if (left <= 0) break;
  }
  return fitted;
}

/** A sentence as plain text without markup or escapes: for terminals, notifications and comparison. */
export function plainText(rich: Rich, limit?: number): string {
  return tidy(rich, limit)
    .map(({ text }) => text)
    .join('');
}

/** The lines of an object to apply, each cleaned but for its indentation, which means something in YAML. */
export function yamlLines(yaml: string): readonly string[] {
  return yaml.split('\n').flatMap((line) => {
    const [, indent = '', rest = ''] = /^( *)(.*)$/s.exec(line) ?? [];
    const text = commandText(rest).trimEnd();
    return text === '' ? [] : [`${indent}${text}`];
  });
}

/** A command to copy: cleaned, on one line, and cut only where it would be endless. */
export function commandText(command: string): string {
  return clip(clean(command), ANSWER_LIMITS.command);
}
