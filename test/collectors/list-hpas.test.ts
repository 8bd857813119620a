import { describe, expect, it } from 'vitest';
import { collected } from './made-collect.ts';
import { API_SERVICE, agentPod, CONFIG_MAP, hpa, madeReader, scaleTarget } from './made-reader.ts';

const AGENT_CALLS = /^(?:listPods|getLease|getDeployment|exec|getConfigMap dd\/datadog-leader-election)/;

function about(calls: readonly string[]): readonly string[] {
  return calls.filter((call) => !AGENT_CALLS.test(call)).toSorted();
}

describe('every HPA', () => {
  it('comes from lists alone, five thousand like one', async () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `h${i}`);
    const made = madeReader({
      hpas: names.map((name, i) => hpa(`ns-${i % 50}`, name, { type: i % 5 === 0 ? 'Resource' : 'External' })),
      targets: names.map((name, i) => scaleTarget(`ns-${i % 50}`, name)),
    });
    const { autoscaling, dependents } = await collected(made, { kind: 'hpa' });
    expect(about(made.calls)).toEqual([
      `getApiService ${API_SERVICE}`,
      `getConfigMap ${CONFIG_MAP}`,
      'getService dd/dca-metrics-api',
      'listEndpointSlices dd/dca-metrics-api',
      'listHpas',
      'listScaleTargets Deployment',
    ]);
    const { list } = autoscaling;
    const counts = list?.hpas.known &&
      list.targets[0]?.reading.known && [list.hpas.value.length, list.others, list.targets[0].reading.value.length];
    expect(counts).toEqual([4_000, 1_000, 4_000]);
    expect([autoscaling.views, autoscaling.search, autoscaling.rights, dependents]).toEqual([
      [],
      undefined,
      [],
      undefined,
    ]);
  });

  it('of one namespace is read there only', async () => {
    const made = madeReader({ hpas: [hpa('shop', 'web'), hpa('other', 'x')] });
    const { autoscaling } = await collected(made, { kind: 'hpa', subject: { namespace: 'shop' } });
    expect(autoscaling.list?.hpas).toMatchObject({ value: [{ metadata: { namespace: 'shop', name: 'web' } }] });
    expect(made.calls.filter((call) => /^list(?:Hpas|Scale)/.test(call))).toEqual([
      'listHpas in shop',
      'listScaleTargets Deployment shop',
    ]);
  });

  it('brings the targets of the kinds that can be listed, and of those only the ones it scales', async () => {
    const made = madeReader({
      hpas: [
        hpa('a', 'one', { target: { kind: 'StatefulSet', name: 'db' } }),
        hpa('a', 'two', { target: { kind: 'Rollout', name: 'ro' } }),
        hpa('a', 'cpu', { type: 'Resource', target: { kind: 'ReplicaSet', name: 'rs' } }),
      ],
      targets: [
        scaleTarget('a', 'db', { kind: 'StatefulSet' }),
        scaleTarget('b', 'db', { kind: 'StatefulSet' }),
        scaleTarget('a', 'else', { kind: 'StatefulSet' }),
      ],
    });
    const { autoscaling } = await collected(made, { kind: 'hpa' });
    expect(autoscaling.list?.targets).toMatchObject([
      { kind: 'StatefulSet', reading: { value: [{ namespace: 'a', name: 'db' }] } },
    ]);
    expect(made.calls.filter((call) => call.startsWith('listScaleTargets'))).toEqual(['listScaleTargets StatefulSet']);
  });

  it.each(['forbidden', 'timeout', 'truncated', 'unsupported'] as const)('that is %s is not none', async (why) => {
    const made = madeReader({ fails: (call) => (call === 'listHpas' ? why : undefined) });
    const { autoscaling } = await collected(made, { kind: 'hpa' });
    expect(autoscaling.list).toMatchObject({ hpas: { known: false, why }, others: 0, targets: [] });
  });

  it('whose targets may not be listed is listed all the same', async () => {
    const made = madeReader({ fails: (call) => (call.startsWith('listScaleTargets') ? 'forbidden' : undefined) });
    const { autoscaling } = await collected(made, { kind: 'hpa' });
    expect(autoscaling.list).toMatchObject({
      hpas: { known: true },
      targets: [{ kind: 'Deployment', reading: { known: false, why: 'forbidden' } }],
    });
  });
});

describe('what stands still without an Agent', () => {
  const hpas = [hpa('a', 'x'), hpa('b', 'y'), hpa('b', 'z', { type: 'Resource' })];
  it.each([
    ['every HPA', { kind: 'hpa' } as const, ['listHpas']],
    ['the HPAs of a namespace', { kind: 'hpa', subject: { namespace: 'a' } } as const, ['listHpas', 'listHpas in a']],
    ['the metrics', { kind: 'metrics' } as const, ['listHpas']],
  ])('is counted once, asked for %s', async (_name, question, lists) => {
    const made = madeReader({ hpas, pods: [] });
    const { dependents } = await collected(made, question);
    expect(dependents?.externalHpas).toMatchObject({ known: true, value: 2 });
    expect(made.calls.filter((call) => call.startsWith('listHpas')).toSorted()).toEqual(lists);
  });

  it('is not counted while one is Ready', async () => {
    const made = madeReader({ hpas, pods: [agentPod('dca-1')] });
    const { dependents } = await collected(made, { kind: 'metrics' });
    expect([dependents, made.calls.filter((call) => call.startsWith('listHpas'))]).toEqual([undefined, []]);
  });
});

it('the metrics take the store and the way to the metrics API, and no HPA', async () => {
  const made = madeReader();
  const { autoscaling } = await collected(made, { kind: 'metrics' });
  expect(about(made.calls).filter((call) => !call.startsWith('mayAccount'))).toEqual([
    `getApiService ${API_SERVICE}`,
    `getConfigMap ${CONFIG_MAP}`,
    'getService dd/dca-metrics-api',
    'listEndpointSlices dd/dca-metrics-api',
  ]);
  expect(autoscaling).toMatchObject({ views: [], stored: { list: { value: [{ metric: 'queue.depth' }] } } });
});
