import { agentDown, deploymentsCommand, lockName, logCommand, remedy, setting, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_ELECTION_WORKS, NOBODY_LEADS } from './election.ts';
import { ago, codes, count, lasting, list } from './wording.ts';

const ELECTION_LINES = "--tail=200 | grep -iE 'leader|forbidden'";

function whileNobodyLeads(context: PhraseContext): { readonly effect?: Rich } {
  return agentDown(context) ? {} : { effect: NOBODY_LEADS };
}

/** Nobody leads, or nobody can tell. */
export const leaderLost = {
  'leader-missing': (facts, context) => {
    const points = [
      ...(facts.tried.length === 0 ? [] : [say`Looked at ${list(facts.tried.map(lockName))}`]),
      ...(facts.detail === null ? [] : [say`The Agent says: ${code(facts.detail)}`]),
    ];
    const common = { ...whileNobodyLeads(context), teach: HOW_ELECTION_WORKS };
    switch (facts.cause) {
      case 'no-holder':
        return {
          ...common,
          sum: strong`No Cluster Agent leads: the leader lock is there and names nobody.`,
          points: [...points, say`A leader that stops in good order leaves it so for a few seconds`],
          remedy: remedy(
            say`ask again in 30 s. If it stays so, read why no replica takes the lock:`,
            logCommand(null, context, ELECTION_LINES),
          ),
        };
      case 'no-lock':
        return {
          ...common,
          sum: strong`No Cluster Agent leads: there is no leader lock under any name it could have.`,
          points,
          ...(agentDown(context)
            ? {}
            : {
                remedy: remedy(
                  say`set ${setting('leaderElection', context)}. Is it set? Then ${code('DD_LEADER_LEASE_NAME')} may name another lock.`,
                ),
              }),
        };
      case 'election-off':
        return {
          ...common,
          sum: strong`No Cluster Agent leads: leader election is switched off.`,
          points: [...points, say`The setting is ${code('DD_LEADER_ELECTION')}`],
          remedy: remedy(say`set ${setting('leaderElection', context)}.`),
        };
      case 'failing':
        return {
          ...common,
          sum: strong`No leader can be named: the Cluster Agent's leader election is failing.`,
          points,
          remedy: remedy(
            say`act on the Agent's own error: ${code('forbidden')} asks for ${code('get')} and ${code('update')} on the lock in the Agent's Role, ${code('not found')} for ${setting('leaderElection', context)}. More of it:`,
            logCommand(null, context, ELECTION_LINES),
          ),
        };
    }
  },
  'leader-renewal-stale': (facts, context) => {
    const lease = lasting(facts.leaseSeconds);
    const alone = facts.replicas === 1;
    const points = [
      say`Last renewed by ${code(facts.holder)} ${ago(facts.ageSeconds, context)}${facts.lock === null ? [] : say`, ${lockName(facts.lock)}`}`,
      ...(facts.replicas === null
        ? []
        : [
            alone
              ? say`There is one replica: nobody else can take the lock`
              : say`${count(facts.replicas, 'replica')} can take the lock`,
          ]),
    ];
    if (facts.retrySeconds > 0)
      return {
        sum: alone
          ? strong`The leader has not renewed for ${lasting(facts.ageSeconds)} (lease ${lease}), and there is nobody to take over.`
          : strong`The leader has not renewed for ${lasting(facts.ageSeconds)} (lease ${lease}); takeover is automatic.`,
        points,
        remedy:
          context.origin === 'text'
            ? remedy(say`ask the cluster itself; a text cannot tell how it went on.`)
            : remedy(say`nothing yet. Ask again in ${lasting(facts.retrySeconds)}: still so then, it is a fault.`),
        teach: HOW_ELECTION_WORKS,
      };
    return {
      sum: alone
        ? strong`Nobody leads: the only replica has not renewed for ${lasting(facts.ageSeconds)} (lease ${lease}).`
        : strong`Nobody leads: the lock has not been renewed for ${lasting(facts.ageSeconds)}, over two leases of ${lease}.`,
      points,
      ...whileNobodyLeads(context),
      remedy: alone
        ? remedy(
            say`bring ${shortPod(facts.holder)} back${context.codes.includes('leader-single-replica') ? [] : say`, then set ${setting('replicas', context)}`}. Its last words:`,
            logCommand(facts.holder, context, '--tail=100'),
          )
        : remedy(say`read why no replica takes the lock:`, logCommand(null, context, ELECTION_LINES)),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'leader-renewal-unclear': (facts) => {
    const ahead = facts.aheadSeconds === null ? say`in the future` : say`${lasting(facts.aheadSeconds)} in the future`;
    return {
      sum: facts.readTwice
        ? strong`I cannot tell whether leader ${code(facts.holder)} is alive: its renewal lies ${ahead} and did not move between two readings.`
        : strong`I cannot tell whether leader ${code(facts.holder)} is alive: its renewal lies ${ahead}, and the lock could not be read twice.`,
      points: facts.lock === null ? [] : [say`Lock: ${lockName(facts.lock)}`],
      remedy: remedy(say`repair time sync (chrony or NTP) on the holder's node, then ask again.`),
      teach: [
        say`The holder's own clock writes the renewal time. While that clock is ahead, the age means nothing; only a lock that moves on shows a living leader.`,
      ],
    };
  },
  'leader-holder-gone': (facts, context) => {
    const { ageSeconds: age, leaseSeconds: lease } = facts;
    const left = age === null || lease === null ? 0 : lease - age;
    return {
      sum:
        left > 0
          ? strong`The leader lock names ${code(facts.holder)}, a pod that is gone; it runs out in ${lasting(left)}.`
          : strong`The leader lock names ${code(facts.holder)}, a pod that is gone.`,
      points: [
        ...(age === null
          ? []
          : [
              say`Last renewed ${ago(age, context)}${lease === null ? [] : say` (lease ${lasting(lease)})`}${facts.lock === null ? [] : say`, ${lockName(facts.lock)}`}`,
            ]),
        facts.pods.length === 0
          ? say`No Cluster Agent pod is there to take over`
          : say`Cluster Agent pods now: ${codes(facts.pods)}`,
      ],
      ...whileNobodyLeads(context),
      remedy:
        left > 0 && facts.pods.length > 0
          ? remedy(say`nothing yet; another replica takes the lock by itself. Ask again in ${lasting(left + 15)}.`)
          : facts.pods.length === 0
            ? remedy(say`bring a Cluster Agent pod back. What its Deployment says:`, deploymentsCommand(context))
            : remedy(
                say`read why no replica takes the lock:`,
                logCommand(facts.pods[0] ?? null, context, ELECTION_LINES),
              ),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'leader-holder-down': (facts, context) => {
    const left = Math.max(0, facts.leaseSeconds - (facts.ageSeconds ?? 0));
    const alone = facts.otherPods.length === 0;
    return {
      sum: strong`Leader ${code(facts.holder)} holds the lock, but its container does not run${facts.reason === null ? [] : say` (${code(facts.reason)})`}.`,
      points: [
        say`${lockName(facts.lock)}${facts.ageSeconds === null ? [] : say`, renewed ${ago(facts.ageSeconds, context)}`} (lease ${lasting(facts.leaseSeconds)})`,
        alone ? say`No other replica is ready to take over` : say`Ready to take over: ${codes(facts.otherPods)}`,
      ],
      ...whileNobodyLeads(context),
      remedy: alone
        ? remedy(say`bring it back. Its last words:`, logCommand(facts.holder, context, '--previous --tail=50'))
        : remedy(
            say`nothing yet; another replica takes the lock when it runs out. Ask again in ${lasting(left + 15)}.`,
          ),
      teach: HOW_ELECTION_WORKS,
    };
  },
} satisfies Partial<FindingPhrases>;
