import type { SecretSpan } from './secret-span.ts';

const BEGIN = /-----BEGIN (?<kind>[A-Z0-9 ]{0,40})PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a key without its end may consist of: its lines, and line ends as JSON writes them. */
const CUT_BODY = /^(?:[A-Za-z0-9+/=]{16,}|\s|\\[nr]|(?:Proc-Type|DEK-Info|Version|Comment):[^\n\\]*)*[A-Za-z0-9+/=]*/;
const LONGEST = 32_768;

/** A line of a key's body. */
const BODY_LINE = /^[A-Za-z0-9+/=]{1,128}\r?$/;

/** Finds PEM private keys, also those whose beginning or end was cut off. Certificates and public keys are left alone. */
export function* findPrivateKeys(text: string): Iterable<SecretSpan> {
  const headless = keyWithoutBeginning(text);
  if (headless !== undefined) yield headless;
  BEGIN.lastIndex = 0;
  let nextEnd = -1;
  for (let begin = BEGIN.exec(text); begin !== null; begin = BEGIN.exec(text)) {
    const start = begin.index;
    const body = BEGIN.lastIndex;
    if (nextEnd < body) nextEnd = endAfter(text, body);
    let end = nextEnd;
    if (end - body > LONGEST) {
      end = body + (CUT_BODY.exec(text.slice(body, body + LONGEST))?.[0].length ?? 0);
    }
    yield { start, end, rule: begin.groups?.kind?.startsWith('OPENSSH') ? 'ssh-private-key' : 'private-key' };
    BEGIN.lastIndex = end;
  }
}

/** The last lines of a key at the start of a text, as where a log is read from its tail. */
function keyWithoutBeginning(text: string): SecretSpan | undefined {
  const end = endAfter(text, 0);
  BEGIN.lastIndex = 0;
  const begin = BEGIN.exec(text);
  if (end === Number.POSITIVE_INFINITY || (begin !== null && begin.index < end)) return undefined;
  const head = text.slice(Math.max(0, end - LONGEST), text.lastIndexOf('-----END', end));
  const lines = head.split('\n').slice(0, -1);
  const other = lines.findLastIndex((line) => !BODY_LINE.test(line));
  const body = lines.slice(other + 1);
  if (body.length === 0) return undefined;
  const length = body.reduce((sum, line) => sum + line.length + 1, 0);
  return { start: text.lastIndexOf('-----END', end) - length, end, rule: 'private-key' };
}

function endAfter(text: string, from: number): number {
  END.lastIndex = from;
  return END.exec(text) === null ? Number.POSITIVE_INFINITY : END.lastIndex;
}
