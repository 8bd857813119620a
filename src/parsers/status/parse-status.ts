import type { AgentStatus } from '../../domain/agent-status.ts';
import { cutText } from '../cut-text.ts';
import { unreadOutput } from '../unread-output.ts';
import { readJsonStatus } from './json-status.ts';
import { asObject, type JsonObject, printJson } from './json-value.ts';
import { looksLikeStatusJson } from './status-json-keys.ts';
import { stripNoise } from './strip-noise.ts';
import { readTextStatus } from './text-status.ts';
import { findTitles } from './title.ts';

export type ParsedStatus =
  | { readonly recognised: true; readonly status: AgentStatus }
  | {
      readonly recognised: false;
      readonly why:
        | 'empty'
        | 'not-a-status'
        | 'broken-json'
        | 'agent-unreachable'
        | 'error-text'
        | 'unknown-generation';
      /** The Agent's own words, or what was found instead; at most 500 characters. */
      readonly detail: string;
      /** The title that no known version prints. */
      readonly title?: string;
    };

type Unrecognised = Extract<ParsedStatus, { recognised: false }>;

/**
 * Reads the output of `datadog-cluster-agent status` or a node Agent's `agent status`: text of any age or JSON, with
 * whatever stands before it. Reads the first document where there are several; never throws.
 */
export function parseStatus(text: string): ParsedStatus {
  const lines = stripNoise(text);
  const titles = findTitles(lines);
  const title = titles[0];
  const json = firstJson(lines.slice(0, title?.line));
  const parsed = json === undefined ? undefined : parseJson(lines.slice(json).join('\n'));
  if (parsed !== undefined && (parsed.recognised || title === undefined)) {
    return parsed;
  }
  if (title && title.form === undefined) {
    return { recognised: false, why: 'unknown-generation', detail: title.text, title: title.text };
  }
  const second = titles[1];
  // The row of `=` over the second title belongs to the second document.
  const status = readTextStatus(second ? [...lines.slice(0, Math.max(second.line - 1, 0)), ''] : lines, title);
  return status ? { recognised: true, status } : whatElse(lines);
}

// A line of JSON that is not the status, from a program that logs so, can stand before the one that is.
function firstJson(lines: readonly string[]): number | undefined {
  const starts = lines.flatMap((line, i) => (line.trimStart().startsWith('{') ? [i] : []));
  return starts.find((start) => !isWholeJson(lines[start]!) || looksLikeStatusJson(lines[start]!)) ?? starts[0];
}

function isWholeJson(line: string): boolean {
  return line.endsWith('}') && jsonObject(line) !== undefined;
}

// `undefined`: braces, but nothing that was ever meant to be a status in JSON.
function parseJson(text: string): ParsedStatus | undefined {
  const document = jsonObject(text) ?? jsonObject(text.slice(0, text.lastIndexOf('}') + 1));
  if (document) {
    const status = readJsonStatus(document, text);
    if (status) {
      return { recognised: true, status };
    }
    const error = document.error ?? document.Error;
    return error === undefined
      ? unrecognised('not-a-status', `JSON with the keys ${Object.keys(document).slice(0, 12).join(', ')}`)
      : unrecognised('error-text', printJson(error));
  }
  if (!/^\s{0,100}\{\s{0,100}(?:"|$)/.test(text)) {
    return undefined;
  }
  const open = openBrackets(text);
  return unrecognised(
    'broken-json',
    open > 0 ? `the JSON ends early: ${open} brackets are open` : 'the JSON is broken',
  );
}

function jsonObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** How many brackets, and strings, are still open at the end: above zero means that the end is missing. */
function openBrackets(text: string): number {
  let open = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
    } else if (char === '{' || char === '[') {
      open += 1;
    } else if (char === '}' || char === ']') {
      open -= 1;
    }
  }
  return open + (inString ? 1 : 0);
}

function whatElse(lines: readonly string[]): ParsedStatus {
  const said = lines.filter((line) => line.trim() !== '').slice(0, 50);
  const { why, detail } = unreadOutput(said);
  return unrecognised(why === 'other-text' ? 'not-a-status' : why, detail);
}

function unrecognised(why: Unrecognised['why'], detail: string): ParsedStatus {
  return { recognised: false, why, detail: cutText(detail, 500) };
}
