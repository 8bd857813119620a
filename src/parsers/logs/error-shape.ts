import { cutText } from '../cut-text.ts';

const MAX_SHAPE = 200;
/** More of a line is not looked at: what tells errors apart stands at their beginning. */
const MAX_LOOKED_AT = 600;

/** What differs from one time to the next, the widest first. */
const CHANGING: readonly RegExp[] = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b/g,
  /\[[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\](?::\d{1,5})?/gi,
  // Kubernetes makes the endings of pods' names of these letters alone.
  /(?:-[bcdfghjklmnpqrstvwxz2456789]{8,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g,
  /\b(?=[a-f]{0,64}\d)[0-9a-f]{7,64}\b/gi,
  /\d{1,40}(?:\.\d{1,40})?/g,
];

/** The first line of an error with `#` for what changes each time it is logged: numbers, addresses, IDs, endings of pods' names. */
export function errorShape(message: string): string {
  const line = message.slice(0, MAX_LOOKED_AT).trimStart().split('\n', 1)[0] ?? '';
  const blanked = CHANGING.reduce((text, pattern) => text.replace(pattern, '#'), line);
  return cutText(blanked.trim(), MAX_SHAPE);
}
