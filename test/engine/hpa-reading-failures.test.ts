import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterFault } from '../../simulator/cluster/faults.ts';
import type { FindingCode } from '../../src/domain/finding.ts';
import type { Why } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { pick } from '../masking/secret-examples.ts';
import { seeded } from '../seeded-random.ts';
import { type AskedCluster, askedCluster, codesOf, finding, said } from './ask-cluster.ts';
import { askWords, madeHpas } from './ask-hpa.ts';
import { FAILURES } from './reading-failures.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Long enough for everything that is answered at all. */
const NO_TIME_MS = 700;

const NAMED = 'hpa shop/catalog';
type Words = typeof NAMED | 'hpa' | 'metrics';
const QUESTIONS: readonly Words[] = [NAMED, 'hpa', 'metrics'];
const WELL: Readonly<Record<Words, string>> = { [NAMED]: 'explained', hpa: 'ok', metrics: 'ok' };

interface Expected {
  /** Those that read it; others must not notice. */
  readonly reads: readonly Words[];
  /** Those that cannot be answered without it. */
  readonly unknown?: readonly Words[];
  /** What nobody may say now. */
  readonly never?: readonly FindingCode[];
  readonly check?: (reports: Readonly<Record<Words, Report>>, why: Why) => void;
  readonly exec?: boolean;
  /** What is read instead says the same, so that nobody misses anything. */
  readonly replaced?: boolean;
}

const METRIC = { configmap: 'catalog.requests', datadogmetric: 'datadogmetric@shop:catalog-requests' };

const IN_CONFIG_MAP: Readonly<Record<string, Expected>> = {
  horizontalpodautoscalers: {
    reads: [NAMED, 'hpa'],
    unknown: [NAMED, 'hpa'],
    never: ['hpa-not-found', 'hpa-list', 'average-shown-per-pod'],
    check: (reports, why) => {
      for (const words of [NAMED, 'hpa'] as const) {
        expect(codesOf(reports[words])[0]).toBe('hpa-unreadable');
        expect(finding(reports[words], 'hpa-unreadable').facts.attempts).toMatchObject([{ why }]);
        if (why === 'forbidden') expect(codesOf(reports[words])).toContain('rights-missing');
      }
    },
  },
  deployments: {
    reads: [NAMED, 'hpa', 'metrics'],
    never: ['hpa-target-missing', 'hpa-target-at-zero', 'hpa-next-move', 'agent-not-running'],
    check: ({ [NAMED]: named, hpa }) => {
      // The HPA's own count is the wish; that it stands in for the pods is told.
      expect(finding(named, 'average-shown-per-pod').facts).toMatchObject({ replicas: 17, replicasFrom: 'hpa' });
      expect(finding(hpa, 'hpa-list').facts.rows[0]?.replicas).toBeNull();
    },
  },
  [METRIC.configmap]: {
    reads: [NAMED],
    never: [
      'hpa-no-metric-returned',
      'metrics-api-not-registered',
      'metrics-api-unavailable',
      'metrics-reader-forbidden',
    ],
    check: ({ [NAMED]: named }) => {
      expect(finding(named, 'average-shown-per-pod').facts).toMatchObject({ total: '2516', totalFrom: 'stored' });
      expect(codesOf(named)).not.toContain('metrics-api-healthy');
    },
  },
  apiservices: {
    reads: QUESTIONS,
    never: ['metrics-api-not-registered', 'metrics-api-unavailable'],
    check: ({ hpa, metrics }) => {
      for (const report of [hpa, metrics]) expect(codesOf(report)).not.toContain('metrics-api-healthy');
    },
  },
  services: { reads: QUESTIONS, never: ['metrics-api-service-missing', 'metrics-api-port-mismatch'] },
  endpointslices: { reads: QUESTIONS, never: ['metrics-api-unavailable'] },
  '/configmaps/datadog-custom-metrics': {
    reads: QUESTIONS,
    replaced: true,
    check: ({ [NAMED]: named, metrics }) => {
      // The Agent's own status lists the same values.
      expect(finding(named, 'average-shown-per-pod').facts.stored).toMatchObject({ value: '2516', valid: true });
      expect(finding(metrics, 'metrics-list').facts).toMatchObject({ total: 1, valid: 1 });
    },
  },
  '/configmaps/datadog-custom-metrics without exec': {
    reads: QUESTIONS,
    exec: false,
    unknown: ['metrics'],
    never: ['metrics-list', 'external-metrics-healthy', 'external-metric-invalid'],
    check: ({ [NAMED]: named, metrics }, why) => {
      expect(finding(named, 'average-shown-per-pod').facts).toMatchObject({ stored: null, totalFrom: 'served' });
      expect(codesOf(metrics)[0]).toBe('external-metrics-unreadable');
      expect(codesOf(metrics).includes('rights-missing')).toBe(why === 'forbidden');
    },
  },
  '/configmaps/extension-apiserver-authentication': { reads: [NAMED], never: ['aggregation-layer-missing'] },
  events: { reads: [NAMED] },
  subjectaccessreviews: { reads: [NAMED, 'metrics'], never: ['agent-rights-missing', 'metrics-reader-forbidden'] },
  leases: { reads: QUESTIONS, never: ['leader-missing'] },
  pods: { reads: QUESTIONS, never: ['agent-not-running', 'external-metrics-disabled', 'metrics-api-foreign-owner'] },
};

