import type { MetricsLogKind, MetricsLogTrouble } from '../../domain/autoscaling.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';

/** Troubles repeat with every refresh; after a failed batch the Agent waits up to some minutes. Older lines are history. */
const RECENT_SECONDS = 600;

/** What the leader's log complains of now, the newest first. Lines whose time cannot be told count as recent. */
export function recentTroubles(
  { autoscaling, now }: Snapshot,
  ...kinds: readonly MetricsLogKind[]
): readonly MetricsLogTrouble[] {
  const log = autoscaling?.log;
  if (!log?.known) return [];
  return log.value
    .filter(({ kind, last }) => kinds.includes(kind) && (secondsBetween(last, now) ?? 0) <= RECENT_SECONDS)
    .toSorted((a, b) => (b.last ?? '').localeCompare(a.last ?? ''));
}
