import { describe, expect, it } from 'vitest';
import { hpaList } from '../../../src/diagnoses/hpa/hpa-list.ts';
import { metricsList } from '../../../src/diagnoses/hpa/metrics-list.ts';
import { storedIndex } from '../../../src/diagnoses/hpa/stored-index.ts';
import type { Autoscaling, StoredMetric } from '../../../src/domain/autoscaling.ts';
import type { HorizontalPodAutoscaler, ScaleTarget } from '../../../src/domain/autoscaling-objects.ts';
import type { ObjectCondition } from '../../../src/domain/objects.ts';
import { known, unknown } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { type MadeHpa, madeHpa, madeTarget } from '../../domain/made-look.ts';
import { snapshot } from '../build.ts';
import { storedEntry } from './hpa-snapshot.ts';

const NOW = '2026-11-23T18:35:50.000Z';

function listed(
  hpas: readonly HorizontalPodAutoscaler[],
  more: { stored?: readonly StoredMetric[]; targets?: readonly ScaleTarget[]; page?: number } = {},
): Snapshot {
  const autoscaling: Autoscaling = {
    views: [],
    chain: {},
    rights: [],
    stored: {
      mode: 'configmap',
      configMap: 'datadog/datadog-custom-metrics',
      list: known(more.stored ?? [], 'kubectl get configmap', NOW),
      unreadable: [],
    },
    list: {
      hpas: known(hpas, 'kubectl get hpa -A', NOW),
      others: 4,
      targets: [
        { kind: 'Deployment', reading: known(more.targets ?? [madeTarget(3)], 'kubectl get deployments', NOW) },
      ],
    },
  };
  const question = { kind: 'hpa', ...(more.page === undefined ? {} : { page: more.page }) } as const;
  return { ...snapshot({ kind: 'hpa' }), now: NOW, question, autoscaling };
}

function failing(reason: string, message = '', type = 'ScalingActive'): readonly ObjectCondition[] {
  return [{ type, status: 'False', reason, message }];
}

function external(cause: string) {
  return failing(
    'FailedGetExternalMetric',
    `unable to get external metric default/nginx.net.request_per_s/&LabelSelector{MatchLabels:map[string]string{app: puppet,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: ${cause}`,
  );
}