const IN_DATADOGMETRICS: Readonly<Record<string, Expected>> = {
  datadogmetrics: {
    reads: QUESTIONS,
    unknown: ['metrics'],
    never: ['datadogmetric-not-found', 'external-metrics-healthy', 'metrics-list'],
    check: ({ [NAMED]: named }) =>
      expect(finding(named, 'average-shown-per-pod').facts).toMatchObject({ stored: null, total: '2516' }),
  },
};

describe.each([
  ['configmap', IN_CONFIG_MAP],
  ['datadogmetric', IN_DATADOGMETRICS],
] as const)('every reading of a cluster with a store of kind %s, failing in every way', (store, resources) => {
  let cluster: AskedCluster;
  beforeAll(async () => {
    const query = store === 'datadogmetric' ? { query: 'avg:catalog.requests{env:prod}.rollup(30)' } : {};
    const labels = store === 'configmap' ? { labels: { env: 'prod' } } : {};
    const metric = { name: METRIC[store], ...labels, average: '150', stored: { value: 2516, age: 22, ...query } };
    cluster = await madeHpas({
      autoscaling: { store, hpas: [{ hpa: 'shop/catalog', max: 40, replicas: 17, metrics: [metric] }] },
    });
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(() => cluster.close());

  async function askAll(exec = true, deadlineMs = 15_000): Promise<Readonly<Record<Words, Report>>> {
    const [named, hpa, metrics] = await Promise.all([
      askWords(cluster, NAMED, { exec, deadlineMs }),
      askWords(cluster, 'hpa', { exec, deadlineMs }),
      askWords(cluster, 'metrics', { exec, deadlineMs }),
    ]);
    return { [NAMED]: named, hpa, metrics };
  }

  it('is well before anything fails', async () => {
    const reports = await askAll();
    for (const words of QUESTIONS) expect(reports[words].verdict).toBe(WELL[words]);
  });

  describe.each(Object.entries(resources))('%s', (what, expected) => {
    const [place = ''] = what.split(' ');
    const at = place.startsWith('/') ? { path: place } : { resource: place };

    it.each(FAILURES)('%s', async (_name, spoil, why) => {
      cluster.simulated.faults.add({ kind: 'request', ...at, spoil });
      const reports = await askAll(expected.exec, spoil.do === 'silent' ? NO_TIME_MS : undefined);
      for (const words of QUESTIONS) {
        const report = reports[words];
        const reads = expected.reads.includes(words);
        const codes = codesOf(report);
        if (reads) expect(codes.filter((code) => expected.never?.includes(code))).toEqual([]);
        // Nothing is wrong in this cluster, so nothing is blamed whatever could not be seen.
        expect(report.findings.filter(({ verdict }) => verdict === 'fault' || verdict === 'warning')).toEqual([]);
        const failed = report.readings.filter(
          (note) => note.why === why || (note.why === 'absent' && why === 'unsupported'),
        );
        if (!reads) expect([words, report.verdict, failed]).toEqual([words, WELL[words], []]);
        else if (expected.unknown?.includes(words)) expect([words, report.verdict]).toEqual([words, 'unknown']);
        // Some would need more than the little time there is; then they say so.
        else expect([WELL[words], 'unknown']).toContain(report.verdict);
        if (!reads || expected.replaced) continue;
        expect(failed.length, JSON.stringify(report.readings)).toBeGreaterThan(0);
        // What is not there was looked at.
        if (codes.includes('cluster-unreachable') || failed.every((note) => note.why === 'absent')) continue;
        const sources = failed.map(({ source }) => source);
        for (const language of ['en', 'ja'] as const) {
          const text = said(report, language);
          expect(
            sources.some((source) => text.includes(source)),
            `${sources.join('\n')}\n${text}`,
          ).toBe(true);
        }
      }
      if (spoil.do !== 'silent' || what !== 'pods') expected.check?.(reports, why);
    });
  });

  it('everything refused at once: unknown, with the rights that are missing', async () => {
    cluster.simulated.faults.add({ kind: 'deny', verb: '*', resource: '*' });
    const reports = await askAll();
    for (const words of QUESTIONS) {
      expect(reports[words].verdict).toBe('unknown');
      expect(reports[words].findings.every(({ verdict }) => verdict === 'unknown')).toBe(true);
      const { rights } = finding(reports[words], 'rights-missing').facts;
      const wanted =
        words !== 'metrics' ? 'horizontalpodautoscalers' : store === 'configmap' ? 'configmaps' : 'configmaps';
      expect(rights.map(({ resource }) => resource)).toContain(wanted);
    }
  });

  it('exec fails: the values are told all the same', async () => {
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'drop' } });
    const reports = await askAll();
    for (const words of QUESTIONS) expect([words, reports[words].verdict]).toEqual([words, WELL[words]]);
  });

  it('no server at all: unreachable', async () => {
    const other = await madeHpas({ autoscaling: { hpas: [] } });
    await other.simulated.close();
    try {
      for (const words of QUESTIONS) {
        const report = await askWords(other, words);
        expect([codesOf(report), report.verdict]).toEqual([['cluster-unreachable'], 'unknown']);
      }
    } finally {
      await other.close();
    }
  });
});

