import { admission } from './admission.ts';
import { agentCrashes } from './agent-crashes.ts';
import { agentRunning } from './agent-running.ts';
import { agentVersion } from './agent-version.ts';
import { askedAFollower } from './asked-a-follower.ts';
import { endpointChecks } from './checks/endpoint-checks.ts';
import { followedChecks } from './checks/followed-checks.ts';
import { checksUnbalanced } from './checks/unbalanced.ts';
import { unreadChecks } from './checks/unread-checks.ts';
import { clockSkew } from './clock-skew.ts';
import { clusterChecks } from './cluster-checks.ts';
import { clusterUnreachable } from './cluster-unreachable.ts';
import { execOff } from './exec-off.ts';
import { externalMetrics } from './external-metrics.ts';
import { agentRights } from './hpa/agent-rights.ts';
import { hpaChain } from './hpa/chain.ts';
import { heldAtMax } from './hpa/held-at-max.ts';
import { hpaList } from './hpa/hpa-list.ts';
import { metricsList } from './hpa/metrics-list.ts';
import { hpaNextMove } from './hpa/next-move.ts';
import { numbers } from './hpa/numbers.ts';
import { hpaSubject } from './hpa/subject.ts';
import { intake } from './intake.ts';
import { leaderHealthy } from './leader-healthy.ts';
import { leaderLockLeftover } from './leader-lock-leftover.ts';
import { leaderSingleReplica } from './leader-single-replica.ts';
import { leadersDisagree } from './leaders-disagree.ts';
import { logs } from './logs.ts';
import { nodeAgentStatus } from './node-agent-status.ts';
import { rightsMissing } from './rights-missing.ts';
import type { Rule } from './rule.ts';
import { twoClusterAgents } from './two-cluster-agents.ts';
import { unreadOutput } from './unread-output.ts';

/** Every rule there is, in the order in which equally bad findings of one topic are told. */
export const RULES: readonly Rule[] = [
  leadersDisagree,
  leaderHealthy,
  leaderSingleReplica,
  clockSkew,
  leaderLockLeftover,
  agentCrashes,
  agentRunning,
  twoClusterAgents,
  nodeAgentStatus,
  agentVersion,
  intake,
  admission,
  hpaSubject,
  hpaList,
  hpaChain,
  numbers,
  heldAtMax,
  hpaNextMove,
  externalMetrics,
  metricsList,
  agentRights,
  followedChecks,
  endpointChecks,
  checksUnbalanced,
  unreadChecks,
  clusterChecks,
  askedAFollower,
  logs,
  clusterUnreachable,
  rightsMissing,
  execOff,
  unreadOutput,
];
