/** A text that is not YAML as kubectl prints it; `message` says what is wrong with it. */
export class YamlFault extends Error {}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a quoted text that begins at `start`; its line breaks are folded. `end` is the place after the closing quote. */
export function quotedText(text: string, start: number): { readonly value: string; readonly end: number } {
  const quote = text[start];
  const before: string[] = [];
  let value = '';
  let at = start + 1;
  while (at < text.length) {
    const char = text[at]!;
    if (char === quote) {
      if (quote === '"' || text[at + 1] !== quote) return { value: before.join('') + value, end: at + 1 };
      value += quote;
      at += 2;
    } else if (char === '\\' && quote === '"') {
      const escaped = escapedText(text, at + 1);
      value += escaped.value;
      at = escaped.end;
    } else if (char === '\n') {
      const folded = foldAt(text, at);
      before.push(value.trimEnd(), folded.value);
      value = '';
      at = folded.end;
    } else {
      value += char;
      at += 1;
    }
  }
  throw new YamlFault('a quoted text does not end');
}

function escapedText(text: string, at: number): { readonly value: string; readonly end: number } {
  const char = text[at] ?? '';
  // An escaped line break joins two lines without a space.
  if (char === '\n') return { value: '', end: skipBlanks(text, at + 1) };
  const simple = ESCAPES[char];
  if (simple !== undefined) return { value: simple, end: at + 1 };
  const length = HEX_LENGTH[char] ?? 0;
  const hex = text.slice(at + 1, at + 1 + length);
  const code = length > 0 && /^[0-9a-fA-F]+$/.test(hex) && hex.length === length ? Number.parseInt(hex, 16) : -1;
  if (code < 0 || code > 0x10ffff) throw new YamlFault('an escape in a quoted text cannot be read');
  return { value: String.fromCodePoint(code), end: at + 1 + length };
}

/** One line break is a space, each further one a line break. */
function foldAt(text: string, start: number): { readonly value: string; readonly end: number } {
  let at = start;
  let breaks = 0;
  while (text[at] === '\n') {
    breaks += 1;
    at = skipBlanks(text, at + 1);
  }
  return { value: breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), end: at };
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** A text without quotes: `null` for nothing, `~` and `null`, else as it is written. Numbers keep their digits so. */
export function plainValue(text: string): string | null {
  const value = text.trim();
  if (/^[&*!|>%@`]/.test(value))
    throw new YamlFault('it uses anchors, tags or other marks that kubectl does not print');
  return value === '' || value === '~' || value === 'null' ? null : value;
}

/** The text without a comment at its end. */
export function withoutComment(text: string): string {
  const at = text.startsWith('#') ? 0 : text.search(/\s#/);
  return at < 0 ? text : text.slice(0, at).trimEnd();
}
