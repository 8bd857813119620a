import type { Address, Ask } from '../src/domain/ask.ts';
import { type ClusterKind, isClusterKind, type Language, type Manner } from '../src/domain/question.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import { clustersMessage, helpMessage, noticeMessage } from '../src/formatters/slack-notices.ts';
import { parseQuestion } from '../src/parsers/question/parse-question.ts';
import type { Notice } from '../src/phrases/notice.ts';
import type { Producer } from '../src/queue/producer.ts';
import { loadAsk, storeAsk } from '../src/redis/asks.ts';
import { requestStop } from '../src/redis/cancels.ts';
import type { Redis } from '../src/redis/connection.ts';
import type { Keys } from '../src/redis/keys.ts';
import { outboxEntry } from '../src/redis/outbox-entry.ts';
import { listClusters, type RegisteredCluster } from '../src/redis/registry.ts';
import { loadReport } from '../src/redis/reports.ts';
import type { Log } from '../src/telemetry/log.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';
import { type AskSource, askIdOf } from './ask-id.ts';
import { chooseCluster } from './choose-cluster.ts';
import { clusterEntry } from './cluster-entry.ts';
import type { Judge } from './gate.ts';
import { HandlerError } from './handler-error.ts';
import { namespaceInstead } from './namespace-instead.ts';
import { type Patience, startPatience } from './patience.ts';
import { questionProblem } from './question-problem.ts';

export interface AskRequest {
  readonly source: AskSource;
  /** Slack's own id of the command or event. */
  readonly slackId: string;
  /** As the person typed them. */
  readonly words: string;
  readonly address: Address;
  /** Asked only where neither words nor channel name a language. Must not reject. */
  readonly userLanguage: () => Promise<Language | undefined>;
  readonly judge: Judge;
}

export type AskOutcome =
  /** `known`: Slack delivered this before; nothing is to be said again. */
  | { readonly outcome: 'stored' | 'known'; readonly askId: string }
  /** `message` is for the asker alone; no answer will follow. */
  | { readonly outcome: 'notice'; readonly kind: Notice['kind'] | 'help' | 'clusters'; readonly message: SlackMessage };

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

/** Takes questions and clicks from Slack, knowing nothing of how they came. */
export interface AskDesk {
  /** Says within about a second what became of a question. Does not reject for a Redis that is away. */
  ask(request: AskRequest): Promise<AskOutcome>;
  /** Stops an ask of this channel, whoever asked it. Rejects with a `HandlerError` when Redis is away. */
  stop(request: StopRequest): Promise<StopOutcome>;
}

export interface DeskConfig {
  readonly language: Language;
  /** By Slack's channel id. */
  readonly channels: Readonly<Record<string, { readonly cluster?: string; readonly language?: Language }>>;
  /** Milliseconds a question may take. */
  readonly deadlines: Readonly<Record<ClusterKind, number>>;
}

export interface AskDeskOptions {
  /** A connection whose commands fail fast. */
  readonly redis: Redis;
  readonly keys: Keys;
  readonly producer: Pick<Producer, 'enqueueAsk'>;
  readonly config: DeskConfig;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'asks'>;
  readonly now: () => number;
}

interface Lookup {
  readonly clusters: readonly RegisteredCluster[];
  readonly known: boolean;
}

/** All that Redis may take of one request; Slack gives up after 3 s. */
const PATIENCE_MS = 1_000;
const WORDS_KEPT = 300;

