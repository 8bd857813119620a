import type { Ask } from '../domain/ask.ts';
import type { SlackMessage } from '../formatters/blocks.ts';
import type { DeliveryState } from '../redis/delivery-state.ts';
import { type Intent, markSent, type Sent, writeIntent } from '../redis/outbox.ts';
import type { OutboxEntry } from '../redis/outbox-entry.ts';
import { planRecheck } from '../redis/rechecks.ts';
import { countSending, recordFallback } from '../redis/sending-record.ts';
import { mayHaveForgotten } from '../redis/server-start.ts';
import { asFile, asPlain, maskMessage, withNotice } from './compose-message.ts';
import { countAnswer } from './count-answer.ts';
import { countMasked } from './count-masked.ts';
import { type Look, lookForOwn } from './look-for-own.ts';
import { plainerWay } from './plainer-way.ts';
import { CALL_TIMEOUT_MS } from './sending-limits.ts';
import type { Delivery, SendingTools, Turn } from './sending-tools.ts';
import type { Outcome, PostTarget } from './slack-port.ts';

/** What is to be said, and what it was made from. */
export interface Words {
  readonly message: SlackMessage;
  readonly basis: Sent['basis'];
}

/** A message that Slack itself fails on so often is said more plainly, and lets others go first. */
const STUBBORN = 5;

/**
 * Posts a new message, exactly once as far as anybody can tell. Every step may be the last one this process does:
 * before the call an intent is written, after it where the message is; whoever finds the one without the other looks
 * for the message first.
 */
export async function deliverMessage(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
  words: Words,
): Promise<Delivery> {
  const { redis, keys, now, limits } = tools;
  if (state.sent !== undefined) return { next: 'remove' };
  const stored = state.intent;
  if (stored.state === 'unreadable') return { next: 'wait', scope: 'ask', ms: limits.unreadableMs };
  const before = stored.state === 'found' ? stored.value : firstIntent(entry);

  const target = targetOf(turn, entry, ask, state, before);
  let perhapsThere = false;
  // Idle by what Redis says; a server that was started since may have forgotten a call.
  const forgotten = before.state === 'idle' && (await mayHaveForgotten(redis, before.at, now()));
  if (before.state !== 'idle' || forgotten) {
    const settled = before.at + limits.settleMs - now();
    // More than that can only be the clock of another gateway running ahead.
    if (!forgotten && settled > 0 && settled <= limits.settleMs) return { next: 'wait', scope: 'ask', ms: settled };
    const found: Look =
      before.form === 'asker' ? { look: 'cannot-tell' } : await lookForOwn(tools, target, before.firstAt);
    if (found.look === 'slack-away') return { next: 'wait', scope: 'channel' };
    if (found.look === 'later') return { next: 'wait', scope: 'ask', ms: found.ms };
    if (found.look === 'found') {
      await markSent(redis, keys, entry.id, sentRecord(turn, before, words, now(), found.ts));
      countAnswer(tools, entry, 'posted');
      return { next: 'remove' };
    }
    perhapsThere = found.look === 'cannot-tell' && !forgotten;
    if (perhapsThere && before.state === 'calling' && before.repeats > 0) {
      return { next: 'give-up', why: 'unclear', detail: 'two calls without a reply, and the history cannot be read' };
    }
    if (found.look === 'absent' && !forgotten) {
      await planRecheck(redis, keys, { ...target, firstAt: before.firstAt }, now() + limits.recheckMs);
    }
  }

  const at = now();
  const repeats = before.repeats + (perhapsThere ? 1 : 0);
  const intent: Intent = { ...before, state: 'calling', attempt: before.attempt + 1, repeats, at };
  if (!(await writeIntent(redis, keys, turn.lease, limits.leaseMs, entry.id, intent))) return { next: 'lease-lost' };
  if (perhapsThere) {
    await countSending(redis, keys, 'possible-repeat');
    countAnswer(tools, entry, 'possible-repeat');
  }
  // A process that slept since it asked for the lease must ask again: by now it may be somebody else's.
  if (now() - at > limits.leaseMs - Math.min(CALL_TIMEOUT_MS, limits.leaseMs / 2)) return { next: 'again' };

  const repeated = repeats > 0 ? withNotice(words.message, 'possible-repeat', ask) : words.message;
  const { message, masked } = maskMessage(repeated, tools.mask);
  const outcome = await call(tools, target, intent, ask, message, entry.part.startsWith('answer'));
  await countMasked(tools, masked);
  return conclude(tools, turn, entry, intent, words, outcome);
}

