import type { Address } from '../src/domain/ask.ts';
import type { Language } from '../src/domain/question.ts';
import { helpMessage } from '../src/formatters/slack-notices.ts';
import { MOST_OFFERED, OFFER_ACTIONS, threadOffer, unreadThreadHelp } from '../src/formatters/thread-offer.ts';
import { questionsNamedIn } from '../src/parsers/question/named-in-text.ts';
import { holdOffer, loadOffer } from '../src/redis/offers.ts';
import { listClusters } from '../src/redis/registry.ts';
import { askIdOf } from './ask-id.ts';
import type { DeskTools } from './desk-tools.ts';
import type { Judge } from './gate.ts';
import { openClusters } from './open-clusters.ts';
import type { Patience } from './patience.ts';
import { reachRedis } from './reach-redis.ts';
import { refuse } from './refusal.ts';
import { type AskOutcome, languageFor, type NotTaken, takeQuestion, tell } from './take-question.ts';
import type { ThreadTexts } from './thread-texts.ts';

/** The bot's name alone, said in a thread. */
export interface OfferRequest {
  readonly slackId: string;
  readonly address: Address & { readonly thread: string };
  readonly texts: () => Promise<ThreadTexts>;
  readonly userLanguage: () => Promise<Language | undefined>;
  readonly judge: Judge;
}

/** A click on one of the questions that were offered. */
export interface OfferClick {
  /** The button's value. */
  readonly offer: string;
  /** Its `action_id`, which says which of them. */
  readonly action: string;
  readonly slackId: string;
  readonly address: Address;
  readonly userLanguage: () => Promise<Language | undefined>;
  readonly judge: Judge;
}

/** Finds questions that fit a thread and offers them; the help where there are none. Never rejects. */
export async function offerQuestions(desk: DeskTools, request: OfferRequest): Promise<NotTaken> {
  const { redis, keys, log } = desk;
  const { address, slackId } = request;
  const id = askIdOf('mention', address.team, slackId);
  const [judgement, language] = await Promise.all([request.judge('nothing'), languageFor(desk, request)]);
  if (!judgement.allowed) return refuse(desk, judgement, { id, address }, language);
  const [thread, registered] = await Promise.all([request.texts(), listClusters(redis, keys).catch(() => [])]);
  if (!thread.read) {
    const { why, word } = thread;
    log.warn({ why, word, channel: address.channel }, 'a thread could not be read');
    const message = unreadThreadHelp({ kind: 'thread-unread', why, detail: word }, language);
    return { outcome: 'notice', kind: 'thread-unread', message };
  }
  const open = await openClusters(request.judge, { kind: 'clusters' }, undefined, registered);
  const clusters = 'refused' in open ? [] : open.clusters.map(({ name }) => name);
  const questions = questionsNamedIn(thread.texts, { limit: MOST_OFFERED, clusters });
  if (questions.length === 0) return { outcome: 'notice', kind: 'help', message: helpMessage(language) };
  try {
    await holdOffer(redis, keys, id, { channel: address.channel, thread: address.thread, questions });
  } catch (error) {
    log.warn({ err: error }, 'an offer could not be kept');
    return tell(desk, { kind: 'redis-down' }, language);
  }
  log.info({ offered: questions.length }, 'questions are offered');
  return { outcome: 'notice', kind: 'thread-offer', message: threadOffer(id, questions, language) };
}

/** Asks a question that was offered, in the thread it was offered for. Rejects with a `HandlerError` when Redis is away. */
export async function takeOffered(desk: DeskTools, click: OfferClick, patience: Patience): Promise<AskOutcome> {
  const { redis, keys } = desk;
  const { address, ...request } = click;
  const offer = await reachRedis(patience, loadOffer(redis, keys, click.offer));
  const words = offer.state === 'found' ? offer.value.questions[OFFER_ACTIONS.indexOf(click.action)] : undefined;
  if (offer.state !== 'found' || words === undefined || offer.value.channel !== address.channel)
    return tell(desk, { kind: 'click-over', what: 'offer' }, await languageFor(desk, click));
  const { thread } = offer.value;
  return takeQuestion(desk, { ...request, source: 'click', words, address: { ...address, thread } }, patience);
}
