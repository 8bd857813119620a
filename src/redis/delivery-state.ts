import type { Ask } from '../domain/ask.ts';
import type { Report } from '../domain/report.ts';
import { askIn } from './asks.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { type Intent, intentIn, type Sent, sentIn } from './outbox.ts';
import { type OutboxEntry, outboxEntry } from './outbox-entry.ts';
import { reportIn } from './reports.ts';
import type { Stored } from './stored.ts';

/** All that is decided by when an entry is delivered, as it was at one moment. */
export interface DeliveryState {
  readonly ask: Stored<Ask>;
  readonly report: () => Stored<Report>;
  /** What the deadline put in the report's place. */
  readonly overdue: () => Stored<Report>;
  readonly intent: Stored<Intent>;
  /** Where this entry ended up, and where others of the same ask did. */
  readonly sent: Sent | undefined;
  readonly opening: Sent | undefined;
  readonly answer: Sent | undefined;
  readonly openingDone: Sent | undefined;
}

/** Reads the state for one entry by one command: eight of their own took longer than the delivery itself. */
export async function readDeliveryState(redis: Redis, keys: Keys, entry: OutboxEntry): Promise<DeliveryState> {
  const { askId, shows = askId } = entry;
  const sentKey = (part: OutboxEntry['part']) => keys.sent(outboxEntry(askId, part, 0).id);
  const found = await redis.mgetBuffer(
    keys.ask(askId),
    keys.report(shows),
    keys.overdue(askId),
    keys.intent(entry.id),
    keys.sent(entry.id),
    sentKey('opening'),
    sentKey('answer'),
    sentKey('opening-done'),
  );
  const [ask = null, report = null, overdue = null, intent = null, ...sent] = found;
  const text = (value: Buffer | null | undefined): string | null => value?.toString('utf8') ?? null;
  return {
    ask: askIn(text(ask)),
    report: () => reportIn(report),
    overdue: () => reportIn(overdue),
    intent: intentIn(text(intent)),
    sent: sentIn(text(sent[0])),
    opening: sentIn(text(sent[1])),
    answer: sentIn(text(sent[2])),
    openingDone: sentIn(text(sent[3])),
  };
}
