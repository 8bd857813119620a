import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../simulator/slack/state/entities.ts';
import { loadReport } from '../../src/redis/reports.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { seeded } from '../seeded-random.ts';
import { everythingStored } from './everything-stored.ts';
import { createPlanter, plantsIn, survivors } from './planted.ts';
import { type Services, startServices } from './services.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const TIMEOUT = 120_000;
const API_SERVICE = 'v1beta1.external.metrics.k8s.io';

const planter = createPlanter(seeded(SEED));

/** A cluster whose HPAs, stored metrics, registration, log and refusals all hold secrets. */
const scenario = {
  extends: scenarioFolder('leader-and-follower'),
  autoscaling: {
    store: 'datadogmetric',
    hpas: [
      {
        hpa: 'shop/web',
        max: 12,
        replicas: 4,
        failing: `Internal error occurred: upstream said ${planter.one('bearer-token')}`,
        metrics: [
          {
            name: 'datadogmetric@shop:web-requests',
            average: '30',
            stored: {
              value: 0,
              age: 700,
              query: `avg:web.requests{env:prod,note:${planter.one('password')}}.rollup(30)`,
              error: `Invalid metric error: no serie returned for this query, sent with ${planter.one('api-key')}`,
            },
          },
        ],
      },
      {
        hpa: 'shop/idle',
        max: 7,
        replicas: 2,
        halted: `AbleToScale=False FailedGetScale: no login as ${planter.one('url-password')}`,
        metrics: [
          {
            name: 'datadogmetric@shop:idle-jobs',
            total: '40',
            stored: { value: 17, age: 23, query: `avg:idle.jobs{note:${planter.one('github-token')}}.rollup(30)` },
          },
        ],
      },
    ],
  },
  log: {
    'leader-cluster-agent.log': [
      {
        from: 'pkg/util/kubernetes/autoscalers/processor.go:137 in UpdateExternalMetrics',
        text: `Error getting metrics from Datadog: error while executing metric query avg:web.requests{env:prod}.rollup(30): API error 403 Forbidden: ${planter.one('app-key')}`,
        times: 13,
      },
    ],
  },
  patch: [
    {
      kind: 'HorizontalPodAutoscaler',
      namespace: 'shop',
      name: 'web',
      merge: {
        metadata: {
          annotations: {
            notes: planter.all().join(' | '),
            'kubectl.kubernetes.io/last-applied-configuration': planter.one('jwt'),
          },
        },
      },
    },
    {
      kind: 'DatadogMetric',
      namespace: 'shop',
      name: 'web-requests',
      merge: { metadata: { annotations: { notes: planter.all().join(' | ') } } },
    },
    {
      kind: 'APIService',
      name: API_SERVICE,
      merge: {
        metadata: { annotations: { notes: planter.one('slack-webhook') } },
        status: {
          conditions: [
            {
              type: 'Available',
              status: 'False',
              reason: 'FailedDiscoveryCheck',
              message: `failing or missing response from https://10.0.0.1:8443: ${planter.one('basic-auth')}`,
            },
          ],
        },
      },
    },
  ],
  faults: [
    {
      kind: 'request',
      path: '/apis/external.metrics.k8s.io/',
      spoil: { do: 'status', code: 500, message: `no answer: ${planter.one('stripe-key')}` },
    },
    {
      kind: 'request',
      resource: 'deployments',
      spoil: { do: 'status', code: 403, message: `refused with ${planter.one('aws-access-key-id')}` },
    },
  ],
};

describe(`secrets planted in everything an HPA answer reads (DCA_TEST_SEED=${SEED})`, () => {
  let folder: string;
  let services: Services;
  const answers: StoredMessage[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-planted-'));
    await writeFile(join(folder, 'scenario.yaml'), JSON.stringify(scenario));
    services = await startServices(folder);
    for (const words of ['hpa shop/web --depth teach', 'hpa shop/idle', 'hpa --lang ja', 'metrics'])
      answers.push(await services.ask(words));
  }, TIMEOUT);
  afterAll(async () => {
    await services?.close();
    await rm(folder, { recursive: true, force: true });
  }, TIMEOUT);

  const places = {
    Slack: () => services.slack.store.receivedFromApp(),
    'the logs': () => services.logs(),
    Redis: () => everythingStored(services.redis),
    'the metrics': async () => (await services.metrics()).join('\n'),
  } satisfies Record<string, () => string | Promise<string>>;

  it.each([
    ['Slack', 'shop/web'],
    ['the logs', '"role":"worker"'],
    ['Redis', 'datadogmetric@shop:web-requests'],
    ['the metrics', 'dca_'],
  ] as const)('none reached %s', async (place, sign) => {
    const text = await places[place]();
    expect(text).toContain(sign);
    expect(survivors(planter.planted, text)).toEqual([]);
  });

  it('what was planted was read: masked in the reports, and counted there', async () => {
    const kept = answers.map(async ({ metadata }) => {
      const stored = await loadReport(services.redis, services.keys, String(metadata?.event_payload.ask));
      if (stored.state !== 'found') throw new Error(`a report is ${stored.state}`);
      const { masked, snapshot } = stored.value;
      expect(plantsIn(JSON.stringify(snapshot))).toBe(masked);
      return JSON.stringify(snapshot);
    });
    const numbers = new Set((await Promise.all(kept)).join('\n').match(/\bplant-\d+\b/g));
    expect(numbers.size).toBeGreaterThan(35);
  });
});
