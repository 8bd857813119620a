import type { CheckRunner, ConfigCheck } from '../domain/checks.ts';
import type { Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import type { SharedReadings } from './agent-readings.ts';
import type { ExecPlace } from './agent-status.ts';
import { understandConfigCheck } from './config-check.ts';
import { isOutOfReach } from './out-of-reach.ts';

type Shared = Pick<SharedReadings, 'nodeStatus' | 'atNodeAgent'>;

/**
 * Asks the wanted Agents for their `status` and `configcheck`, as many at once as may be and each for one thing at a
 * time. Whom the question's time does not suffice for stays unasked.
 */
export async function askRunners(
  reader: ClusterReader,
  shared: Shared,
  runners: readonly CheckRunner[],
  wanted: ReadonlySet<CheckRunner>,
  bounds: CallBounds,
): Promise<readonly CheckRunner[]> {
  const asked = await Promise.all(
    [...wanted].map((runner) =>
      shared.atNodeAgent(async () => {
        return [runner, bounds.signal?.aborted ? runner : await askRunner(reader, shared, runner, bounds)] as const;
      }),
    ),
  );
  const answers = new Map(asked);
  return runners.map((runner) => answers.get(runner) ?? runner);
}

async function askRunner(
  reader: ClusterReader,
  shared: Shared,
  runner: CheckRunner,
  bounds: CallBounds,
): Promise<CheckRunner> {
  const { namespace, pod, container } = runner;
  const place = { namespace, pod, container };
  const status = await shared.nodeStatus(place);
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
