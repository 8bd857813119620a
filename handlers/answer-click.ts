import type { Address, Ask } from '../src/domain/ask.ts';
import type { Language } from '../src/domain/question.ts';
import { ASK_SECONDS, loadAsk } from '../src/redis/asks.ts';
import { askIdOf } from './ask-id.ts';
import type { DeskTools } from './desk-tools.ts';
import type { Judge } from './gate.ts';

/** A click on a button under an answer. */
export interface AnswerClick {
  /** The button's value, an ask's id; what a client sent, so nothing about it is believed. */
  readonly answered: string;
  /** What makes two clicks one (`clickId`). */
  readonly slackId: string;
  /** Where the button stands, and who clicked. */
  readonly address: Address;
  readonly userLanguage: () => Promise<Language | undefined>;
  readonly judge: Judge;
}

/** What is known of a click before anything is decided. */
export interface ReadClick {
  /** Of the ask that the click makes. */
  readonly id: string;
  /** That ask is there already: the same click came before. */
  readonly known: boolean;
  /** The ask whose answer the button stands under, for as long as a day. */
  readonly answered: Ask | undefined;
}

/** Looks up the ask behind a button. Rejects when Redis does. */
export async function readClick(
  { redis, keys, now }: DeskTools,
  { answered, slackId, address }: AnswerClick,
): Promise<ReadClick> {
  const id = askIdOf('click', address.team, slackId);
  const [before, made] = await Promise.all([loadAsk(redis, keys, answered), loadAsk(redis, keys, id)]);
  const known = made.state !== 'absent';
  if (before.state !== 'found' || now() - before.value.askedAt > ASK_SECONDS * 1000)
    return { id, known, answered: undefined };
  return { id, known, answered: before.value };
}

/**
 * Whether what was asked may be known where the click came from: questions to a cluster anywhere, since the clicker is
 * judged for that cluster; what somebody pasted, or any stored report, only where it was shown.
 */
export function belongsHere(asked: Pick<Ask, 'cluster' | 'address'>, { address }: AnswerClick): boolean {
  return asked.cluster !== '' || asked.address.channel === address.channel;
}
