import type { Ask } from '../domain/ask.ts';
import type { SlackMessage } from '../formatters/blocks.ts';
import type { DeliveryState } from '../redis/delivery-state.ts';
import { renewLease } from '../redis/lease.ts';
import { markSent, replaceSent, type Sent, wasQueued } from '../redis/outbox.ts';
import { type OutboxEntry, outboxEntry } from '../redis/outbox-entry.ts';
import { recordFallback } from '../redis/sending-record.ts';
import { answerBasis } from './answer-basis.ts';
import { asPlain, composeAnswer, composeDone, composeWorking, maskMessage } from './compose-message.ts';
import { countAnswer } from './count-answer.ts';
import { countMasked } from './count-masked.ts';
import { CALL_TIMEOUT_MS } from './sending-limits.ts';
import type { Delivery, SendingTools, Turn } from './sending-tools.ts';
import type { Outcome } from './slack-port.ts';

/** What an edit shows, and over which entry's message. */
interface Edit {
  readonly over: 'opening' | 'answer';
  readonly message: SlackMessage;
  readonly basis: Sent['basis'];
}

/**
 * Edits the opening or the answer. `post-anew`: there is no message to edit, or Slack will not have it edited. An edit
 * may be done twice, so an unclear end is simply tried again.
 */
export async function deliverEdit(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
): Promise<Delivery | 'post-anew'> {
  const { redis, keys, now, limits } = tools;
  const edit = await editOf(tools, turn, entry, ask, state);
  if ('next' in edit) return edit;
  const over = state[edit.over];
  if (over?.ts === undefined || over.form === 'file') return 'post-anew';

  const at = now();
  if (!(await renewLease(redis, keys, turn.lease, limits.leaseMs))) return { next: 'lease-lost' };
  if (now() - at > limits.leaseMs - Math.min(CALL_TIMEOUT_MS, limits.leaseMs / 2)) return { next: 'again' };
  const { message, masked } = maskMessage(edit.message, tools.mask);
  await countMasked(tools, masked);
  const outcome = await update(tools, entry, { ...over, ts: over.ts }, edit, message);
  return conclude(tools, entry, ask, { ...over, form: outcome.form }, edit, outcome.outcome);
}

async function editOf(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
): Promise<Edit | Delivery> {
  const { redis, keys, now, limits } = tools;
  if (entry.part === 'progress') {
    const answered = await wasQueued(redis, keys, outboxEntry(ask.id, 'answer', 0).id);
    // How far the work is interests nobody once something better can be sent.
    if (answered || turn.othersWait) return { next: 'remove', quietMs: limits.progressMs };
    const progress = (await tools.readProgress(ask.id)) ?? null;
    return { over: 'opening', message: composeWorking(ask, progress, now()), basis: 'none' };
  }
  const shown = entry.part === 'answer-late' ? state.answer : state.openingDone;
  if (shown?.basis === 'report' || state.sent !== undefined) return { next: 'remove' };
  const basis = answerBasis(state, ask);
  if (basis.basis === 'missing') return { next: 'wait', scope: 'ask', ms: limits.unreadableMs };
  return entry.part === 'answer-late'
    ? { over: 'answer', message: composeAnswer(ask, basis.report), basis: basis.basis }
    : { over: 'opening', message: composeDone(ask, basis.report), basis: basis.basis };
}

async function update(
  tools: SendingTools,
  entry: OutboxEntry,
  over: Sent & { readonly ts: string },
  edit: Edit,
  message: SlackMessage,
): Promise<{ readonly form: 'blocks' | 'plain'; readonly outcome: Outcome<object> }> {
  const { port, redis, keys, now } = tools;
  const target = { channel: over.channel, askId: entry.askId, entryId: outboxEntry(entry.askId, edit.over, 0).id };
  const outcome = await port.update(target, over.ts, message);
  if (outcome.end !== 'refused' || (outcome.why !== 'invalid_blocks' && outcome.why !== 'too_long')) {
    return { form: 'blocks', outcome };
  }
  await recordFallback(redis, keys, { entry: entry.id, from: 'blocks', to: 'plain', why: outcome.raw, at: now() });
  countAnswer(tools, entry, 'fallback');
  return { form: 'plain', outcome: await port.update(target, over.ts, asPlain(message)) };
}

async function conclude(
  tools: SendingTools,
  entry: OutboxEntry,
  ask: Ask,
  over: Sent,
  edit: Edit,
  outcome: Outcome<object>,
): Promise<Delivery | 'post-anew'> {
  const { redis, keys, now, limits } = tools;
  if (entry.part === 'progress') return { next: 'remove', quietMs: limits.progressMs };
  switch (outcome.end) {
    case 'done': {
      const sent = { ...over, basis: edit.basis, at: now() };
      // The message first: a crash between the two only means one more edit.
      if (edit.over === 'answer') await replaceSent(redis, keys, outboxEntry(ask.id, 'answer', 0).id, sent);
      await markSent(redis, keys, entry.id, sent);
      countAnswer(tools, entry, 'edited');
      return { next: 'remove' };
    }
    case 'ambiguous':
      return { next: 'wait', scope: 'channel' };
    case 'wait':
      return outcome.why === 'rate'
        ? { next: 'wait', scope: 'ask', ms: outcome.ms }
        : { next: 'wait', scope: 'channel' };
    case 'refused':
      if (outcome.why === 'auth' || outcome.why === 'scope') return { next: 'wait', scope: 'channel' };
      await recordFallback(redis, keys, { entry: entry.id, from: 'edit', to: 'none', why: outcome.raw, at: now() });
      countAnswer(tools, entry, 'fallback');
      return 'post-anew';
  }
}
