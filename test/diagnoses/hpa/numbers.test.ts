import { describe, expect, it } from 'vitest';
import { numbers } from '../../../src/diagnoses/hpa/numbers.ts';
import type { HpaLook } from '../../../src/domain/autoscaling.ts';
import { known } from '../../../src/domain/reading.ts';
import { type MadeHpa, madeLook, madeTarget } from '../../domain/made-look.ts';
import { hpaSnapshot, storedEntry } from './hpa-snapshot.ts';

function judge(first: HpaLook, again?: HpaLook) {
  return numbers.diagnose(hpaSnapshot(first, again));
}

function look(hpa: MadeHpa, pods = madeTarget(3), users: readonly string[] = ['default/nginxext']): HpaLook {
  const list = known(
    users.map((user) => storedEntry(user)),
    'kubectl get configmap',
    '2026-11-23T18:35:50Z',
  );
  return madeLook(hpa, pods, { list });
}

const GUIDE: MadeHpa = { metrics: [{ target: '9', shown: '824', served: ['2472'] }] };
const shows = (shown: string, ...served: string[]): MadeHpa => ({ metrics: [{ target: '9', shown, served }] });
const totals = (shown: string, ...served: string[]): MadeHpa => ({ metrics: [{ target: '3k!', shown, served }] });

