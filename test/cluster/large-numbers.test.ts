import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conditionOf, external, type Hpa, shownValues } from './hpa.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const NAMESPACE = 'large';
const LABELS = { queue: 'orders' };
const REPLICAS = 3;
const [MIN, MAX] = [2, 5];
/** 2^63 − 1 thousandths. */
const MOST = '9223372036854775807m';

interface Row {
  readonly name: string;
  readonly type: 'average' | 'value';
  readonly target: string;
  readonly items: readonly string[];
  readonly shown: string;
  readonly decides: number;
}

/**
 * What the controller of Kubernetes 1.34 makes of numbers that it cannot count in 64-bit thousandths, on x86-64. An item
 * too large for them is 0, unless it has more than 18 digits: then the lower 64 bits are taken. Averages: the first sum
 * below zero, whether of a negative item or wrapped around, is taken for the largest number, and not divided. Totals: the
 * sum just wraps around; and a wish for 2^31 pods or more is one for less than none.
 */
const ROWS: readonly Row[] = [
  average('nothing', ['0'], '0', MIN),
  average('negative', ['-30'], MOST, MAX),
  average('a-thousandth-below', ['-1m'], MOST, MAX),
  average('a-billionth-below', ['-1n'], MOST, MAX),
  average('negative-first', ['-30', '100'], MOST, MAX),
  average('negative-last', ['100', '-30'], '23334m', MAX),
  average('largest', [MOST], MOST, MAX),
  average('near-largest', ['9223372036854775'], '3074457345618258432m', MAX),
  average('too-large', ['9223372036854776'], MOST, MAX),
  average('too-large-with-suffix', ['10P'], '0', MIN),
  average('too-large-with-exponent', ['9e18'], '0', MIN),
  average('too-large-and-negative', ['-9e18'], '0', MIN),
  average('many-digits', ['10000000000000000000'], '621570683141008', MAX),
  average('sum-too-large', ['5P', '5P'], MOST, MAX),
  average('pods-too-many', ['3M'], '1M', MAX, '1m'),
  value('negative-total', ['-30'], '-30', MIN),
  value('too-large-total', ['9e18'], '0', MIN),
  value('sum-too-large-total', ['5P', '5P'], '-8446744073709551616m', MIN),
  value('pods-just-countable', ['715827.882'], '715827882m', MAX, '1m'),
  value('pods-not-countable', ['715827.883'], '715827883m', MIN, '1m'),
];

let world: World;
let statuses: ReadonlyMap<string, Hpa>;

beforeAll(async () => {
  world = await openWorld();
  await world.namespace(NAMESPACE);
  for (const { name, items } of ROWS)
    world.standIn.serve(
      metricOf(name),
      items.map((item) => ({ value: item, labels: LABELS })),
    );
  await Promise.all(ROWS.map(({ name }) => world.deployment(NAMESPACE, name, REPLICAS)));
  const seen = ROWS.map(async ({ name, type, target }) => {
    const wanted = type === 'value' ? { value: target } : { averageValue: target };
    await world.autoscaler(NAMESPACE, name, {
      min: MIN,
      max: MAX,
      metrics: [external(metricOf(name), wanted, LABELS)],
    });
    // The first status is wanted: a later one divides by other pods.
    return world.untilHpa(NAMESPACE, name, (hpa) => conditionOf(hpa, 'ScalingActive') !== undefined);
  });
  statuses = new Map((await Promise.all(seen)).map((hpa) => [hpa.metadata.name, hpa]));
}, WORLD_PATIENCE);
afterAll(() => world?.close());

function average(name: string, items: readonly string[], shown: string, decides: number, target = '9'): Row {
  return { name, type: 'average', target, items, shown, decides };
}

function value(name: string, items: readonly string[], shown: string, decides: number, target = '9'): Row {
  return { name, type: 'value', target, items, shown, decides };
}

function metricOf(name: string): string {
  return `${name}.total`;
}

describe('what the controller cannot count', () => {
  it.each(ROWS)('$type $name: $items', ({ name, shown, decides }) => {
    const hpa = statuses.get(name);
    expect(hpa && shownValues(hpa)).toEqual([shown]);
    expect(hpa?.status.desiredReplicas).toBe(decides);
  });
});
