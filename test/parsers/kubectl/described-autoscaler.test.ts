import { describe, expect, it } from 'vitest';
import {
  documentsOf,
  ENDPOINT_CHECKS,
  hardWrap,
  hpasIn,
  kubectlText,
  LEADER_AND_FOLLOWER,
  wordsFor,
} from './read-kubectl.ts';

const CAPTURE = kubectlText(`${LEADER_AND_FOLLOWER}/describe-hpa.txt`);

/** Own data, in the shape of kubectl 1.34. */
function described(parts: { metrics?: string; behavior?: string; tail?: string } = {}): string {
  return `Name:                                                  orders
Namespace:                                             shop
Labels:                                                app=orders
                                                       team=cart
Annotations:                                           <none>
CreationTimestamp:                                     Tue, 03 Mar 2026 09:15:02 +0100
Reference:                                             StatefulSet/orders
Metrics:                                               ( current / target )
${parts.metrics ?? '  "queue.depth" (target average value):                 157500m / 100'}
Min replicas:                                          2
Max replicas:                                          120
${parts.behavior ?? ''}StatefulSet pods:                                      17 current / 19 desired
${parts.tail ?? 'Conditions:\n  Type         Status  Reason            Message\n  ----         ------  ------            -------\n  AbleToScale  True    ReadyForNewScale  recommended size matches current size\nEvents:        <none>\n'}`;
}

describe('the captured descriptions', () => {
  it('hold what the objects hold, but for times and versions', () => {
    const objects = hpasIn(kubectlText(`${LEADER_AND_FOLLOWER}/horizontalpodautoscalers.json`));
    const told = objects.map(({ metadata, spec, status: { lastScaleTime: _time, ...status } }) => ({
      metadata: {
        name: metadata.name,
        namespace: metadata.namespace,
        creationTimestamp: metadata.creationTimestamp?.replace('Z', '.000Z'),
      },
      spec: { ...spec, scaleTargetRef: { kind: spec.scaleTargetRef.kind, name: spec.scaleTargetRef.name } },
      status: {
        ...status,
        conditions: status.conditions?.map(({ lastTransitionTime: _since, ...condition }) => condition),
      },
    }));
    expect(told).toHaveLength(2);
    expect(hpasIn(CAPTURE)).toEqual(told);
  });

  it('show the figure of their time', () => {
    const shown = (text: string) => hpasIn(text)[1]?.status.currentMetrics?.[0]?.external?.current;
    expect(shown(CAPTURE)).toEqual({ averageValue: '824' });
    expect(shown(kubectlText(`${ENDPOINT_CHECKS}/describe-hpa.txt`))).toEqual({ averageValue: '1648' });
  });

  it('hold events with ages', () => {
    const [bad, good] = documentsOf('hpa', CAPTURE);
    expect([bad?.events?.length, good?.events?.length]).toEqual([12, 15]);
    expect(good?.events?.[13]).toEqual({
      event: {
        type: 'Warning',
        reason: 'FailedGetExternalMetric',
        message: expect.stringMatching(
          /^unable to get external metric .*: no metrics returned from external metrics API$/,
        ),
        count: 21,
        source: { component: 'horizontal-pod-autoscaler' },
      },
      lastSeconds: 325,
      firstSeconds: 720,
    });
    expect(good?.events?.[0]).toMatchObject({
      event: { reason: 'Autoscaler is now handled by the Cluster-Agent', message: '', count: 1 },
      lastSeconds: 900,
    });
  });

  it.each([81, 100, 120, 133, 200, 250])('mean the same when a terminal %i columns wide broke their lines', (width) => {
    expect(documentsOf('hpa', hardWrap(CAPTURE, width))).toEqual(documentsOf('hpa', CAPTURE));
  });
});