export function makeAskDesk(options: AskDeskOptions): AskDesk {
  const { redis, keys, config, log, now } = options;

  const languageFor = async (request: AskRequest, manner?: Manner): Promise<Language> =>
    manner?.language ??
    config.channels[request.address.channel]?.language ??
    (await request.userLanguage()) ??
    config.language;

  const notice = (what: Notice, language: Language): AskOutcome => {
    log.info({ notice: what.kind, ...(what.kind === 'refused' ? { reason: what.reason } : {}) }, 'question not taken');
    return { outcome: 'notice', kind: what.kind, message: noticeMessage(what, language) };
  };

  /** The registry, and whether this ask was stored before; `undefined`: Redis did not say in time. */
  const lookUp = async (askId: string, patience: Patience): Promise<Lookup | undefined> => {
    try {
      const found = await patience.await(Promise.all([listClusters(redis, keys), loadAsk(redis, keys, askId)]));
      if (found !== 'silent') return { clusters: found[0], known: found[1].state !== 'absent' };
      log.warn({ code: 'redis-silent' }, 'the registry could not be read');
    } catch (error) {
      log.warn({ err: error }, 'the registry could not be read');
    }
    return undefined;
  };

  const taken = (askId: string, outcome: 'stored' | 'known'): AskOutcome => {
    options.metrics.asks.add({ result: outcome === 'stored' ? 'stored' : 'duplicate' });
    log.info({ ask: askId, outcome }, 'question taken');
    return { outcome, askId };
  };

  const store = async (ask: Ask, kind: ClusterKind, patience: Patience): Promise<'stored' | 'known' | Notice> => {
    if (redis.status !== 'ready') return { kind: 'redis-down' };
    try {
      const opening = outboxEntry(ask.id, 'opening', ask.askedAt);
      const result = await patience.await(storeAsk(redis, keys, ask, opening, ask.askedAt, config.deadlines[kind]));
      if (result !== 'silent') return result;
      log.warn({ ask: ask.id, code: 'redis-silent' }, 'not known whether an ask was stored');
      return { kind: 'redis-slow' };
    } catch (error) {
      log.warn({ ask: ask.id, err: error }, 'an ask was not stored');
      // Redis itself refused; any other failure may have hit the reply alone.
      return { kind: error instanceof Error && error.name === 'ReplyError' ? 'redis-down' : 'redis-slow' };
    }
  };

  /** A job that is not queued here is queued by the sweeper, so no failure matters to the asker. */
  const enqueue = async (ask: Ask): Promise<void> => {
    try {
      await options.producer.enqueueAsk(ask);
    } catch (error) {
      log.warn({ ask: ask.id, err: error }, 'an ask is left to the sweeper');
    }
  };

  const take = async (request: AskRequest, patience: Patience): Promise<AskOutcome> => {
    const { words, address, source } = request;
    const calling = source === 'command' ? '/dca' : '@dca';
    const parsed = parseQuestion(words);
    if (!parsed.ok || parsed.question.kind === 'help') {
      const [judgement, language] = await Promise.all([
        request.judge('nothing'),
        languageFor(request, parsed.ok ? parsed.manner : undefined),
      ]);
      if (!judgement.allowed) return notice({ kind: 'refused', reason: judgement.reason }, language);
      if (parsed.ok) return { outcome: 'notice', kind: 'help', message: helpMessage(language) };
      if (parsed.why === 'empty') return { outcome: 'notice', kind: 'help', message: helpMessage(language) };
      return notice(questionProblem(parsed, words, calling), language);
    }
    const { question, manner } = parsed;
    const { kind } = question;
    const id = askIdOf(source, address.team, request.slackId);
    const [found, judgement, language] = await Promise.all([
      lookUp(id, patience),
      request.judge('cluster-data'),
      languageFor(request, manner),
    ]);
    // Before anything that may have changed since the first delivery could speak against it.
    if (found?.known === true) return taken(id, 'known');
    if (!judgement.allowed) return notice({ kind: 'refused', reason: judgement.reason }, language);
    if (found === undefined) return notice({ kind: 'redis-down' }, language);
    const { clusters } = found;
    if (kind === 'clusters') {
      const entries = clusters.map((cluster) => clusterEntry(cluster, now()));
      return { outcome: 'notice', kind, message: clustersMessage(entries, language) };
    }
    if (!isClusterKind(kind)) return notice({ kind: 'nothing-to-explain' }, language);

    const names = clusters.map(({ name }) => name);
    const instead = namespaceInstead(question, calling);
    const choice = chooseCluster(question.cluster, config.channels[address.channel]?.cluster, names, instead);
    if (!choice.chosen) return notice(choice.notice, language);
    const ask: Ask = {
      id,
      question: { ...question, ...(question.cluster === undefined ? {} : { cluster: choice.cluster }) },
      cluster: choice.cluster,
      words: cut(words, WORDS_KEPT),
      address,
      language,
      depth: manner.depth,
      askedAt: now(),
    };
    const result = await store(ask, kind, patience);
    if (typeof result !== 'string') return notice(result, language);
    if (result === 'stored') await patience.await(enqueue(ask));
    return taken(id, result);
  };

  return {
    ask: async (request) => {
      const patience = startPatience(PATIENCE_MS);
      try {
        return await take(request, patience);
      } finally {
        patience.end();
      }
    },
    stop: async ({ askId, channel, userName, userLanguage, judge }) => {
      const shownIn = (language: Language | undefined) =>
        config.channels[channel]?.language ?? language ?? config.language;
      const judgement = await judge('nothing');
      if (!judgement.allowed) {
        const { reason } = judgement;
        log.info({ notice: 'refused', reason }, 'stop not taken');
        const refused = { kind: 'refused', reason } as const;
        return { kind: 'refused', message: noticeMessage(refused, shownIn(await userLanguage())) };
      }
      const patience = startPatience(PATIENCE_MS);
      const stopping = patience.await(stopAsk(redis, keys, askId, channel, userName)).catch(unreachable);
      const [kind, language] = await Promise.all([stopping, userLanguage()]).finally(() => patience.end());
      if (kind === 'silent') return unreachable();
      log.info({ ask: askId, result: kind }, 'stop asked for');
      return { kind, message: noticeMessage({ kind }, shownIn(language)) };
    },
  };
}

function unreachable(cause?: unknown): never {
  throw new HandlerError('redis-unreachable', 'a stop could not be recorded', { cause });
}

async function stopAsk(
  redis: Redis,
  keys: Keys,
  askId: string,
  channel: string,
  userName: string,
): Promise<'stop-accepted' | 'stop-too-late'> {
  const [ask, report] = await Promise.all([loadAsk(redis, keys, askId), loadReport(redis, keys, askId)]);
  const running = ask.state === 'found' && ask.value.address.channel === channel && report.state === 'absent';
  if (!running) return 'stop-too-late';
  await requestStop(redis, keys, askId, userName);
  return 'stop-accepted';
}

/** Whole characters only: half an emoji would not survive the way to Slack. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
