import type { RunningCheck } from '../../domain/agent-status.ts';
import type { Finding, FindingOf } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { secondsBetween } from '../leadership.ts';
import type { Rule } from '../rule.ts';
import { forbiddenEvents } from './event-rights.ts';
import { eventSettings } from './event-settings.ts';
import { collectionSwitch } from './event-switches.ts';
import { type LeaderCheck, leaderCheck } from './leader-check.ts';

/** Checks are loaded some seconds after the start. */
const YOUNG_SECONDS = 120;

/** The check that collects events, where it should run and does not, or fails. Followers have nothing to collect and are not judged. */
export const apiServerCheck: Rule = {
  topic: 'events',
  codes: ['apiserver-check-failing', 'apiserver-check-absent'],
  looksAt: '`kubernetes_apiserver` among the checks in the leader’s `status`',
  diagnose: (snapshot): readonly Finding[] => {
    const seen = leaderCheck(snapshot);
    if (!seen.known) return [];
    const { check } = seen;
    if (check === undefined) return absent(snapshot, seen);
    return check.state === 'OK' || isToldAsRefused(snapshot, check)
      ? []
      : [failing(snapshot, seen, check, check.state)];
  },
};

type Seen = Extract<LeaderCheck, { readonly known: true }>;

function failing(
  snapshot: Snapshot,
  { leader, document }: Seen,
  check: RunningCheck,
  state: 'WARNING' | 'ERROR',
): FindingOf<'apiserver-check-failing'> {
  const seconds = secondsBetween(check.lastSuccess, document.status.time ?? snapshot.now);
  return {
    code: 'apiserver-check-failing',
    verdict: state === 'ERROR' ? 'fault' : 'warning',
    subject: leader,
    facts: {
      leader,
      state,
      error: check.lastError ?? null,
      runs: check.runs ?? null,
      lastSuccessSeconds: seconds === null ? null : Math.max(0, seconds),
    },
    evidence: [document.source],
  };
}

/** A refusal that the check repeats is told with the rights. */
function isToldAsRefused(snapshot: Snapshot, { lastError = '' }: RunningCheck): boolean {
  return /cannot \w+ resource \\?"events/.test(lastError) && forbiddenEvents(snapshot) !== undefined;
}

/** Nobody misses it where events are not to be collected, which a text alone cannot tell. */
function absent(snapshot: Snapshot, { leader, document, otherChecks, upSeconds }: Seen): Finding[] {
  if (snapshot.events === undefined || eventSettings.diagnose(snapshot).length > 0) return [];
  const isSure = collectionSwitch(snapshot).state === 'on' && upSeconds !== null && upSeconds >= YOUNG_SECONDS;
  return [
    {
      code: 'apiserver-check-absent',
      verdict: isSure ? 'fault' : 'unknown',
      subject: leader,
      facts: { leader, otherChecks },
      evidence: [document.source],
    },
  ];
}
