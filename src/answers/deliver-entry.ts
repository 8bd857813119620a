import type { Ask } from '../domain/ask.ts';
import { type DeliveryState, readDeliveryState } from '../redis/delivery-state.ts';
import type { OutboxEntry } from '../redis/outbox-entry.ts';
import { answerBasis } from './answer-basis.ts';
import { composeAnswer, composeWaiting, NoWordsError } from './compose-message.ts';
import { deliverEdit } from './deliver-edit.ts';
import { deliverFile } from './deliver-file.ts';
import { deliverMessage } from './deliver-message.ts';
import { recordEnd } from './record-end.ts';
import type { Delivery, SendingTools, Turn } from './sending-tools.ts';

/** Progress older than this is no news. */
const PROGRESS_AGE_MS = 60_000;

/** Does what an outbox entry asks for, as far as that is possible now. Rejects only when Redis does. */
export async function deliverEntry(tools: SendingTools, turn: Turn, entry: OutboxEntry): Promise<Delivery> {
  const { redis, keys, now } = tools;
  if (entry.part === 'progress' && now() - entry.at > PROGRESS_AGE_MS) return { next: 'remove' };
  const state = await readDeliveryState(redis, keys, entry);
  const delivery = await deliver(tools, turn, entry, state);
  if (state.ask.state === 'found') await recordEnd(tools, entry, state.ask.value, state, delivery);
  return delivery;
}

async function deliver(tools: SendingTools, turn: Turn, entry: OutboxEntry, state: DeliveryState): Promise<Delivery> {
  const { now, limits } = tools;
  const stored = state.ask;
  if (now() - entry.at > limits.giveUpMs) return { next: 'give-up', why: 'too-old', detail: '' };
  if (stored.state === 'absent') return { next: 'give-up', why: 'ask-gone', detail: '' };
  if (stored.state === 'unreadable') return { next: 'wait', scope: 'ask', ms: limits.unreadableMs };
  try {
    return await deliverPart(tools, turn, entry, stored.value, state);
  } catch (error) {
    if (!(error instanceof NoWordsError)) throw error;
    // The rest of the channel must not wait for this one; a gateway of the right version will find the words.
    tools.log?.(error.message, { entry: entry.id, error: error.cause });
    return { next: 'wait', scope: 'ask', ms: limits.unreadableMs };
  }
}

async function deliverPart(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
): Promise<Delivery> {
  switch (entry.part) {
    case 'opening':
      return deliverMessage(tools, turn, entry, ask, state, { message: composeWaiting(ask), basis: 'none' });
    case 'answer':
    case 'private':
      return deliverAnswer(tools, turn, entry, ask, state);
    case 'file':
      return deliverFile(tools, turn, entry, ask, state);
    case 'answer-late': {
      const edited = await deliverEdit(tools, turn, entry, ask, state);
      return edited === 'post-anew' ? deliverAnswer(tools, turn, entry, ask, state) : edited;
    }
    case 'progress':
    case 'opening-done':
    case 'opening-done-late': {
      const edited = await deliverEdit(tools, turn, entry, ask, state);
      if (edited !== 'post-anew') return edited;
      return entry.part === 'progress' ? { next: 'remove', quietMs: tools.limits.progressMs } : { next: 'remove' };
    }
  }
}

async function deliverAnswer(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
): Promise<Delivery> {
  const basis = answerBasis(state, ask);
  if (basis.basis === 'missing') return { next: 'wait', scope: 'ask', ms: tools.limits.unreadableMs };
  return deliverMessage(tools, turn, entry, ask, state, {
    message: composeAnswer(ask, basis.report, entry.shows),
    basis: basis.basis,
  });
}
