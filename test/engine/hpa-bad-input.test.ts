import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenHpa, WrittenMetric } from '../../simulator/cluster/autoscaling/autoscaling-schema.ts';
import type { ClusterFault } from '../../simulator/cluster/faults.ts';
import type { FindingCode, Verdict } from '../../src/domain/finding.ts';
import { type AskedCluster, codesOf, finding, said, sentToSlack } from './ask-cluster.ts';
import { askWords, type MadeHpas, madeHpas, pathsDuring } from './ask-hpa.ts';

/** An HPA that is well at 3 pods: 2472 over 3 is 824, against 900. */
function hpa(path: string, metric: Partial<WrittenMetric>, over: Partial<WrittenHpa> = {}): WrittenHpa {
  const name = `${path.replace('/', '.')}.load`;
  const plain = { name, labels: { env: 'prod' }, average: '900', stored: { value: 2472 } };
  return { hpa: path, max: 40, replicas: 3, metrics: [{ ...plain, ...metric }], ...over };
}

function withCluster(made: MadeHpas, objects: readonly unknown[] = []): () => AskedCluster {
  let cluster: AskedCluster;
  beforeAll(async () => {
    cluster = await madeHpas(made, objects);
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(() => cluster.close());
  return () => cluster;
}

describe('finding the HPA that is meant', () => {
  const cluster = withCluster({
    autoscaling: {
      hpas: [
        hpa('shop/checkout', {}),
        hpa('pay/checkout', {}),
        hpa('shop/by-load', {}, { target: 'Deployment/web' }),
        hpa('shop/by-queue', {}, { target: 'Deployment/web' }),
        hpa('shop/single', {}, { target: 'Deployment/single-app' }),
        hpa('pay/left', {}, { target: 'Deployment/twin' }),
        hpa('shop/right', {}, { target: 'StatefulSet/twin' }),
        hpa('shop/other-right', {}, { target: 'Deployment/twin' }),
      ],
    },
  });

  it.each([
    ['hpa shop/chekout', ['shop/checkout']],
    ['hpa chekout', ['pay/checkout', 'shop/checkout']],
    ['hpa pay/single', ['shop/single']],
    ['hpa shop/checkout-6f7d9', ['shop/checkout']],
    ['hpa shop/web', ['shop/by-load', 'shop/by-queue']],
    ['hpa sts/single-app', ['shop/single']],
    ['hpa deploy/nothing-like-it', []],
    ['hpa nowhere/nothing-like-it', []],
  ])('%s is not there; meant may be %j', async (words, near) => {
    const report = await askWords(cluster(), words);
    expect([codesOf(report), report.verdict]).toEqual([['hpa-not-found'], 'unknown']);
    expect(finding(report, 'hpa-not-found').facts.near).toEqual(near);
    for (const language of ['en', 'ja'] as const)
      for (const name of near) expect(said(report, language)).toContain(name);
  });

  it.each([
    ['hpa checkout', ['pay/checkout', 'shop/checkout']],
    ['hpa deploy/twin', ['pay/left', 'shop/other-right']],
  ])('%s may mean %j, and none is looked at', async (words, found) => {
    const paths = await pathsDuring(cluster(), async () => {
      const report = await askWords(cluster(), words);
      expect([codesOf(report), report.verdict]).toEqual([['hpa-name-ambiguous'], 'unknown']);
      expect(finding(report, 'hpa-name-ambiguous').facts.found).toEqual(found);
    });
    expect(paths.filter((path) => path.includes('external.metrics.k8s.io/v1beta1/namespaces'))).toEqual([]);
  });

  it.each([
    ['hpa deploy/single-app', ['shop/single']],
    ['hpa sts/twin', ['shop/right']],
    ['hpa shop/deploy/twin', ['shop/other-right']],
    ['hpa deploy/web', ['shop/by-load', 'shop/by-queue']],
    ['hpa pay/checkout', ['pay/checkout']],
  ])('%s is %j', async (words, paths) => {
    const report = await askWords(cluster(), words);
    const told = report.findings.filter(({ code }) => code === 'average-shown-per-pod');
    expect(told.map(({ subject }) => subject)).toEqual(paths);
    expect(report.verdict).toBe('explained');
  });

  it('where nobody may look everywhere, a bare name is looked for in the usual namespace and that is told', async () => {
    cluster().simulated.faults.add({
      kind: 'deny',
      verb: 'list',
      resource: 'horizontalpodautoscalers',
      clusterWide: true,
    });
    const report = await askWords(cluster(), 'hpa checkout');
    expect([codesOf(report), report.verdict]).toEqual([['hpa-unreadable', 'rights-missing'], 'unknown']);
    expect(finding(report, 'rights-missing').facts.rights).toEqual([
      { verb: 'list', group: 'autoscaling', resource: 'horizontalpodautoscalers', namespace: null },
    ]);
    expect((await askWords(cluster(), 'hpa shop/checkout')).verdict).toBe('explained');
  });

  it('the list of a namespace without HPAs is empty, and nothing is wrong with it', async () => {
    const report = await askWords(cluster(), 'hpa nowhere/');
    expect(finding(report, 'hpa-list').facts).toMatchObject({ rows: [], total: 0, pages: 1, namespace: 'nowhere' });
    expect(report.verdict).toBe('explained');
  });
});

const MANY_LABELS = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`label-${i}.example.com/part`, `v${i}`]));
const NO_ROLLOUTS =
  'AbleToScale=False FailedGetScale: the HPA controller was unable to get the target\'s current scale: no matches for kind "Rollout" in group "argoproj.io"';
