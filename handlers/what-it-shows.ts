import type { About } from '../src/access/judge.ts';
import { isClusterKind, type Question } from '../src/domain/question.ts';
import { loadAsk } from '../src/redis/asks.ts';
import type { Redis } from '../src/redis/connection.ts';
import type { Keys } from '../src/redis/keys.ts';
import { findReportId, loadReport } from '../src/redis/reports.ts';

/** Reports of reports of reports: nobody needs more, and no circle of them goes on for ever. */
const DEEPEST = 4;
/** No rule names it, so that only one for all clusters holds. */
const UNKNOWN_CLUSTER = '?';

/**
 * Everything that the answer to a question shows, all of which its asker must be allowed: the question itself, and for
 * stored reports and comparisons the questions that are behind them. Rejects when Redis does.
 */
export async function whatItShows(
  { redis, keys }: { readonly redis: Redis; readonly keys: Keys },
  question: Question,
  cluster: string,
  depth = 0,
): Promise<readonly About[]> {
  const { kind, against } = question;
  if (isClusterKind(kind) || kind === 'explain') return [{ kind, cluster }];
  if (against !== undefined && 'cluster' in against) {
    const sides = [question.cluster ?? '', against.cluster];
    return sides.flatMap((side): About[] => [
      { kind, cluster: side },
      { kind: 'health', cluster: side },
    ]);
  }
  const typed = question.report ?? (against !== undefined && 'report' in against ? against.report : undefined);
  const id = typed === undefined ? undefined : await findReportId(redis, keys, typed);
  if (id === undefined) return [{ kind, cluster: '' }];
  // A report that may yet come is one of an ask that is there already.
  const [report, ask] = await Promise.all([loadReport(redis, keys, id), loadAsk(redis, keys, id)]);
  const stored = [report, ask].flatMap((record) => (record.state === 'found' ? [record.value] : []));
  if (depth === DEEPEST) return [{ kind, cluster: UNKNOWN_CLUSTER }];
  const behind = await Promise.all(
    stored.map(
      async ({ question: of, cluster: at }): Promise<readonly About[]> => [
        { kind, cluster: at },
        ...(await whatItShows({ redis, keys }, of, at, depth + 1)),
      ],
    ),
  );
  return stored.length === 0 ? [{ kind, cluster: '' }] : behind.flat();
}
