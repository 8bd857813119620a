import type { AgentStatus } from '../../domain/agent-status.ts';
import { cutText } from '../cut-text.ts';

const MAX_TEXT = 4_000;
const MAX_SECTIONS = 100;

export type UnknownSection = AgentStatus['unknownSections'][number];

/** Keeps a part that nobody taught dca-bot to read, cut at 4,000 characters; from the 101st on they are not kept. */
export function keepUnknown(kept: UnknownSection[], title: string, text: string): void {
  if (kept.length < MAX_SECTIONS) {
    kept.push({ title: cutText(title, 200), text: cutText(text, MAX_TEXT) });
  }
}
