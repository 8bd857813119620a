import type { AgentStatus } from '../domain/agent-status.ts';
import { type ParsedStatus, parseStatus } from './status/parse-status.ts';
import { looksLikeStatusJson } from './status/status-json-keys.ts';
import { stripNoise } from './status/strip-noise.ts';
import { findTitles } from './status/title.ts';

type Unrecognised = Extract<ParsedStatus, { recognised: false }>;

/** One document found in a file or a paste; `from` is the file's name, with ` #2` and on where one text holds several. */
export type ExplainedDocument = { readonly from: string } & (
  | { readonly kind: 'status'; readonly status: AgentStatus }
  | {
      readonly kind: 'unrecognised';
      readonly why: Unrecognised['why'];
      readonly detail: string;
      readonly title?: string;
    }
);

// More than any cluster has replicas and node Agents in one paste; it bounds what a hostile text can cost.
const MAX_DOCUMENTS = 100;

/**
 * Splits a file's or a paste's text into its documents and says what each of them is. A text without any document gives
 * one entry that says why it was not recognised; of more than 100 documents the last entry says how many were not read.
 */
export function readDocuments(name: string, text: string): readonly ExplainedDocument[] {
  const lines = stripNoise(text);
  const starts = documentStarts(lines);
  if (starts.length < 2) {
    return [explain(name, text)];
  }
  const documents = starts
    .slice(0, MAX_DOCUMENTS)
    .map((start, i) => explain(i === 0 ? name : `${name} #${i + 1}`, pieceOf(lines, start, starts[i + 1])));
  const left = starts.length - documents.length;
  if (left > 0) {
    const from = `${name} #${MAX_DOCUMENTS + 1}`;
    documents.push({ from, kind: 'unrecognised', why: 'not-a-status', detail: `${left} more documents were not read` });
  }
  return documents;
}

function explain(from: string, text: string): ExplainedDocument {
  const parsed = parseStatus(text);
  if (parsed.recognised) {
    return { from, kind: 'status', status: parsed.status };
  }
  const { why, detail, title } = parsed;
  return { from, kind: 'unrecognised', why, detail, ...(title !== undefined && { title }) };
}

function documentStarts(lines: readonly string[]): readonly number[] {
  // The row of `=` over a title is part of the document that it opens.
  const starts = findTitles(lines).map((title) =>
    /^ *={3,}$/.test(lines[title.line - 1] ?? '') ? title.line - 1 : title.line,
  );
  const braces = lines.flatMap((line, i) => (line === '{' || line.startsWith('{"') ? [i] : []));
  const ends = [...starts, ...braces, lines.length].sort((a, b) => a - b);
  let next = 0;
  for (const brace of braces) {
    while (ends[next]! <= brace) {
      next += 1;
    }
    // A line that begins with a brace inside a text must not split it.
    if (looksLikeStatusJson(lines.slice(brace, ends[next]).join('\n'))) {
      starts.push(brace);
    }
  }
  return starts.sort((a, b) => a - b);
}

function pieceOf(lines: readonly string[], start: number, end: number | undefined): string {
  const piece = lines.slice(start, end).join('\n');
  // A document that another one follows did not end in the middle of a line.
  return end === undefined ? piece : `${piece}\n`;
}