describe('a description', () => {
  it('holds every field', () => {
    const behavior = `Behavior:
  Scale Up:
    Stabilization Window: 15 seconds
    Select Policy: Min
    Policies:
      - Type: Pods     Value: 4    Period: 60 seconds
      - Type: Percent  Value: 10   Period: 30 seconds
  Scale Down:
    Select Policy: Disabled
    Policies:
      - Type: Percent  Value: 100  Period: 15 seconds
`;
    expect(documentsOf('hpa', described({ behavior }))[0]).toEqual({
      from: 'paste',
      kind: 'hpa',
      form: 'describe',
      events: [],
      hpa: {
        metadata: { name: 'orders', namespace: 'shop', creationTimestamp: '2026-03-03T08:15:02.000Z' },
        spec: {
          scaleTargetRef: { kind: 'StatefulSet', name: 'orders' },
          minReplicas: 2,
          maxReplicas: 120,
          metrics: [
            {
              type: 'External',
              external: { metric: { name: 'queue.depth' }, target: { type: 'AverageValue', averageValue: '100' } },
            },
          ],
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 15,
              selectPolicy: 'Min',
              policies: [
                { type: 'Pods', value: 4, periodSeconds: 60 },
                { type: 'Percent', value: 10, periodSeconds: 30 },
              ],
            },
            scaleDown: { selectPolicy: 'Disabled', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
          },
        },
        status: {
          currentReplicas: 17,
          desiredReplicas: 19,
          currentMetrics: [
            { type: 'External', external: { metric: { name: 'queue.depth' }, current: { averageValue: '157500m' } } },
          ],
          conditions: [
            {
              type: 'AbleToScale',
              status: 'True',
              reason: 'ReadyForNewScale',
              message: 'recommended size matches current size',
            },
          ],
        },
      },
    });
  });

  it.each<[string, string, unknown, unknown]>([
    ['a total', '  "q" (target value):  2472 / 3k', { type: 'Value', value: '3k' }, { value: '2472' }],
    [
      'an average',
      '  "q" (target average value):  1334m / 2',
      { type: 'AverageValue', averageValue: '2' },
      { averageValue: '1334m' },
    ],
    ['nothing yet', '  "q" (target value):  <unknown> / 5', { type: 'Value', value: '5' }, undefined],
    ['a quoted name', '  "a \\"b\\"" (target value):  1 / 5', { type: 'Value', value: '5' }, { value: '1' }],
    ['tabs', '\t"q" (target value):\t1 / 5', { type: 'Value', value: '5' }, { value: '1' }],
  ])('reads %s', (_name, metrics, target, current) => {
    const [hpa] = hpasIn(described({ metrics }));
    expect(hpa?.spec.metrics?.[0]?.external?.target).toEqual(target);
    expect(hpa?.status.currentMetrics?.[0]?.external?.current).toEqual(current);
  });

  it.each([
    ['  resource cpu on pods  (as a percentage of request):  12% (12m) / 80%', 'Resource'],
    ['  resource memory on pods:  1Mi / 2Mi', 'Resource'],
    ['  resource cpu of container "app" on pods  (as a percentage of request):  1% (1m) / 50%', 'ContainerResource'],
    ['  "packets" on pods:  3 / 4', 'Pods'],
    ['  "hits" on Ingress/main (target value):  3 / 4', 'Object'],
  ])('knows %s as another kind of metric', (metrics, type) => {
    expect(hpasIn(described({ metrics }))[0]).toMatchObject({
      spec: { metrics: [{ type }] },
      status: { currentMetrics: [{ type }] },
    });
  });

  it('takes the selector out of the words of the controller', () => {
    const tail = `Conditions:
  Type           Status  Reason                   Message
  ----           ------  ------                   -------
  ScalingActive  False   FailedGetExternalMetric  the HPA was unable to compute the replica count: unable to get external metric shop/queue.depth/&LabelSelector{MatchLabels:map[string]string{queue: orders,tier: a,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:env,Operator:In,Values:[prod stage],},LabelSelectorRequirement{Key:old,Operator:DoesNotExist,Values:[],},},}: no metrics returned from external metrics API
`;
    expect(hpasIn(described({ tail }))[0]?.spec.metrics?.[0]?.external?.metric.selector).toEqual({
      matchLabels: { queue: 'orders', tier: 'a' },
      matchExpressions: [
        { key: 'env', operator: 'In', values: ['prod', 'stage'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    });
  });

  it('leaves out what is not there', () => {
    const [hpa] = hpasIn(described({ tail: '' }));
    expect(hpa?.status).toEqual({ currentReplicas: 17, desiredReplicas: 19, currentMetrics: [expect.anything()] });
  });

  it('does not take what follows for a part of it', () => {
    const [alone] = documentsOf('hpa', CAPTURE).slice(1);
    const [beside] = documentsOf('hpa', `${CAPTURE}\nCan anybody tell why?\nThanks\n`).slice(1);
    expect(beside).toEqual(alone);
  });

  it.each([
    ['its end is missing', described().slice(0, described().indexOf('Max replicas')), 'lacks "Max replicas"'],
    ['a metric is broken', described({ metrics: '  "q" (target value):  12' }), 'cannot be read'],
    ['a figure is no quantity', described({ metrics: '  "q" (target value):  abc / 5' }), 'cannot be read'],
  ])('is refused when %s', (_name, text, detail) => {
    expect(documentsOf('unrecognised', text)).toEqual([
      { from: 'paste', kind: 'unrecognised', why: 'damaged', detail: expect.stringContaining(detail) },
    ]);
    expect(wordsFor(text)).toEqual(['unrecognised damaged']);
  });
});
