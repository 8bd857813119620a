import { describe, expect, it } from 'vitest';
import type { ScaleTarget } from '../../src/domain/autoscaling-objects.ts';
import { type Demand, type NextMove, nextMove } from '../../src/domain/hpa-next-move.ts';
import { type MadeHpa, madeHpa, madeTarget } from './made-look.ts';

const NOW = '2026-11-23T18:36:00Z';

function average(total: number, target: number): Demand {
  return { targetType: 'AverageValue', total: BigInt(total) * 1000n, target: BigInt(target) * 1000n };
}

function value(total: number, target: number): Demand {
  return { targetType: 'Value', total: BigInt(total) * 1000n, target: BigInt(target) * 1000n };
}

interface Row {
  readonly demands: readonly Demand[];
  readonly target: ScaleTarget;
  readonly hpa?: Omit<MadeHpa, 'metrics'>;
  readonly blind?: number;
  readonly others?: number;
}

function move({ demands, target, hpa = {}, blind = 0, others = 0 }: Row): NextMove | undefined {
  return nextMove({ hpa: madeHpa({ metrics: [], max: 100, ...hpa }), target, demands, blind, others, now: NOW });
}

const SLOW_UP = { scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] } };
const SLOW_DOWN = {
  scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
};

describe('nextMove', () => {
  it.each<[string, Row, Partial<NextMove>]>([
    [
      'the guide: 275 asked, the maximum is 3',
      { demands: [average(2472, 9)], target: madeTarget(3), hpa: { max: 3 } },
      { asked: 275, from: 3, to: 3, limitedBy: 'max', ratioMilli: 91_555n },
    ],
    [
      'Black Friday in one step once allowed',
      { demands: [average(18_900, 100)], target: madeTarget(120), hpa: { max: 200 } },
      { asked: 189, from: 189, to: 189, limitedBy: null },
    ],
    [
      'twice the pods at once, not more',
      { demands: [average(900, 9)], target: madeTarget(20) },
      { asked: 100, from: 40, to: 40, limitedBy: 'policy' },
    ],
    [
      'from one pod to four',
      { demands: [average(900, 9)], target: madeTarget(1) },
      { asked: 100, from: 4, to: 4, limitedBy: 'policy' },
    ],
    [
      'exactly 1.1 times is within tolerance',
      { demands: [average(110, 10)], target: madeTarget(10) },
      { from: 10, to: 10, limitedBy: 'tolerance', ratioMilli: 1100n },
    ],
    [
      'a little over 1.1 is not',
      { demands: [average(111, 10)], target: madeTarget(10) },
      { asked: 12, from: 12, to: 12, limitedBy: null },
    ],
    [
      'exactly 0.9 is',
      { demands: [average(90, 10)], target: madeTarget(10) },
      { from: 10, to: 10, limitedBy: 'tolerance' },
    ],
    [
      'a little under is not, and only the controller knows its window',
      { demands: [average(89, 10)], target: madeTarget(10) },
      { asked: 9, from: 9, to: 10, limitedBy: 'stabilization' },
    ],
    [
      'the minimum holds',
      { demands: [average(10, 10)], target: madeTarget(10), hpa: { min: 7 } },
      { asked: 1, from: 7, to: 10, limitedBy: 'min' },
    ],
    [
      'the largest demand decides',
      { demands: [average(50, 10), average(70, 10)], target: madeTarget(5) },
      { asked: 7, decided: 1, from: 7, to: 7 },
    ],
    [
      'blind: it may grow',
      { demands: [average(70, 10)], target: madeTarget(5), blind: 1 },
      { asked: 7, from: 7, to: 7 },
    ],
    [
      'blind: it never shrinks',
      { demands: [average(20, 10)], target: madeTarget(5), blind: 1 },
      { asked: 2, from: 5, to: 5 },
    ],
    [
      'another metric may ask for more',
      { demands: [average(70, 10)], target: madeTarget(5), others: 1, hpa: { max: 30 } },
      { from: 7, to: 30 },
    ],
    [
      'a total by the ready pods',
      { demands: [value(30, 10)], target: madeTarget(4, { ready: 2 }) },
      { asked: 6, from: 6, to: 6 },
    ],
    [
      'by any number of ready pods, where that is not known',
      { demands: [value(30, 10)], target: madeTarget(4) },
      { asked: 12, from: 1, to: 8, limitedBy: 'policy' },
    ],
    [
      'down to the minimum only',
      { demands: [value(15, 10)], target: madeTarget(4), hpa: { min: 3, max: 5 } },
      { asked: 6, from: 3, to: 5, limitedBy: 'max' },
    ],
    [
      'which matters to no average',
      { demands: [average(30, 10), value(20, 10)], target: madeTarget(2) },
      { asked: 4, from: 3, to: 4, limitedBy: null },
    ],
    [
      'a total within tolerance keeps the size',
      { demands: [value(105, 100)], target: madeTarget(4, { ready: 1 }) },
      { from: 4, to: 4, limitedBy: 'tolerance' },
    ],
    [
      'a rollout inflates the size it stays at',
      { demands: [average(50, 10)], target: madeTarget(5, { wanted: 4 }) },
      { from: 5, to: 5 },
    ],
    [
      'policies: two pods a minute, the last scaling is long ago',
      {
        demands: [average(900, 9)],
        target: madeTarget(20),
        hpa: { behavior: SLOW_UP, lastScaleTime: '2026-11-23T18:30:00Z' },
      },
      { from: 22, to: 22, limitedBy: 'policy' },
    ],
    [
      'policies: the last scaling was within the minute',
      {
        demands: [average(900, 9)],
        target: madeTarget(20),
        hpa: { behavior: SLOW_UP, lastScaleTime: '2026-11-23T18:35:30Z' },
      },
      { from: 20, to: 100, limitedBy: 'policy' },
    ],
    [
      'policies: growth disabled',
      {
        demands: [average(900, 9)],
        target: madeTarget(20),
        hpa: { behavior: { scaleUp: { selectPolicy: 'Disabled' } } },
      },
      { from: 20, to: 20, limitedBy: 'policy' },
    ],
    [
      'policies: a window before growing',
      {
        demands: [average(300, 9)],
        target: madeTarget(20),
        hpa: { behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } },
      },
      { from: 20, to: 34 },
    ],
    [
      'policies: shrinking by a tenth, no window',
      { demands: [average(9, 9)], target: madeTarget(20), hpa: { behavior: SLOW_DOWN } },
      { asked: 1, from: 18, to: 18, limitedBy: 'policy' },
    ],
    [
      'the least of two policies',
      {
        demands: [average(900, 9)],
        target: madeTarget(20),
        hpa: {
          behavior: {
            scaleUp: {
              selectPolicy: 'Min',
              policies: [
                { type: 'Pods', value: 3, periodSeconds: 15 },
                { type: 'Percent', value: 50, periodSeconds: 15 },
              ],
            },
          },
        },
      },
      { from: 23, to: 23 },
    ],
    [
      'a percentage rounds as the controller’s floating point does',
      {
        demands: [average(1800, 9)],
        target: madeTarget(100),
        hpa: { max: 900, behavior: { scaleUp: { policies: [{ type: 'Percent', value: 10, periodSeconds: 15 }] } } },
      },
      { asked: 200, from: 111, to: 111 },
    ],
    [
      'a tolerance of its own',
      { demands: [average(104, 10)], target: madeTarget(10), hpa: { behavior: { scaleUp: { tolerance: '0.02' } } } },
      { asked: 11, toleranceMilli: 20 },
    ],
    [
      'a negative total asks for nothing',
      { demands: [value(-5, 10)], target: madeTarget(3) },
      { asked: 0, from: 1, to: 3, limitedBy: 'min' },
    ],
    [
      'a negative sum of averages is taken for one that overflowed',
      { demands: [average(-5, 10)], target: madeTarget(3), hpa: { max: 5 } },
      { from: 5, to: 5, limitedBy: 'max' },
    ],
  ])('%s', (_name, row, expected) => {
    expect(move(row)).toMatchObject(expected);
  });

  it.each<[string, Row]>([
    ['no demand is known', { demands: [], target: madeTarget(3) }],
    ['the target is at zero', { demands: [average(9, 9)], target: madeTarget(0) }],
    [
      'above the maximum metrics are not looked at',
      { demands: [average(9, 9)], target: madeTarget(9), hpa: { max: 5 } },
    ],
    ['nor below the minimum', { demands: [average(9, 9)], target: madeTarget(1), hpa: { min: 2 } }],
  ])('foretells nothing: %s', (_name, row) => {
    expect(move(row)).toBeUndefined();
  });

  it.each<[string, Row, readonly string[]]>([
    ['its flags, always', { demands: [average(9, 9)], target: madeTarget(1) }, ['controller-flags']],
    [
      'its window when shrinking',
      { demands: [average(1, 9)], target: madeTarget(4) },
      ['controller-flags', 'stabilization-history'],
    ],
    [
      'ready pods for a total',
      { demands: [value(30, 10)], target: madeTarget(4) },
      ['controller-flags', 'ready-pods', 'stabilization-history'],
    ],
    [
      'metrics of other kinds',
      { demands: [average(9, 9)], target: madeTarget(1), others: 2 },
      ['controller-flags', 'other-metrics'],
    ],
  ])('names what only the controller knows: %s', (_name, row, doubts) => {
    expect(move(row)?.doubts).toEqual(doubts);
  });
});