const SHOWN: MadeHpa = { metrics: [{ target: '9', shown: '824' }] };
const AT_MAX = [
  { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
  { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' },
];
const INVALID = [storedEntry('default/nginxext', { valid: false, value: '0' })];
const TWO = [storedEntry('default/nginxext'), storedEntry('shop/web')];

describe('the list of HPAs', () => {
  it.each<[string, string, MadeHpa, readonly StoredMetric[], ScaleTarget | undefined]>([
    ['fine', 'ok', SHOWN, [], undefined],
    ['at-max', 'warning', { ...SHOWN, conditions: AT_MAX }, [], undefined],
    ['summed', 'warning', { metrics: [{ target: '9', shown: '1648' }] }, TWO, undefined],
    ['fine', 'ok', SHOWN, TWO, undefined],
    [
      'partly-blind',
      'warning',
      {
        metrics: [
          { target: '9', shown: '824' },
          { name: 'b', target: '2' },
        ],
      },
      [],
      undefined,
    ],
    ['outside-bounds', 'explained', { ...SHOWN, max: 2 }, [], undefined],
    ['at-zero', 'explained', { ...SHOWN, conditions: failing('ScalingDisabled') }, [], madeTarget(0)],
    [
      'no-target',
      'fault',
      { ...SHOWN, conditions: failing('FailedGetScale', 'deployments.apps "nginx" not found', 'AbleToScale') },
      [],
      undefined,
    ],
    [
      'ambiguous',
      'fault',
      {
        ...SHOWN,
        conditions: failing(
          'AmbiguousSelector',
          'pods by selector app=nginx are controlled by multiple HPAs: [a/b a/c]',
        ),
      },
      [],
      undefined,
    ],
    [
      'no-value',
      'fault',
      { ...SHOWN, conditions: external('no metrics returned from external metrics API') },
      [],
      undefined,
    ],
    [
      'invalid',
      'fault',
      { ...SHOWN, conditions: external('no metrics returned from external metrics API') },
      INVALID,
      undefined,
    ],
    [
      'unreachable',
      'fault',
      {
        ...SHOWN,
        conditions: external('the server could not find the requested resource (get a.external.metrics.k8s.io)'),
      },
      [],
      undefined,
    ],
    [
      'unreachable',
      'fault',
      {
        ...SHOWN,
        conditions: external('the server is currently unable to handle the request (get a.external.metrics.k8s.io)'),
      },
      [],
      undefined,
    ],
    [
      'forbidden',
      'fault',
      {
        ...SHOWN,
        conditions: external(
          'a.external.metrics.k8s.io is forbidden: User "system:serviceaccount:kube-system:horizontal-pod-autoscaler" cannot list resource',
        ),
      },
      [],
      undefined,
    ],
    [
      'stale',
      'fault',
      {
        ...SHOWN,
        conditions: external(
          'Internal error occurred: DatadogMetric is stale, last updated: 2026-11-23 18:20:00 +0000 UTC',
        ),
      },
      [],
      undefined,
    ],
    ['unclear', 'unknown', { ...SHOWN, conditions: [] }, [], undefined],
  ])('%s is %s', (word, verdict, hpa, stored, target) => {
    const made = madeHpa(hpa);
    const [finding] = hpaList.diagnose(listed([made], { stored, ...(target ? { targets: [target] } : {}) }));
    expect(finding).toMatchObject({
      code: 'hpa-list',
      verdict,
      facts: { rows: [{ hpa: 'default/nginxext', word, verdict }], total: 1 },
    });
  });

  it.each([
    ['forbidden', SHOWN, 'unclear', 'unknown'],
    ['timeout', SHOWN, 'unclear', 'unknown'],
    // Nothing is stored where there is no store.
    ['absent', SHOWN, 'fine', 'ok'],
    ['forbidden', { ...SHOWN, conditions: AT_MAX }, 'at-max', 'warning'],
  ] as const)('may show a sum where the store is %s: %#', (why, hpa, word, verdict) => {
    const all = listed([madeHpa(hpa)]);
    const list = unknown(why, 'x', 'kubectl get configmap', NOW);
    const autoscaling = all.autoscaling && { ...all.autoscaling, stored: { ...all.autoscaling.stored, list } };
    expect(hpaList.diagnose({ ...all, ...(autoscaling && { autoscaling }) })).toMatchObject([
      { verdict, facts: { rows: [{ word }] } },
    ]);
  });

  it('calls a new HPA new, not broken', () => {
    const made = madeHpa({ ...SHOWN, conditions: external('no metrics returned from external metrics API') });
    const young = { ...made, metadata: { ...made.metadata, creationTimestamp: '2026-11-23T18:34:50Z' } };
    expect(hpaList.diagnose(listed([young]))).toMatchObject([
      { verdict: 'unknown', facts: { rows: [{ word: 'new' }] } },
    ]);
  });

  it('prints figures as kubectl does', () => {
    const rows = (hpa: MadeHpa) => hpaList.diagnose(listed([madeHpa(hpa)]))[0]?.facts;
    expect(rows(SHOWN)).toMatchObject({
      rows: [{ shown: '824/9 (avg)', replicas: 3, min: 1, max: 3, moreMetrics: 0 }],
      others: 4,
    });
    expect(rows({ metrics: [{ target: '3k!', shown: '4944' }] })).toMatchObject({ rows: [{ shown: '4944/3k' }] });
    expect(rows({ metrics: [{ target: '9' }] })).toMatchObject({ rows: [{ shown: '<unknown>/9 (avg)' }] });
  });

  const many = Array.from({ length: 53 }, (_, index) => {
    const made = madeHpa(index % 10 === 7 ? { ...SHOWN, conditions: AT_MAX } : SHOWN);
    return { ...made, metadata: { ...made.metadata, name: `hpa-${String(index).padStart(2, '0')}` } };
  });

  it.each([
    [undefined, 1, 'default/hpa-07', 25],
    [2, 2, 'default/hpa-22', 25],
    [3, 3, 'default/hpa-50', 3],
    [9, 3, 'default/hpa-50', 3],
  ])('gives page %s as page %i, from %s', (asked, page, first, length) => {
    const [finding] = hpaList.diagnose(listed(many, asked === undefined ? {} : { page: asked }));
    expect(finding?.facts).toMatchObject({
      page,
      pages: 3,
      total: 53,
      counts: [
        { word: 'at-max', count: 5 },
        { word: 'fine', count: 48 },
      ],
    });
    const rows = finding?.code === 'hpa-list' ? finding.facts.rows : [];
    expect([rows[0]?.hpa, rows.length]).toEqual([first, length]);
  });

  it('says that there is none, which is not the same as all being well', () => {
    expect(hpaList.diagnose(listed([]))).toMatchObject([
      { verdict: 'explained', facts: { rows: [], total: 0, others: 4 } },
    ]);
  });

  it('does not know them when they could not be listed', () => {
    const none = listed([]);
    const refused = unknown('forbidden', 'may not list', 'kubectl get hpa -A', NOW);
    const autoscaling = { ...none.autoscaling, list: { hpas: refused, others: 0, targets: [] } } as Autoscaling;
    expect(hpaList.diagnose({ ...none, autoscaling })).toMatchObject([
      {
        code: 'hpa-unreadable',
        verdict: 'unknown',
        facts: { attempts: [{ why: 'forbidden', detail: 'may not list' }] },
      },
    ]);
  });

  it('looks only at what may concern an HPA, so that thousands cost no more than their number', () => {
    const stored = Array.from({ length: 40 }, (_, index) =>
      storedEntry(`shop/web-${index}`, { labels: { queue: `q${index}` } }),
    );
    const all = listed([], { stored }).autoscaling?.stored;
    const entries = all ? storedIndex(all) : undefined;
    const count = (metric: MadeHpa['metrics'][number]) => {
      const list = entries?.(madeHpa({ metrics: [metric] })).list;
      return list?.known ? list.value.length : undefined;
    };
    expect(count({ target: '9', labels: { queue: 'q7' } })).toBe(1);
    expect(count({ target: '9', labels: {} })).toBe(40);
    expect(count({ name: 'NGINX.net.request_per_s', target: '9', labels: { queue: 'q8' } })).toBe(1);
    expect(count({ name: 'another', target: '9', labels: { queue: 'q7' } })).toBe(0);
  });
});

describe('the list of stored metrics', () => {
  const entries = [
    storedEntry('shop/web', { metric: 'b.rate', value: '310' }),
    storedEntry('default/nginxext'),
    storedEntry('default/badmetric', { metric: 'missing.metric', labels: {}, valid: false, value: '0' }),
    storedEntry('shop/old', { metric: 'a.old', valid: false, active: false, users: [] }),
  ];

  it('tells what needs somebody first, and no value of what is invalid', () => {
    const all = listed([], { stored: entries });
    expect(metricsList.diagnose({ ...all, question: { kind: 'metrics' } })).toMatchObject([
      {
        code: 'metrics-list',
        verdict: 'warning',
        facts: {
          total: 4,
          valid: 2,
          rows: [
            { metric: 'missing.metric', labels: '', valid: false, value: null, users: ['default/badmetric'] },
            { metric: 'b.rate', labels: 'app:puppet', valid: true, value: '310', ageSeconds: 54 },
            { metric: 'nginx.net.request_per_s', value: '2472' },
            { metric: 'a.old', active: false },
          ],
        },
      },
    ]);
  });

  it.each<[string, readonly StoredMetric[], string]>([
    ['all valid', [storedEntry('a/b')], 'ok'],
    ['none valid', [storedEntry('a/b', { valid: false })], 'fault'],
    ['invalid and unused is no harm', [storedEntry('a/b'), storedEntry('c/d', { valid: false, active: false })], 'ok'],
    ['none at all', [], 'ok'],
  ])('%s', (_name, stored, verdict) => {
    expect(metricsList.diagnose({ ...listed([], { stored }), question: { kind: 'metrics' } })).toMatchObject([
      { verdict },
    ]);
  });

  it('keeps to one namespace', () => {
    const all = listed([], { stored: entries });
    const question = { kind: 'metrics', subject: { namespace: 'shop' } } as const;
    expect(metricsList.diagnose({ ...all, question })).toMatchObject([
      { facts: { total: 1, rows: [{ metric: 'b.rate' }] } },
    ]);
  });

  it('is not told by the list of HPAs', () => {
    expect(metricsList.diagnose(listed([], { stored: entries }))).toEqual([]);
  });
});
