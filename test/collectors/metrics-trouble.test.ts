import { describe, expect, it } from 'vitest';
import type { Question } from '../../src/domain/question.ts';
import { collected, SHOP_WEB } from './made-collect.ts';
import { agentPod, CONFIG_MAP, datadogMetric, entry, hpa, type Made, madeReader } from './made-reader.ts';

const METRICS = { kind: 'metrics' } as const;
const LIST = { kind: 'hpa' } as const;
const KEY = 'external_metric-horizontal-shop-web-queue.depth';
const LIMITED =
  '2026-11-23 18:39:00 UTC | CLUSTER | ERROR | (a.go:1 in F) | Error getting metrics from Datadog: API error 429 x';
const UNLED = { leases: {} };

function holding(...entries: string[]): Pick<Made, 'configMaps'> {
  return {
    configMaps: { [CONFIG_MAP]: { data: Object.fromEntries(entries.map((text, i) => [`${KEY}-${i}`, text])) } },
  };
}
const INVALID = holding(entry(), entry({ metricName: 'other', valid: false, value: 0 }));

async function logOf(question: Question, over: Partial<Made>) {
  const made = madeReader({ logs: { 'dca-1': LIMITED, 'dca-2': LIMITED }, ...over });
  const { autoscaling } = await collected(made, question);
  return { log: autoscaling.log, calls: made.calls.filter((call) => call.startsWith('podLog')) };
}

describe('the log is read', () => {
  const crd = (active: string) => ({
    pods: [agentPod('dca-1', { DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD: 'true' })],
    datadogMetrics: [
      {
        ...datadogMetric('shop', 'x', '', false),
        status: {
          conditions: [
            { type: 'Valid', status: 'False' },
            { type: 'Active', status: active },
          ],
        },
      },
    ],
  });
  it.each<[boolean, string, Question, Partial<Made>]>([
    [false, 'when all is well', SHOP_WEB, {}],
    [false, 'when all that is stored is valid', METRICS, {}],
    [false, 'when nothing is stored and nothing asked for', METRICS, holding()],
    [true, 'when any stored metric is invalid', SHOP_WEB, INVALID],
    [true, 'when any stored metric is invalid', METRICS, INVALID],
    [true, 'when the metric is not stored', SHOP_WEB, holding(entry({ metricName: 'other' }))],
    [false, 'when it is stored in other letters', SHOP_WEB, holding(entry({ metricName: 'Queue.Depth' }))],
    [true, 'when nothing is served', SHOP_WEB, { served: {}, hpas: [hpa('shop', 'web', { shown: '0' })] }],
    [
      true,
      'when serving fails',
      SHOP_WEB,
      { fails: (call) => (call.startsWith('getExternalMetric') ? 'unreachable' : undefined) },
    ],
    [
      true,
      'when the store cannot be read',
      METRICS,
      { fails: (call) => (call === `getConfigMap ${CONFIG_MAP}` ? 'forbidden' : undefined) },
    ],
    [
      false,
      'when the store cannot be read and the value is served',
      SHOP_WEB,
      { fails: (call) => (call === `getConfigMap ${CONFIG_MAP}` ? 'forbidden' : undefined) },
    ],
    [true, 'when a DatadogMetric in use is invalid', METRICS, crd('True')],
    [false, 'when an unused DatadogMetric is invalid', METRICS, crd('False')],
    [true, 'once for a list of which any stored metric is invalid', LIST, INVALID],
    [false, 'for a list when all that is stored is valid', LIST, {}],
  ])('%s: %s (%#)', async (read, _name, question, over) => {
    const { log, calls } = await logOf(question, over);
    expect([log !== undefined, calls.length]).toEqual([read, read ? 1 : 0]);
  });
});

describe('whose log', () => {
  const status = {
    version: '7.63.0',
    flavor: 'cluster_agent',
    leaderelection: { status: 'Running', leaderName: 'dca-2' },
  };
  it.each<[string, Partial<Made>, string[]]>([
    ['the lock’s holder', {}, ['dca-1']],
    [
      'the holder of the newer lock',
      {
        leases: { 'dd/datadog-leader-election': { holderIdentity: 'dca-1', renewTime: '2026-11-20T00:00:00Z' } },
        configMaps: {
          ...INVALID.configMaps,
          'dd/datadog-leader-election': {
            annotations: {
              'control-plane.alpha.kubernetes.io/leader':
                '{"holderIdentity":"dca-2","renewTime":"2026-11-23T18:39:59Z"}',
            },
          },
        },
      },
      ['dca-2'],
    ],
    ['the leader that a status names', { ...UNLED, statuses: { 'dca-1': status } }, ['dca-2']],
    ['every pod’s where nobody leads', UNLED, ['dca-1', 'dca-2']],
    [
      'every pod’s where the holder is gone',
      { leases: { 'dd/datadog-leader-election': { holderIdentity: 'dca-9' } } },
      ['dca-1', 'dca-2'],
    ],
  ])('%s', async (_name, over, pods) => {
    const { log, calls } = await logOf(METRICS, { ...INVALID, ...over });
    expect(calls.toSorted()).toEqual(pods.map((pod) => `podLog dd/${pod} 2000`));
    expect(log).toMatchObject({ known: true, value: [{ kind: 'rate-limited', times: pods.length }] });
  });

  it('nobody’s where no pod runs', async () => {
    const { log, calls } = await logOf(METRICS, { ...INVALID, pods: [] });
    expect([log, calls]).toEqual([undefined, []]);
  });

  it('is shorter where it was too long', async () => {
    const { log, calls } = await logOf(METRICS, {
      ...INVALID,
      fails: (call) => (call === 'podLog dd/dca-1 2000' ? 'truncated' : undefined),
    });
    expect(calls).toEqual(['podLog dd/dca-1 2000', 'podLog dd/dca-1 200']);
    expect(log).toMatchObject({ known: true, value: [{ times: 1 }] });
  });

  it('is a refusal where it may not be read', async () => {
    const { log } = await logOf(METRICS, {
      ...INVALID,
      ...UNLED,
      fails: (call) => (call.startsWith('podLog') ? 'forbidden' : undefined),
    });
    expect(log).toMatchObject({ known: false, why: 'forbidden' });
  });

  it('is what can be read of several', async () => {
    const { log } = await logOf(METRICS, {
      ...INVALID,
      ...UNLED,
      fails: (call) => (call.startsWith('podLog dd/dca-1') ? 'timeout' : undefined),
    });
    expect(log).toMatchObject({ known: true, source: 'podLog dd/dca-2 2000', value: [{ times: 1 }] });
  });
});
