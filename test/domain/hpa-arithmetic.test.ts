import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  figureFor,
  figuresAgree,
  metricLooks,
  rolloutDivisor,
  sumMilli,
  totalsShownAs,
} from '../../src/domain/hpa-arithmetic.ts';
import { madeLook, madeTarget } from './made-look.ts';

describe('figureFor', () => {
  it.each<[string, bigint, 'AverageValue' | 'Value', number, bigint | undefined]>([
    ['824 per pod of 2472', 2_472_000n, 'AverageValue', 3, 824_000n],
    ['4 over 3 pods, rounded up to a thousandth', 4_000n, 'AverageValue', 3, 1_334n],
    ['157.5 of 18,900', 18_900_000n, 'AverageValue', 120, 157_500n],
    ['a total stays a total', 4_944_000n, 'Value', 3, 4_944_000n],
    ['a total needs no pods', 7_000n, 'Value', 0, 7_000n],
    ['nothing to divide by', 2_472_000n, 'AverageValue', 0, undefined],
    ['a negative sum rounds towards zero', -4_000n, 'AverageValue', 3, -1_333n],
    [
      'beyond 2^53 as the controller divides, in floating point',
      90_071_992_547_409_930n,
      'AverageValue',
      7,
      12_867_427_506_772_848n,
    ],
  ])('%s', (_name, total, type, replicas, figure) => {
    expect(figureFor(total, type, replicas)).toBe(figure);
  });

  it('lies within the totals that it stands for, and no other total shows it', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 1, max: 500 }), (total, replicas) => {
        const shown = figureFor(total, 'AverageValue', replicas) ?? 0n;
        const { from, to } = totalsShownAs(shown, 'AverageValue', replicas);
        expect(from <= total && total <= to).toBe(true);
        expect(figureFor(from, 'AverageValue', replicas)).toBe(shown);
        expect(figureFor(to, 'AverageValue', replicas)).toBe(shown);
        expect(figureFor(from - 1n, 'AverageValue', replicas)).not.toBe(shown);
        expect(figureFor(to + 1n, 'AverageValue', replicas)).not.toBe(shown);
      }),
      { seed: 824 },
    );
  });
});

describe('sumMilli', () => {
  it.each<[readonly string[], bigint | undefined]>([
    [[], 0n],
    [['2472', '2472'], 4_944_000n],
    [['1k', '500m', '0.25'], 1_000_750n],
    [['-3', '1'], -2_000n],
    [['2472', 'many'], undefined],
  ])('%j', (quantities, sum) => {
    expect(sumMilli(quantities)).toBe(sum);
  });
});

describe('metricLooks', () => {
  it('keeps each metric beside its own figure', () => {
    const look = madeLook(
      {
        metrics: [
          { name: 'a', target: '9', served: ['5'] },
          { name: 'b', target: '3k!', shown: '4944', served: ['2472', '2472'] },
        ],
      },
      madeTarget(3),
    );
    expect(metricLooks(look)).toMatchObject([
      { index: 0, targetType: 'AverageValue', target: 9_000n, total: 5_000n, items: 1, replicas: 3 },
      { index: 1, targetType: 'Value', target: 3_000_000n, shown: 4_944_000n, printed: '4944', items: 2 },
    ]);
    expect(metricLooks(look)[0]).not.toHaveProperty('shown');
  });

  it('leaves out what could not be read', () => {
    const [metric] = metricLooks(madeLook({ metrics: [{ target: '9', shown: '824' }] }, undefined));
    expect(metric).toMatchObject({ shown: 824_000n });
    expect(metric).not.toHaveProperty('total');
    expect(metric).not.toHaveProperty('replicas');
  });
});

