import { createHash } from 'node:crypto';
import type { Ask } from '../domain/ask.ts';
import type { HealthFactsByCode } from '../domain/health-facts.ts';
import { isClusterKind, type Question } from '../domain/question.ts';
import type { Progress, Report } from '../domain/report.ts';
import type { ComparedIds } from '../engine/compare-reports.ts';
import type { Producer } from '../queue/producer.ts';
import { storeChildAsk } from '../redis/asks.ts';
import { requestStop } from '../redis/cancels.ts';
import type { Redis } from '../redis/connection.ts';
import type { Keys } from '../redis/keys.ts';
import { progressWriter, readProgress } from '../redis/progress.ts';
import { findReportId, loadReport } from '../redis/reports.ts';

export interface Gathering {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly producer: Pick<Producer, 'enqueueAsk'>;
  /** Milliseconds after the ask within which reports are waited for. */
  readonly gatheredWithinMs: number;
  readonly now: () => number;
}

type Impossible = HealthFactsByCode['compare-impossible'];

export type Gathered =
  | { readonly state: 'ready'; readonly before: Report; readonly after: Report; readonly ids: ComparedIds }
  | { readonly state: 'impossible'; readonly facts: Impossible }
  /** Look again in a moment. */
  | { readonly state: 'waiting' };

type Side = Impossible['side'];
type Found =
  | { readonly state: 'ready'; readonly report: Report; readonly id: string | null }
  | Exclude<Gathered, { readonly state: 'ready' }>;

/**
 * Looks for the two reports of a comparison, and asks for those that are not asked for yet: asks of their own, which
 * show nothing by themselves. Called again and again, by whichever gateway, until it does not say `waiting`.
 */
export async function gatherComparison(gathering: Gathering, ask: Ask): Promise<Gathered> {
  const { cluster = '', against } = ask.question;
  if (against === undefined) return impossible('before', '', 'no-report');
  if ('cluster' in against) {
    const ofCluster = (name: string): Question => ({ kind: 'health', cluster: name });
    const [before, after] = await Promise.all([
      askedNow(gathering, ask, 'before', cluster, ofCluster(cluster)),
      askedNow(gathering, ask, 'after', against.cluster, ofCluster(against.cluster)),
    ]);
    return both(gathering, ask, before, after);
  }
  const before = await stored(gathering, against.report);
  if (before.state !== 'ready') return before;
  const { question, cluster: of } = before.report;
  // A flare is built only for whoever confirmed it.
  if (!isClusterKind(question.kind) || question.kind === 'flare')
    return impossible('before', against.report, 'other-question');
  return both(gathering, ask, before, await askedNow(gathering, ask, 'after', of, question));
}

/** Stops what was asked for a comparison. */
export async function stopGathering({ redis, keys }: Gathering, ask: Ask, by: string): Promise<void> {
  await Promise.all(SIDES.map((side) => requestStop(redis, keys, childAskId(ask.id, side), by)));
}

const SIDES = ['before', 'after'] as const satisfies readonly Side[];

/** The same for every gateway that takes the comparison up. */
function childAskId(parent: string, side: Side): string {
  const name = JSON.stringify(['compared', parent, side]);
  return `ask${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

async function both(gathering: Gathering, ask: Ask, before: Found, after: Found): Promise<Gathered> {
  if (before.state === 'impossible') return before;
  if (after.state === 'impossible') return after;
  if (before.state === 'waiting' || after.state === 'waiting') {
    await passProgressOn(gathering, ask);
    return { state: 'waiting' };
  }
  const ids = { before: before.id, after: after.id };
  return { state: 'ready', before: before.report, after: after.report, ids };
}

async function stored({ redis, keys }: Gathering, typed: string): Promise<Found> {
  const id = await findReportId(redis, keys, typed);
  const record = id === undefined ? undefined : await loadReport(redis, keys, id);
  if (id === undefined || record === undefined || record.state === 'absent')
    return impossible('before', typed, 'no-report');
  if (record.state === 'unreadable') return impossible('before', typed, 'unreadable');
  return { state: 'ready', report: record.value, id };
}

async function askedNow(
  { redis, keys, producer, gatheredWithinMs, now }: Gathering,
  ask: Ask,
  side: Side,
  cluster: string,
  question: Question,
): Promise<Found> {
  const id = childAskId(ask.id, side);
  const record = await loadReport(redis, keys, id);
  if (record.state === 'unreadable') return impossible(side, cluster, 'unreadable');
  if (record.state === 'found') return { state: 'ready', report: record.value, id: null };
  if (now() > ask.askedAt + gatheredWithinMs) return impossible(side, cluster, 'late');
  const child = { ...ask, id, question, cluster, words: '', askedAt: now(), parent: ask.id };
  if ((await storeChildAsk(redis, keys, child, now())) === 'stored') {
    // What is not queued here is queued by the sweeper.
    await producer.enqueueAsk(child).catch(() => {});
  }
  return { state: 'waiting' };
}

function impossible(side: Side, what: string, cause: Impossible['cause']): Extract<Found, { state: 'impossible' }> {
  return { state: 'impossible', facts: { side, what, cause } };
}

/** How far both are together, as the progress of the comparison. */
async function passProgressOn({ redis, keys }: Gathering, ask: Ask): Promise<void> {
  const ids = SIDES.map((side) => childAskId(ask.id, side));
  const found = await Promise.all(ids.map((id) => readProgress(redis, keys, id)));
  const known = found.filter((progress) => progress !== undefined);
  const [first] = known;
  if (first === undefined) return;
  const sum = (count: (progress: Progress) => number) => known.reduce((total, one) => total + count(one), 0);
  const writer = progressWriter(redis, keys, ask.id);
  writer.note({ step: first.step, done: sum(({ done }) => done), total: sum(({ total }) => total) });
  writer.end();
}
