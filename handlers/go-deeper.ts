import { type Ask, isReportOf } from '../src/domain/ask.ts';
import type { Report } from '../src/domain/report.ts';
import { questionText } from '../src/parsers/question/question-text.ts';
import { storeShowingAsk } from '../src/redis/asks.ts';
import { outboxEntry } from '../src/redis/outbox-entry.ts';
import { loadReport } from '../src/redis/reports.ts';
import { type AnswerClick, belongsHere, readClick } from './answer-click.ts';
import type { DeskTools } from './desk-tools.ts';
import { judgeAll } from './gate.ts';
import type { Patience } from './patience.ts';
import { reachRedis } from './reach-redis.ts';
import { refuse } from './refusal.ts';
import { type AskOutcome, languageFor, taken, tell } from './take-question.ts';
import { whatItShows } from './what-it-shows.ts';

/**
 * The button "Go deeper": the stored report once more, with how it works and commands to see it oneself. No cluster is
 * asked: the ask and the answer that shows the report are stored at once. Rejects with a `HandlerError` when Redis is
 * away.
 */
export async function goDeeper(desk: DeskTools, click: AnswerClick, patience: Patience): Promise<AskOutcome> {
  const { redis, keys, audit, now } = desk;
  const { address, judge } = click;
  const [{ id, known, answered }, stored, language] = await Promise.all([
    reachRedis(patience, readClick(desk, click)),
    reachRedis(patience, loadReport(redis, keys, click.answered)),
    languageFor(desk, click),
  ]);
  if (known) return taken(desk, id, 'known');
  const asked = stored.state === 'found' ? askedFor(stored.value, answered, click) : undefined;
  if (asked === undefined) return tell(desk, { kind: 'click-over', what: 'report' }, language);
  const shown = await reachRedis(patience, whatItShows(desk, asked.question, asked.cluster));
  const judgement = await judgeAll(judge, 'cluster-data', shown);
  if (!judgement.allowed) {
    const { question, cluster } = asked;
    return refuse(desk, judgement, { id, address, question, cluster }, language);
  }
  const ask: Ask = { ...asked, id, address, language, depth: 'teach', askedAt: now() };
  const answer = { ...outboxEntry(id, 'answer', ask.askedAt), shows: click.answered };
  const outcome = await reachRedis(patience, storeShowingAsk(redis, keys, ask, answer));
  await patience.await(audit.asked(ask));
  return taken(desk, id, outcome);
}

/** What was asked for this report, which outlives its ask; `undefined` where it may not be shown. */
function askedFor(
  report: Report,
  answered: Ask | undefined,
  click: AnswerClick,
): Pick<Ask, 'question' | 'cluster' | 'words'> | undefined {
  if (answered !== undefined) {
    const { question, cluster, words } = answered;
    return isReportOf(answered, report) && belongsHere(answered, click) ? { question, cluster, words } : undefined;
  }
  const { question, cluster } = report;
  return cluster === '' ? undefined : { question, cluster, words: questionText(question) };
}
