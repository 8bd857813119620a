import type { AgentStatus } from '../domain/agent-status.ts';
import { findPieces } from './kubectl/find-pieces.ts';
import type { KubectlDocument } from './kubectl/kubectl-document.ts';
import { troublesInLogLines } from './kubectl/log-lines.ts';
import { unescapeSlack } from './kubectl/unescape-slack.ts';
import { type ParsedStatus, parseStatus } from './status/parse-status.ts';
import { looksLikeStatusJson } from './status/status-json-keys.ts';
import { stripNoise } from './status/strip-noise.ts';
import { findTitles } from './status/title.ts';

type Unrecognised = Extract<ParsedStatus, { recognised: false }>;

/** `damaged`: something that kubectl prints and that cannot be read. */
export type WhyUnrecognised = Unrecognised['why'] | 'damaged';

type Content =
  | { readonly kind: 'status'; readonly status: AgentStatus }
  | {
      readonly kind: 'unrecognised';
      readonly why: WhyUnrecognised;
      readonly detail: string;
      readonly title?: string;
    }
  | Exclude<KubectlDocument, { readonly kind: 'damaged' | 'other-objects' }>;

/** One document found in a file or a paste; `from` is the file's name, with ` #2` and on where one text holds several. */
export type ExplainedDocument = { readonly from: string } & Content;

/** What stands together in a text: one document of the Agent's, or all the objects of a list. */
interface Part {
  readonly at: number;
  readonly contents: readonly (Content | Extract<KubectlDocument, { readonly kind: 'damaged' | 'other-objects' }>)[];
}

// More than any cluster has replicas and node Agents in one paste; it bounds what a hostile text can cost.
const MAX_DOCUMENTS = 100;

/**
 * Splits a file's or a paste's text into its documents and says what each of them is. A text without any document gives
 * one entry that says why it was not recognised; of more than 100 documents the last entry says how many were not read.
 * The objects of one list count as one and share their `from`.
 */
export function readDocuments(name: string, text: string): readonly ExplainedDocument[] {
  const plain = unescapeSlack(text);
  const lines = stripNoise(plain);
  const pieces = findPieces(lines);
  const troubles = troublesInLogLines(plain);
  const log: readonly Part[] = troubles.length > 0 ? [{ at: lines.length, contents: [{ kind: 'log', troubles }] }] : [];
  const parts =
    pieces.length === 0
      ? agentParts(lines, 0, true, plain)
      : pieces.flatMap(({ start, end, documents }, i): readonly Part[] => [
          ...agentParts(lines.slice(pieces[i - 1]?.end ?? 0, start), pieces[i - 1]?.end ?? 0, false),
          { at: start, contents: documents },
          ...(i === pieces.length - 1 ? agentParts(lines.slice(end), end, true) : []),
        ]);
  return named(name, withoutNoise([...parts, ...log], pieces.length > 0 || log.length > 0));
}

/** The Agent's documents in the lines between those of kubectl; `original` is the text itself where there are no others. */
function agentParts(lines: readonly string[], offset: number, atTextEnd: boolean, original?: string): readonly Part[] {
  const starts = documentStarts(lines);
  if (starts.length < 2) {
    const whole = original ?? lines.join('\n') + (atTextEnd ? '' : '\n');
    return [{ at: offset + (starts[0] ?? 0), contents: [explain(whole)] }];
  }
  return starts.map((start, i) => ({
    at: offset + start,
    contents: [explain(pieceOf(lines, start, starts[i + 1] ?? (atTextEnd ? undefined : lines.length)))],
  }));
}

const NO_DOCUMENT: readonly WhyUnrecognised[] = ['empty', 'not-a-status'];

/** Beside a document, what somebody wrote around it is no document that could not be read. */
function withoutNoise(parts: readonly Part[], hasOthers: boolean): readonly Part[] {
  if (!hasOthers) return parts;
  const documents = parts.filter(
    ({ contents }) => !contents.every((one) => one.kind === 'unrecognised' && NO_DOCUMENT.includes(one.why)),
  );
  const told = documents
    .map(({ at, contents }) => ({ at, contents: contents.filter(({ kind }) => kind !== 'other-objects') }))
    .filter(({ contents }) => contents.length > 0);
  return told.length > 0 ? told : [{ at: 0, contents: [othersOnly(documents)] }];
}

function othersOnly(parts: readonly Part[]): Content {
  const kinds = parts.flatMap(({ contents }) =>
    contents.flatMap((one) => (one.kind === 'other-objects' ? one.kinds : [])),
  );
  const distinct = [...new Set(kinds)].slice(0, 12).join(', ');
  const detail = distinct === '' ? 'a list without objects' : `only objects that are not asked for: ${distinct}`;
  return { kind: 'unrecognised', why: distinct === '' ? 'empty' : 'not-a-status', detail };
}

function named(name: string, parts: readonly Part[]): readonly ExplainedDocument[] {
  const documents = parts.slice(0, MAX_DOCUMENTS).flatMap(({ contents }, i) => {
    const from = i === 0 ? name : `${name} #${i + 1}`;
    return contents.map((content): ExplainedDocument => {
      if (content.kind !== 'damaged' && content.kind !== 'other-objects') return { from, ...content };
      const detail = content.kind === 'damaged' ? content.detail : content.kinds.join(', ');
      return { from, kind: 'unrecognised', why: 'damaged', detail };
    });
  });
  const left = parts.length - MAX_DOCUMENTS;
  if (left > 0) {
    const from = `${name} #${MAX_DOCUMENTS + 1}`;
    documents.push({ from, kind: 'unrecognised', why: 'not-a-status', detail: `${left} more documents were not read` });
  }
  return documents;
}

function explain(text: string): Content {
  const parsed = parseStatus(text);
  if (parsed.recognised) {
    return { kind: 'status', status: parsed.status };
  }
  const { why, detail, title } = parsed;
  return { kind: 'unrecognised', why, detail, ...(title !== undefined && { title }) };
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
