import { configCheckFromJson } from '../checks/config-check-json.ts';
import { metamapFromJson } from '../metamap/metamap-json.ts';
import { asObject } from '../status/json-value.ts';
import { indentOf, opensDocument } from './document-openings.ts';
import type { KubectlDocument, Piece } from './kubectl-document.ts';
import { readObjects } from './read-objects.ts';

/** How many characters may still be looked at for closing brackets: a text full of open ones must not cost its square. */
export interface Budget {
  characters: number;
}

/** Lines of JSON that are no Kubernetes object have no documents; `undefined`: no JSON begins here. */
export function jsonPiece(lines: readonly string[], at: number, budget: Budget): Piece | undefined {
  const first = lines[at]!;
  if (!/^\s{0,200}\{/.test(first) && !opensConfigList(lines, at)) return undefined;
  const end = closingBracket(lines, at, budget);
  if (end.open > 0) return cutPiece(lines, at, end.open);
  const text = [...lines.slice(at, end.line), lines[end.line]!.slice(0, end.column + 1)];
  const value = parsed(text.join('\n')) ?? parsed(text.join(''));
  const own = agentDocument(value);
  if (own) return { start: at, end: end.line + 1, documents: [own] };
  const object = asObject(value);
  if (object) {
    const isKubernetes = typeof object.apiVersion === 'string' || (typeof object.kind === 'string' && object.metadata);
    if (!isKubernetes) return { start: at, end: end.line + 1, documents: [] };
    const documents = readObjects(object, 'json');
    const behind = lines[end.line]!.slice(end.column + 1);
    const headless = isInList(behind, lines, end.line + 1) ? [HEADLESS] : [];
    return { start: at, end: end.line + 1, documents: [...documents, ...headless] };
  }
  return looksLikeKubernetes(text)
    ? {
        start: at,
        end: end.line + 1,
        documents: [{ kind: 'damaged', detail: 'JSON of a Kubernetes object is broken' }],
      }
    : undefined;
}

/** A list of configurations, as a node Agent's `configcheck --json` begins. */
function opensConfigList(lines: readonly string[], at: number): boolean {
  if (!/^\s{0,200}\[\s{0,20}(?:\{|$)/.test(lines[at]!)) return false;
  return lines.slice(at, at + 3).some((line) => /^\s{0,200}\[?\s{0,20}\{?\s{0,20}"check_name"/.test(line));
}

/** The Agent's own JSON, its `status` apart: the answer of the API that `metamap` asks, and a node Agent's `configcheck --json`. */
function agentDocument(value: unknown): KubectlDocument | undefined {
  const object = asObject(value);
  const map = object && ('Nodes' in object || 'Errors' in object) ? metamapFromJson(object) : undefined;
  if (map) return { kind: 'metamap', map };
  const isConfig = object ? 'check_name' in object : Array.isArray(value);
  const configCheck = isConfig ? configCheckFromJson(value) : undefined;
  return configCheck && { kind: 'configcheck', by: 'node-agent', configCheck };
}

const HEADLESS: KubectlDocument = {
  kind: 'damaged',
  detail: 'JSON of a list of Kubernetes objects lacks its beginning',
};

/** What goes on behind an object's last bracket belongs to a list around it, whose beginning is not there. */
function isInList(behind: string, lines: readonly string[], next: number): boolean {
  if (behind.trim() !== '') return behind.trim() === ',';
  let at = next;
  while (lines[at] === '') at += 1;
  return /^\s{0,200}[\]}]/.test(lines[at] ?? '');
}

interface Closing {
  readonly line: number;
  readonly column: number;
  /** Brackets that are still open where the text, or the budget, ends. */
  readonly open: number;
}

function closingBracket(lines: readonly string[], at: number, budget: Budget): Closing {
  let open = 0;
  let inText = false;
  for (let number = at; number < lines.length; number += 1) {
    const line = lines[number]!;
    budget.characters -= line.length;
    if (budget.characters < 0) return { line: number, column: 0, open: Math.max(open, 1) };
    for (let column = 0; column < line.length; column += 1) {
      const char = line.charCodeAt(column);
      if (inText) {
        if (char === BACKSLASH) column += 1;
        else if (char === QUOTE) inText = false;
      } else if (char === QUOTE) {
        inText = true;
      } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
        open += 1;
      } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
        open -= 1;
        if (open === 0) return { line: number, column, open: 0 };
      }
    }
  }
  return { line: lines.length, column: 0, open };
}

const QUOTE = 34;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** JSON whose end is missing reaches to whatever begins next. */
function cutPiece(lines: readonly string[], at: number, open: number): Piece | undefined {
  if (!looksLikeKubernetes(lines.slice(at, at + 40))) return undefined;
  const indent = indentOf(lines[at]!);
  let end = at + 1;
  while (end < lines.length && !(indentOf(lines[end]!) <= indent && opensDocument(lines, end))) end += 1;
  const brackets = open === 1 ? '1 bracket is' : `${open} brackets are`;
  const detail = `JSON of a Kubernetes object ends early: ${brackets} open`;
  return { start: at, end, documents: [{ kind: 'damaged', detail }] };
}

function looksLikeKubernetes(lines: readonly string[]): boolean {
  return lines.slice(0, 40).some((line) => line.slice(0, 20_000).includes('"apiVersion"'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
