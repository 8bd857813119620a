import { type Random, seeded } from '../seeded-random.ts';
import type { PlannedMetric, PlannedMove } from './observe-moves.ts';
import { between, oneOf } from './random-quantities.ts';

/** Figure ÷ target in thousandths: both edges of the tolerance, what lies beside them, and far away. */
const RATIOS = [
  0, 1, 100, 500, 850, 899, 900, 901, 950, 1000, 1050, 1099, 1100, 1101, 1500, 2000, 3300, 40_000,
] as const;
const SELECT = ['Max', 'Min', 'Disabled', undefined] as const;

/** Autoscalers with one to three metrics each, about half of them with `spec.behavior`. The same seed makes the same ones. */
export function randomMoves(seed: number, count: number): readonly PlannedMove[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => randomMove(random, `random-${index}`));
}

function randomMove(random: Random, name: string): PlannedMove {
  const replicas = between(random, 1, 7);
  const metrics = Array.from({ length: oneOf(random, [1, 1, 1, 2, 3]) }, () => randomMetric(random, replicas));
  return {
    name,
    replicas,
    min: between(random, 1, replicas),
    max: between(random, replicas, 14),
    metrics,
    ...(random() < 0.5 ? {} : { behavior: randomBehavior(random) }),
  };
}

function randomMetric(random: Random, replicas: number): PlannedMetric {
  const type = oneOf<PlannedMetric['type']>(random, ['AverageValue', 'Value']);
  const target = between(random, 1, 99_999);
  const total = Math.floor((target * (type === 'Value' ? 1 : replicas) * oneOf(random, RATIOS)) / 1000);
  return { type, target: `${target}m`, total: random() < 0.15 ? null : `${total}m` };
}

function randomBehavior(random: Random): unknown {
  return {
    ...(random() < 0.3 ? {} : { scaleUp: randomRules(random, [0, undefined, 60]) }),
    ...(random() < 0.3 ? {} : { scaleDown: randomRules(random, [0, 0, undefined, 300]) }),
  };
}

function randomRules(random: Random, windows: readonly [number | undefined, ...(number | undefined)[]]): unknown {
  const stabilizationWindowSeconds = oneOf(random, windows);
  const selectPolicy = oneOf(random, SELECT);
  const policies = Array.from({ length: between(random, 0, 2) }, () => {
    const type = oneOf(random, ['Pods', 'Percent']);
    const value = type === 'Pods' ? between(random, 1, 4) : between(random, 1, 10) * 10;
    return { type, value, periodSeconds: 60 };
  });
  return {
    ...(stabilizationWindowSeconds === undefined ? {} : { stabilizationWindowSeconds }),
    ...(selectPolicy === undefined ? {} : { selectPolicy }),
    ...(policies.length === 0 ? {} : { policies }),
  };
}
