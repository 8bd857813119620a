import { describe, expect, it } from 'vitest';
import { clockSkew } from '../../src/diagnoses/clock-skew.ts';
import { leaderHealthy } from '../../src/diagnoses/leader-healthy.ts';
import { leaderLockLeftover } from '../../src/diagnoses/leader-lock-leftover.ts';
import { leaderSingleReplica } from '../../src/diagnoses/leader-single-replica.ts';
import { leadersDisagree } from '../../src/diagnoses/leaders-disagree.ts';
import type { Rule } from '../../src/diagnoses/rule.ts';
import { known } from '../../src/domain/reading.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import {
  ago,
  asked,
  brief,
  election,
  failed,
  lease,
  lockReading,
  NOW,
  pasted,
  pod,
  snapshot,
  status,
} from './build.ts';

const LEADER_RULES: readonly Rule[] = [
  leaderHealthy,
  leadersDisagree,
  leaderSingleReplica,
  leaderLockLeftover,
  clockSkew,
];

function findings(given: Snapshot) {
  return LEADER_RULES.flatMap((rule) => rule.diagnose(given));
}

const configMap = { kind: 'ConfigMap' as const };
const movedOn = (aheadFirst: number, aheadThen: number) => ({
  ...lease({ renewed: ago(-aheadFirst) }),
  again: known({ holder: 'dca-a', leaseSeconds: 60, renewed: ago(-aheadThen) }, 'kubectl get lease', NOW),
});

