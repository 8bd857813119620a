import { describe, expect, it } from 'vitest';
import { autoscalerShape, datadogMetricShape, listedAutoscalerShape } from '../../src/kube/autoscaling-shapes.ts';
import { narrowObject, narrowPage } from '../../src/kube/narrow-objects.ts';

const metadata = { name: 'web', namespace: 'shop' };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const metric = { name: 'queue.depth', selector: { matchLabels: { queue: 'orders' } } };

const WHOLE = {
  metadata: { ...metadata, creationTimestamp: '2026-11-23T18:21:45Z', uid: 'u' },
  spec: {
    scaleTargetRef,
    minReplicas: 2,
    maxReplicas: 30,
    metrics: [
      { type: 'External', external: { metric, target: { type: 'AverageValue', averageValue: '157500m' } } },
      {
        type: 'External',
        external: {
          metric: {
            name: 'q',
            selector: {
              matchExpressions: [
                { key: 'a', operator: 'In', values: ['b'] },
                { key: 'c', operator: 'Exists' },
              ],
            },
          },
          target: { type: 'Value', value: '9' },
        },
      },
      { type: 'Resource' },
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }],
      },
      scaleDown: { tolerance: '50m' },
    },
  },
  status: {
    currentReplicas: 3,
    desiredReplicas: 5,
    lastScaleTime: '2026-11-23T18:23:09Z',
    currentMetrics: [{ type: 'External', external: { metric, current: { averageValue: '824' } } }, { type: '' }],
    conditions: [
      { type: 'ScalingActive', status: 'False', reason: 'R', message: 'M', lastTransitionTime: '2026-11-23T18:33:09Z' },
    ],
  },
};

describe('an HPA', () => {
  it('keeps everything the answer needs', () => {
    const body = { kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2', ...WHOLE };
    expect(narrowObject(body, 'HorizontalPodAutoscaler', autoscalerShape)).toEqual(WHOLE);
  });

  it('of a list has no annotations', () => {
    const items = [{ ...WHOLE, metadata: { ...WHOLE.metadata, annotations: { huge: 'x' } } }];
    const body = { kind: 'HorizontalPodAutoscalerList', items };
    expect(narrowPage(body, 'HorizontalPodAutoscaler', listedAutoscalerShape).items).toEqual([WHOLE]);
  });

  it.each([
    [
      { spec: { ...WHOLE.spec, metrics: null, behavior: null, minReplicas: null } },
      { spec: { scaleTargetRef, maxReplicas: 30 } },
    ],
    [{ status: null }, { status: {} }],
    [
      { status: { currentMetrics: null, conditions: null, lastScaleTime: null, desiredReplicas: 0 } },
      { status: { desiredReplicas: 0 } },
    ],
    [{ status: { currentMetrics: [{}] } }, { status: { currentMetrics: [{ type: '' }] } }],
    [
      { status: { currentMetrics: [{ type: 'External', external: { metric: { name: 'q', selector: null } } }] } },
      { status: { currentMetrics: [{ type: 'External', external: { metric: { name: 'q' }, current: {} } }] } },
    ],
    [
      { spec: { ...WHOLE.spec, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] } },
      { spec: { ...WHOLE.spec, metrics: [{ type: 'Resource' }] } },
    ],
  ])('may leave out what Kubernetes leaves out: %j', (part, kept) => {
    expect(autoscalerShape({ ...WHOLE, ...part }, '')).toEqual({ ...WHOLE, ...kept });
  });

  const external = (over: object) => ({
    spec: { ...WHOLE.spec, metrics: [{ type: 'External', external: { metric, target: { type: 'Value' }, ...over } }] },
  });
  it.each([
    [{ spec: null }, 'spec: expected an object, got null'],
    [{ spec: { maxReplicas: 3 } }, 'spec.scaleTargetRef: expected an object, got nothing'],
    [{ spec: { scaleTargetRef } }, 'spec.maxReplicas: expected a number, got nothing'],
    [{ spec: { ...WHOLE.spec, metrics: {} } }, 'spec.metrics: expected a list, got an object'],
    [{ spec: { ...WHOLE.spec, metrics: [{}] } }, 'spec.metrics[0].type: expected text, got nothing'],
    [external({ metric: {} }), 'spec.metrics[0].external.metric.name: expected text, got nothing'],
    [external({ target: {} }), 'spec.metrics[0].external.target.type: expected text, got nothing'],
    [
      external({ target: { type: 'Value', value: 1.5 } }),
      'spec.metrics[0].external.target.value: expected a quantity, got 1.5',
    ],
    [{ status: { currentMetrics: 'none' } }, 'status.currentMetrics: expected a list, got "none"'],
    [{ status: { currentReplicas: '3' } }, 'status.currentReplicas: expected a number, got "3"'],
    [
      { status: { conditions: [{ type: 'ScalingActive' }] } },
      'status.conditions[0].status: expected text, got nothing',
    ],
  ])('is refused with a wrong shape: %j', (part, message) => {
    expect(() => autoscalerShape({ ...WHOLE, ...part }, '')).toThrow(message);
  });

  it('takes a whole number for a quantity, as text', () => {
    const shape = autoscalerShape({ ...WHOLE, ...external({ target: { type: 'Value', value: 2472 } }) }, '');
    expect(shape.spec.metrics?.[0]?.external?.target).toEqual({ type: 'Value', value: '2472' });
  });
});

describe('a DatadogMetric', () => {
  it.each([
    [{ status: { currentValue: {} } }, 'status.currentValue: expected a quantity, got an object'],
    [{ status: { currentValue: 0.1 } }, 'status.currentValue: expected a quantity, got 0.1'],
    [{ status: { conditions: { Valid: 'True' } } }, 'status.conditions: expected a list, got an object'],
    [
      { status: { conditions: [{ type: 'Valid', status: true }] } },
      'status.conditions[0].status: expected text, got true',
    ],
    [{ spec: { query: ['a'] } }, 'spec.query: expected text, got a list'],
    [{ spec: 'x' }, 'spec: expected an object, got "x"'],
  ])('is refused with a wrong shape: %j', (part, message) => {
    expect(() => datadogMetricShape({ metadata, ...part }, '')).toThrow(message);
  });
});