/** What is true as well, and all that can be told where the cause itself cannot be seen. */
const VAGUER: readonly FindingCode[] = ['metrics-api-unavailable', 'hpa-metric-failing', 'hpa-no-metric-returned'];

const BROKEN: readonly (readonly [string, string])[] = [
  ['hpa-metrics-api-blocked', 'hpa nginxext'],
  ['hpa-metrics-api-not-registered', 'hpa nginxext'],
  ['hpa-metrics-api-of-keda', 'hpa shop/worker'],
  ['hpa-port-mismatch', 'hpa nginxext'],
  ['hpa-rate-limited', 'hpa shop/worker-2'],
  ['hpa-datadogmetric-stale', 'hpa shop/checkout'],
  ['hpa-reader-forbidden', 'hpa nginxext'],
  ['hpa-partly-blind', 'hpa shop/web'],
  ['hpa-shared-metric', 'hpa nginxext'],
];

const PLACES: readonly Partial<Extract<ClusterFault, { kind: 'request' }>>[] = [
  { resource: 'deployments' },
  { path: '/apis/external.metrics.k8s.io/' },
  { resource: 'apiservices' },
  { resource: 'services' },
  { resource: 'endpointslices' },
  { resource: 'configmaps' },
  { resource: 'datadogmetrics' },
  { resource: 'subjectaccessreviews' },
  { resource: 'pods' },
  { resource: 'leases' },
  { resource: 'pods/log' },
];

describe.each(BROKEN)(`a broken cluster that is half seen: %s (DCA_TEST_SEED=${SEED})`, (scenario, words) => {
  let cluster: AskedCluster;
  beforeAll(async () => {
    cluster = await askedCluster(scenarioFolder(scenario));
  });
  afterAll(() => cluster.close());

  it('is never called well, and nothing else is blamed', async () => {
    const random = seeded(SEED);
    const harms = ({ findings }: Report) =>
      findings.filter(({ verdict }) => verdict === 'fault' || verdict === 'warning').map(({ code }) => code);
    const whole = harms(await askWords(cluster, words));
    expect(whole.length).toBeGreaterThan(0);
    const quick = FAILURES.filter(([, { do: what }]) => what !== 'silent');
    for (const place of PLACES) {
      const [name, spoil] = pick(random, quick);
      const heal = cluster.simulated.faults.add({ kind: 'request', ...place, spoil });
      const report = await askWords(cluster, words);
      heal();
      const told = harms(report);
      const where = `${JSON.stringify(place)} ${name}: ${codesOf(report).join(' ')}`;
      expect(told.length, where).toBeGreaterThan(0);
      expect(
        told.filter((code) => !whole.includes(code) && !VAGUER.includes(code)),
        where,
      ).toEqual([]);
    }
  });
});

describe.each(FAILURES.filter(([, { do: what }]) => what !== 'half-json' && what !== 'body'))(
  "the leader's log: %s",
  (_name, spoil, why) => {
    it('no cause is made up, and what could not be read is told', async () => {
      const cluster = await askedCluster(scenarioFolder('hpa-rate-limited'));
      try {
        cluster.simulated.faults.add({ kind: 'request', resource: 'pods/log', spoil });
        const deadlineMs = spoil.do === 'silent' ? NO_TIME_MS : 15_000;
        const [named, metrics] = await Promise.all([
          askWords(cluster, 'hpa shop/worker-2', { deadlineMs }),
          askWords(cluster, 'metrics', { deadlineMs }),
        ]);
        expect(codesOf(named)).toEqual(['hpa-no-metric-returned']);
        expect(codesOf(metrics)).toEqual(['metrics-list', 'external-metric-invalid', 'metrics-api-healthy']);
        for (const report of [named, metrics]) {
          const [note] = report.readings.filter(({ source }) => source.startsWith('kubectl logs'));
          expect(note).toMatchObject({ known: false, why });
          for (const language of ['en', 'ja'] as const) expect(said(report, language)).toContain(note?.source);
        }
      } finally {
        await cluster.close();
      }
    });
  },
);
