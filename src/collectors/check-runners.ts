import type { CheckRunner } from '../domain/checks.ts';
import type { Container, Pod } from '../domain/objects.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { isReady } from './describe-pod.ts';
import { wordsOf } from './words-of.ts';

/** By the labels of Helm and the Operator, else of older charts. */
const SELECTORS = [
  'agent.datadoghq.com/component in (agent,cluster-checks-runner)',
  'app.kubernetes.io/component in (agent,clusterchecks-agent)',
] as const;
const RUNNER_LABELS = {
  'agent.datadoghq.com/component': 'cluster-checks-runner',
  'app.kubernetes.io/component': 'clusterchecks-agent',
} as const;
const AGENT_IMAGE = /(?:^|\/)(?:datadog-)?agent(?:[:@]|$)/;
/** One for each node, and runners besides. */
const MOST_PODS = 20_000;

/** A pod that runs an Agent other than the Cluster Agent, and the container that does. */
export interface RunnerPod {
  readonly pod: Pod;
  readonly container: Container;
  readonly kind: CheckRunner['kind'];
}

/** Every node Agent and cluster check runner in the Agent's namespace: by their labels, else by their image. */
export async function findRunnerPods(
  reader: ClusterReader,
  namespace: string,
  bounds: CallBounds,
): Promise<Reading<readonly RunnerPod[]>> {
  for (const labelSelector of SELECTORS) {
    const found = await reader.listPods({ namespace, labelSelector, limit: MOST_PODS }, bounds);
    const runners = mapReading(found, (pods) => chooseAll(pods, runnerContainer));
    if (!runners.known || runners.value.length > 0) return runners;
  }
  const all = await reader.listPods({ namespace, limit: MOST_PODS }, bounds);
  return mapReading(all, (pods) => chooseAll(pods, containerByImage));
}

/** The same as the runners of checks, none of them asked anything yet. */
export function describeRunners(found: Reading<readonly RunnerPod[]>): Reading<readonly CheckRunner[]> {
  return mapReading(found, (pods) => pods.map(describe));
}

function chooseAll(pods: readonly Pod[], containerOf: (pod: Pod) => Container | undefined): readonly RunnerPod[] {
  return pods.flatMap((pod) => {
    const container = containerOf(pod);
    // An evicted pod stays behind beside the one that took its place.
    const isOver = pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded';
    if (container === undefined || isOver) return [];
    return [{ pod, container, kind: isRunner(pod, container) ? 'runner' : 'node-agent' }];
  });
}

function runnerContainer(pod: Pod): Container | undefined {
  return pod.spec.containers.find(({ name }) => name === 'agent') ?? containerByImage(pod);
}

function containerByImage({ spec: { containers } }: Pod): Container | undefined {
  const byImage = containers.filter(({ image }) => AGENT_IMAGE.test(image ?? ''));
  // The trace Agent and others run from the same image.
  return byImage.find(({ name }) => name === 'agent') ?? byImage[0];
}

function describe({ pod, container, kind }: RunnerPod): CheckRunner {
  const { metadata, spec } = pod;
  const providers = wordsOf(literal(container, 'DD_EXTRA_CONFIG_PROVIDERS'));
  return {
    pod: metadata.name,
    namespace: metadata.namespace ?? '',
    container: container.name,
    node: spec.nodeName ?? '',
    kind,
    ready: isReady(pod, container.name),
    ...(providers === undefined ? {} : { providers }),
  };
}

function isRunner({ metadata: { labels = {} } }: Pod, container: Container): boolean {
  const labelled = Object.entries(RUNNER_LABELS).some(([label, value]) => labels[label] === value);
  return labelled || literal(container, 'DD_CLC_RUNNER_ENABLED') === 'true';
}

function literal({ env = [] }: Container, wanted: string): string | undefined {
  return env.find(({ name }) => name === wanted)?.value;
}
