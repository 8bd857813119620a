import { describe, expect, it } from 'vitest';
import { type Cause, causeInWords, decidingCondition } from '../../../src/diagnoses/hpa/condition-cause.ts';
import type { ObjectCondition } from '../../../src/domain/objects.ts';
import { ago } from '../build.ts';
import {
  ACTIVE,
  CONTROLLER,
  EMPTY,
  FETCH,
  FORBIDDEN,
  failing,
  hpa,
  NOT_REGISTERED,
  UNAVAILABLE,
} from './build-autoscaling.ts';

const INTERNAL = `${FETCH}Internal error occurred: `;
const NO_SERIE =
  'Invalid metric error: no serie returned for this query, check data is available in the last 300 seconds, query was: avg:tls.timeout{a:b}';

describe.each<[string, string, Cause]>([
  ['not registered', NOT_REGISTERED, { kind: 'api-missing' }],
  ['no answer', UNAVAILABLE, { kind: 'api-unavailable' }],
  ['refused', FORBIDDEN, { kind: 'forbidden', user: CONTROLLER }],
  ['empty list', EMPTY, { kind: 'no-metric-returned' }],
  ['refresh dead', `${INTERNAL}external metrics invalid`, { kind: 'refresh-dead' }],
  [
    'DatadogMetric invalid, whose error quotes others',
    `${INTERNAL}DatadogMetric is invalid, err: ${NO_SERIE}`,
    { kind: 'datadogmetric-invalid', error: NO_SERIE },
  ],
  [
    'DatadogMetric stale',
    `${INTERNAL}DatadogMetric is stale, last updated: 2026-03-04 04:58:01 +0000 UTC. Check datadog-cluster-agent logs for errors`,
    { kind: 'datadogmetric-stale', updated: '2026-03-04T04:58:01.000Z' },
  ],
  [
    'DatadogMetric stale, with a monotonic clock',
    `${INTERNAL}DatadogMetric is stale, last updated: 2026-03-04 04:58:01.123456789 +0000 UTC m=+7.5`,
    { kind: 'datadogmetric-stale', updated: '2026-03-04T04:58:01.123Z' },
  ],
  ['DatadogMetric stale, no time', `${INTERNAL}DatadogMetric is stale`, { kind: 'datadogmetric-stale', updated: null }],
  [
    'DatadogMetric not found',
    `${INTERNAL}DatadogMetric not found for metric name: datadogmetric@shop:gone, datadogmetricid: shop/gone`,
    { kind: 'datadogmetric-not-found', id: 'shop/gone' },
  ],
  [
    'DatadogMetric not found, by name alone',
    `${INTERNAL}DatadogMetric not found for metric name: queue.depth`,
    { kind: 'datadogmetric-not-found', id: 'queue.depth' },
  ],
  [
    'two HPAs on the same pods, in an event',
    'pods by selector app=web,tier in (a,b) are controlled by multiple HPAs: [shop/checkout shop/other]',
    { kind: 'ambiguous-selector', selector: 'app=web,tier in (a,b)', others: ['shop/checkout', 'shop/other'] },
  ],
  [
    'custom metrics',
    'unable to get metric requests: unable to fetch metrics from custom metrics API: the server could not find the requested resource',
    { kind: 'custom-metrics' },
  ],
  [
    'resource metrics',
    'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource',
    { kind: 'resource-metrics' },
  ],
  [
    'a slash in the name',
    `${FETCH}invalid resource name "queue/depth": [may not contain '/']`,
    { kind: 'metric-name-unusable' },
  ],
  ['the deadline', `${FETCH}context deadline exceeded`, { kind: 'api-timeout' }],
  ['a timeout on the way', 'dial tcp 10.0.0.7:8443: i/o timeout', { kind: 'api-timeout' }],
  ['a handshake that times out is no certificate', 'net/http: TLS handshake timeout', { kind: 'api-timeout' }],
  [
    'the certificate',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    { kind: 'certificate' },
  ],
  ['a closed port', 'dial tcp 10.0.0.7:8443: connect: connection refused', { kind: 'api-unavailable' }],
  [
    'a metric named like a trouble',
    NOT_REGISTERED.replaceAll('queue.depth', 'tls.handshake.timeout'),
    { kind: 'api-missing' },
  ],
  [
    'a metric named like a trouble, in words nobody knows',
    `${FETCH}moon is full (get x509.timeout.external.metrics.k8s.io)`.replaceAll('queue.depth', 'x509.timeout'),
    { kind: 'unknown' },
  ],
  ['nothing known', 'the moon is full', { kind: 'unknown' }],
  ['nothing', '', { kind: 'unknown' }],
])('%s', (_name, message, cause) => {
  it(`is ${cause.kind}`, () => expect(causeInWords(message)).toEqual(cause));
});

