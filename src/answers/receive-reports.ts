import { isReportOf } from '../domain/ask.ts';
import { loadAsk } from '../redis/asks.ts';
import type { Redis } from '../redis/connection.ts';
import { clearDeadline } from '../redis/deadlines.ts';
import type { Keys } from '../redis/keys.ts';
import { pushEntries } from '../redis/outbox.ts';
import { outboxEntry } from '../redis/outbox-entry.ts';
import { dropReport, loadReport } from '../redis/reports.ts';
import { pushFile } from './answer-file.ts';

/** What the worker says when it has stored a report. `fromCluster` is the cluster of the queue it came by; '': a gateway's own. */
export interface ReportNote {
  readonly askId: string;
  readonly fromCluster: string;
}

/**
 * `wrong-cluster`: refused, the ask went to another one. `unreadable`: only a newer dca-bot can read ask or report.
 * `no-ask`, `no-report`: nothing of that id is stored (any more).
 */
export type Acceptance = 'accepted' | 'known' | 'wrong-cluster' | 'no-ask' | 'no-report' | 'unreadable';

export interface ReceivingTools {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly now: () => number;
  /** Wakes the sender of this process; others hear of it by themselves. */
  readonly ring: (channel: string) => void;
}

/**
 * Takes a report in: its answer goes into the outbox once, however often the note comes. Where the deadline answered
 * before, that answer is edited. Rejects when Redis does; the note must then come again.
 */
export async function acceptReport(tools: ReceivingTools, { askId, fromCluster }: ReportNote): Promise<Acceptance> {
  const { redis, keys, now, ring } = tools;
  const [ask, report] = await Promise.all([loadAsk(redis, keys, askId), loadReport(redis, keys, askId)]);
  if (ask.state === 'absent') return 'no-ask';
  if (ask.state === 'unreadable') return 'unreadable';
  if (report.state === 'found' && !isReportOf(ask.value, report.value)) {
    // Whoever stored it kept the place of the right one.
    await dropReport(redis, keys, askId);
    return 'wrong-cluster';
  }
  if (fromCluster !== ask.value.cluster) return 'wrong-cluster';
  if (report.state === 'absent') return 'no-report';
  if (report.state === 'unreadable') return 'unreadable';
  // The ask that waits for this report looks for it, and is the one that is answered.
  if (ask.value.parent !== undefined) return 'accepted';

  const { channel } = ask.value.address;
  const entries = [outboxEntry(askId, 'answer', now()), outboxEntry(askId, 'opening-done', now())];
  const pushed = await pushEntries(redis, keys, channel, askId, entries);
  // Not new: the deadline spoke first, or this note came before. The sender leaves out an edit that changes nothing.
  const late = [outboxEntry(askId, 'answer-late', now()), outboxEntry(askId, 'opening-done-late', now())];
  const pushedLate = pushed === entries.length ? 0 : await pushEntries(redis, keys, channel, askId, late);
  ring(channel);
  const direct = await pushFile(tools, ask.value, report.value);
  if (direct !== undefined) ring(direct);
  await clearDeadline(redis, keys, askId);
  return pushed + pushedLate > 0 ? 'accepted' : 'known';
}
