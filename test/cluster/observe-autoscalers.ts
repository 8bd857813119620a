import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import { seeded } from '../seeded-random.ts';
import { external, type Hpa, hpaObject, shownValues } from './hpa.ts';
import { between, oneOf, randomQuantity } from './random-quantities.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** One autoscaler of random numbers, and the first status that the real controller gave it. */
export interface ObservedAutoscaler {
  readonly name: string;
  /** Pods of the target when the controller first looked, in spec and in status, all ready. */
  readonly replicas: number;
  readonly min: number;
  readonly max: number;
  readonly targetType: 'AverageValue' | 'Value';
  /** A quantity, as the values are. */
  readonly target: string;
  readonly values: readonly string[];
  /** What `status.currentMetrics` shows. */
  readonly shown: string;
  /** With that status; `desiredReplicas` and the conditions are the controller's next move. */
  readonly hpa: Hpa;
}

type Planned = Omit<ObservedAutoscaler, 'shown' | 'hpa'>;

const NAMESPACE = 'arithmetic';
const LABELS = { queue: 'orders' };
/** Deployments made at the same time. */
const AT_ONCE = 10;

/**
 * Makes `count` Deployments with an autoscaler each, all different, and answers what the controller first wrote about
 * every one of them. The same seed makes the same numbers.
 */
export async function observeAutoscalers(
  world: World,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<readonly ObservedAutoscaler[]> {
  const random = seeded(seed);
  const plans = Array.from({ length: count }, (_, index) => plan(random, index));
  await world.namespace(NAMESPACE);
  for (let from = 0; from < plans.length; from += AT_ONCE) {
    const batch = plans.slice(from, from + AT_ONCE);
    await Promise.all(batch.map(({ name, replicas }) => world.deployment(NAMESPACE, name, replicas)));
  }
  for (const { name, values } of plans)
    world.standIn.serve(
      metricOf(name),
      values.map((value) => ({ value, labels: LABELS })),
    );
  const first = new Map<string, Hpa>();
  const watching = until(
    'a status of every autoscaler',
    async () => {
      // The status before the first scaling is wanted, so they are looked at more often than the controller does.
      for (const hpa of (await world.plane.kube.list('autoscaling/v2', 'HorizontalPodAutoscaler', NAMESPACE)) as Hpa[])
        if (shownValues(hpa).length > 0 && !first.has(hpa.metadata.name)) first.set(hpa.metadata.name, hpa);
      if (first.size === plans.length) return true;
      throw new Error(`${first.size} of ${plans.length}`);
    },
    { every: 200 },
  );
  await Promise.all([watching, world.plane.kube.apply(...plans.map(toObject))]);
  return plans.map((planned) => {
    const hpa = first.get(planned.name);
    if (hpa === undefined) throw new Error(`no status of ${planned.name}`);
    return { ...planned, hpa, shown: shownValues(hpa)[0] ?? '' };
  });
}

function plan(random: () => number, index: number): Planned {
  const replicas = between(random, 1, 7);
  const targetType = oneOf<Planned['targetType']>(random, ['AverageValue', 'AverageValue', 'Value']);
  const values = Array.from({ length: between(random, 1, 3) }, () => randomQuantity(random));
  // A negative total for each pod is taken for an overflow, which is a case of its own. Nor are fractions with a binary
  // suffix made negative: Kubernetes rounds -3.7499Mi, 142.4 thousandths at its end, to 141 instead of 143.
  const canBeNegative = targetType === 'Value' && values.length === 1 && !values[0]?.endsWith('i');
  const signed = canBeNegative && random() < 0.3 ? [`-${values[0]}`] : values;
  return {
    name: `number-${index}`,
    replicas,
    min: between(random, 1, replicas),
    max: between(random, replicas, 9),
    targetType,
    target: randomQuantity(random),
    values: signed,
  };
}

function toObject({ name, targetType, target, min, max }: Planned): KubeObject {
  const wanted = targetType === 'Value' ? { value: target } : { averageValue: target };
  return hpaObject(NAMESPACE, name, { min, max, metrics: [external(metricOf(name), wanted, LABELS)] });
}

function metricOf(name: string): string {
  return `${name}.total`;
}
