import type { Address, Ask } from '../src/domain/ask.ts';
import { isClusterKind, isTextKind, type Language, type Manner, type Question } from '../src/domain/question.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import { clustersMessage, helpMessage, noticeMessage } from '../src/formatters/slack-notices.ts';
import { parseQuestion } from '../src/parsers/question/parse-question.ts';
import type { Failure } from '../src/parsers/question/parsed-question.ts';
import type { Notice } from '../src/phrases/notice.ts';
import type { AskText } from '../src/redis/ask-texts.ts';
import { loadAsk } from '../src/redis/asks.ts';
import { listClusters, type RegisteredCluster } from '../src/redis/registry.ts';
import { aimQuestion } from './aim-question.ts';
import { type AskSource, askIdOf } from './ask-id.ts';
import { clusterEntry } from './cluster-entry.ts';
import type { DeskTools } from './desk-tools.ts';
import { offerFlare } from './flare-offer.ts';
import { type Judge, judgeAll } from './gate.ts';
import { keepAsk } from './keep-ask.ts';
import { openClusters } from './open-clusters.ts';
import { MAX_PASTED_LENGTH, readPasted } from './pasted-text.ts';
import type { Patience } from './patience.ts';
import { type Calling, questionProblem } from './question-problem.ts';
import { refuse } from './refusal.ts';
import { whatItShows } from './what-it-shows.ts';

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

/** `message` is for the asker alone; no answer will follow. */
export interface NotTaken {
  readonly outcome: 'notice';
  readonly kind: Notice['kind'] | 'help' | 'clusters';
  readonly message: SlackMessage;
}

export type AskOutcome =
  /** `known`: Slack delivered this before; nothing is to be said again. */
  { readonly outcome: 'stored' | 'known'; readonly askId: string } | NotTaken;

interface Lookup {
  readonly clusters: readonly RegisteredCluster[];
  readonly known: boolean;
}

interface Asked {
  readonly ok: true;
  readonly question: Question;
  readonly manner: Manner;
  /** For the opening message; nothing in them is secret. */
  readonly words: string;
  readonly pasted?: AskText;
}

const WORDS_KEPT = 300;
/** Of a text that may be of thousands of lines. */
const FIRST_LINE_KEPT = 100;

/** Reads a question, judges it and stores the ask, or says why not. Does not reject for a Redis that is away. */
export async function takeQuestion(desk: DeskTools, request: AskRequest, patience: Patience): Promise<AskOutcome> {
  const { config, now } = desk;
  const { address, source, judge } = request;
  const calling = source === 'command' ? '/dca' : '@dca';
  const read = readWords(desk, request.words);
  const id = askIdOf(source, address.team, request.slackId);
  if ('notice' in read || !read.ok || read.question.kind === 'help') {
    const manner = 'manner' in read ? read.manner : undefined;
    const [judgement, language] = await Promise.all([judge('nothing'), languageFor(desk, request, manner)]);
    if (!judgement.allowed) return refuse(desk, judgement, { id, address }, language);
    if ('notice' in read) return tell(desk, read.notice, language);
    return read.ok ? help(language) : tellProblem(desk, read, request.words, calling, language);
  }
  const { question, manner, words, pasted } = read;
  const { kind } = question;
  const refused = { id, address, question };
  const [found, judgement, language] = await Promise.all([
    lookUp(desk, id, patience),
    judge('cluster-data', isTextKind(kind) ? { kind, cluster: '' } : { kind }),
    languageFor(desk, request, manner),
  ]);
  // Before anything that may have changed since the first delivery could speak against it.
  if (found?.known === true) return taken(desk, id, 'known');
  if (!judgement.allowed && (judgement.ruledOut === undefined || found === undefined))
    return refuse(desk, judgement, refused, language);
  if (found === undefined) return tell(desk, { kind: 'redis-down' }, language);
  const ofChannel = config.channels[address.channel]?.cluster;
  const open = await openClusters(judge, question, ofChannel, found.clusters);
  // Where a cluster was named, that says more than which question it was.
  if (!judgement.allowed) return refuse(desk, 'refused' in open ? open.refused : judgement, refused, language);
  if ('refused' in open) return refuse(desk, open.refused, refused, language);
  const { clusters } = open;
  if (!isClusterKind(kind) && !isTextKind(kind)) {
    const entries = clusters.map((cluster) => clusterEntry(cluster, now()));
    return { outcome: 'notice', kind: 'clusters', message: clustersMessage(entries, language) };
  }
  const known = clusters.map(({ name }) => name);
  const aim = aimQuestion({ ...question, kind }, { calling, ofChannel, known, deadlines: config.deadlines });
  if ('notice' in aim) return tell(desk, aim.notice, language);
  const shown = await patience.await(whatItShows(desk, aim.question, aim.cluster)).catch(() => 'silent' as const);
  if (shown === 'silent') return tell(desk, { kind: 'redis-down' }, language);
  const last = await judgeAll(judge, 'cluster-data', shown);
  if (!last.allowed) return refuse(desk, last, { ...refused, cluster: aim.cluster }, language);
  const ask: Ask = {
    id,
    question: aim.question,
    cluster: aim.cluster,
    words,
    address,
    language,
    depth: manner.depth,
    askedAt: now(),
  };
  if (kind === 'flare') return offerFlare(desk, ask, patience);
  const { deadlineMs } = aim;
  const result = await keepAsk(desk, { ask, deadlineMs, ...(pasted && { pasted }) }, patience);
  return typeof result === 'string' ? taken(desk, id, result) : tell(desk, result, language);
}

