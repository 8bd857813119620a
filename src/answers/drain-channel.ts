import { giveUp } from '../redis/dead-letters.ts';
import { type Lease, releaseLease, renewLease } from '../redis/lease.ts';
import { leaveOutbox, type QueuedEntry, readOutbox, removeEntry, takeOutbox } from '../redis/outbox.ts';
import type { OutboxEntry, Part } from '../redis/outbox-entry.ts';
import type { Bell } from './bell.ts';
import { countAnswer } from './count-answer.ts';
import { deliverEntry } from './deliver-entry.ts';
import type { Delivery, SendingTools } from './sending-tools.ts';

/**
 * How draining a channel ended. `busy`: another gateway has it. `unreadable`: all that is left is for a newer dca-bot.
 */
export type Drained = 'empty' | 'busy' | 'lost' | 'unreadable' | 'closed';

/** As far as is looked past entries that have to wait. */
const WINDOW = 50;
const EDITS: ReadonlySet<Part> = new Set(['progress', 'opening-done', 'opening-done-late']);

export interface DrainOptions {
  /** Unique to this process. */
  readonly holder: string;
  /** Rung when something was put into this outbox, and to close. */
  readonly bell: Bell;
  readonly closing: AbortSignal;
}

type Chosen =
  | { readonly kind: 'entry'; readonly queued: QueuedEntry; readonly entry: OutboxEntry; readonly othersWait: boolean }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'give-up'; readonly queued: QueuedEntry; readonly detail: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'empty' };

/**
 * Sends all that a channel's outbox holds, in the order of each ask, while it holds the channel's lease. Rejects when
 * Redis does; nothing is lost then, and the next drain goes on.
 */
export async function drainChannel(tools: SendingTools, channel: string, options: DrainOptions): Promise<Drained> {
  const { redis, keys, limits } = tools;
  const taken = await takeOutbox(redis, keys, channel, {
    holder: options.holder,
    ttlMs: limits.leaseMs,
    limit: WINDOW,
  });
  if (typeof taken === 'string') return taken;
  const { lease, queue } = taken;
  let held = true;
  const renewal = setInterval(() => {
    renewLease(redis, keys, lease, limits.leaseMs).then(
      (renewed) => {
        held &&= renewed;
      },
      () => {},
    );
  }, limits.leaseMs / 4);
  let drained: Drained | undefined;
  try {
    drained = await drainUnder(tools, channel, lease, queue, options, () => held);
    return drained;
  } finally {
    clearInterval(renewal);
    // One that was found empty was given back at the same moment.
    if (drained !== 'empty') await releaseLease(redis, keys, lease).catch(() => false);
  }
}

async function drainUnder(
  tools: SendingTools,
  channel: string,
  lease: Lease,
  first: readonly QueuedEntry[],
  { bell, closing }: DrainOptions,
  held: () => boolean,
): Promise<Drained> {
  const { redis, keys, now, limits } = tools;
  const heldBack = new Map<string, number>();
  let nextPostAt = 0;
  let failures = 0;
  // Others only add at the end: what was read stays true, and is worked off before the next look.
  let queue = first;
  let complete = true;
  const look = async () => {
    queue = await readOutbox(redis, keys, channel, WINDOW);
    complete = true;
  };
  const rest = async (ms: number) => {
    await bell.wait(ms);
    await look();
  };
  const workedOff = (done: QueuedEntry) => {
    queue = queue.filter((queued) => queued !== done);
    complete = false;
  };
  while (!closing.aborted) {
    if (!held()) return 'lost';
    const chosen = choose(queue, heldBack, tools);
    if (chosen.kind === 'empty') {
      if (now() < nextPostAt) {
        // Whoever has the channel next would not know when the last message went.
        await rest(nextPostAt - now());
        continue;
      }
      queue = await leaveOutbox(redis, keys, channel, lease, WINDOW);
      if (queue.length === 0) return 'empty';
      complete = true;
      continue;
    }
    if (chosen.kind !== 'entry' && !complete) {
      await look();
      continue;
    }
    if (chosen.kind === 'unreadable') return chosen.kind;
    if (chosen.kind === 'wait') {
      await rest(chosen.ms);
      continue;
    }
    if (chosen.kind === 'give-up') {
      const letter = {
        channel,
        entry: chosen.queued.raw,
        why: 'unreadable',
        detail: chosen.detail,
        at: now(),
      } as const;
      if (!(await giveUp(redis, keys, lease, chosen.queued, letter))) return 'lost';
      // What it was cannot be read, and an answer that nobody hears of is worse than a count too high.
      countAnswer(tools, { part: 'answer' }, 'dead');
      workedOff(chosen.queued);
      continue;
    }
    const { queued, entry, othersWait } = chosen;
    const isPost = !EDITS.has(entry.part);
    if (isPost && now() < nextPostAt) {
      await rest(nextPostAt - now());
      continue;
    }
    const delivery = await deliverEntry(tools, { lease, channel, othersWait }, entry);
    if (isPost) nextPostAt = now() + limits.paceMs;
    if (delivery.next === 'wait' && delivery.scope === 'channel') {
      failures += 1;
      await pause(Math.min(limits.awayMs * 2 ** (failures - 1), limits.awayMaxMs), bell, closing, now);
    } else if (delivery.next === 'remove') {
      failures = 0;
    }
    if (!(await settle(tools, channel, lease, queued, entry, delivery, heldBack))) return 'lost';
    if (delivery.next === 'remove' || delivery.next === 'give-up') workedOff(queued);
    else await look();
  }
  return 'closed';
}

