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

/** What one replica says of dispatching. */
export interface AskedDispatching {
  readonly replica: AgentPod;
  readonly dispatching: Reading<Dispatching>;
}

/**
 * Asks the replicas in the given order until one answers as the leader; else gives the answer that tells most. Undefined
 * without replicas.
 */
export async function askForDispatching(
  reader: ClusterReader,
  replicas: readonly AgentPod[],
  bounds: CallBounds,
): Promise<AskedDispatching | undefined> {
  let best: AskedDispatching | undefined;
  for (const replica of replicas) {
    const answer = { replica, dispatching: await readClusterChecks(reader, replica, bounds) };
    if (best === undefined || rank(answer) < rank(best)) best = answer;
    if (rank(best) === 0 || bounds.signal?.aborted) break;
  }
  return best;
}

function rank({ dispatching }: AskedDispatching): number {
  if (dispatching.known) return TELLING.indexOf(dispatching.value.role);
  return TELLING.indexOf(isOutOfReach(dispatching) || dispatching.why === 'absent' ? 'unheard' : 'unread');
}

async function readClusterChecks(
  reader: ClusterReader,
  { namespace, name, container }: AgentPod,
  bounds: CallBounds,
): Promise<Reading<Dispatching>> {
  const target = { namespace, pod: name, container, command: 'clusterchecks', maxBytes: MAX_BYTES } as const;
  const checks = clusterChecksReader();
  const given = await reader.streamExec(target, (text) => checks.take(text), bounds);
  return understandOutput(given, () => {
    const parsed = checks.end();
    return parsed.recognised ? { recognised: true, value: parsed.dispatching } : parsed;
  });
}

/** The `configcheck` of a replica; a failure of the command before it that would be this one's too is not waited for again. */
export async function readClusterConfigCheck(
  reader: ClusterReader,
  { replica: { namespace, name, container }, dispatching }: AskedDispatching,
  bounds: CallBounds,
): Promise<Reading<ConfigCheck>> {
  if (!dispatching.known && isOutOfReach(dispatching)) return dispatching;
  const target = { namespace, pod: name, container, command: 'configcheck', maxBytes: MAX_BYTES } as const;
  const pieces: string[] = [];
  const found = await reader.streamExec(target, (text) => pieces.push(text), bounds);
  return understandConfigCheck(found, () => pieces.join(''));
}
