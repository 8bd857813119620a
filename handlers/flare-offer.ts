import type { Ask } from '../src/domain/ask.ts';
import type { Language } from '../src/domain/question.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import { flareOffer } from '../src/formatters/flare-offer.ts';
import { noticeMessage } from '../src/formatters/slack-notices.ts';
import type { Notice } from '../src/phrases/notice.ts';
import { loadAsk } from '../src/redis/asks.ts';
import { heldAsk, holdAsk, releaseAsk } from '../src/redis/confirmations.ts';
import type { DeskTools } from './desk-tools.ts';
import type { Judge } from './gate.ts';
import { HandlerError } from './handler-error.ts';
import { keepAsk } from './keep-ask.ts';
import { PATIENCE_MS, type Patience, startPatience } from './patience.ts';
import { type Refusing, refuse } from './refusal.ts';

export interface FlareDecision {
  /** The button's value; what a client sent, so nothing about it is believed. */
  readonly askId: string;
  readonly decision: 'build' | 'cancel';
  readonly channel: string;
  readonly user: string;
  readonly team?: string;
  readonly userLanguage: () => Promise<Language | undefined>;
  readonly judge: Judge;
}

export interface FlareOutcome {
  readonly kind: Notice['kind'];
  readonly message: SlackMessage;
  /** The offer is over: the message takes its place. */
  readonly over: boolean;
}

interface Decided {
  readonly notice: Notice;
  readonly language?: Language;
}

/** Holds an ask for a flare for ten minutes and tells its asker what they would get. Only their click makes it an ask. */
export async function offerFlare(
  { redis, keys, log }: DeskTools,
  ask: Ask,
  patience: Patience,
): Promise<{ readonly outcome: 'notice'; readonly kind: Notice['kind']; readonly message: SlackMessage }> {
  const failed = { kind: 'redis-down' } as const;
  try {
    if ((await patience.await(holdAsk(redis, keys, ask))) !== 'silent') {
      log.info({ ask: ask.id }, 'a flare is offered');
      const message = flareOffer(ask.id, ask.cluster, ask.language);
      return { outcome: 'notice', kind: 'flare-offer', message };
    }
    log.warn({ ask: ask.id, code: 'redis-silent' }, 'a flare could not be offered');
  } catch (error) {
    log.warn({ ask: ask.id, err: error }, 'a flare could not be offered');
  }
  return { outcome: 'notice', ...failed, message: noticeMessage(failed, ask.language) };
}

/** Builds or drops the flare that was offered, for the one it was offered to. Rejects with a `HandlerError` when Redis is away. */
export async function decideFlare(desk: DeskTools, request: FlareDecision): Promise<FlareOutcome> {
  const { config, log } = desk;
  const { channel, askId, decision } = request;
  const [judgement, spoken] = await Promise.all([
    request.judge('cluster-data', { kind: 'flare' }),
    request.userLanguage(),
  ]);
  const shownIn = config.channels[channel]?.language ?? spoken ?? config.language;
  if (!judgement.allowed) return refused(desk, request, judgement, shownIn);
  const patience = startPatience(PATIENCE_MS);
  try {
    const decided = await patience.await(decide(desk, request, patience)).catch(unreachable);
    if (decided === 'silent') return unreachable();
    if ('refused' in decided) return refused(desk, request, decided.refused, shownIn, decided.ask);
    const { notice, language = shownIn } = decided;
    log.info({ ask: askId, decision, result: notice.kind }, 'a flare was decided on');
    const over = notice.kind !== 'flare-not-yours' && !notice.kind.startsWith('redis-');
    return { kind: notice.kind, message: noticeMessage(notice, language), over };
  } finally {
    patience.end();
  }
}

/** Written down once per person and offer. */
async function refused(
  desk: DeskTools,
  { askId, decision, user, team = '', channel }: FlareDecision,
  refusing: Refusing,
  language: Language,
  ask?: Ask,
): Promise<FlareOutcome> {
  const question = { kind: 'flare' } as const;
  const what = { question, ...(ask === undefined ? {} : { cluster: ask.cluster }) };
  const address = { user, team, channel };
  const id = `${askId}:${decision}:${user}`;
  return { ...(await refuse(desk, refusing, { id, ask: askId, address, ...what }, language)), over: false };
}

function unreachable(cause?: unknown): never {
  throw new HandlerError('redis-unreachable', 'a decision on a flare could not be recorded', { cause });
}

async function decide(
  desk: DeskTools,
  { askId, decision, channel, user, judge }: FlareDecision,
  patience: Patience,
): Promise<Decided | { readonly refused: Refusing; readonly ask: Ask }> {
  const { redis, keys, config, now } = desk;
  const [held, asked] = await Promise.all([heldAsk(redis, keys, askId), loadAsk(redis, keys, askId)]);
  const isHere = (ask: Ask) => ask.address.channel === channel && ask.address.user === user;
  // A click that comes twice is told the same twice.
  if (asked.state === 'found' && decision === 'build' && isHere(asked.value)) {
    const { cluster, language } = asked.value;
    return { notice: { kind: 'flare-building', cluster }, language };
  }
  if (held.state !== 'found' || asked.state !== 'absent') return { notice: { kind: 'flare-over' } };
  const { cluster, language } = held.value;
  if (!isHere(held.value)) return { notice: { kind: 'flare-not-yours' } };
  if (decision === 'cancel') {
    const dropped = await releaseAsk(redis, keys, askId);
    return { notice: { kind: dropped ? 'flare-cancelled' : 'flare-over' }, language };
  }
  const judgement = await judge('cluster-data', { kind: 'flare', cluster });
  if (!judgement.allowed) return { refused: judgement, ask: held.value };
  // The ask keeps the id of the offer: whoever clicks twice, or before and after a restart, asks once.
  const ask = { ...held.value, askedAt: now() };
  const kept = await keepAsk(desk, { ask, deadlineMs: config.deadlines.flare }, patience);
  if (typeof kept !== 'string') return { notice: kept, language };
  await releaseAsk(redis, keys, askId).catch(() => false);
  return { notice: { kind: 'flare-building', cluster }, language };
}
