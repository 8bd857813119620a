import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demand, type NextMove, nextMove } from '../../src/domain/hpa-next-move.ts';
import { parseQuantity } from '../../src/domain/quantity.ts';
import { changeTotal, type ObservedMove, observeMoves, type PlannedMetric, type PlannedMove } from './observe-moves.ts';
import { randomMoves } from './random-moves.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? 2472);
const COUNT = 60;

const AT_ONCE = { stabilizationWindowSeconds: 0 };

/** What chance is unlikely to meet, with the size that the controller must choose. */
const ROWS: readonly (PlannedMove & { readonly decides: number })[] = [
  row('tolerance-above-edge', 3, 3, [average('10', '33')]),
  row('tolerance-above', 3, 4, [average('10', '33001m')]),
  row('tolerance-below-edge', 3, 3, [average('10', '27')], { behavior: { scaleDown: AT_ONCE } }),
  row('tolerance-below', 3, 3, [average('10', '26999m')], { behavior: { scaleDown: AT_ONCE } }),
  row('tolerance-below-by-a-pod', 10, 9, [average('10', '89')], { behavior: { scaleDown: AT_ONCE } }),
  row('value-above-edge', 4, 4, [value('10', '11')]),
  row('value-above', 4, 5, [value('10', '11001m')]),
  row('value-below', 4, 2, [value('10', '5')], { behavior: { scaleDown: AT_ONCE } }),
  // 10 × (1 − 80 %) is a little less than 2 in floating point, and cut off.
  row('percent-down-cut', 10, 1, [average('10', '0')], {
    behavior: { scaleDown: { ...AT_ONCE, policies: [{ type: 'Percent', value: 80, periodSeconds: 60 }] } },
  }),
  // 25 × 1.12 is a little more than 28 in floating point, and rounded up.
  row('percent-up-rounded', 25, 29, [average('1', '1000')], {
    max: 50,
    behavior: { scaleUp: { policies: [{ type: 'Percent', value: 12, periodSeconds: 60 }] } },
  }),
  row('no-behavior-to-four', 1, 4, [average('1', '1000')], { max: 50 }),
  row('no-behavior-doubles', 5, 10, [average('1', '1000')], { max: 50 }),
  row('one-of-two-grows', 2, 4, [average('10', null), average('10', '40')]),
  row('one-of-two-would-shrink', 4, 4, [average('10', null), average('10', '10')], {
    behavior: { scaleDown: AT_ONCE },
  }),
  row('largest-of-three', 2, 6, [average('10', '30'), value('10', '30'), average('1', '5')], {
    behavior: { scaleUp: { policies: [{ type: 'Pods', value: 9, periodSeconds: 60 }] } },
  }),
  // Two of five pods find no node: a total is a multiple of the three that are ready.
  row('value-of-ready-pods', 5, 6, [value('10', '20')], { crowded: true }),
  row('value-of-few-ready-pods', 5, 4, [value('10', '12')], { crowded: true, behavior: { scaleDown: AT_ONCE } }),
  row('average-ignores-readiness', 5, 7, [average('10', '70')], { crowded: true }),
  // Four pods stand where three are wanted, and the average within tolerance asks for all four.
  row('rollout-within-tolerance', 3, 4, [average('10', '40')], { rolling: true }),
  row('rollout-above', 3, 5, [average('10', '50')], { rolling: true }),
  row('huge-average-at-max', 2, 3, [average('1m', '9007199254740993')], { max: 3 }),
];

let world: World;
let observed: readonly ObservedMove[];

beforeAll(async () => {
  world = await openWorld({ hpaSyncSeconds: 3 });
  observed = await observeMoves(world, [...ROWS, ...randomMoves(SEED, COUNT)]);
}, WORLD_PATIENCE);
afterAll(() => world?.close());

function row(
  name: string,
  replicas: number,
  decides: number,
  metrics: readonly PlannedMetric[],
  over: Partial<PlannedMove> = {},
): PlannedMove & { readonly decides: number } {
  return { name, replicas, min: 1, max: 20, metrics, ...over, decides };
}

function average(target: string, total: string | null): PlannedMetric {
  return { type: 'AverageValue', target, total };
}

function value(target: string, total: string | null): PlannedMetric {
  return { type: 'Value', target, total };
}

function milli(quantity: string): bigint {
  const parsed = parseQuantity(quantity);
  if (parsed === undefined) throw new Error(`no quantity: ${quantity}`);
  return parsed.milli;
}

function foretold({ plan, hpa, target }: ObservedMove): NextMove | undefined {
  const demands = plan.metrics.flatMap(({ type, target: wanted, total }): readonly Demand[] =>
    total === null ? [] : [{ targetType: type, total: milli(total), target: milli(wanted) }],
  );
  return nextMove({ hpa, target, demands, blind: plan.metrics.length - demands.length, others: 0 });
}

function isCertain({ doubts }: NextMove): boolean {
  return doubts.every((doubt) => doubt === 'controller-flags' || doubt === 'blind-metrics');
}