async function conclude(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  intent: Intent,
  words: Words,
  outcome: Outcome<{ readonly ts?: string }>,
): Promise<Delivery> {
  const { redis, keys, now, limits, log } = tools;
  const change = (next: Partial<Intent>) =>
    writeIntent(redis, keys, turn.lease, limits.leaseMs, entry.id, { ...intent, ...next });
  switch (outcome.end) {
    case 'done': {
      const kept = await markSent(redis, keys, entry.id, sentRecord(turn, intent, words, now(), outcome.ts));
      if (outcome.ts !== undefined && kept.ts !== outcome.ts) await takeBack(tools, turn.channel, outcome.ts);
      else countAnswer(tools, entry, 'posted');
      return { next: 'remove' };
    }
    case 'ambiguous': {
      log?.('a call to Slack ended unclear', { entry: entry.id, raw: outcome.raw, attempt: intent.attempt });
      if (outcome.lost) return { next: 'wait', scope: 'ask', ms: limits.settleMs };
      const plainer = intent.attempt >= STUBBORN && intent.form === 'blocks';
      if (plainer) await noteFallback(tools, entry, 'blocks', 'plain', outcome.raw);
      if (!(await change({ state: 'failed', ...(plainer ? { form: 'plain' } : {}) }))) return { next: 'lease-lost' };
      if (intent.attempt < STUBBORN) return { next: 'wait', scope: 'channel' };
      return { next: 'wait', scope: 'ask', ms: limits.awayMaxMs };
    }
    case 'wait': {
      if (!(await change({ state: 'idle', attempt: intent.attempt - 1 }))) return { next: 'lease-lost' };
      return outcome.why === 'rate'
        ? { next: 'wait', scope: 'ask', ms: outcome.ms }
        : { next: 'wait', scope: 'channel' };
    }
    case 'refused': {
      if (outcome.why === 'auth' || outcome.why === 'scope') {
        log?.('Slack refuses the bot', { entry: entry.id, raw: outcome.raw });
        if (!(await change({ state: 'idle', attempt: intent.attempt - 1 }))) return { next: 'lease-lost' };
        return { next: 'wait', scope: 'channel' };
      }
      const way = plainerWay(intent, outcome.why);
      if (way === undefined) return { next: 'give-up', why: 'refused', detail: outcome.raw };
      await noteFallback(
        tools,
        entry,
        intent.form,
        way.threadless && !intent.threadless ? 'no-thread' : way.form,
        outcome.raw,
      );
      return (await change({ ...way, state: 'idle' })) ? { next: 'again' } : { next: 'lease-lost' };
    }
  }
}

function call(
  { port }: SendingTools,
  target: PostTarget,
  { form }: Intent,
  ask: Ask,
  message: SlackMessage,
  isAnswer: boolean,
): Promise<Outcome<{ readonly ts?: string }>> {
  switch (form) {
    case 'blocks':
      return port.post(target, message);
    case 'plain':
      return port.post(target, asPlain(message));
    case 'file':
      return port.uploadText(target, { title: ask.words, ...asFile(message) });
    case 'asker':
      return port.tellAsker(ask.address, target, isAnswer ? withNotice(message, 'not-in-channel', ask) : message);
  }
}

/** A message that another gateway had posted already, while this process was held up: ours is the one too many. */
async function takeBack({ port, redis, keys, log }: SendingTools, channel: string, ts: string): Promise<void> {
  const removed = await port.remove(channel, ts);
  log?.('took back a message that was posted twice', { channel, ts, end: removed.end });
  await countSending(redis, keys, 'repeat-removed');
}

function targetOf({ channel }: Turn, entry: OutboxEntry, ask: Ask, state: DeliveryState, intent: Intent): PostTarget {
  const base = { channel, askId: ask.id, entryId: entry.id };
  if (intent.threadless) return base;
  const thread = ask.address.thread ?? (entry.part === 'opening' ? undefined : state.opening?.ts);
  return thread === undefined ? base : { ...base, thread };
}

function firstIntent({ part, at }: OutboxEntry): Intent {
  const form = part === 'private' ? 'asker' : 'blocks';
  return { state: 'idle', attempt: 0, form, threadless: false, repeats: 0, firstAt: at, at };
}

function sentRecord({ channel }: Turn, { form }: Intent, { basis }: Words, at: number, ts: string | undefined): Sent {
  return { channel, form, basis, at, ...(ts === undefined ? {} : { ts }) };
}

async function noteFallback(tools: SendingTools, entry: OutboxEntry, from: string, to: string, why: string) {
  const { redis, keys, now } = tools;
  await recordFallback(redis, keys, { entry: entry.id, from, to, why, at: now() });
  countAnswer(tools, entry, 'fallback');
}