const FAILING = [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetExternalMetric' }];
const FORBIDDEN = FAILING.map((one) => ({ ...one, message: 'queue.external.metrics.k8s.io is forbidden: User "x"' }));

/** What the HPA shows for a sum that overflowed. */
const MOST = '9223372036854775807m';

describe('figuresAgree', () => {
  it.each<[string, ReturnType<typeof madeLook>, boolean]>([
    ['the guide', madeLook({ metrics: [{ target: '9', shown: '824', served: ['2472'] }] }, madeTarget(3)), true],
    [
      'a thousandth off',
      madeLook({ metrics: [{ target: '9', shown: '824001m', served: ['2472'] }] }, madeTarget(3)),
      false,
    ],
    [
      'a sum of two',
      madeLook({ metrics: [{ target: '9', shown: '1648', served: ['2472', '2472'] }] }, madeTarget(3)),
      true,
    ],
    ['the value moved', madeLook({ metrics: [{ target: '9', shown: '824', served: ['2475'] }] }, madeTarget(3)), false],
    ['a total', madeLook({ metrics: [{ target: '3k!', shown: '4944', served: ['4944'] }] }, undefined), true],
    ['another total', madeLook({ metrics: [{ target: '3k!', shown: '4944', served: ['2472'] }] }, undefined), false],
    [
      'one of two metrics off',
      madeLook(
        {
          metrics: [
            { target: '9', shown: '1', served: ['3'] },
            { target: '9', shown: '1', served: ['4'] },
          ],
        },
        madeTarget(3),
      ),
      false,
    ],
    [
      'a negative value, which the controller takes for the largest there is',
      madeLook({ metrics: [{ target: '9', shown: MOST, served: ['-30'] }] }, madeTarget(3)),
      true,
    ],
    [
      'a sum beyond what it can count',
      madeLook(
        { metrics: [{ target: '9', shown: MOST, served: ['9223372036854775', '9223372036854775'] }] },
        madeTarget(3),
      ),
      true,
    ],
    [
      'a total beyond what it can count',
      madeLook({ metrics: [{ target: '9!', shown: '-2', served: ['9223372036854776'] }] }, undefined),
      true,
    ],
    [
      'the largest there is, left over from another value',
      madeLook({ metrics: [{ target: '9', shown: MOST, served: ['30'] }] }, madeTarget(3)),
      false,
    ],
    ['no pods known', madeLook({ metrics: [{ target: '9', shown: '824', served: ['1'] }] }, undefined), true],
    ['served unknown', madeLook({ metrics: [{ target: '9', shown: '824' }] }, madeTarget(3)), true],
    [
      'nothing shown, nothing served',
      madeLook({ metrics: [{ target: '9', served: [] }], conditions: FAILING }, madeTarget(3)),
      true,
    ],
    [
      'nothing shown, served by now',
      madeLook({ metrics: [{ target: '9', served: ['5'] }], conditions: FAILING }, madeTarget(3)),
      false,
    ],
    [
      'nothing shown for want of a right, which we have',
      madeLook({ metrics: [{ target: '9', served: ['5'] }], conditions: FORBIDDEN }, madeTarget(3)),
      true,
    ],
    [
      'a rollout adds a pod',
      madeLook({ metrics: [{ target: '9', shown: '618', served: ['2472'] }] }, madeTarget(3, { updated: 1 })),
      true,
    ],
  ])('%s', (_name, look, agrees) => {
    expect(figuresAgree(look)).toBe(agrees);
  });
});

describe('rolloutDivisor', () => {
  it.each<[string, string, number, Parameters<typeof madeTarget>[1], number, number | undefined]>([
    ['surge pods counted before', '618', 3, { updated: 1 }, 3, 4],
    ['a scaling under way, the HPA still counts 2', '1236', 3, {}, 2, 2],
    ['the target wants 6', '412', 3, { wanted: 6 }, 3, 6],
    ['nothing is changing', '618', 3, { updated: 3 }, 3, undefined],
    ['no size in between gives it', '700', 3, { updated: 1 }, 3, undefined],
  ])('%s', (_name, shown, replicas, more, counted, divisor) => {
    const look = madeLook({ metrics: [{ target: '9', shown, served: ['2472'] }], counted }, madeTarget(replicas, more));
    const [metric] = metricLooks(look);
    expect(metric && rolloutDivisor(look, metric)).toBe(divisor);
  });
});
