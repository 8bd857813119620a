import type { Language } from '../src/domain/question.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import { noticeMessage } from '../src/formatters/slack-notices.ts';
import { loadAsk } from '../src/redis/asks.ts';
import { requestStop } from '../src/redis/cancels.ts';
import { loadReport } from '../src/redis/reports.ts';
import type { DeskTools } from './desk-tools.ts';
import type { Judge } from './gate.ts';
import { HandlerError } from './handler-error.ts';
import { PATIENCE_MS, startPatience } from './patience.ts';

export interface StopRequest {
  /** The button's value; what a client sent, so nothing about it is believed. */
  readonly askId: string;
  readonly channel: string;
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
  if (!judgement.allowed) {
    const { reason } = judgement;
    log.info({ notice: 'refused', reason }, 'stop not taken');
    return { kind: 'refused', message: noticeMessage({ kind: 'refused', reason }, shownIn(await userLanguage())) };
  }
  const patience = startPatience(PATIENCE_MS);
  const stopping = patience.await(recordStop(desk, request)).catch(unreachable);
  const [kind, language] = await Promise.all([stopping, userLanguage()]).finally(() => patience.end());
  if (kind === 'silent') return unreachable();
  log.info({ ask: askId, result: kind }, 'stop asked for');
  return { kind, message: noticeMessage({ kind }, shownIn(language)) };
}

function unreachable(cause?: unknown): never {
  throw new HandlerError('redis-unreachable', 'a stop could not be recorded', { cause });
}

async function recordStop(
  { redis, keys }: DeskTools,
  { askId, channel, userName }: StopRequest,
): Promise<'stop-accepted' | 'stop-too-late'> {
  const [ask, report] = await Promise.all([loadAsk(redis, keys, askId), loadReport(redis, keys, askId)]);
  const running = ask.state === 'found' && ask.value.address.channel === channel && report.state === 'absent';
  if (!running) return 'stop-too-late';
  await requestStop(redis, keys, askId, userName);
  return 'stop-accepted';
}