const limited: ObjectCondition = { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' };
const able: ObjectCondition = { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale' };
const noScale = (message: string) => failing(message, 'FailedGetScale', 'AbleToScale');
const shared = 'pods by selector app=web are controlled by multiple HPAs: [shop/checkout shop/other]';

describe.each<[string, readonly ObjectCondition[] | undefined, Cause['kind'] | undefined]>([
  ['no conditions', undefined, undefined],
  ['all is well', [able, ACTIVE, limited], undefined],
  ['the target is gone', [noScale('deployments/scale.apps "web" not found'), ACTIVE], 'target-missing'],
  ['a target of an unknown kind', [noScale('no matches for kind "Rocket" in group "space.io"')], 'target-missing'],
  ['a target that may not be read', [noScale('deployments.apps "web" is forbidden: User "x" cannot get')], 'unknown'],
  [
    'zero replicas',
    [able, failing('scaling is disabled since the replica count of the target is zero', 'ScalingDisabled')],
    'target-at-zero',
  ],
  ['ambiguous', [able, failing(shared, 'AmbiguousSelector')], 'ambiguous-selector'],
  ['ambiguous, without names', [failing('', 'AmbiguousSelector')], 'ambiguous-selector'],
  ['cpu', [failing('no metrics returned', 'FailedGetResourceMetric')], 'resource-metrics'],
  [
    'the metric, before the size that could not be set',
    [failing('conflict', 'FailedUpdateScale', 'AbleToScale'), failing(EMPTY)],
    'no-metric-returned',
  ],
  ['the size that could not be set', [failing('conflict', 'FailedUpdateScale', 'AbleToScale'), ACTIVE], 'unknown'],
  ['waiting between two sizes', [failing('', 'BackoffBoth', 'AbleToScale'), ACTIVE], undefined],
])('conditions: %s', (_name, conditions, kind) => {
  it(`give ${kind ?? 'nothing'}`, () => {
    const { conditions: _, ...status } = hpa().status;
    const subject = { ...hpa(), status: conditions ? { ...status, conditions } : status };
    expect(decidingCondition(subject)?.cause.kind).toBe(kind);
  });
});

describe('a condition about an external metric', () => {
  it('names it, its labels and since when', () => {
    expect(decidingCondition(hpa({ conditions: [failing(EMPTY)] }))).toMatchObject({
      metric: 'queue.depth',
      labels: { queue: 'orders' },
      reason: 'FailedGetExternalMetric',
      since: ago(411),
    });
  });

  it.each<[string, string, Record<string, string>]>([
    [
      'shop/queue/depth/&LabelSelector{MatchLabels:map[string]string{a: b,c: d,},MatchExpressions:[]}: x',
      'queue/depth',
      { a: 'b', c: 'd' },
    ],
    ['shop/datadogmetric@shop:orders/nil: x', 'datadogmetric@shop:orders', {}],
    ['shop/q.d/&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]}: x', 'q.d', {}],
  ])('%s', (text, metric, labels) => {
    const condition = decidingCondition(hpa({ conditions: [failing(`unable to get external metric ${text}`)] }));
    expect(condition).toMatchObject({ metric, labels });
  });
});