describe.each<[string, Snapshot, string[]]>([
  ['all is well', snapshot(), ['leader-healthy ok']],
  ['renewed exactly one lease ago', snapshot({ locks: [lease({ renewed: ago(60) })] }), ['leader-healthy ok']],
  [
    'renewed one second over a lease ago: takeover is due',
    snapshot({ locks: [lease({ renewed: ago(61) })] }),
    ['leader-renewal-stale warning'],
  ],
  [
    'renewed exactly two leases ago',
    snapshot({ locks: [lease({ renewed: ago(120) })] }),
    ['leader-renewal-stale warning'],
  ],
  ['renewed over two leases ago', snapshot({ locks: [lease({ renewed: ago(121) })] }), ['leader-renewal-stale fault']],
  [
    'a short lease counts by its own length',
    snapshot({ locks: [lease({ renewed: ago(31), leaseSeconds: 15 })] }),
    ['leader-renewal-stale fault'],
  ],
  [
    'one replica is well and alone',
    snapshot({ pods: [pod('dca-a')], wanted: 1 }),
    ['leader-healthy ok', 'leader-single-replica explained'],
  ],
  [
    'one replica over one lease: nobody takes over',
    snapshot({ pods: [pod('dca-a')], wanted: 1, locks: [lease({ renewed: ago(75) })] }),
    ['leader-renewal-stale fault', 'leader-single-replica explained'],
  ],
  [
    'the holder is not among the pods, lock still fresh',
    snapshot({ locks: [lease({ holder: 'dca-z' })] }),
    ['leader-holder-gone warning'],
  ],
  [
    'the holder is gone and its lease ran out',
    snapshot({ locks: [lease({ holder: 'dca-z', renewed: ago(88) })] }),
    ['leader-holder-gone fault'],
  ],
  [
    'the holder crash-loops while its lock is fresh, another replica is ready',
    snapshot({ pods: [pod('dca-a', { state: 'waiting', ready: false, reason: 'CrashLoopBackOff' }), pod('dca-b')] }),
    ['leader-holder-down warning'],
  ],
  [
    'the only replica crash-loops while its lock is fresh',
    snapshot({ pods: [pod('dca-a', { state: 'waiting', ready: false, reason: 'CrashLoopBackOff' })], wanted: 1 }),
    ['leader-holder-down fault', 'leader-single-replica explained'],
  ],
  [
    'old Agents with host networking write the node name',
    snapshot({ locks: [lease({ holder: 'node-of-dca-b' })], statuses: [] }),
    ['leader-healthy ok'],
  ],
  [
    'a released lock has an empty holder',
    snapshot({ locks: [lease({ holder: '' })], statuses: [] }),
    ['leader-missing fault'],
  ],
  [
    'no lock object at all',
    snapshot({ locks: [lockReading(failed('absent'))], statuses: [] }),
    ['leader-missing fault'],
  ],
  [
    'an empty ConfigMap beside the Lease says nothing',
    snapshot({ locks: [lease(), lockReading(known(null, 'kubectl get cm', NOW), configMap)] }),
    ['leader-healthy ok'],
  ],
  [
    'locks forbidden, the replicas tell',
    snapshot({ locks: [lockReading(failed('forbidden'))] }),
    ['leader-healthy ok'],
  ],
  [
    'locks forbidden and exec timed out: unknown, not missing',
    snapshot({
      locks: [lockReading(failed('forbidden'))],
      statuses: [{ from: 'dca-a', reading: failed('timeout') }],
    }),
    ['leader-unreadable unknown'],
  ],
  [
    'one lock absent, the other unreadable: unknown, not missing',
    snapshot({ locks: [lockReading(failed('absent')), lockReading(failed('timeout'), configMap)], statuses: [] }),
    ['leader-unreadable unknown'],
  ],
  [
    'the Agent prints Running with an empty name',
    snapshot({ locks: [], statuses: [asked('dca-a', status({ leaderElection: election('') }))] }),
    ['leader-missing fault'],
  ],
  [
    'the Agent prints Failing',
    pasted(asked('paste', status({ leaderElection: { state: 'error', text: 'configmaps "x" not found' } }))),
    ['leader-missing fault'],
  ],
  [
    'both locks fresh with two holders',
    snapshot({ locks: [lease(), lease({ holder: 'dca-b', renewed: ago(9) }, configMap)] }),
    ['leaders-disagree fault'],
  ],
  [
    'both locks fresh with the same holder',
    snapshot({ locks: [lease(), lease({ renewed: ago(9) }, configMap)] }),
    ['leader-healthy ok'],
  ],
  [
    'the replicas name two leaders',
    snapshot({
      statuses: [asked('dca-a', status()), asked('dca-b', status({ leaderElection: election('dca-b') }))],
    }),
    ['leaders-disagree fault'],
  ],
  [
    'a ConfigMap dead for 41 days beside a fresh Lease is a leftover',
    snapshot({ locks: [lease({ holder: 'gone', renewed: ago(41 * 86_400) }, configMap), lease()] }),
    ['leader-healthy ok', 'leader-lock-leftover explained'],
  ],
  [
    'a renewal 94 s ahead that moved: alive, and the clock is wrong',
    snapshot({ locks: [movedOn(94, 109)] }),
    ['clock-skew warning', 'leader-healthy ok'],
  ],
  [
    'a renewal 94 s ahead that stood still: nobody can tell',
    snapshot({ locks: [movedOn(94, 94)] }),
    ['clock-skew warning', 'leader-renewal-unclear unknown'],
  ],
  ['a renewal 3 s ahead is now', snapshot({ locks: [lease({ renewed: ago(-3) })] }), ['leader-healthy ok']],
  [
    'our own clock is 8 s ahead of the API server',
    snapshot({}, { skewMs: 8_400 }),
    ['clock-skew explained', 'leader-healthy ok'],
  ],
  ['our own clock is 4 s ahead: noise', snapshot({}, { skewMs: 4_400 }), ['leader-healthy ok']],
  ['a pasted status tells its leader', pasted(asked('paste', status())), ['leader-healthy ok']],
  [
    'a pasted status with a renewal far before its own date',
    pasted(asked('paste', status({ leaderElection: election('dca-a', 400) }))),
    ['leader-renewal-stale fault'],
  ],
])('%s', (_name, given, expected) => {
  it(`gives ${expected.join(', ')}`, () => expect(brief(findings(given))).toEqual(expected));
});

describe('the figures of a healthy leader', () => {
  it('come from the lock, with how many replicas agree', () => {
    const [finding] = leaderHealthy.diagnose(snapshot());
    expect(finding?.facts).toEqual({
      holder: 'dca-a',
      lock: { kind: 'Lease', namespace: 'monitoring', name: 'dca-lock' },
      renewedAt: ago(6),
      ageSeconds: 6,
      leaseSeconds: 60,
      transitions: 2,
      asked: 2,
      agreeing: 2,
      movedBetweenReads: false,
    });
  });

  it('name the seconds until a takeover is overdue', () => {
    const [finding] = leaderHealthy.diagnose(snapshot({ locks: [lease({ renewed: ago(77) })] }));
    expect(finding).toMatchObject({ facts: { ageSeconds: 77, leaseSeconds: 60, replicas: 2, retrySeconds: 43 } });
  });
});