function waits({ hpa, target }: ObservedMove, { asked = target.wanted }: NextMove): boolean {
  return asked < target.wanted && (hpa.spec.behavior?.scaleDown?.stabilizationWindowSeconds ?? 0) > 0;
}

/** Everything that makes a failure plain. */
function told(one: ObservedMove, move: NextMove | undefined) {
  const { replicas, wanted, ready } = one.target;
  const { from, to, limitedBy, doubts } = move ?? {};
  return JSON.stringify({
    ...one.plan,
    target: { replicas, wanted, ready },
    decided: one.decided,
    limited: one.limited,
    from,
    to,
    limitedBy,
    doubts,
  });
}

const BY_HALF = { policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] };
const DOUBLING = { policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }] };

describe('a second move within the period of a policy', () => {
  // 10 pods less the 8 that came are where the period began, and half of these 2 is allowed.
  it('shrinks further after growing', async () => {
    const plan = row('grew', 2, 10, [average('10', '100')], {
      behavior: {
        scaleUp: { policies: [{ type: 'Percent', value: 400, periodSeconds: 60 }] },
        scaleDown: { ...AT_ONCE, ...BY_HALF },
      },
    });
    const { move, decided } = await movesAgain(plan, 10, '1');
    expect(decided).toBe(1);
    expect(move).toMatchObject({ from: 1, to: 10, doubts: expect.arrayContaining(['scaling-events']) });
  });

  // 5 pods and the 5 that went are where the period began, and twice these 10 are allowed.
  it('grows further after shrinking', async () => {
    const plan = row('shrank', 10, 5, [average('10', '10')], {
      behavior: { scaleUp: DOUBLING, scaleDown: { ...AT_ONCE, ...BY_HALF } },
    });
    const { move, decided } = await movesAgain(plan, 5, '1000');
    expect(decided).toBe(20);
    expect(move).toMatchObject({ from: 5, to: 20, doubts: expect.arrayContaining(['scaling-events']) });
  });
});

/** Lets the controller scale once, changes the total, and answers what we foretell then, and what it does. */
async function movesAgain(plan: PlannedMove, first: number, total: string) {
  const [one] = await observeMoves(world, [plan]);
  const { namespace = '', name } = one?.hpa.metadata ?? {};
  const hpa = await world.untilHpa(namespace, plan.name, ({ status }) => status.currentReplicas === first);
  changeTotal(world, plan, total);
  const target = { kind: 'Deployment', namespace, name: name ?? '', wanted: first, replicas: first, ready: first };
  const demand: Demand = { targetType: 'AverageValue', total: milli(total), target: milli('10') };
  const before = hpa as unknown as ObservedMove['hpa'];
  const now = new Date().toISOString();
  const move = nextMove({ hpa: before, target, demands: [demand], blind: 0, others: 0, now });
  const after = await world.untilHpa(namespace, plan.name, ({ status }) => status.desiredReplicas !== first);
  return { move, decided: after.status.desiredReplicas };
}

describe(`the controller's next move, seed ${SEED}`, () => {
  it.each(ROWS)('$name: $decides', ({ name, decides }) => {
    const one = observed.find(({ plan }) => plan.name === name);
    expect(one?.decided).toBe(decides);
  });

  it('lies within what we foretell', () => {
    const wrong = observed.flatMap((one) => {
      const move = foretold(one);
      if (move === undefined) return one.decided === one.target.wanted ? [] : [told(one, move)];
      return move.from <= one.decided && one.decided <= move.to ? [] : [told(one, move)];
    });
    expect(wrong).toEqual([]);
  });

  it('is one size where nothing is doubted', () => {
    const wide = observed.flatMap((one) => {
      const move = foretold(one);
      return move && isCertain(move) && move.from !== move.to ? [told(one, move)] : [];
    });
    expect(wide).toEqual([]);
  });

  it('is limited by what we say', () => {
    const reasons = { max: 'TooManyReplicas', min: 'TooFewReplicas', policy: /^Scale(Up|Down)Limit$/ } as const;
    const wrong = observed.flatMap((one) => {
      const move = foretold(one);
      if (!move || !isCertain(move) || one.limited === undefined) return [];
      // What waits for its window is not limited by a policy that would hold it as well.
      if (waits(one, move)) return [];
      const { limitedBy } = move;
      const expected =
        limitedBy === 'max' || limitedBy === 'min' || limitedBy === 'policy'
          ? reasons[limitedBy]
          : 'DesiredWithinRange';
      const isIt = expected instanceof RegExp ? expected.test(one.limited) : expected === one.limited;
      return isIt ? [] : [told(one, move)];
    });
    expect(wrong).toEqual([]);
  });

  it('is certain for most, and of every kind', () => {
    const moves = observed.flatMap((one) => foretold(one) ?? []);
    expect(moves.filter(isCertain).length).toBeGreaterThan(moves.length / 2);
    const limits = new Set(moves.map(({ limitedBy }) => limitedBy));
    expect([...limits]).toEqual(expect.arrayContaining(['max', 'policy', 'tolerance', null]));
  });
});