/** What is asked; a pasted text is masked at once, so that nothing after this ever sees its secrets. */
function readWords({ mask }: DeskTools, words: string): Asked | Failure | { readonly notice: Notice } {
  const pasted = readPasted(words);
  if ('words' in pasted) {
    const parsed = parseQuestion(pasted.words);
    return parsed.ok ? { ...parsed, words: cut(words, WORDS_KEPT) } : parsed;
  }
  const { text, manner } = pasted;
  const { length } = text;
  if (text.trim() === '') return { notice: { kind: 'nothing-to-explain' } };
  if (length > MAX_PASTED_LENGTH) return { notice: { kind: 'too-long', length, limit: MAX_PASTED_LENGTH } };
  const safe = mask(text);
  const [line = ''] = safe.text.trim().split('\n', 1);
  const first = cut(line, FIRST_LINE_KEPT);
  return {
    ok: true,
    question: { kind: 'explain' },
    manner,
    words: `explain ${first}${safe.text.trim() === first ? '' : ' …'}`,
    pasted: safe,
  };
}

/** The language of the words themselves, else the channel's, else the asker's. */
export async function languageFor(
  { config }: Pick<DeskTools, 'config'>,
  request: Pick<AskRequest, 'address' | 'userLanguage'>,
  manner?: Manner,
): Promise<Language> {
  const ofChannel = config.channels[request.address.channel]?.language;
  return manner?.language ?? ofChannel ?? (await request.userLanguage()) ?? config.language;
}

/** The registry, and whether this ask was stored before; `undefined`: Redis did not say in time. */
async function lookUp({ redis, keys, log }: DeskTools, askId: string, patience: Patience): Promise<Lookup | undefined> {
  try {
    const found = await patience.await(Promise.all([listClusters(redis, keys), loadAsk(redis, keys, askId)]));
    if (found !== 'silent') return { clusters: found[0], known: found[1].state !== 'absent' };
    log.warn({ code: 'redis-silent' }, 'the registry could not be read');
  } catch (error) {
    log.warn({ err: error }, 'the registry could not be read');
  }
  return undefined;
}

/** Counts an ask that was taken. */
export function taken({ metrics, log }: DeskTools, askId: string, outcome: 'stored' | 'known'): AskOutcome {
  metrics.asks.add({ result: outcome === 'stored' ? 'stored' : 'duplicate' });
  log.info({ ask: askId, outcome }, 'question taken');
  return { outcome, askId };
}

/** What the asker alone is told in place of an answer. */
export function tell({ log }: DeskTools, what: Notice, language: Language): NotTaken {
  log.info({ notice: what.kind }, 'question not taken');
  return { outcome: 'notice', kind: what.kind, message: noticeMessage(what, language) };
}

function tellProblem(
  desk: DeskTools,
  problem: Failure,
  words: string,
  calling: Calling,
  language: Language,
): AskOutcome {
  return problem.why === 'empty' ? help(language) : tell(desk, questionProblem(problem, words, calling), language);
}

function help(language: Language): AskOutcome {
  return { outcome: 'notice', kind: 'help', message: helpMessage(language) };
}

/** Whole characters only: half an emoji would not survive the way to Slack. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
