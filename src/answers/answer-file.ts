import type { Ask } from '../domain/ask.ts';
import type { FindingOf } from '../domain/finding.ts';
import type { Report } from '../domain/report.ts';
import type { Redis } from '../redis/connection.ts';
import type { Keys } from '../redis/keys.ts';
import { pushEntries } from '../redis/outbox.ts';
import { outboxEntry } from '../redis/outbox-entry.ts';

/** The finding that a file goes with, if one does. */
export function fileFinding(ask: Ask, report: Report): FindingOf<'flare-ready'> | undefined {
  if (ask.question.kind !== 'flare') return undefined;
  const found = report.findings.find(({ code }) => code === 'flare-ready');
  return found?.code === 'flare-ready' ? found : undefined;
}

/**
 * Puts the file of an answer, if it has one, into the outbox of its asker, so that no channel waits for its bytes.
 * Returns the outbox to ring for.
 */
export async function pushFile(
  { redis, keys, now }: { readonly redis: Redis; readonly keys: Keys; readonly now: () => number },
  ask: Ask,
  report: Report,
): Promise<string | undefined> {
  if (fileFinding(ask, report) === undefined) return undefined;
  const outbox = `direct:${ask.address.user}`;
  await pushEntries(redis, keys, outbox, ask.id, [outboxEntry(ask.id, 'file', now())]);
  return outbox;
}
