import type { AgentStatus } from '../domain/agent-status.ts';
import { isCommandLine } from './kubectl/document-openings.ts';
import { findPieces } from './kubectl/find-pieces.ts';
import type { KubectlDocument } from './kubectl/kubectl-document.ts';
import { troublesInLogLines } from './kubectl/log-lines.ts';
import { unescapeSlack } from './kubectl/unescape-slack.ts';
import { cleanPaste } from './pasted/clean-paste.ts';
import { isElision } from './pasted/elision.ts';
import { foreignProduct } from './pasted/other-products.ts';
import { type PastedLog, pastedLogs } from './pasted/pasted-log.ts';
import { unwrapped } from './pasted/unwrap-lines.ts';
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
  | ({ readonly kind: 'pasted-log' } & PastedLog)
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
 * The objects of one list count as one and share their `from`. Lines that a terminal broke are put together where only
 * then they can be read.
 */
export function readDocuments(name: string, text: string): readonly ExplainedDocument[] {
  const plain = cleanPaste(unescapeSlack(text));
  const read = documentsIn(name, plain);
  const troubles = troublesIn(read);
  if (troubles === 0) return read;
  const joined = unwrapped(plain.replace(ANSI, '').split('\n'), (line) => BEGINS.test(line) || isElision(line));
  if (joined === undefined) return read;
  const again = documentsIn(name, joined.join('\n'));
  return troublesIn(again) < troubles && again.length >= read.length - troubles ? again : read;
}

const ANSI = /\x1b\[[0-9;?]{0,40}[A-Za-z]/g;
/** What is never the rest of a line that a terminal broke. */
const BEGINS = /^(?:\s{0,40}(?:- |={3,}|-{3,}$|\$ )|={3,}|[$#%>] |```)/;

function documentsIn(name: string, plain: string): readonly ExplainedDocument[] {
  const lines = stripNoise(plain);
  const pieces = findPieces(lines);
  const troubles = troublesInLogLines(plain);
  const parts =
    pieces.length === 0
      ? agentParts(lines, 0, true, plain)
      : pieces.flatMap(({ start, end, documents }, i): readonly Part[] => [
          ...agentParts(lines.slice(pieces[i - 1]?.end ?? 0, start), pieces[i - 1]?.end ?? 0, false),
          { at: start, contents: documents },
          ...(i === pieces.length - 1 ? agentParts(lines.slice(end), end, true) : []),
        ]);
  const isLogAlone = pieces.length === 0 && parts.every(isNoDocument);
  const logs: readonly Part[] = pastedLogs(plain, isLogAlone)
    .filter((log) => isLogAlone || saysSomething(log))
    .map((log) => ({ at: lines.length, contents: [{ kind: 'pasted-log', ...log }] }));
  const log: readonly Part[] =
    troubles.length > 0
      ? [{ at: lines.length, contents: [{ kind: 'log', troubles }, ...logs.flatMap(({ contents }) => contents)] }]
      : logs;
  const told = withoutNoise([...parts, ...log], pieces.length > 0 || log.length > 0);
  const foreign = told.every(isNoDocument) || told.every(isForeignLog) ? foreignIn(plain, told) : undefined;
  return named(name, foreign ? [{ at: 0, contents: [foreign] }] : told);
}

/** Beside other things, the few log lines that commands print on their way are no log. */
function saysSomething({ scan, queries }: PastedLog): boolean {
  return queries !== undefined || scan.troubles.some(({ kind }) => kind !== 'noise');
}

function isForeignLog({ contents }: Part): boolean {
  return contents.every(
    (one) => one.kind === 'pasted-log' && one.of === 'node-agent' && one.scan.troubles.length === 0,
  );
}

function foreignIn(plain: string, told: readonly Part[]): Content | undefined {
  const foreign = foreignProduct(plain);
  if (foreign) return { kind: 'foreign', ...foreign };
  const log = told[0]?.contents[0];
  return log?.kind === 'pasted-log' && isForeignLog(told[0]!)
    ? { kind: 'foreign', product: 'node-agent', line: log.line }
    : undefined;
}

/** How much of what was found could not be read, or not to its end. */
function troublesIn(documents: readonly ExplainedDocument[]): number {
  return documents.filter((one) => {
    switch (one.kind) {
      case 'unrecognised':
        return true;
      case 'status':
        return one.status.cutOff || one.status.unknownSections.length > 0;
      case 'metamap':
        return one.map.cutOff;
      case 'clusterchecks':
        return one.dispatching.cutOff;
      case 'configcheck':
        return one.configCheck.cutOff;
      case 'telemetry':
        return one.telemetry.cutOff;
      default:
        return false;
    }
  }).length;
}

/** The Agent's documents in the lines between those of kubectl; `original` is the text itself where there are no others. */
function agentParts(lines: readonly string[], offset: number, atTextEnd: boolean, original?: string): readonly Part[] {
  const starts = documentStarts(lines);
  if (starts.length < 2) {
    const parts = partsBetweenCommands(lines, offset);
    if (parts.length > 1) return parts;
    const whole = original ?? lines.join('\n') + (atTextEnd ? '' : '\n');
    return [{ at: offset + (starts[0] ?? 0), contents: [explain(whole)] }];
  }
  return starts.map((start, i) => ({
    at: offset + start,
    contents: [explain(pieceOf(lines, start, starts[i + 1] ?? (atTextEnd ? undefined : lines.length)))],
  }));
}

/** Parts of documents, without their titles, are told apart by the commands that were typed between them. */
function partsBetweenCommands(lines: readonly string[], offset: number): readonly Part[] {
  const commands = lines.flatMap((line, i) => (isCommandLine(line) ? [i] : []));
  if (commands.length === 0) return [];
  return [-1, ...commands].flatMap((before, i): readonly Part[] => {
    const content = explain(`${lines.slice(before + 1, commands[i]).join('\n')}\n`);
    return content.kind === 'status' ? [{ at: offset + before + 1, contents: [content] }] : [];
  });
}

const NO_DOCUMENT: readonly WhyUnrecognised[] = ['empty', 'not-a-status'];

function isNoDocument({ contents }: Part): boolean {
  return contents.every((one) => one.kind === 'unrecognised' && NO_DOCUMENT.includes(one.why));
}

/** Beside a document, what somebody wrote around it is no document that could not be read. */
function withoutNoise(parts: readonly Part[], hasOthers: boolean): readonly Part[] {
  if (!hasOthers) return parts;
  const documents = parts.filter((part) => !isNoDocument(part));
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

function explain(whole: string): Content {
  // What was typed between two documents is no part of the first.
  const text = whole.includes('kubectl') || whole.includes('$') ? withoutCommands(whole) : whole;
  const parsed = parseStatus(text);
  if (parsed.recognised) {
    const { status } = parsed;
    // Of a whole document somebody left something out; a part of one is known to be a part.
    const isElided =
      status.form === 'text' && status.version !== '' && text.split('\n').some((line) => isElision(line.trimEnd()));
    return { kind: 'status', status: isElided ? { ...status, cutOff: true } : status };
  }
  const { why, detail, title } = parsed;
  return { kind: 'unrecognised', why, detail, ...(title !== undefined && { title }) };
}

function withoutCommands(text: string): string {
  return text
    .split('\n')
    .map((line) => (isCommandLine(line) ? '' : line))
    .join('\n');
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
