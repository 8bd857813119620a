import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ceilDiv, formatMilli, parseQuantity } from '../../src/domain/quantity.ts';
import { type ObservedAutoscaler, observeAutoscalers } from './observe-autoscalers.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? 2472);
const COUNT = 60;

let world: World;
let observed: readonly ObservedAutoscaler[];

beforeAll(async () => {
  world = await openWorld({ hpaSyncSeconds: 5 });
  observed = await observeAutoscalers(world, { seed: SEED, count: COUNT });
}, WORLD_PATIENCE);
afterAll(() => world?.close());

function milli(quantity: string): bigint {
  const parsed = parseQuantity(quantity);
  if (parsed === undefined) throw new Error(`no quantity: ${quantity}`);
  return parsed.milli;
}

/** Every value is rounded up to thousandths by itself; then the sum is shared out. */
function expectedShown({ values, replicas, targetType }: ObservedAutoscaler): bigint {
  const total = values.map(milli).reduce((sum, value) => sum + value, 0n);
  return targetType === 'Value' ? total : ceilDiv(total, BigInt(replicas));
}

describe(`what the controller shows, seed ${SEED}`, () => {
  it('is what our arithmetic says, to the thousandth', () => {
    const differing = observed
      .map((row) => ({
        ...row,
        hpa: undefined,
        ours: formatMilli(expectedShown(row)),
        theirs: formatMilli(milli(row.shown)),
      }))
      .filter(({ ours, theirs }) => ours !== theirs);
    expect(differing).toEqual([]);
  });

  it('was computed with the replicas it had', () => {
    for (const { hpa, replicas } of observed) expect(hpa.status.currentReplicas).toBe(replicas);
  });

  it('covers both types, several values, and what is finer than a thousandth', () => {
    expect(new Set(observed.map(({ targetType }) => targetType)).size).toBe(2);
    expect(observed.some(({ values }) => values.length > 1)).toBe(true);
    expect(observed.some(({ values }) => values.some((value) => parseQuantity(value)?.exact === false))).toBe(true);
    expect(observed.some(({ hpa, replicas }) => hpa.status.desiredReplicas !== replicas)).toBe(true);
  });
});
