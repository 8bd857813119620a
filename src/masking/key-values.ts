import { markLengthAt } from './mark.ts';
import { runEnd } from './run-end.ts';
import { isHarmless, isHeaderName, ruleForKey } from './secret-keys.ts';
import type { SecretRule, SecretSpan } from './secret-span.ts';

const KEYWORD =
  /pass|pwd|secret|token|key|authorization|credential|community|cookie|dockerc|signature|\b(?:auth|sig)\b|パスワード/gi;
const KEY_REST = /[\w.-]*/y;
/** `key: v`, `"key": "v"`, `\"key\":\"v\"`, `key=v`, `:key=>v`, `key := v`; a quoted value may stand on the next line. */
const SEPARATOR = /(?:\\{0,8}["'`])?[ \t]{0,64}(?::=|=>|[:=：＝])[ \t]{0,64}(?:\r?\n[ \t]{1,64}(?=["']))?/y;
/** The entry of a Kubernetes env list: `"name": "KEY", "value": "v"`, `- name: KEY` and `value: v` on the next line. */
const ENV_VALUE =
  /\\{0,8}["']?(?:\s|\\n){0,64},?(?:\s|\\n){0,64}\\{0,8}["']?value\\{0,8}["']?[ \t]{0,8}[:=][ \t]{0,64}(?:\r?\n[ \t]{1,64}(?=["']))?/iy;
const ENV_NAME = /name\\{0,8}["']?\s{0,8}[:=]\s{0,8}\\{0,8}["']?$/i;
const FLAG_GAP = /\\{0,8}["']?(?:[ \t]{1,8}|\s{0,16},\s{0,64})(?=[^\s-])/y;
const HEADER_GAP = /\\{0,8}["']\s{0,16},\s{0,64}(?=\\{0,8}["'])/y;
const SCHEME = /(?:bearer|basic|token|digest|negotiate|apikey|aws4-hmac-sha256)(?:[ \t]|%20|\+){1,8}/iy;
const OPENING = /(\\{0,8})(["'`])/y;
/** Commas, semicolons and ampersands belong to a bare value unless another entry follows; so do quotes and closing brackets. */
const BARE =
  /(?:[^\s"'`,;&<\\]|[,;&](?!\s|$|[\w.%-]{1,64}[=:])|["'`](?![\s,;:&}\])>\\]|$)|<(?!\/)|\\(?!["'`nrtu\\])){1,4096}/y;
const XML_VALUE = />[^<\n]*/y;
const BLOCK_SCALAR = /[|>][+-]?\d?[ \t]*\r?\n(?<indent>[ \t]+)/y;
/** How sentences about tokens go on: `token: open /var/…: no such file`. */
const PROSE =
  /^(?:a|an|and|authentication|cannot|could|does|error|expected|expired|failed|for|get|has|in|invalid|is|length|missing|must|no|not|of|open|or|permission|post|signature|the|to|unable|unauthorized|unexpected|unknown|was|with)$/i;

interface Value {
  readonly start: number;
  readonly end: number;
}

/** Finds values that stand behind a secret's name in text of any form: logs, YAML, JSON, env lists, flags, XML. */
export function* findKeyValues(text: string): Iterable<SecretSpan> {
  KEYWORD.lastIndex = 0;
  let done = 0;
  for (let hit = KEYWORD.exec(text); hit !== null; hit = KEYWORD.exec(text)) {
    const start = keyStart(text, hit.index, done);
    const end = endOf(KEY_REST, text, KEYWORD.lastIndex) ?? KEYWORD.lastIndex;
    done = end;
    const rule = ruleForKey(text.slice(Math.max(start, end - 128), end));
    if (rule !== undefined) {
      for (const value of valuesAfter(text, start, end, rule)) {
        done = Math.max(done, value.end);
        const content = text.slice(value.start, value.end);
        if (!isHarmless(content, rule) && !isProse(text, value, content))
          yield { start: value.start, end: value.end, rule };
      }
    }
    KEYWORD.lastIndex = done;
  }
}

function keyStart(text: string, from: number, floor: number): number {
  const lowest = Math.max(floor, from - 128);
  let start = from;
  while (start > lowest && isKeyCode(text.charCodeAt(start - 1))) start--;
  // An escaped line end in front of a key (`\npassword: x`) is not a part of it.
  return start < from && text.charAt(start - 1) === '\\' && /[nrt]/.test(text.charAt(start)) ? start + 1 : start;
}

/** `[\w.-]` */
function isKeyCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}

function* valuesAfter(text: string, keyAt: number, keyEnd: number, rule: SecretRule): Iterable<Value> {
  const key = text.slice(keyAt, keyEnd);
  if (text.charAt(keyAt - 1) === '<' && text.charAt(keyEnd) === '>') {
    yield { start: keyEnd + 1, end: endOf(XML_VALUE, text, keyEnd) ?? keyEnd + 1 };
    return;
  }
  const before = text.slice(Math.max(0, keyAt - 32), keyAt);
  const at =
    (ENV_NAME.test(before) ? endOf(ENV_VALUE, text, keyEnd) : undefined) ??
    (/\b(?:volume|secret|configmap) \\?"$/i.test(before) ? undefined : endOf(SEPARATOR, text, keyEnd)) ??
    (/^--?[A-Za-z]/.test(key) ? endOf(FLAG_GAP, text, keyEnd) : undefined) ??
    (isHeaderName(key) ? endOf(HEADER_GAP, text, keyEnd) : undefined);
  if (at === undefined || (text.startsWith('//', at) && text.charAt(at - 1) === ':')) return;
  if (text.charAt(at) === '[') yield* listValues(text, at + 1, rule);
  else if (text.charAt(at) !== '{') yield valueAt(text, at, rule);
}

function* listValues(text: string, from: number, rule: SecretRule): Iterable<Value> {
  let at = skipSpace(text, from);
  for (let count = 0; count < 64 && !/^[[{\]]?$/.test(text.charAt(at)); count++) {
    const value = valueAt(text, at, rule);
    yield value;
    at = skipSpace(text, text.charAt(value.end) === ',' ? value.end : value.end + quoteLength(text, value.end));
    if (text.charAt(at) !== ',') return;
    at = skipSpace(text, at + 1);
  }
}

function quoteLength(text: string, at: number): number {
  return (endOf(OPENING, text, at) ?? at) - at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < from + 64 && /\s/.test(text.charAt(at))) at++;
  return at;
}

function valueAt(text: string, at: number, rule: SecretRule): Value {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text);
  if (opening !== null) {
    const start = at + opening[0].length;
    const inner = afterScheme(text, start, rule);
    return { start: inner, end: quotedEnd(text, inner, opening[2] ?? '"', opening[1]?.length ?? 0) };
  }
  const start = afterScheme(text, at, rule);
  const marked = markLengthAt(text, start);
  if (marked > 0 && !isBareAt(text, start + marked)) return { start, end: start + marked };
  BLOCK_SCALAR.lastIndex = start;
  const block = BLOCK_SCALAR.exec(text);
  if (block !== null) return blockValue(text, BLOCK_SCALAR.lastIndex, block.groups?.indent ?? ' ');
  if (text.startsWith('<set to the key', start)) return { start, end: lineEnd(text, start) };
  if (rule === 'cookie') return { start, end: endOf(/[^\r\n"'`\\]*/y, text, start) ?? start };
  let end = runEnd(BARE, text, start);
  while (end > start && /[)\]}>]/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** After a mark only closing brackets may follow; anything else makes it a part of a longer value. */
function isBareAt(text: string, at: number): boolean {
  const end = runEnd(BARE, text, at);
  return end > at && !/^[)\]}>]+$/.test(text.slice(at, Math.min(end, at + 64)));
}

function afterScheme(text: string, at: number, rule: SecretRule): number {
  return rule === 'authorization' ? (endOf(SCHEME, text, at) ?? at) : at;
}

/** Up to the quote that closes at the same depth of escaping, a shallower one, or the end of the line. */
function quotedEnd(text: string, from: number, quote: string, depth: number): number {
  let slashes = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') slashes++;
    else if (char === '\n' || char === '\r') {
      // YAML folds a long quoted value with a backslash at the end of the line.
      if (depth > 0 || slashes !== 1) return at - slashes;
      slashes = 0;
    } else if (char === quote && (depth === 0 ? slashes % 2 === 0 : slashes <= depth))
      return at - (depth === 0 ? 0 : slashes);
    else slashes = 0;
  }
  return text.length;
}

/** The lines of a YAML block scalar: as long as they keep the first one's indentation. */
function blockValue(text: string, start: number, indent: string): Value {
  let end = lineEnd(text, start);
  while (end < text.length && text.startsWith(indent, end + 1)) end = lineEnd(text, end + 1);
  return { start, end };
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function isProse(text: string, value: Value, content: string): boolean {
  return PROSE.test(content) && /^[ ][\w/("']/.test(text.slice(value.end, value.end + 2));
}

/** Where a sticky pattern ends that is tried at one place; `undefined` when it does not match there. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) === null ? undefined : pattern.lastIndex;
}
