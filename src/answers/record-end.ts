import type { End } from '../audit/audit-record.ts';
import type { Ask } from '../domain/ask.ts';
import type { DeliveryState } from '../redis/delivery-state.ts';
import type { OutboxEntry } from '../redis/outbox-entry.ts';
import { answerBasis } from './answer-basis.ts';
import type { Delivery, SendingTools } from './sending-tools.ts';

/**
 * Writes down how an ask ended, once its answer is where it should be or was given up, and before its entry leaves the
 * outbox: whoever dies in between is followed by somebody who comes here again, and the record is written once.
 */
export async function recordEnd(
  { audit, now }: Pick<SendingTools, 'audit' | 'now'>,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
  delivery: Delivery,
): Promise<void> {
  if (audit === undefined || entry.part !== 'answer') return;
  if (delivery.next === 'give-up') {
    const { why } = delivery;
    await audit.ended(ask, { ended: why === 'too-old' ? 'expired' : 'failed', reason: why, at: now() });
  } else if (delivery.next === 'remove') {
    await audit.ended(ask, { ...howAnswered(state, ask), at: state.sent?.at ?? now() });
  }
}

function howAnswered(state: DeliveryState, ask: Ask): Pick<End, 'ended' | 'verdict' | 'reason'> {
  const found = answerBasis(state, ask);
  // A report that came after the deadline's answer had gone out is not what was answered.
  const basis = state.sent?.basis ?? found.basis;
  if (found.basis === 'missing') return { ended: basis === 'report' ? 'answered' : 'expired' };
  const { verdict, findings } = found.report;
  if (basis === 'overdue')
    return { ended: 'expired', verdict: 'unknown', ...(found.basis === 'overdue' ? reasonOf(findings[0]?.code) : {}) };
  return { ended: findings.some(({ code }) => code === 'question-stopped') ? 'stopped' : 'answered', verdict };
}

function reasonOf(code: string | undefined): { readonly reason?: string } {
  return code === undefined ? {} : { reason: code };
}
