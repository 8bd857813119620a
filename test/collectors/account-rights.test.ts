import { describe, expect, it } from 'vitest';
import { collected, SHOP_WEB } from './made-collect.ts';
import { agentPod, hpa, type Made, madeReader } from './made-reader.ts';

const CRD = 'DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD';
const AGENT = 'mayAccount system:serviceaccount:dd:dca-account';
const CONTROLLER = 'mayAccount system:serviceaccount:kube-system:horizontal-pod-autoscaler';
const OF_EVERY_AGENT = [
  `${AGENT} create subjectaccessreviews.authorization.k8s.io`,
  `${AGENT} create tokenreviews.authentication.k8s.io`,
  `${AGENT} get configmaps. in kube-system named extension-apiserver-authentication`,
  `${AGENT} list horizontalpodautoscalers.autoscaling`,
  `${AGENT} watch horizontalpodautoscalers.autoscaling`,
];
const KEEP_VALUES = ['get', 'update'].map((verb) => `${AGENT} ${verb} configmaps. in dd named datadog-custom-metrics`);

async function asked(question: Parameters<typeof collected>[1], over: Partial<Made> = {}) {
  const made = madeReader(over);
  const { autoscaling } = await collected(made, question);
  return { rights: autoscaling.rights, calls: made.calls.filter((call) => call.startsWith('mayAccount')).toSorted() };
}

describe('the rights asked about', () => {
  it('are those of the controller for the metric, and of the Agent’s account for its ConfigMap', async () => {
    const { calls, rights } = await asked(SHOP_WEB);
    expect(calls).toEqual(
      [...OF_EVERY_AGENT, ...KEEP_VALUES, `${CONTROLLER} list queue.depth.external.metrics.k8s.io in shop`].toSorted(),
    );
    expect(rights[0]).toMatchObject({
      who: 'hpa-controller',
      user: 'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
      purpose: 'read-metrics',
      right: { verb: 'list', group: 'external.metrics.k8s.io', resource: 'queue.depth', namespace: 'shop' },
      allowed: { known: true, value: true },
    });
  });

  it('are those for DatadogMetrics where the Agent keeps them', async () => {
    const pods = [agentPod('dca-1', { [CRD]: 'true' })];
    const { calls, rights } = await asked({ kind: 'metrics' }, { pods, datadogMetrics: [] });
    expect(calls).toEqual(
      [
        ...OF_EVERY_AGENT,
        `${AGENT} list datadogmetrics.datadoghq.com`,
        `${AGENT} watch datadogmetrics.datadoghq.com`,
        `${AGENT} update datadogmetrics.datadoghq.com /status`,
      ].toSorted(),
    );
    expect(rights.at(-1)).toMatchObject({
      purpose: 'keep-datadogmetrics',
      right: { verb: 'update', resource: 'datadogmetrics/status', namespace: null },
    });
  });

  it('are those of the account that a refusal names', async () => {
    const message =
      'queue.depth.external.metrics.k8s.io is forbidden: User "system:kube-controller-manager" cannot list resource';
    const { calls } = await asked(SHOP_WEB, { hpas: [hpa('shop', 'web', { message, shown: '824' })] });
    expect(calls).toContain(
      'mayAccount system:kube-controller-manager list queue.depth.external.metrics.k8s.io in shop',
    );
    expect(calls.some((call) => call.startsWith(CONTROLLER))).toBe(false);
  });

  it('are asked once for a metric that stands there twice', async () => {
    const { calls } = await asked(SHOP_WEB, {
      hpas: [hpa('shop', 'web', { metrics: ['queue.depth', 'queue.depth'] })],
    });
    expect(calls.filter((call) => call.startsWith(CONTROLLER))).toHaveLength(1);
  });

  it('are none of the Agent’s where there is no pod', async () => {
    const { calls } = await asked(SHOP_WEB, { pods: [] });
    expect(calls).toEqual([`${CONTROLLER} list queue.depth.external.metrics.k8s.io in shop`]);
    expect((await asked({ kind: 'metrics' }, { pods: [] })).rights).toEqual([]);
  });

  it('are refused once, not twelve times', async () => {
    const { calls, rights } = await asked(SHOP_WEB, {
      fails: (call) => (call.startsWith('mayAccount') ? 'forbidden' : undefined),
    });
    expect(calls).toHaveLength(1);
    expect(rights).toMatchObject([{ allowed: { known: false, why: 'forbidden' } }]);
  });

  it('are told apart where only one of them cannot be told', async () => {
    const { rights } = await asked(SHOP_WEB, {
      fails: (call) => (call.includes('tokenreviews') ? 'timeout' : undefined),
    });
    expect(rights).toHaveLength(8);
    expect(rights.filter(({ allowed }) => !allowed.known).map(({ right }) => right.resource)).toEqual(['tokenreviews']);
  });
});