const WELL: readonly FindingCode[] = ['average-shown-per-pod', 'metrics-api-healthy', 'hpa-next-move'];

type Row = readonly [WrittenHpa, Verdict, readonly FindingCode[], Record<string, unknown>];

const ODD: readonly Row[] = [
  [
    hpa('odd/negative', { stored: { value: -2471 } }),
    'explained',
    WELL,
    { shown: '-823.666', printed: '-823666m', total: '-2471', product: '-2470.998', exact: false },
  ],
  [
    hpa('odd/huge', { average: '3k', stored: { value: 9_000_000_000_001 } }, { max: 7 }),
    'warning',
    ['average-shown-per-pod', 'hpa-held-at-max', 'metrics-api-healthy'],
    { shown: '3000000000000.334', total: '9000000000001', target: '3000', exact: false },
  ],
  [
    hpa('odd/tiny', { average: '1m', stored: { value: 0.0042 } }),
    'explained',
    WELL,
    { shown: '0.002', printed: '2m', total: '0.005', target: '0.001' },
  ],
  [hpa('odd/zero', { stored: { value: 0 } }), 'explained', WELL, { shown: '0', total: '0', replicas: 3 }],
  [
    hpa('odd/upper', { name: 'Web.Requests_Total' }),
    'explained',
    WELL,
    { metric: 'Web.Requests_Total', shown: '824', stored: { valid: true } },
  ],
  [
    hpa(
      'odd/slash',
      { name: 'web/requests' },
      { failing: 'invalid resource name "web/requests": [may not contain \'/\']' },
    ),
    'fault',
    ['hpa-metric-name-unusable'],
    { metric: 'web/requests', message: expect.stringContaining("may not contain '/'") },
  ],
  [
    hpa('odd/labels', { labels: MANY_LABELS }),
    'explained',
    WELL,
    { shown: '824', items: 1, stored: { value: '2472' } },
  ],
  [
    {
      ...hpa('odd/five', {}),
      metrics: [1, 2, 3, 4, 5].map((n) => ({
        name: `five.m${n}`,
        labels: { env: 'prod' },
        average: '900',
        stored: { value: 2000 + n, valid: n !== 2 && n !== 5 },
      })),
    },
    'warning',
    [
      'hpa-partly-blind',
      'hpa-no-metric-returned',
      'hpa-no-metric-returned',
      'average-shown-per-pod',
      'average-shown-per-pod',
      'average-shown-per-pod',
      'hpa-next-move',
    ],
    {
      invalid: [{ metric: 'five.m2' }, { metric: 'five.m5' }],
      valid: ['five.m1', 'five.m3', 'five.m4'],
    },
  ],
  [
    { ...hpa('odd/young', {}, { created: 30, since: 20 }), metrics: [{ name: 'young.load', average: '7' }] },
    'unknown',
    ['hpa-too-young'],
    { ageSeconds: expect.closeTo(32, -1), metric: 'young.load' },
  ],
  [
    { ...hpa('odd/old', {}, { created: 600, since: 590 }), metrics: [{ name: 'old.load', average: '7' }] },
    'fault',
    ['hpa-no-metric-returned'],
    { cause: 'not-stored', stored: null },
  ],
  // Nothing but the target's size is odd: the load of a scaled-down HPA with a minimum of 0 has no pods to be shared by.
  [
    hpa('odd/idle', {}, { min: 0, replicas: 0 }),
    'unknown',
    ['hpa-figures-unknown', 'metrics-api-healthy'],
    { replicas: 0 },
  ],
  [
    hpa(
      'odd/off',
      {},
      {
        min: 1,
        replicas: 0,
        halted:
          'ScalingActive=False ScalingDisabled: scaling is disabled since the replica count of the target is zero',
      },
    ),
    'explained',
    ['hpa-target-at-zero'],
    { min: 1 },
  ],
  [
    hpa('odd/rollout', {}, { halted: NO_ROLLOUTS }),
    'fault',
    ['hpa-target-missing'],
    { scaleTarget: 'Rollout/web', message: expect.stringContaining('no matches for kind "Rollout"') },
  ],
  // Three days old, and the controller has never looked at it.
  [
    hpa('odd/bare', {}),
    'unknown',
    ['hpa-figures-unknown', 'metrics-api-healthy', 'hpa-next-move'],
    { shown: null, total: '2472', missing: ['shown'] },
  ],
];

