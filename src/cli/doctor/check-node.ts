import type { DoctorLine } from '../../formatters/terminal-notices.ts';
import { atLeast } from './at-least.ts';

/** The oldest Node.js that runs dca-bot, as `engines` in package.json says. */
const WANTED_VERSION = '20.19';

export function checkNode(found: string): DoctorLine {
  const state = atLeast(found, WANTED_VERSION) ? 'ok' : 'failed';
  return { check: 'node', state, facts: { found: found.replace(/^v/, ''), wanted: WANTED_VERSION } };
}
