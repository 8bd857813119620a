import { describe, expect, it } from 'vitest';
import type { WrittenMetric } from '../../../../simulator/cluster/autoscaling/autoscaling-schema.ts';
import { passOver } from '../../../../simulator/cluster/autoscaling/hpa-pass.ts';
import { milliOfFloat, readMilli, writeMilli } from '../../../../simulator/cluster/autoscaling/quantities.ts';
import { planHpas } from '../../../../simulator/cluster/autoscaling/written-hpas.ts';

describe('quantities', () => {
  it.each([
    ['0', 0n, '0'],
    ['824', 824_000n, '824'],
    ['157500m', 157_500n, '157500m'],
    ['0.5', 500n, '500m'],
    ['1000', 1_000_000n, '1k'],
    ['3k', 3_000_000n, '3k'],
    ['2M', 2_000_000_000n, '2M'],
    ['4944', 4_944_000n, '4944'],
    ['1.5k', 1_500_000n, '1500'],
  ])('%s is %d thousandths and is written %s', (text, milli, written) => {
    expect(readMilli(text)).toBe(milli);
    expect(writeMilli(milli)).toBe(written);
  });

  it.each(['', '1Ki', '-1', '1e3', 'x'])('refuses %j', (text) => {
    expect(() => readMilli(text)).toThrow(/not a quantity/);
  });

  it.each([
    [2472, 2_472_000n],
    [452.054, 452_054n],
    [0.0001, 1n],
    [0.1 + 0.2, 300n],
  ])('takes the float %d as %d thousandths', (value, milli) => {
    expect(milliOfFloat(value)).toBe(milli);
  });
});

describe('a pass of the controller', () => {
  const metric = (target: Partial<WrittenMetric>): WrittenMetric => ({ name: 'queue.depth', ...target });

  it.each([
    ['an average', { replicas: 3 }, [metric({ average: '9' })], [2472], ['824'], 275],
    ['an average rounded up', { replicas: 3 }, [metric({ average: '9' })], [4], ['1334m'], 1],
    ['an average within tolerance', { replicas: 4 }, [metric({ average: '75' })], [289], ['72250m'], 4],
    ['a total', { replicas: 3 }, [metric({ total: '3k' })], [4944], ['4944'], 5],
    ['a total by ready pods', { replicas: 7, ready: 5 }, [metric({ total: '100' })], [200], ['200'], 10],
    [
      'the higher of two',
      { replicas: 2 },
      [metric({ average: '10' }), metric({ average: '5' })],
      [50, 55],
      ['25', '27500m'],
      11,
    ],
    ['one that says what it shows', { replicas: 3 }, [metric({ average: '9', shown: '701' })], [2472], ['701'], 234],
    [
      'growth with one unknown',
      { replicas: 2 },
      [metric({ average: '10' }), metric({ average: '5' })],
      [50, undefined],
      ['25', null],
      5,
    ],
    [
      'no shrinking with one unknown',
      { replicas: 9 },
      [metric({ average: '10' }), metric({ average: '5' })],
      [50, undefined],
      ['5556m', null],
      null,
    ],
    ['nothing known', { replicas: 2 }, [metric({ average: '10' })], [undefined], [null], null],
    ['a target at zero', { replicas: 0 }, [metric({ average: '10' })], [50], [null], null],
  ] as const)('over %s', (_name, size, metrics, values, shown, asked) => {
    const [hpa] = planHpas({ hpas: [{ hpa: 'shop/web', max: 300, metrics: [...metrics], ...size }] });
    if (!hpa) throw new Error('no HPA');
    const pass = passOver(hpa, (one) => values[metrics.indexOf(one)]);
    expect(pass.shown).toEqual(shown);
    if (size.replicas > 0) expect(pass.asked).toBe(asked);
    expect(pass.failure?.metric).toBe(metrics[shown.indexOf(null as never)]);
  });

  it('words a failure of the API for the metric and the namespace', () => {
    const failing = 'cannot get METRIC in NAMESPACE';
    const [hpa] = planHpas({
      failing,
      hpas: [{ hpa: 'shop/web', max: 3, replicas: 2, metrics: [metric({ average: '1' })] }],
    });
    expect(hpa && passOver(hpa, () => 5)).toMatchObject({
      shown: [null],
      failure: { cause: 'cannot get queue.depth in shop' },
    });
  });

  it('numbers the copies of an HPA', () => {
    const stored = { value: 10, step: 0.1, query: 'avg:q{n:#}', error: 'bad #' };
    const hpas = planHpas({
      hpas: [
        {
          hpa: 'a/b-#',
          count: 3,
          target: 'StatefulSet/c-#',
          labels: { l: '#' },
          max: 2,
          replicas: 1,
          metrics: [{ name: 'm-#', labels: { k: 'v#' }, stored }],
        },
      ],
    });
    expect(hpas).toHaveLength(3);
    expect(hpas[2]).toMatchObject({
      name: 'b-3',
      target: { kind: 'StatefulSet', name: 'c-3', selects: { app: 'c-3' } },
      labels: { l: '3' },
      metrics: [{ name: 'm-3', labels: { k: 'v3' }, stored: { value: 10.2, query: 'avg:q{n:3}', error: 'bad 3' } }],
    });
  });
});
