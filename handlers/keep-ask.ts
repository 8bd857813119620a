import type { Ask } from '../src/domain/ask.ts';
import type { Notice } from '../src/phrases/notice.ts';
import type { AskText } from '../src/redis/ask-texts.ts';
import { storeAsk } from '../src/redis/asks.ts';
import { outboxEntry } from '../src/redis/outbox-entry.ts';
import type { DeskTools } from './desk-tools.ts';
import type { Patience } from './patience.ts';

/** An ask that is about to be stored. */
export interface NewAsk {
  readonly ask: Ask;
  /** Milliseconds the question itself may take. */
  readonly deadlineMs: number;
  readonly pasted?: AskText;
}

/**
 * Stores an ask with its opening message and queues its job. A notice: it was not stored, or nobody knows whether it
 * was.
 */
export async function keepAsk(
  desk: DeskTools,
  { ask, deadlineMs, pasted }: NewAsk,
  patience: Patience,
): Promise<'stored' | 'known' | Notice> {
  const { redis, keys, log } = desk;
  if (redis.status !== 'ready') return { kind: 'redis-down' };
  try {
    const opening = outboxEntry(ask.id, 'opening', ask.askedAt);
    const result = await patience.await(storeAsk(redis, keys, ask, opening, ask.askedAt, deadlineMs, pasted));
    if (result === 'silent') {
      log.warn({ ask: ask.id, code: 'redis-silent' }, 'not known whether an ask was stored');
      return { kind: 'redis-slow' };
    }
    // Again for one that is known: who stored it may have died before this.
    const recorded = desk.audit.asked(ask);
    if (result === 'stored') await patience.await(Promise.all([enqueue(desk, ask), recorded]));
    return result;
  } catch (error) {
    log.warn({ ask: ask.id, err: error }, 'an ask was not stored');
    // Redis itself refused; any other failure may have hit the reply alone.
    return { kind: error instanceof Error && error.name === 'ReplyError' ? 'redis-down' : 'redis-slow' };
  }
}

/** A job that is not queued here is queued by the sweeper, so no failure matters to the asker. */
async function enqueue({ producer, log }: DeskTools, ask: Ask): Promise<void> {
  try {
    await producer.enqueueAsk(ask);
  } catch (error) {
    log.warn({ ask: ask.id, err: error }, 'an ask is left to the sweeper');
  }
}
