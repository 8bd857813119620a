import { conditionOf, shownValues } from '../hpa.ts';
import { deploymentObject } from '../world.ts';
import { type ConditionRow, LABELS, metricOf, row, SELECTOR, WEB, wanting, web } from './row.ts';

const SELDOM = { policies: [{ type: 'Pods', value: 3, periodSeconds: 1800 }] };

/** A value was had; what the controller makes of it. */
export const VALUE_ROWS: readonly ConditionRow[] = [
  row(
    'example',
    (world, ns) => web(world, ns, ['2472'], { max: 3 }),
    'ScalingLimited',
    'True',
    'TooManyReplicas',
    'the desired replica count is more than the maximum replica count',
    ['824'],
  ),
  row(
    'two-users-average',
    (world, ns) => web(world, ns, ['2472', '2472'], { max: 3 }),
    'ScalingLimited',
    'True',
    'TooManyReplicas',
    'the desired replica count is more than the maximum replica count',
    ['1648'],
  ),
  row(
    'two-users-value',
    (world, ns) => web(world, ns, ['2472', '2472'], { max: 3, metrics: [wanting(ns, { value: '3k' })] }),
    'ScalingActive',
    'True',
    'ValidMetricFound',
    `the HPA was able to successfully calculate a replica count from external metric {ns}.depth(${SELECTOR})`,
    ['4944'],
  ),
  row(
    'within-range',
    (world, ns) => web(world, ns, ['27']),
    'ScalingLimited',
    'False',
    'DesiredWithinRange',
    'the desired count is within the acceptable range',
    ['9'],
  ),
  row(
    // The events of its first trouble are still there.
    'value-after-none',
    async (world, ns) => {
      await web(world, ns, []);
      await world.untilHpa(ns, WEB, (hpa) => conditionOf(hpa, 'ScalingActive')?.reason === 'FailedGetExternalMetric');
      world.standIn.serve(metricOf(ns), [{ value: '27', labels: LABELS, for: { namespace: ns, name: WEB } }]);
    },
    'ScalingActive',
    'True',
    'ValidMetricFound',
    `the HPA was able to successfully calculate a replica count from external metric {ns}.depth(${SELECTOR})`,
    ['9'],
  ),
  row(
    'beside-a-broken-one',
    async (world, ns) => {
      await web(world, ns, ['27']);
      await world.deployment(ns, 'other', 1);
      await world.autoscaler(ns, 'other', { metrics: [wanting(ns, { averageValue: '9' }, 'missing.metric')] });
      await world.untilHpa(ns, 'other', (hpa) => conditionOf(hpa, 'ScalingActive')?.status === 'False');
    },
    'ScalingLimited',
    'False',
    'DesiredWithinRange',
    'the desired count is within the acceptable range',
    ['9'],
  ),
  row(
    // Four pods stand while one of three is replaced, and a pod that waits for a node counts like any other.
    'during-rollout',
    async (world, ns) => {
      await web(world, ns, ['2472'], { max: 3 });
      const template = { spec: { nodeSelector: { 'kubernetes.io/hostname': 'none' } } };
      await world.plane.kube.patch(deploymentObject(ns, WEB, 3), { spec: { template } });
    },
    'ScalingLimited',
    'True',
    'TooManyReplicas',
    'the desired replica count is more than the maximum replica count',
    ['618'],
  ),
  row(
    'rounded-up',
    (world, ns) => web(world, ns, ['28']),
    'AbleToScale',
    'True',
    'ReadyForNewScale',
    'recommended size matches current size',
    ['9334m'],
  ),
  row(
    'too-few',
    (world, ns) => web(world, ns, ['1'], { min: 3 }),
    'ScalingLimited',
    'True',
    'TooFewReplicas',
    'the desired replica count is less than the minimum replica count',
    ['334m'],
  ),
  row(
    'growing-fast',
    // Once by three pods, and then no more within the test.
    (world, ns) => web(world, ns, ['2472'], { replicas: 1, max: 100, behavior: { scaleUp: SELDOM } }),
    'ScalingLimited',
    'True',
    'ScaleUpLimit',
    'the desired replica count is increasing faster than the maximum scale rate',
    ['618'],
  ),
  row(
    'shrinking-later',
    async (world, ns) => {
      const behavior = { scaleDown: { stabilizationWindowSeconds: 300 } };
      await web(world, ns, ['27'], { behavior });
      await world.untilHpa(ns, WEB, (hpa) => shownValues(hpa)[0] === '9');
      world.standIn.serve(metricOf(ns), [{ value: '3', labels: LABELS }]);
    },
    'AbleToScale',
    'True',
    'ScaleDownStabilized',
    'recent recommendations were higher than current one, applying the highest recent recommendation',
    ['1'],
  ),
  row(
    'above-max',
    (world, ns) => web(world, ns, ['27'], { replicas: 5, max: 3 }),
    'AbleToScale',
    'True',
    'SucceededRescale',
    'the HPA controller was able to update the target scale to 3',
    [],
  ),
  row(
    'below-min',
    (world, ns) => web(world, ns, ['27'], { replicas: 1, min: 2 }),
    'AbleToScale',
    'True',
    'SucceededRescale',
    'the HPA controller was able to update the target scale to 2',
    [],
  ),
  row(
    // The controller takes a negative total for one that overflowed.
    'negative-average',
    (world, ns) => web(world, ns, ['-30'], { max: 3 }),
    'ScalingLimited',
    'True',
    'TooManyReplicas',
    'the desired replica count is more than the maximum replica count',
    ['9223372036854775807m'],
  ),
  row(
    // It adds item by item, and gives up at the first sum below zero: these add up to 70.
    'negative-first',
    (world, ns) => web(world, ns, ['-30', '100'], { max: 3 }),
    'ScalingLimited',
    'True',
    'TooManyReplicas',
    'the desired replica count is more than the maximum replica count',
    ['9223372036854775807m'],
  ),
  row(
    'negative-value',
    (world, ns) => web(world, ns, ['-30'], { min: 3, metrics: [wanting(ns, { value: '9' })] }),
    'ScalingLimited',
    'True',
    'TooFewReplicas',
    'the desired replica count is less than the minimum replica count',
    ['-30'],
  ),
  row(
    // 9e18 in thousandths does not fit the controller's 64 bits: it counts as nothing, and the target shrinks.
    'huge-average',
    (world, ns) => web(world, ns, ['9e18'], { max: 3 }),
    'ScalingLimited',
    'True',
    'TooFewReplicas',
    'the desired replica count is less than the minimum replica count',
    ['0'],
  ),
  row(
    // 5e18 and 5e18 thousandths are more than 64 bits hold.
    'huge-sum',
    (world, ns) => web(world, ns, ['5e15', '5e15'], { max: 3 }),
    'ScalingLimited',
    'True',
    'TooManyReplicas',
    'the desired replica count is more than the maximum replica count',
    ['9223372036854775807m'],
  ),
  row(
    // Totals are added without a look at 64 bits: the sum comes out negative, and the target shrinks.
    'huge-sum-value',
    (world, ns) => web(world, ns, ['5e15', '5e15'], { min: 3, metrics: [wanting(ns, { value: '9' })] }),
    'ScalingLimited',
    'True',
    'TooFewReplicas',
    'the desired replica count is less than the minimum replica count',
    ['-8446744073709551616m'],
  ),
  row(
    'two-metrics-one-grows',
    (world, ns) =>
      web(world, ns, ['90'], {
        metrics: [wanting(ns, { averageValue: '9' }, 'missing.metric'), wanting(ns, { averageValue: '9' })],
      }),
    'ScalingActive',
    'True',
    'ValidMetricFound',
    `the HPA was able to successfully calculate a replica count from external metric {ns}.depth(${SELECTOR})`,
    ['', '9'],
  ),
];