describe('numbers', () => {
  it.each<[string, HpaLook, HpaLook | undefined, string, string]>([
    ['the guide', look(GUIDE), undefined, 'average-shown-per-pod', 'explained'],
    ['a quotient rounded up', look(shows('1334m', '4')), undefined, 'average-shown-per-pod', 'explained'],
    ['a Value target', look(totals('2472', '2472')), undefined, 'value-shown-total', 'explained'],
    ['two share, average', look(shows('1648', '2472', '2472')), undefined, 'value-summed-over-hpas', 'warning'],
    ['two share, total', look(totals('4944', '2472', '2472')), undefined, 'value-summed-over-hpas', 'warning'],
    [
      'pods are on their way',
      look(shows('618', '2472'), madeTarget(3, { updated: 1 })),
      undefined,
      'rollout-changes-divisor',
      'explained',
    ],
    ['agrees at the second look', look(shows('800', '2472')), look(GUIDE), 'values-moved-between-polls', 'explained'],
    [
      'the figure moved',
      look(shows('800', '2472')),
      look(shows('810', '2472')),
      'values-moved-between-polls',
      'explained',
    ],
    [
      'the served value moved',
      look(shows('800', '2472')),
      look(shows('800', '2481')),
      'values-moved-between-polls',
      'explained',
    ],
    [
      'shared, seen at the second look',
      look(shows('800', '2472', '2472')),
      look(shows('1648', '2472', '2472')),
      'value-summed-over-hpas',
      'warning',
    ],
    [
      'nothing moves and nothing fits',
      look(shows('800', '2472')),
      look(shows('800', '2472')),
      'value-contradiction',
      'warning',
    ],
    ['read once only', look(shows('800', '2472')), undefined, 'value-contradiction', 'unknown'],
    [
      'nothing served, value by the store',
      look({ metrics: [{ target: '9', shown: '824' }] }),
      undefined,
      'average-shown-per-pod',
      'explained',
    ],
    [
      'nothing served, two in the store',
      look({ metrics: [{ target: '9', shown: '1648' }] }, madeTarget(3), ['default/nginxext', 'shop/web']),
      undefined,
      'value-summed-over-hpas',
      'warning',
    ],
    [
      'a negative sum, which the controller takes for the largest',
      look(shows('9223372036854775807m', '-30')),
      undefined,
      'value-overflows',
      'fault',
    ],
    [
      'a negative item before others',
      look(shows('9223372036854775807m', '-30', '100')),
      undefined,
      'value-overflows',
      'fault',
    ],
    ['more than the controller can hold', look(shows('0', '9e18')), undefined, 'value-overflows', 'fault'],
    [
      'a negative item behind others, which it adds up',
      look(shows('23334m', '100', '-30')),
      undefined,
      'value-summed-over-hpas',
      'warning',
    ],
    [
      'neither served nor stored',
      look({ metrics: [{ target: '9', shown: '824' }] }, madeTarget(3), []),
      undefined,
      'hpa-figures-unknown',
      'unknown',
    ],
  ])('%s', (_name, first, again, code, verdict) => {
    expect(judge(first, again)).toMatchObject([{ code, verdict, subject: 'default/nginxext' }]);
  });

  it('tells the sum of the guide with all its figures', () => {
    expect(judge(look(GUIDE))).toMatchObject([
      {
        facts: {
          metric: 'nginx.net.request_per_s',
          selector: 'app=puppet',
          targetType: 'AverageValue',
          target: '9',
          scaleTarget: 'Deployment/nginx',
          shown: '824',
          total: '2472',
          totalFrom: 'served',
          items: 1,
          servedAgeSeconds: 54,
          stored: {
            store: 'configmap',
            object: 'datadog/datadog-custom-metrics',
            value: '2472',
            valid: true,
            ageSeconds: 54,
          },
          replicas: 3,
          replicasFrom: 'target',
          refreshSeconds: 30,
          maxAgeSeconds: 120,
          product: '2472',
          exact: true,
          ruledOut: ['shared', 'stale', 'value-target', 'moved', 'rollout'],
        },
      },
    ]);
  });

  it('says when the product is not the sum to the last thousandth', () => {
    expect(judge(look(shows('1334m', '4')))).toMatchObject([
      { facts: { shown: '1.334', product: '4.002', exact: false } },
    ]);
  });

  it('names who shares a metric, and what it would show alone', () => {
    const shared = look(shows('1648', '2472', '2472'), madeTarget(3), ['default/nginxext', 'shop/web']);
    expect(judge(shared)).toMatchObject([
      { facts: { sharers: ['default/nginxext', 'shop/web'], alone: '824', total: '4944', items: 2 } },
    ]);
  });

  it('does not know what it would show alone when the items differ', () => {
    expect(judge(look(shows('1648', '4000', '944')))).toMatchObject([{ facts: { alone: null } }]);
  });

  it('says which totals a moved figure stands for', () => {
    expect(judge(look(shows('800', '2472')), look(GUIDE))).toMatchObject([
      { facts: { shownMeans: { from: '2399.998', to: '2400' }, later: { shown: '824', total: '2472', agree: true } } },
    ]);
  });

  it('gives the numbers of a contradiction, and what was tried', () => {
    const stuck = look(shows('800', '2472'));
    expect(judge(stuck, stuck)).toMatchObject([
      { facts: { shown: '800', expected: '824', tried: ['per-pod', 'shared', 'rollout', 'moved'], readTwice: true } },
    ]);
  });

  it('says that the divisor is the HPA’s own count where the target was not read', () => {
    const text = madeLook(GUIDE, undefined, look(GUIDE).stored);
    expect(judge(text)).toMatchObject([{ code: 'average-shown-per-pod', facts: { replicas: 3, replicasFrom: 'hpa' } }]);
  });

  it.each<[string, MadeHpa]>([
    [
      'the controller could not read it',
      {
        metrics: [{ target: '9', served: ['5'] }],
        conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetExternalMetric' }],
      },
    ],
    ['it is outside its bounds', { metrics: [{ target: '9', served: ['5'] }], max: 2 }],
  ])('leaves a missing figure to others: %s', (_name, hpa) => {
    expect(judge(look(hpa))).toEqual([]);
  });

  it('judges every metric for itself', () => {
    const two: MadeHpa = {
      metrics: [
        { target: '9', shown: '824', served: ['2472'] },
        { name: 'queue.depth', labels: {}, target: '5!', shown: '7', served: ['7'] },
      ],
    };
    expect(judge(look(two)).map(({ code }) => code)).toEqual(['average-shown-per-pod', 'value-shown-total']);
  });

  it('never reads an invalid value as a load of zero', () => {
    const invalid = known([storedEntry('default/nginxext', { value: '0', valid: false })], 'kubectl get configmap', '');
    const [finding] = judge(madeLook({ metrics: [{ target: '9', shown: '824' }] }, madeTarget(3), { list: invalid }));
    expect(finding).toMatchObject({
      code: 'hpa-figures-unknown',
      facts: { total: null, stored: { value: null, valid: false } },
    });
  });
});
