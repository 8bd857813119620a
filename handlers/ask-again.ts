import type { Ask } from '../src/domain/ask.ts';
import { isClusterKind, isTextKind } from '../src/domain/question.ts';
import { loadAskText } from '../src/redis/ask-texts.ts';
import { listClusters } from '../src/redis/registry.ts';
import { aimQuestion } from './aim-question.ts';
import { type AnswerClick, belongsHere, readClick } from './answer-click.ts';
import type { DeskTools } from './desk-tools.ts';
import { offerFlare } from './flare-offer.ts';
import { judgeAll } from './gate.ts';
import { keepAsk } from './keep-ask.ts';
import { openClusters } from './open-clusters.ts';
import type { Patience } from './patience.ts';
import { reachRedis } from './reach-redis.ts';
import { refuse } from './refusal.ts';
import { type AskOutcome, languageFor, taken, tell } from './take-question.ts';
import { whatItShows } from './what-it-shows.ts';

/**
 * The button "Run again": the same question to the same cluster, asked by whoever clicked. Rejects with a
 * `HandlerError` when Redis is away.
 */
export async function askAgain(desk: DeskTools, click: AnswerClick, patience: Patience): Promise<AskOutcome> {
  const { redis, keys, config, now } = desk;
  const { address, judge } = click;
  const [{ id, known, answered }, registered, language] = await Promise.all([
    reachRedis(patience, readClick(desk, click)),
    reachRedis(patience, listClusters(redis, keys)),
    languageFor(desk, click),
  ]);
  if (known) return taken(desk, id, 'known');
  const kind = answered?.question.kind;
  const isAskable = kind !== undefined && (isClusterKind(kind) || isTextKind(kind));
  if (answered === undefined || !isAskable || !belongsHere(answered, click))
    return tell(desk, { kind: 'click-over', what: 'question' }, language);
  const { question, cluster, words, depth } = answered;

  const refused = { id, address, question, cluster };
  const placed = { ...question, kind, ...(isClusterKind(kind) ? { cluster } : {}) };
  const open = await openClusters(judge, placed, undefined, registered);
  if ('refused' in open) return refuse(desk, open.refused, refused, language);
  const shown = await reachRedis(patience, whatItShows(desk, question, cluster));
  const judgement = await judgeAll(judge, 'cluster-data', shown);
  if (!judgement.allowed) return refuse(desk, judgement, refused, language);

  const names = open.clusters.map(({ name }) => name);
  const { deadlines } = config;
  const aim = aimQuestion(placed, { calling: '@dca', ofChannel: undefined, known: names, deadlines });
  if ('notice' in aim) return tell(desk, aim.notice, language);
  const pasted = kind === 'explain' ? await reachRedis(patience, loadAskText(redis, keys, answered.id)) : undefined;
  if (pasted !== undefined && pasted.state !== 'found')
    return tell(desk, { kind: 'click-over', what: 'text' }, language);

  const ask: Ask = { id, question, cluster, words, address, language, depth, askedAt: now() };
  if (kind === 'flare') return offerFlare(desk, ask, patience);
  const { deadlineMs } = aim;
  const kept = await keepAsk(desk, { ask, deadlineMs, ...(pasted && { pasted: pasted.value }) }, patience);
  return typeof kept === 'string' ? taken(desk, id, kept) : tell(desk, kept, language);
}