describe('odd HPAs', () => {
  const patched = (name: string, merge: unknown) => ({
    kind: 'HorizontalPodAutoscaler',
    namespace: 'odd',
    name,
    merge,
  });
  const cluster = withCluster({
    autoscaling: { hpas: ODD.map(([written]) => written) },
    patch: [
      patched('bare', { status: null }),
      patched('rollout', {
        spec: { scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } },
      }),
    ],
  });

  it.each(ODD.map(([written, ...told]) => [written.hpa, ...told] as const))(
    '%s is %s',
    async (path, verdict, codes, facts) => {
      const report = await askWords(cluster(), `hpa ${path}`);
      expect(codesOf(report)).toEqual(codes);
      expect(report.verdict).toBe(verdict);
      expect(report.findings[0]?.facts).toMatchObject(facts);
      for (const language of ['en', 'ja'] as const)
        expect(said(report, language)).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
      expect(sentToSlack(report).length).toBeGreaterThan(100);
    },
  );

  it('are listed beside each other, each by its own word', async () => {
    const { rows, total } = finding(await askWords(cluster(), 'hpa odd/'), 'hpa-list').facts;
    expect(total).toBe(ODD.length);
    const words = Object.fromEntries(rows.map(({ hpa: path, word }) => [path, word]));
    expect(words).toMatchObject({
      'odd/negative': 'fine',
      'odd/huge': 'at-max',
      'odd/slash': 'no-value',
      'odd/five': 'partly-blind',
      'odd/young': 'new',
      'odd/old': 'no-value',
      'odd/off': 'at-zero',
      'odd/rollout': 'no-target',
      'odd/bare': 'unclear',
    });
  });

  it('metrics of theirs are told once each, the bad ones first', async () => {
    const { rows, total, valid } = finding(await askWords(cluster(), 'metrics odd/'), 'metrics-list').facts;
    expect(rows.slice(0, 2).map(({ metric }) => metric)).toEqual(['five.m2', 'five.m5']);
    expect(total - valid).toBe(2);
  });
});

