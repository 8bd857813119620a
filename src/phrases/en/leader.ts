import type { FactsByCode } from '../../domain/finding-facts.ts';
import { clockTime, number } from '../measure.ts';
import {
  claimedLeaders,
  commands,
  deploymentOf,
  execCommand,
  inNamespace,
  lockCommand,
  lockName,
  locksOfBothKinds,
  remedy,
  setting,
  shortPod,
} from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { HOW_ELECTION_WORKS } from './election.ts';
import { ago, because, count, lasting, list } from './wording.ts';

function agreement(asked: number, agreeing: number): Rich {
  if (asked === 0) return [];
  if (agreeing < asked)
    return say`; ${agreeing} of ${count(asked, 'replica')} asked ${agreeing === 1 ? 'names' : 'name'} it`;
  return asked === 1 ? say`; the replica asked agrees` : say`; ${agreeing} of ${asked} replicas agree`;
}

function healthySum(facts: FactsByCode['leader-healthy'], context: PhraseContext): Rich {
  const holder = code(facts.holder);
  const agreed = agreement(facts.asked, facts.agreeing);
  const lease = facts.leaseSeconds === null ? [] : say` (lease ${lasting(facts.leaseSeconds)})`;
  if (facts.movedBetweenReads)
    return strong`The leader ${holder} is alive: its lock moved on between two readings${lease}${agreed}.`;
  if (facts.ageSeconds === null)
    return strong`Leader: ${holder}, by the Agent's own words; the age of its renewal is not known${agreed}.`;
  return strong`Leader: ${holder}, renewed ${ago(facts.ageSeconds, context)}${lease}${agreed}.`;
}

function claim(
  { by, kind, leader, ageSeconds }: FactsByCode['leaders-disagree']['claims'][number],
  context: PhraseContext,
): Rich {
  const who = say`${kind === 'pod' ? 'Pod' : kind} ${code(by)} names ${code(leader)}`;
  return ageSeconds === null ? say`${who}, age not known` : say`${who}, renewed ${ago(ageSeconds, context)}`;
}

