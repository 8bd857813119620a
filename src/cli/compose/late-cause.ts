import type { CauseOf } from '../../answers/deadline-answers.ts';
import type { Ask } from '../../domain/ask.ts';
import type { Finding, FindingCode, FindingOf } from '../../domain/finding.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { Inspector } from '../../queue/inspect.ts';
import type { Redis } from '../../redis/connection.ts';
import type { Keys } from '../../redis/keys.ts';
import { listClusters } from '../../redis/registry.ts';

/** Why an ask has no report: its worker died over it, is silent, or has too much to do, judged in that order. */
export function lateCause(redis: Redis, keys: Keys, inspector: Inspector, now: () => number): CauseOf {
  return async (ask) => {
    const { cluster } = ask;
    const [state, clusters] = await Promise.all([inspector.jobState(cluster, ask.id), listClusters(redis, keys)]);
    const deaths = state.state === 'worker-died' ? state.times : state.state === 'active' ? state.deaths : 0;
    if (deaths > 0) return cause(ask, 'worker-died', { cluster, times: deaths });
    const entry = clusters.find(({ name }) => name === cluster);
    // What needs no cluster is done by the gateways, and one of them is just asking.
    const heard = cluster === '' || (entry !== undefined && entry.silentSeconds === undefined);
    if (heard && state.state === 'waiting') return cause(ask, 'queue-full', { cluster, waiting: state.waiting });
    if (heard && state.state === 'failed')
      return cause(ask, 'answer-failed', { cluster, why: 'unreadable', detail: state.reason });
    if (heard && (cluster === '' || (state.state === 'active' && state.held)))
      return cause(ask, 'answer-failed', { cluster, why: 'timeout', detail: '' });
    // A job that nobody holds any more has lost its worker, even if that was heard of a moment ago.
    const lastSeenSeconds = entry === undefined ? null : Math.max(0, Math.floor((now() - entry.lastSeen) / 1000));
    return cause(ask, 'worker-silent', { cluster, lastSeenSeconds });
  };
}

function cause<C extends FindingCode>(ask: Ask, code: C, facts: FactsByCode[C]): Finding {
  const finding: FindingOf<C> = { code, verdict: 'unknown', subject: ask.cluster, facts, evidence: [] };
  return finding as Finding;
}
