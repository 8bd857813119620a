import type { SecretSpan } from './secret-span.ts';

const BEGIN = /-----BEGIN (?<kind>[A-Z0-9 ]{0,40})PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a key without its end may consist of: its lines, and line ends as JSON writes them. */
const CUT_BODY = /^(?:[A-Za-z0-9+/=]{16,}|\s|\\[nr]|(?:Proc-Type|DEK-Info|Version|Comment):[^\n\\]*)*[A-Za-z0-9+/=]*/;
const LONGEST = 32_768;

/** Finds PEM private keys, also those whose end was cut off. Certificates and public keys are left alone. */
export function* findPrivateKeys(text: string): Iterable<SecretSpan> {
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

function endAfter(text: string, from: number): number {
  END.lastIndex = from;
  return END.exec(text) === null ? Number.POSITIVE_INFINITY : END.lastIndex;
}
