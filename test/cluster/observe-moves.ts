import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import type { HorizontalPodAutoscaler, ScaleTarget } from '../../src/domain/autoscaling-objects.ts';
import { conditionOf, external, type Hpa, hpaObject } from './hpa.ts';
import { until } from './until.ts';
import { deploymentObject, type World } from './world.ts';

/** An external metric of a planned autoscaler; quantities. */
export interface PlannedMetric {
  readonly type: 'AverageValue' | 'Value';
  readonly target: string;
  /** `null`: the metrics API serves nothing. */
  readonly total: string | null;
}

export interface PlannedMove {
  readonly name: string;
  readonly replicas: number;
  /** Only as many pods as there are nodes become ready. */
  readonly crowded?: true;
  /** A rollout is under way that does not end: a quarter more pods stand there, rounded up. */
  readonly rolling?: true;
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly PlannedMetric[];
  readonly behavior?: unknown;
}

/** What the controller was about to look at, and what it decided at its first look. */
export interface ObservedMove {
  readonly plan: PlannedMove;
  /** As the API server completed it, without a status. */
  readonly hpa: HorizontalPodAutoscaler;
  readonly target: ScaleTarget;
  /** The size it set, or left as it was. */
  readonly decided: number;
  /** Reason of `ScalingLimited`; absent when it computed nothing. */
  readonly limited?: string;
}

const NAMESPACE = 'moves';
const LABELS = { queue: 'orders' };
/** Nodes of the world. */
const NODES = 3;
const AT_ONCE = 12;

/** Makes all of them at once, and answers what the controller decided when it first looked at each. */
export async function observeMoves(world: World, plans: readonly PlannedMove[]): Promise<readonly ObservedMove[]> {
  const { kube } = world.plane;
  await world.namespace(NAMESPACE);
  for (let from = 0; from < plans.length; from += AT_ONCE)
    await Promise.all(plans.slice(from, from + AT_ONCE).map((plan) => makePods(world, plan)));
  for (const { name, metrics } of plans)
    for (const [index, { total }] of metrics.entries())
      if (total !== null) world.standIn.serve(metricOf(name, index), [{ value: total, labels: LABELS }]);
  const targets = new Map<string, ScaleTarget>();
  for (const plan of plans) targets.set(plan.name, await targetOf(world, plan));

  const first = new Map<string, Hpa>();
  const watching = until(
    'a decision about every autoscaler',
    async () => {
      // Every status but the first may be of a later look.
      for (const hpa of (await kube.list('autoscaling/v2', 'HorizontalPodAutoscaler', NAMESPACE)) as Hpa[])
        if (targets.has(hpa.metadata.name) && conditionOf(hpa, 'ScalingActive') && !first.has(hpa.metadata.name))
          first.set(hpa.metadata.name, hpa);
      if (first.size === plans.length) return true;
      throw new Error(`${first.size} of ${plans.length}`);
    },
    { every: 200 },
  );
  await Promise.all([watching, kube.apply(...plans.map(toObject))]);
  return plans.map((plan) => observed(plan, first.get(plan.name), targets.get(plan.name)));
}

/** Serves another total for the autoscaler's first metric. */
export function changeTotal(world: World, { name }: PlannedMove, total: string): void {
  world.standIn.serve(metricOf(name, 0), [{ value: total, labels: LABELS }]);
}

function observed(plan: PlannedMove, hpa: Hpa | undefined, target: ScaleTarget | undefined): ObservedMove {
  if (hpa === undefined || target === undefined) throw new Error(`nothing seen of ${plan.name}`);
  const computed = conditionOf(hpa, 'ScalingActive')?.status === 'True';
  const limited = computed ? conditionOf(hpa, 'ScalingLimited')?.reason : undefined;
  const { metadata, spec } = hpa as unknown as HorizontalPodAutoscaler;
  return {
    plan,
    hpa: { metadata, spec, status: {} },
    target,
    // A first look that fails leaves the wish at nothing, and the target alone.
    decided: computed ? hpa.status.desiredReplicas : plan.replicas,
    ...(limited === undefined ? {} : { limited }),
  };
}

async function makePods(world: World, { name, replicas, crowded, rolling }: PlannedMove): Promise<void> {
  const object = deploymentObject(NAMESPACE, name, replicas);
  if (!crowded) await world.deployment(NAMESPACE, name, replicas);
  else await world.plane.kube.apply(withPodSpec(object, { affinity: apartFrom(name) }));
  const nowhere = { nodeSelector: { 'kubernetes.io/hostname': 'none' } };
  if (rolling) await world.plane.kube.patch(object, { spec: { template: { spec: nowhere } } });
  const ready = crowded ? Math.min(NODES, replicas) : replicas;
  const standing = rolling ? replicas + Math.ceil(replicas / 4) : replicas;
  await until(`${ready} ready pods of ${standing} of ${name}`, async () => {
    const target = await targetOf(world, { name });
    return (target.ready === ready && target.replicas === standing) || undefined;
  });
}

function withPodSpec(object: KubeObject, podSpec: object): KubeObject {
  const { template, ...spec } = object.spec as { template: { spec: object } };
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...template.spec, ...podSpec } } } };
}

function apartFrom(app: string) {
  const term = { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' };
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}

async function targetOf(world: World, { name }: Pick<PlannedMove, 'name'>): Promise<ScaleTarget> {
  const deployment = await world.plane.kube.get(deploymentObject(NAMESPACE, name, 0));
  const spec = deployment?.spec as { replicas: number };
  const status = (deployment?.status ?? {}) as { replicas?: number; readyReplicas?: number; updatedReplicas?: number };
  const { replicas = 0, readyReplicas: ready = 0, updatedReplicas: updated = 0 } = status;
  return { kind: 'Deployment', namespace: NAMESPACE, name, wanted: spec.replicas, replicas, ready, updated };
}

function toObject({ name, min, max, metrics, behavior }: PlannedMove): KubeObject {
  return hpaObject(NAMESPACE, name, {
    min,
    max,
    metrics: metrics.map(({ type, target }, index) =>
      external(metricOf(name, index), type === 'Value' ? { value: target } : { averageValue: target }, LABELS),
    ),
    ...(behavior === undefined ? {} : { behavior }),
  });
}

function metricOf(name: string, index: number): string {
  return `${name}.total-${index}`;
}