/** Does to the outbox what a delivery asks for; `false` when the lease is lost. */
async function settle(
  tools: SendingTools,
  channel: string,
  lease: Lease,
  queued: QueuedEntry,
  entry: OutboxEntry,
  delivery: Delivery,
  heldBack: Map<string, number>,
): Promise<boolean> {
  const { redis, keys, now, log } = tools;
  switch (delivery.next) {
    case 'remove':
      return removeEntry(redis, keys, channel, lease, queued, delivery.quietMs);
    case 'give-up': {
      const { why, detail } = delivery;
      log?.('gave up sending', { entry: entry.id, channel, why, detail });
      const letter = { channel, entry: entry.id, why, detail, at: now() };
      if (!(await giveUp(redis, keys, lease, queued, letter))) return false;
      countAnswer(tools, entry, 'dead');
      return true;
    }
    case 'wait':
      if (delivery.scope === 'ask') heldBack.set(entry.askId, now() + delivery.ms);
      return true;
    case 'again':
      return true;
    case 'lease-lost':
      return false;
  }
}

/** The first entry whose ask need not wait. Entries of one ask never pass each other. */
function choose(queue: readonly QueuedEntry[], heldBack: Map<string, number>, { now, limits }: SendingTools): Chosen {
  const at = now();
  let waitUntil = Number.POSITIVE_INFINITY;
  for (const queued of queue) {
    const { record } = queued;
    if (record.state !== 'found') {
      // It may be from a newer dca-bot, which will send it; what is not even dated nobody can.
      const putAt = dateIn(queued.raw);
      if (putAt === undefined || at - putAt > limits.giveUpMs) {
        return { kind: 'give-up', queued, detail: record.state === 'unreadable' ? record.detail : '' };
      }
      continue;
    }
    const until = heldBack.get(record.value.askId) ?? 0;
    if (until <= at) {
      heldBack.delete(record.value.askId);
      return { kind: 'entry', queued, entry: record.value, othersWait: queue.length > 1 };
    }
    waitUntil = Math.min(waitUntil, until);
  }
  if (waitUntil !== Number.POSITIVE_INFINITY) return { kind: 'wait', ms: waitUntil - at };
  return queue.length === 0 ? { kind: 'empty' } : { kind: 'unreadable' };
}

function dateIn(raw: string): number | undefined {
  try {
    const data: unknown = JSON.parse(raw);
    if (typeof data !== 'object' || data === null || !('at' in data)) return undefined;
    return typeof data.at === 'number' ? data.at : undefined;
  } catch {
    return undefined;
  }
}

/** Waits the whole time out, whoever rings: new mail does not bring Slack back. */
async function pause(ms: number, bell: Bell, closing: AbortSignal, now: () => number): Promise<void> {
  const until = now() + ms;
  while (!closing.aborted && now() < until) await bell.wait(until - now());
}
