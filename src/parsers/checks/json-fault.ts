const SPACE = /[\t\n\r ]*/y;
const WORD_OR_NUMBER = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'end';

/**
 * Where a text stops being JSON, in words and with line and column, both from 1: `unexpected "}" at line 2, column 7`.
 * Only the one character is shown, since the text around it may hold secrets. `undefined` when it is JSON.
 */
export function jsonFault(text: string): string | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = skip(SPACE, text, at) ?? at;
    const char = text[at];
    if (char === undefined) return expected === 'end' ? undefined : endsEarly(open.length);
    if (char === '"' && (expected.startsWith('key') || expected.startsWith('value'))) {
      const end = endOfString(text, at);
      if (end.fault === 'open') return `the text that opens at ${place(text, at)} is not closed`;
      if (end.fault === 'escape') return unexpected(text, end.at);
      expected = expected.startsWith('key') ? 'colon' : afterValue(open);
      at = end.at;
    } else if ((char === '{' || char === '[') && expected.startsWith('value')) {
      open.push(char);
      expected = char === '{' ? 'key-or-end' : 'value-or-end';
      at += 1;
    } else if (closes(char, open.at(-1), expected)) {
      open.pop();
      expected = afterValue(open);
      at += 1;
    } else if (char === ',' && expected === 'comma-or-end') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
      at += 1;
    } else if (char === ':' && expected === 'colon') {
      expected = 'value';
      at += 1;
    } else {
      const end = expected.startsWith('value') ? skip(WORD_OR_NUMBER, text, at) : undefined;
      if (end === undefined) return unexpected(text, at);
      expected = afterValue(open);
      at = end;
    }
  }
}

function skip(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function closes(char: string, open: '{' | '[' | undefined, expected: Expected): boolean {
  const mayEnd = expected === 'comma-or-end' || expected === 'key-or-end' || expected === 'value-or-end';
  return mayEnd && ((char === '}' && open === '{') || (char === ']' && open === '['));
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? 'end' : 'comma-or-end';
}

function endOfString(text: string, start: number): { readonly at: number; readonly fault?: 'open' | 'escape' } {
  let at = start + 1;
  for (let char = text[at]; char !== '"'; char = text[at]) {
    if (char === undefined || char === '\n' || char === '\r') return { at, fault: 'open' };
    if (char < ' ') return { at, fault: 'escape' };
    if (char === '\\') {
      if (!/^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/.test(text.slice(at, at + 6))) return { at: at + 1, fault: 'escape' };
      at += 1;
    }
    at += 1;
  }
  return { at: at + 1 };
}

function unexpected(text: string, at: number): string {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);
  const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(char) ? `"${char}"` : 'character';
  return `unexpected ${shown} at ${place(text, at)}`;
}

function endsEarly(open: number): string {
  return open === 0 ? 'it is empty' : `it ends early: ${open} ${open === 1 ? 'bracket is' : 'brackets are'} open`;
}

function place(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
