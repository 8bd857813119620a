import { plainValue, quotedText, YamlFault } from './yaml-scalars.ts';

const MAX_DEPTH = 50;

interface Cursor {
  readonly text: string;
  at: number;
}

/** Reads a value in braces or brackets (`{}`, `[a, "b"]`, JSON) that begins at the start of the text and fills it. */
export function flowValue(text: string): unknown {
  const cursor: Cursor = { text, at: 0 };
  const value = valueAt(cursor, 0);
  skipSpace(cursor);
  if (cursor.at < text.length && text[cursor.at] !== '#') throw new YamlFault('there is text behind a closing bracket');
  return value;
}

function valueAt(cursor: Cursor, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new YamlFault('it is nested too deeply');
  skipSpace(cursor);
  switch (cursor.text[cursor.at]) {
    case '{':
      return mapAt(cursor, depth);
    case '[':
      return listAt(cursor, depth);
    case '"':
    case "'":
      return quotedAt(cursor);
    default:
      return plainValue(plainAt(cursor));
  }
}

function mapAt(cursor: Cursor, depth: number): unknown {
  const entries: [string, unknown][] = [];
  cursor.at += 1;
  while (!closes(cursor, '}')) {
    const quoted = cursor.text[cursor.at] === '"' || cursor.text[cursor.at] === "'";
    const key = quoted ? quotedAt(cursor) : plainAt(cursor).trim();
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== ':') throw new YamlFault('a key in braces has no value');
    cursor.at += 1;
    entries.push([key, valueAt(cursor, depth + 1)]);
    separates(cursor, '}');
  }
  return Object.fromEntries(entries);
}

function listAt(cursor: Cursor, depth: number): unknown {
  const items: unknown[] = [];
  cursor.at += 1;
  while (!closes(cursor, ']')) {
    items.push(valueAt(cursor, depth + 1));
    separates(cursor, ']');
  }
  return items;
}

function closes(cursor: Cursor, bracket: string): boolean {
  skipSpace(cursor);
  if (cursor.at >= cursor.text.length) throw new YamlFault('a bracket is not closed');
  if (cursor.text[cursor.at] !== bracket) return false;
  cursor.at += 1;
  return true;
}

function separates(cursor: Cursor, bracket: string): void {
  skipSpace(cursor);
  const char = cursor.text[cursor.at];
  if (char === ',') cursor.at += 1;
  else if (char !== bracket) throw new YamlFault('a bracket is not closed');
}

function quotedAt(cursor: Cursor): string {
  const { value, end } = quotedText(cursor.text, cursor.at);
  cursor.at = end;
  return value;
}

const PLAIN = /(?:[^,[\]{}:\n]|:(?=[^\s,[\]{}]))*/y;

function plainAt(cursor: Cursor): string {
  PLAIN.lastIndex = cursor.at;
  const text = PLAIN.exec(cursor.text)?.[0] ?? '';
  cursor.at += text.length;
  return text;
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}
