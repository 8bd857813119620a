import type { ConfigCheck, Dispatching } from '../domain/checks.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { clusterChecksReader } from '../parsers/checks/cluster-checks-output.ts';
import { understandConfigCheck } from './config-check.ts';
import { isOutOfReach } from './out-of-reach.ts';
import { understandOutput } from './understand-output.ts';

/** Some 50,000 checks print 40 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Which answer tells most. Words that cannot be read may be the leader's; a follower's tell that it is not one. */
const TELLING: readonly (Dispatching['role'] | 'unread' | 'unheard')[] = [
  'leader',
  'disabled',
  'starting',
  'unread',
  'follower',
  'unheard',
];

/** What one replica says of checks. */
export interface ClusterAgentChecks {
  readonly pod: string;
  readonly dispatching: Reading<Dispatching>;
  readonly configCheck: Reading<ConfigCheck>;
}

/**
 * Asks the replicas in the given order until one answers as the leader; else gives the answer that tells most. Undefined
 * without replicas.
 */
export async function askClusterAgents(
  reader: ClusterReader,
  replicas: readonly AgentPod[],
  bounds: CallBounds,
): Promise<ClusterAgentChecks | undefined> {
  let best: ClusterAgentChecks | undefined;
  for (const replica of replicas) {
    const answer = await askClusterAgent(reader, replica, bounds);
    if (best === undefined || rank(answer) < rank(best)) best = answer;
    if (rank(best) === 0 || bounds.signal?.aborted) break;
  }
  return best;
}

function rank({ dispatching }: ClusterAgentChecks): number {
  if (dispatching.known) return TELLING.indexOf(dispatching.value.role);
  return TELLING.indexOf(isOutOfReach(dispatching) || dispatching.why === 'absent' ? 'unheard' : 'unread');
}

async function askClusterAgent(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  bounds: CallBounds,
): Promise<ClusterAgentChecks> {
  const place = { namespace, pod: name, container, maxBytes: MAX_BYTES };
  const checks = clusterChecksReader();
  const given = await reader.streamExec({ ...place, command: 'clusterchecks' }, (text) => checks.take(text), bounds);
  const dispatching = understandOutput(given, () => {
    const parsed = checks.end();
    return parsed.recognised ? { recognised: true, value: parsed.dispatching } : parsed;
  });
  // One after the other: each command takes memory inside the Agent's own limit.
  if (!dispatching.known && isOutOfReach(dispatching)) return { pod: name, dispatching, configCheck: dispatching };
  const pieces: string[] = [];
  const found = await reader.streamExec({ ...place, command: 'configcheck' }, (text) => pieces.push(text), bounds);
  return { pod: name, dispatching, configCheck: understandConfigCheck(found, () => pieces.join('')) };
}
