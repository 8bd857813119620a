import { afterAll, beforeAll, expect, it } from 'vitest';
import { figuresAgree } from '../../src/domain/hpa-arithmetic.ts';
import { readingsOf } from '../../src/domain/readings-of.ts';
import { type OpenedCluster, openSimulated } from '../kube/open-simulated.ts';
import { collected } from './made-collect.ts';

let opened: OpenedCluster;

beforeAll(async () => {
  opened = await openSimulated('leader-and-follower');
});

afterAll(() => opened.close());

const LIVE = { namespace: 'datadog', clock: Date.now };

it('the captured HPA shows 824 for a total of 2472 over 3 pods, everything known', async () => {
  const question = { kind: 'hpa', subject: { namespace: 'default', name: 'nginxext' } } as const;
  const snapshot = await collected(opened, question, LIVE);
  const { views, stored, search, chain } = snapshot.autoscaling;
  expect(search?.found).toMatchObject({ value: ['default/nginxext'] });
  expect(views[0]?.first).toMatchObject({
    hpa: { value: { status: { currentMetrics: [{ external: { current: { averageValue: '824' } } }] } } },
    target: { value: { kind: 'Deployment', name: 'nginx', replicas: 3 } },
    served: [{ index: 0, reading: { value: [{ value: '2472' }] } }],
  });
  expect(views[0]).not.toHaveProperty('again');
  expect(stored).toMatchObject({ mode: 'configmap', configMap: 'datadog/datadog-custom-metrics', unreadable: [] });
  expect(stored.list).toMatchObject({
    value: [
      { metric: 'missing.metric', value: '0', valid: false },
      { metric: 'nginx.net.request_per_s', labels: { app: 'puppet', env: 'demo' }, value: '2472', valid: true },
    ],
  });
  expect(chain).toMatchObject({ aggregationLayer: { value: true }, apiService: { known: true } });
  const lost = readingsOf(snapshot).filter((reading) => !reading.known && reading.why !== 'absent');
  expect(lost).toEqual([]);
});

it('the list holds both captured HPAs with their targets', async () => {
  const { autoscaling } = await collected(opened, { kind: 'hpa' }, LIVE);
  expect(autoscaling.list).toMatchObject({
    hpas: { value: [{ metadata: { name: 'badmetric' } }, { metadata: { name: 'nginxext' } }] },
    others: 0,
    targets: [{ kind: 'Deployment', reading: { known: true } }],
  });
});

it('a slip of the pen is met with the right name', async () => {
  const question = { kind: 'hpa', subject: { name: 'nginxetx' } } as const;
  const { autoscaling } = await collected(opened, question, LIVE);
  expect(autoscaling.search).toMatchObject({ found: { known: true, value: [] }, near: ['default/nginxext'] });
});

it('figures that moved between two polls are looked at again', async () => {
  const moving = await openSimulated('hpa-values-moving');
  try {
    const question = { kind: 'hpa', subject: { namespace: 'default', name: 'nginxext' } } as const;
    const { autoscaling } = await collected(moving, question, LIVE);
    const [view] = autoscaling.views;
    expect([view && figuresAgree(view.first), view?.again && figuresAgree(view.again)]).toEqual([false, true]);
  } finally {
    await moving.close();
  }
});

it('five thousand HPAs come with what is stored for each, all in one store', async () => {
  const many = await openSimulated('hpa-many');
  try {
    const { list, stored } = (await collected(many, { kind: 'hpa' }, LIVE)).autoscaling;
    const sizes = [list?.hpas, list?.targets[0]?.reading, stored.list].map((read) => read?.known && read.value.length);
    expect([stored.mode, ...sizes]).toEqual(['datadogmetric', 5_000, 5_000, 5_000]);
  } finally {
    await many.close();
  }
});
