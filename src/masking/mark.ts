import type { SecretRule } from './secret-span.ts';

const MARK = /^\(masked:[a-z0-9-]{1,40}\)$/;
const MARK_AT = /\(masked:[a-z0-9-]{1,40}\)/y;

/** What stands in place of a secret: plain ASCII without anything that Slack, JSON or YAML would read as syntax. */
export function mark(rule: SecretRule): string {
  return `(masked:${rule})`;
}

export function isMark(value: string): boolean {
  return MARK.test(value);
}

/** The length of the mark that begins at `at`; 0 when none does. */
export function markLengthAt(text: string, at: number): number {
  MARK_AT.lastIndex = at;
  return MARK_AT.exec(text)?.[0].length ?? 0;
}
