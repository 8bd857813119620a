import type { Section } from '../../domain/agent-status.ts';
import type { Zones } from './read-time.ts';

/** The lines of one section, without its title. */
export interface SectionText {
  readonly title: string;
  readonly lines: readonly string[];
  /** False for the section in which a cut-off document ends: a counter that is missing there is not zero. */
  readonly complete: boolean;
  readonly zones: Zones;
}

/** What a reader makes of a section; `undefined` when it does not know the words in it. */
export type SectionResult<T> = Section<T> | undefined;

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly indent: number;
}

/** Splits at the first `": "`, because values hold colons of their own; `undefined` for a line without a key. */
export function keyValue(line: string): KeyValue | undefined {
  const indent = indentOf(line);
  const at = line.indexOf(': ', indent);
  if (at > indent) {
    return { key: line.slice(indent, at).trimEnd(), value: line.slice(at + 2).trim(), indent };
  }
  return at < 0 && line.endsWith(':') && line.length > indent + 1
    ? { key: line.slice(indent, -1).trimEnd(), value: '', indent }
    : undefined;
}

/** The first value of every key, which is what the Agent's flat sections are made of. */
export function keyValues(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const pair = keyValue(line);
    if (pair && !values.has(pair.key)) {
      values.set(pair.key, pair.value);
    }
  }
  return values;
}

export function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) {
    indent += 1;
  }
  return indent;
}

/** True for a line of `=` or of `-` alone, three or more: the Agent underlines its titles so. */
export function isUnderline(line: string | undefined): boolean {
  return line !== undefined && /^ {0,12}(?:={3,}|-{3,})$/.test(line);
}

/** The sub-sections of a section: a title, its underline, the lines until the next title. Lines before the first have the title ''. */
export function subSections(lines: readonly string[]): readonly { readonly title: string; readonly lines: string[] }[] {
  const parts: { title: string; lines: string[] }[] = [{ title: '', lines: [] }];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    if (line !== '' && !isUnderline(line) && isUnderline(lines[i + 1])) {
      parts.push({ title: line.trim(), lines: [] });
      i += 1;
    } else {
      parts.at(-1)!.lines.push(line);
    }
  }
  return parts;
}

/** The words by which any provider says that it is off or failed, when they are the first ones of its section. */
export function offOrFailed(
  lines: readonly string[],
): { readonly state: 'disabled' | 'error'; readonly text: string } | undefined {
  const first = lines.find((line) => line !== '')?.trim();
  if (first === undefined) {
    return undefined;
  }
  if (/^not enabled$/i.test(first)) {
    return { state: 'disabled', text: first };
  }
  const pair = keyValue(first);
  if (pair?.key === 'Disabled' || (pair?.key === 'Status' && / is not enabled on the Cluster Agent$/.test(first))) {
    return { state: 'disabled', text: pair.value };
  }
  return pair?.key === 'Error' ? { state: 'error', text: pair.value } : undefined;
}
