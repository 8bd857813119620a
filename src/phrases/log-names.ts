import type { FactsByCode } from '../domain/finding-facts.ts';
import { logCommand } from './names.ts';
import type { PhraseContext } from './phrases.ts';
import { code, type Rich } from './rich.ts';

/** What a line names may be a whole query; a heading has room for its start. */
const ROOM_IN_A_HEADING = 80;

/** The name in a line, for a heading; nothing when the line has none. */
export function shownAbout(about: string | null): Rich {
  if (about === null) return [];
  return code(about.length > ROOM_IN_A_HEADING ? `${about.slice(0, ROOM_IN_A_HEADING - 1)}…` : about);
}

/** The log in which a trouble stands: that of the one pod, or those of all. */
export function troubledLog({ pods }: FactsByCode['logs-trouble'], context: PhraseContext): string {
  return logCommand(pods.length === 1 ? (pods[0]?.pod ?? null) : null, context, '--since=1h');
}

/** Whole mebibytes, and less than one in kibibytes: `10 MiB`, `640 KiB`. */
export function size(bytes: number): string {
  const kibibytes = Math.ceil(bytes / 1024);
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${Math.round(kibibytes / 1024)} MiB`;
}
