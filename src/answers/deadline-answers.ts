import { type Ask, isReportOf } from '../domain/ask.ts';
import type { Finding } from '../domain/finding.ts';
import { worst } from '../domain/finding.ts';
import { REPORT_SCHEMA, type Report } from '../domain/report.ts';
import { loadAsk } from '../redis/asks.ts';
import { clearDeadline, dueDeadlines } from '../redis/deadlines.ts';
import { pushEntries } from '../redis/outbox.ts';
import { outboxEntry } from '../redis/outbox-entry.ts';
import { loadReport, storeOverdue } from '../redis/reports.ts';
import { pushFile } from './answer-file.ts';
import type { ReceivingTools } from './receive-reports.ts';
import type { SendingTools } from './sending-tools.ts';

/** Why no report came: `worker-silent`, `worker-died` or `queue-full`, or whatever else is known. */
export type CauseOf = (ask: Ask) => Promise<Finding>;

export interface DeadlineTools extends ReceivingTools {
  readonly causeOf: CauseOf;
  readonly log?: SendingTools['log'] | undefined;
}

/**
 * Answers the asks whose report did not come in time with `unknown` and the cause. Nothing is stored as their report:
 * one that comes later still counts and edits the answer. Returns how many were answered so.
 */
export async function answerOverdue(tools: DeadlineTools): Promise<number> {
  const { redis, keys, now } = tools;
  let answered = 0;
  for (const askId of await dueDeadlines(redis, keys, now())) {
    try {
      const end = await answerOne(tools, askId);
      if (end === 'answered') answered += 1;
      // Last: whoever dies before this does the same again, which changes nothing.
      if (end !== 'unreadable') await clearDeadline(redis, keys, askId);
    } catch (error) {
      // One ask whose cause cannot be told must not hold up the others; it stays due.
      tools.log?.('a deadline answer failed', { askId, err: error });
    }
  }
  return answered;
}

async function answerOne(tools: DeadlineTools, askId: string): Promise<'answered' | 'not-needed' | 'unreadable'> {
  const { redis, keys, now, ring, causeOf } = tools;
  const ask = await loadAsk(redis, keys, askId);
  if (ask.state === 'unreadable') return 'unreadable';
  if (ask.state === 'absent') return 'not-needed';
  const { channel } = ask.value.address;
  const report = await loadReport(redis, keys, askId);
  const isItsOwn = report.state === 'found' && isReportOf(ask.value, report.value);
  if (!isItsOwn) await storeOverdue(redis, keys, askId, overdueReport(ask.value, await causeOf(ask.value), now()));
  // With a report there, only the note of it was lost.
  const pushed = await pushEntries(redis, keys, channel, askId, [
    outboxEntry(askId, 'answer', now()),
    outboxEntry(askId, 'opening-done', now()),
  ]);
  if (pushed > 0) ring(channel);
  const direct = isItsOwn ? await pushFile(tools, ask.value, report.value) : undefined;
  if (direct !== undefined) ring(direct);
  return pushed > 0 && !isItsOwn ? 'answered' : 'not-needed';
}

function overdueReport(ask: Ask, cause: Finding, now: number): Report {
  return {
    schema: REPORT_SCHEMA,
    question: ask.question,
    cluster: ask.cluster,
    verdict: worst([cause]),
    findings: [cause],
    readings: [],
    agent: { versions: [], images: [] },
    masked: 0,
    at: new Date(now).toISOString(),
    tookMs: Math.max(0, now - ask.askedAt),
  };
}
