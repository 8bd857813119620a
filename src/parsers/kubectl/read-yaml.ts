import { flowValue } from './yaml-flow.ts';
import { plainValue, quotedText, withoutComment, YamlFault } from './yaml-scalars.ts';

export type YamlResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string };

const MAX_DEPTH = 60;
const BLOCK_SCALAR = /^[|>](?:[+-]?[1-9]?|[1-9][+-])(?: {1,100}#.*)?$/;

interface Line {
  indent: number;
  text: string;
}

interface Cursor {
  readonly lines: Line[];
  at: number;
}

/**
 * Reads YAML as kubectl prints it and people write it for kubectl: blocks, quoted and folded texts, brackets; no anchors,
 * no tags. All values but `null` are texts, so that numbers keep their digits. Time and depth are bounded, which a
 * reader of the whole language cannot promise for text from outside.
 */
export function readYaml(source: readonly string[]): YamlResult {
  const cursor: Cursor = { lines: source.filter((line) => line.trim() !== '').map(lineOf), at: 0 };
  try {
    const first = contentLine(cursor);
    if (!first) return { ok: false, detail: 'it is empty' };
    const value = blockAt(cursor, first.indent, 0);
    if (contentLine(cursor))
      throw new YamlFault(`the line "${cursor.lines[cursor.at]!.text.slice(0, 60)}" does not fit`);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof YamlFault) return { ok: false, detail: error.message };
    throw error;
  }
}

function lineOf(line: string): Line {
  const text = line.trimStart();
  return { indent: line.length - text.length, text };
}

/** The next line that is no comment. */
function contentLine(cursor: Cursor): Line | undefined {
  while (cursor.lines[cursor.at]?.text.startsWith('#')) cursor.at += 1;
  return cursor.lines[cursor.at];
}

function blockAt(cursor: Cursor, indent: number, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new YamlFault('it is nested too deeply');
  const { text } = cursor.lines[cursor.at]!;
  if (isItem(text)) return listAt(cursor, indent, depth);
  return keyOf(text) === undefined ? scalarAt(cursor, text, indent - 1) : mapAt(cursor, indent, depth);
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

function listAt(cursor: Cursor, indent: number, depth: number): unknown[] {
  const items: unknown[] = [];
  for (let line = contentLine(cursor); line?.indent === indent && isItem(line.text); line = contentLine(cursor)) {
    const rest = line.text.slice(1).trimStart();
    if (withoutComment(rest) === '') {
      cursor.at += 1;
      items.push(nestedAt(cursor, indent, depth));
    } else {
      // What follows the dash is a block of its own, which begins where the dash's text does.
      line.indent += line.text.length - rest.length;
      line.text = rest;
      items.push(blockAt(cursor, line.indent, depth + 1));
    }
  }
  return items;
}

function mapAt(cursor: Cursor, indent: number, depth: number): unknown {
  const entries: [string, unknown][] = [];
  for (let line = contentLine(cursor); line?.indent === indent; line = contentLine(cursor)) {
    const key = keyOf(line.text);
    if (!key) break;
    entries.push([key.name, entryAt(cursor, line.text.slice(key.end).trim(), indent, depth)]);
  }
  return Object.fromEntries(entries);
}

function entryAt(cursor: Cursor, rest: string, indent: number, depth: number): unknown {
  if (withoutComment(rest) !== '') return scalarAt(cursor, rest, indent);
  cursor.at += 1;
  const next = contentLine(cursor);
  // Lists stand at the indent of their key, or deeper.
  return next?.indent === indent && isItem(next.text)
    ? listAt(cursor, indent, depth + 1)
    : nestedAt(cursor, indent, depth);
}

function nestedAt(cursor: Cursor, indent: number, depth: number): unknown {
  const next = contentLine(cursor);
  return next && next.indent > indent ? blockAt(cursor, next.indent, depth + 1) : null;
}

/** A value that begins in the current line and goes on over the lines that are deeper than `indent`. */
function scalarAt(cursor: Cursor, first: string, indent: number): unknown {
  cursor.at += 1;
  if (BLOCK_SCALAR.test(first)) return blockText(cursor, first, indent);
  const start = first[0];
  if (start === '"' || start === "'") return quotedAt(cursor, first, indent);
  if (start === '{' || start === '[') return flowValue([first, ...deeperLines(cursor, indent)].join('\n'));
  const parts = [withoutComment(first), ...deeperLines(cursor, indent).map(withoutComment)];
  if (parts.slice(1).some((part) => keyOf(part) !== undefined))
    throw new YamlFault('a value stands deeper than its key allows');
  return plainValue(parts.join(' '));
}

function quotedAt(cursor: Cursor, first: string, indent: number): string {
  const text = closesAlone(first) ? first : [first, ...deeperLines(cursor, indent)].join('\n');
  const { value, end } = quotedText(text, 0);
  if (withoutComment(text.slice(end).trim()) !== '') throw new YamlFault('there is text behind a closing quote');
  return value;
}

function closesAlone(text: string): boolean {
  try {
    quotedText(text, 0);
    return true;
  } catch {
    return false;
  }
}

function blockText(cursor: Cursor, mark: string, indent: number): string {
  const lines: Line[] = [];
  for (let line = cursor.lines[cursor.at]; line && line.indent > indent; line = cursor.lines[cursor.at]) {
    lines.push(line);
    cursor.at += 1;
  }
  const base = lines[0]?.indent ?? 0;
  const texts = lines.map(({ indent: own, text }) => ' '.repeat(Math.min(Math.max(own - base, 0), 200)) + text);
  const body = texts.join(mark.startsWith('|') ? '\n' : ' ');
  return mark.includes('-') || body === '' ? body : `${body}\n`;
}

function deeperLines(cursor: Cursor, indent: number): string[] {
  const texts: string[] = [];
  for (let line = cursor.lines[cursor.at]; line && line.indent > indent; line = cursor.lines[cursor.at]) {
    texts.push(line.text);
    cursor.at += 1;
  }
  return texts;
}

const PLAIN_KEY = /^(?![-?] |["'{}[\],#&*!|>%@`])((?:[^:\s]|:(?=\S)|[ \t](?=[^\s#:])){1,500})[ \t]{0,20}:(?= |$)/;

/** The key that a line of a block begins with; `end` is the place after its colon. */
function keyOf(text: string): { readonly name: string; readonly end: number } | undefined {
  if (text[0] === '"' || text[0] === "'") {
    try {
      const { value, end } = quotedText(text, 0);
      return /^:(?: |$)/.test(text.slice(end, end + 2)) ? { name: value, end: end + 1 } : undefined;
    } catch {
      return undefined;
    }
  }
  const plain = PLAIN_KEY.exec(text);
  return plain ? { name: plain[1]!, end: plain[0].length } : undefined;
}