describe('HPAs that are not on external metrics', () => {
  const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: 61 } };
  const byCpu = (name: string, spec: object, annotations: object = {}) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'shop', annotations, creationTimestamp: '2026-11-01T10:00:00Z' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, maxReplicas: 9, ...spec },
    status: {},
  });
  const cluster = withCluster({}, [
    byCpu('by-cpu', { metrics: [{ type: 'Resource', resource: cpu }] }),
    byCpu('by-nothing', {}),
    byCpu(
      'written-as-v1',
      { metrics: [{ type: 'Resource', resource: cpu }] },
      {
        'kubectl.kubernetes.io/last-applied-configuration':
          '{"apiVersion":"autoscaling/v1","spec":{"targetCPUUtilizationPercentage":61}}',
      },
    ),
  ]);

  it.each(['by-cpu', 'by-nothing', 'written-as-v1'])(
    '%s is told as none of the Agent, and is not looked into',
    async (name) => {
      const paths = await pathsDuring(cluster(), async () => {
        const report = await askWords(cluster(), `hpa shop/${name}`);
        expect([codesOf(report), report.verdict]).toEqual([['hpa-not-external'], 'explained']);
        expect(finding(report, 'hpa-not-external').facts.types).toEqual(['Resource']);
      });
      expect(paths.filter((path) => /subjectaccessreviews|\/deployments\/by-/.test(path))).toEqual([]);
    },
  );

  it('are counted in the list and not in its rows', async () => {
    const { total, others } = finding(await askWords(cluster(), 'hpa'), 'hpa-list').facts;
    expect([total, others]).toEqual([2, 3]);
  });
});

describe('objects that go away between two reads', () => {
  const cluster = withCluster({
    autoscaling: {
      hpas: [hpa('shop/web', {}), hpa('shop/odd', { shown: '17' }, { target: 'Deployment/web' })],
    },
  });
  const gone = (object: Extract<ClusterFault, { kind: 'object' }>['object'], afterRequests?: number): ClusterFault => ({
    kind: 'object',
    object,
    ...(afterRequests === undefined ? {} : { afterRequests }),
    change: { to: 'gone' },
  });

  it('the HPA, before its figures are looked at again: it is not there', async () => {
    cluster().simulated.faults.add(gone({ kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'odd' }, 2));
    const report = await askWords(cluster(), 'hpa shop/odd', { deadlineMs: 6_000 });
    expect(codesOf(report)[0]).toBe('hpa-not-found');
    expect(report.verdict).toBe('unknown');
  });

  it.each([
    [
      'the workload',
      { kind: 'Deployment', namespace: 'shop', name: 'web' },
      'fault',
      ['hpa-target-missing', 'average-shown-per-pod'],
    ],
    // The HPA still shows what it got a moment ago.
    [
      'the Service',
      { kind: 'Service', namespace: 'datadog', name: 'datadog-cluster-agent-metrics-api' },
      'fault',
      ['metrics-api-service-missing', 'average-shown-per-pod', 'hpa-next-move'],
    ],
    ['the lock', { kind: 'Lease', namespace: 'datadog', name: 'datadog-leader-election' }, 'explained', WELL],
  ] as const)('%s', async (_name, object, verdict, codes) => {
    cluster().simulated.faults.add(gone(object));
    const report = await askWords(cluster(), 'hpa shop/web');
    expect([codesOf(report), report.verdict]).toEqual([codes, verdict]);
  });
});

describe('exec is off', () => {
  const cluster = withCluster({ autoscaling: { hpas: [hpa('shop/web', {})] } });

  it.each([
    ['hpa shop/web', 'explained', WELL],
    ['hpa', 'ok', ['hpa-list', 'metrics-api-healthy']],
    ['metrics', 'ok', ['metrics-list', 'external-metrics-healthy', 'metrics-api-healthy']],
  ] as const)('%s is answered from Kubernetes alone', async (words, verdict, codes) => {
    const paths = await pathsDuring(cluster(), async () => {
      const report = await askWords(cluster(), words, { exec: false });
      expect([codesOf(report), report.verdict]).toEqual([codes, verdict]);
    });
    expect(paths.filter((path) => path.includes('/exec'))).toEqual([]);
  });
});
