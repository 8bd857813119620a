import type { CheckRunner, ConfigCheck } from '../domain/checks.ts';
import type { Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { type ExecPlace, readNodeStatus } from './agent-status.ts';
import { understandConfigCheck } from './config-check.ts';
import { inLanes } from './in-lanes.ts';
import { isOutOfReach } from './out-of-reach.ts';

/** A small part of a cluster at once: each command takes memory inside the Agent's own limit, and its node's time. */
const AT_ONCE = 10;

/**
 * Asks the wanted Agents for their `status` and `configcheck`, at most ten Agents at once and each for one thing at a
 * time. Whom the question's time does not suffice for stays unasked.
 */
export async function askRunners(
  reader: ClusterReader,
  runners: readonly CheckRunner[],
  wanted: ReadonlySet<CheckRunner>,
  bounds: CallBounds,
): Promise<readonly CheckRunner[]> {
  const asked = await inLanes([...wanted], AT_ONCE, async (runner) => {
    return [runner, bounds.signal?.aborted ? runner : await askRunner(reader, runner, bounds)] as const;
  });
  const answers = new Map(asked);
  return runners.map((runner) => answers.get(runner) ?? runner);
}

async function askRunner(reader: ClusterReader, runner: CheckRunner, bounds: CallBounds): Promise<CheckRunner> {
  const { namespace, pod, container } = runner;
  const place = { namespace, pod, container };
  const status = await readNodeStatus(reader, place, bounds);
  const configCheck = !status.known && isOutOfReach(status) ? status : await readConfigCheck(reader, place, bounds);
  return { ...runner, status, configCheck };
}

async function readConfigCheck(
  reader: ClusterReader,
  place: ExecPlace,
  bounds: CallBounds,
): Promise<Reading<ConfigCheck>> {
  const output = await reader.exec({ ...place, command: 'node-configcheck' }, bounds);
  return understandConfigCheck(output, () => (output.known ? output.value.stdout : ''));
}
