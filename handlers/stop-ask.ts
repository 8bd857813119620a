import type { Ask } from '../src/domain/ask.ts';
import type { Language } from '../src/domain/question.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import { noticeMessage } from '../src/formatters/slack-notices.ts';
import { loadAsk } from '../src/redis/asks.ts';
import { requestStop } from '../src/redis/cancels.ts';
import { loadReport } from '../src/redis/reports.ts';
import type { DeskTools } from './desk-tools.ts';
import { type Judge, judgeAll } from './gate.ts';
import { HandlerError } from './handler-error.ts';
import { PATIENCE_MS, startPatience } from './patience.ts';
import { type Refusing, refuse } from './refusal.ts';
import { whatItShows } from './what-it-shows.ts';

export interface StopRequest {
  /** The button's value; what a client sent, so nothing about it is believed. */
  readonly askId: string;
  readonly channel: string;
  readonly user: string;
  readonly team: string;
  /** Whom the answer names as having stopped it. */
  readonly userName: string;
  readonly userLanguage: () => Promise<Language | undefined>;
  readonly judge: Judge;
}

export interface StopOutcome {
  readonly kind: 'stop-accepted' | 'stop-too-late' | 'refused';
  readonly message: SlackMessage;
}

/** Stops an ask of this channel, whoever asked it. Rejects with a `HandlerError` when Redis is away. */
export async function stopAsk(desk: DeskTools, request: StopRequest): Promise<StopOutcome> {
  const { config, log } = desk;
  const { askId, channel, userLanguage } = request;
  const shownIn = (language: Language | undefined) => config.channels[channel]?.language ?? language ?? config.language;
  const judgement = await request.judge('nothing');
  if (!judgement.allowed) return refused(desk, request, judgement, shownIn(await userLanguage()));
  const patience = startPatience(PATIENCE_MS);
  const stopping = patience.await(recordStop(desk, request)).catch(unreachable);
  const [kind, language] = await Promise.all([stopping, userLanguage()]).finally(() => patience.end());
  if (kind === 'silent') return unreachable();
  if (typeof kind !== 'string') return refused(desk, request, kind.refused, shownIn(language), kind.ask);
  log.info({ ask: askId, result: kind }, 'stop asked for');
  return { kind, message: noticeMessage({ kind }, shownIn(language)) };
}

/** Written down once per person and ask. */
function refused(
  desk: DeskTools,
  { askId, user, team, channel }: StopRequest,
  refusing: Refusing,
  language: Language,
  ask?: Ask,
): Promise<StopOutcome> {
  const what = ask === undefined ? {} : { question: ask.question, cluster: ask.cluster };
  const address = { user, team, channel };
  return refuse(
    desk,
    refusing,
    { id: `${askId}:stop:${user}`, ask: askId, action: 'stop', address, ...what },
    language,
  );
}

function unreachable(cause?: unknown): never {
  throw new HandlerError('redis-unreachable', 'a stop could not be recorded', { cause });
}

async function recordStop(
  { redis, keys }: DeskTools,
  { askId, channel, userName, judge }: StopRequest,
): Promise<'stop-accepted' | 'stop-too-late' | { readonly refused: Refusing; readonly ask: Ask }> {
  const [ask, report] = await Promise.all([loadAsk(redis, keys, askId), loadReport(redis, keys, askId)]);
  const running = ask.state === 'found' && ask.value.address.channel === channel && report.state === 'absent';
  if (!running) return 'stop-too-late';
  const { question, cluster } = ask.value;
  // Whoever may ask it may stop it.
  const judgement = await judgeAll(judge, 'nothing', await whatItShows({ redis, keys }, question, cluster));
  if (!judgement.allowed) return { refused: judgement, ask: ask.value };
  await requestStop(redis, keys, askId, userName);
  return 'stop-accepted';
}
