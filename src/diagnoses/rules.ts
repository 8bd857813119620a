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
import { apiServerCheck } from './events/apiserver-check.ts';
import { electingNodeAgents } from './events/electing-node-agents.ts';
import { eventRights } from './events/event-rights.ts';
import { eventSettings } from './events/event-settings.ts';
import { eventsCollected } from './events/events-collected.ts';
import { execOff } from './exec-off.ts';
import { externalMetrics } from './external-metrics.ts';
import { flares } from './flares.ts';
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
import { mapDifferences } from './metadata/map-differences.ts';
import { mapHealthy } from './metadata/map-healthy.ts';
import { mapWarnings } from './metadata/map-warnings.ts';
import { metadataQueries } from './metadata/metadata-queries.ts';
import { metadataScope } from './metadata/metadata-scope.ts';
import { podsWithoutService } from './metadata/pods-without-service.ts';
import { replicasDisagree } from './metadata/replicas-disagree.ts';
import { unreadMaps } from './metadata/unread-maps.ts';
import { nodeAgentLink } from './node/node-agent-link.ts';
import { nodeAgentsOverview } from './node/node-agents-overview.ts';
import { nodeScope } from './node/node-scope.ts';
import { pastedNodeAgents } from './node/pasted-node-agents.ts';
import { nodeAgentStatus } from './node-agent-status.ts';
import { rightsMissing } from './rights-missing.ts';
import type { Rule } from './rule.ts';
import { otherProducts } from './text/other-products.ts';
import { pastedChecks } from './text/pasted-checks.ts';
import { twoClusterAgents } from './two-cluster-agents.ts';
import { unreadOutput } from './unread-output.ts';

/** Every rule there is, in the order in which equally bad findings of one topic are told. */
export const RULES: readonly Rule[] = [
  otherProducts,
  pastedChecks,
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
  metadataScope,
  unreadMaps,
  mapWarnings,
  mapDifferences,
  replicasDisagree,
  mapHealthy,
  podsWithoutService,
  metadataQueries,
  nodeScope,
  nodeAgentsOverview,
  nodeAgentLink,
  pastedNodeAgents,
  eventSettings,
  eventRights,
  apiServerCheck,
  electingNodeAgents,
  eventsCollected,
  logs,
  flares,
  clusterUnreachable,
  rightsMissing,
  execOff,
  unreadOutput,
];