export const leader = {
  'leader-healthy': (facts, context) => {
    const where =
      facts.lock === null
        ? say`Read from the Agent's ${code('status')}, not from the lock itself`
        : say`Lock: ${lockName(facts.lock)}`;
    const renewed = facts.renewedAt === null ? [] : say`, renewed ${clockTime(facts.renewedAt, context.now)}`;
    const changes =
      facts.transitions === null ? [] : say`; ${count(facts.transitions, 'change')} of leader since it was made`;
    return {
      sum: healthySum(facts, context),
      points: [say`${where}${renewed}${changes}`],
      teach: HOW_ELECTION_WORKS,
      see: commands(
        facts.lock === null ? undefined : lockCommand(facts.lock),
        execCommand(facts.holder, context, 'datadog-cluster-agent status'),
      ),
    };
  },
  'leader-single-replica': ({ holder }, context) => ({
    sum: strong`The Cluster Agent runs as one replica: if ${shortPod(holder)} stops, nobody takes over.`,
    points: [
      say`Every upgrade and node drain is such a pause: no events collected, HPAs on external metrics hold their size`,
      say`The pod is ${code(holder)}`,
    ],
    remedy: remedy(say`set ${setting('replicas', context)}.`),
    teach: [
      say`Replicas do not share the leader's work: the second one waits for the lock. It costs its memory and buys a takeover within about one lease.`,
    ],
  }),
  'leader-unreadable': ({ attempts }, { codes }) => ({
    sum: strong`I cannot say who leads: ${
      attempts.length === 0
        ? 'there was nothing to read it from'
        : attempts.length === 1
          ? 'the only source could not be read'
          : `none of ${number(attempts.length)} sources could be read`
    }.`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, codes.includes('rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`This says nothing against the Cluster Agent: it may well have a leader.`,
    ...(codes.includes('rights-missing')
      ? {}
      : {
          remedy: remedy(say`ask again; if it stays, see whether the API server answers:`, 'kubectl get --raw /readyz'),
        }),
  }),
  'leaders-disagree': ({ claims }, context) => {
    const leaders = claimedLeaders(claims);
    const deployment = context.deployment ?? leaders.map(deploymentOf).find((name) => name !== null) ?? null;
    return {
      sum:
        leaders.length === 2
          ? strong`Two Cluster Agents lead at once: ${join(leaders.map(shortPod), ' and ')}.`
          : strong`${number(leaders.length)} Cluster Agents are named as leader at once: ${list(leaders.map(shortPod))}.`,
      points: [
        ...claims.map((one) => claim(one, context)),
        ...(locksOfBothKinds(claims)
          ? [
              say`Cause (inferred): replicas use locks of different kinds, so ${code('DD_LEADER_ELECTION_DEFAULT_RESOURCE')} differs between them, as in a rollout that is stuck`,
            ]
          : []),
      ],
      effect: say`events are sent twice and cluster checks are dispatched twice; requests between replicas can end in ${code('Query was already forwarded')}.`,
      remedy:
        deployment === null
          ? remedy(
              say`give every replica the same ${code('DD_LEADER_ELECTION_DEFAULT_RESOURCE')}; the other lock then runs out by itself.`,
            )
          : remedy(
              say`finish or undo the rollout; the old pod's lock then runs out by itself.`,
              `kubectl rollout status deploy/${deployment}${inNamespace(context)}`,
            ),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'leader-lock-leftover': (facts, context) => ({
    sum: strong`${lockName(facts.leftover)} is a leftover: the lock in use is ${lockName(facts.used)}.`,
    points: [
      say`It still names ${code(facts.holder)}${facts.holderGone ? ', a pod that is gone' : ''}${
        facts.ageSeconds === null ? [] : say`; last renewed ${ago(facts.ageSeconds, context)}`
      }`,
    ],
    remedy: remedy(say`nothing; no running Agent renews it.`),
    teach: [
      say`A change of the lock's kind or name (an upgrade, or Helm replaced by the operator) leaves the old object behind, with its last holder in it.`,
    ],
  }),
  'asked-a-follower': (facts, context) => {
    const command =
      facts.leader === null ? undefined : execCommand(facts.leader, context, 'datadog-cluster-agent clusterchecks');
    return {
      sum:
        context.origin === 'text'
          ? strong`That it dispatches nothing is normal: ${shortPod(facts.pod)} is a follower, and only the leader dispatches checks.`
          : strong`Only followers answered (${shortPod(facts.pod)}): what the leader does with cluster checks is not known.`,
      points: [
        facts.leader !== null
          ? say`The leader is ${code(facts.leader)}; this came from ${code(facts.pod)}`
          : facts.leaderIp !== null
            ? say`The leader's address is ${code(facts.leaderIp)}; this came from ${code(facts.pod)}`
            : say`It found no leader; this came from ${code(facts.pod)}`,
        say`Normal on a follower: ${code('currently follower')}, ${code('0 Pod-backed Endpoints-Checks')}, ${code('No checks have run yet')}`,
      ],
      remedy:
        command === undefined
          ? remedy(say`find the leader: ${code('/dca leader')}.`)
          : remedy(say`ask the leader:`, command),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'clock-skew': ({ who, node, aheadSeconds }) => {
    const way = aheadSeconds < 0 ? 'behind' : 'ahead of';
    const by = lasting(Math.abs(aheadSeconds));
    if (who === 'bot')
      return {
        sum: strong`dca-bot's own clock runs ${by} ${way} the API server's.`,
        points: [say`All ages in this answer are by the API server's clock, so they hold`],
        remedy: remedy(
          say`repair time sync (chrony or NTP) where dca-bot runs${node === null ? [] : say` (${code(node)})`}.`,
        ),
      };
    return {
      sum:
        node === null
          ? strong`The leader's clock runs ${by} ${way} the API server's.`
          : strong`The leader's node ${code(node)} runs ${by} ${way} the API server.`,
      points: [
        say`Election does not compare clocks between machines, so no failover is due`,
        say`What this node sends to Datadog is stamped ${by} in the ${aheadSeconds < 0 ? 'past' : 'future'}`,
      ],
      remedy: remedy(
        say`repair time sync (chrony or NTP) on that node. All ages in this answer are by the API server's clock.`,
      ),
    };
  },
} satisfies Partial<FindingPhrases>;
