import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { type AskedCluster, askedCluster, codesOf, finding } from './ask-cluster.ts';
import { askWords, madeHpas, pathsDuring } from './ask-hpa.ts';

const HPAS = /\/horizontalpodautoscalers(?:\?|$)/;
const ONE_HPA = /\/horizontalpodautoscalers\/[^/?]+$/;
const SERVED = /^\/apis\/external\.metrics\.k8s\.io\//;

function among(paths: readonly string[], pattern: RegExp): string[] {
  return paths.filter((path) => pattern.test(path));
}

describe('five thousand HPAs', () => {
  let cluster: AskedCluster;
  beforeAll(async () => {
    cluster = await askedCluster(scenarioFolder('hpa-many'));
  });
  afterAll(() => cluster.close());

  const asked = async (words: string) => {
    let report: Report | undefined;
    const paths = await pathsDuring(cluster, async () => {
      report = await askWords(cluster, words);
    });
    if (report === undefined) throw new Error('no report');
    return { report, paths };
  };

  it('are listed in pages of 500, and nothing is asked for each of them', async () => {
    const { report, paths } = await asked('hpa');
    expect(finding(report, 'hpa-list').facts).toMatchObject({
      total: 5000,
      page: 1,
      pages: 200,
      counts: [{ word: 'fine', count: 5000 }],
      rows: expect.objectContaining({ length: 25 }),
    });
    expect(report.verdict).toBe('ok');
    // The captured cluster has Deployments of its own.
    const lists = [HPAS, /\/datadogmetrics\?/, /\/apps\/v1\/deployments\?/].map((list) => among(paths, list));
    expect(lists.map(({ length }) => length)).toEqual([10, 10, 11]);
    for (const pages of lists) {
      for (const page of pages) expect(page).toContain('limit=500');
    }
    expect(among(paths, ONE_HPA)).toEqual([]);
    expect(among(paths, SERVED)).toEqual([]);
    expect(paths.length).toBeLessThan(60);
  });

  it('are shown up to the last page, which any later page is too', async () => {
    const { report } = await asked('hpa --page 9000');
    const { rows, ...facts } = finding(report, 'hpa-list').facts;
    expect(facts).toMatchObject({ page: 200, pages: 200, total: 5000 });
    expect([rows.length, rows[0]?.hpa, rows[24]?.hpa]).toEqual([25, 'load/api-977', 'load/api-999']);
  });

  it('hold as many metrics, which are told without any HPA being read', async () => {
    const { report, paths } = await asked('metrics --page 3');
    expect(finding(report, 'metrics-list').facts).toMatchObject({ total: 5000, valid: 5000, page: 3, pages: 200 });
    expect(among(paths, /\/datadogmetrics\?/)).toHaveLength(10);
    expect(among(paths, /horizontalpodautoscalers/)).toEqual([]);
    expect(among(paths, SERVED)).toEqual([]);
  });

  it('one of them by its path is read alone', async () => {
    const { report, paths } = await asked('hpa load/api-77');
    expect(finding(report, 'average-shown-per-pod').facts).toMatchObject({ hpa: 'load/api-77', total: '453.368' });
    expect(among(paths, ONE_HPA)).toHaveLength(1);
    expect(among(paths, HPAS)).toEqual([]);
    expect(among(paths, SERVED)).toHaveLength(1);
    expect(among(paths, /\/deployments\?/)).toEqual([]);
  });

  it('one of them by its name alone is asked for by that name', async () => {
    const { report, paths } = await asked('hpa api-4321');
    expect(finding(report, 'average-shown-per-pod').facts).toMatchObject({ hpa: 'load/api-4321' });
    const [list, ...more] = among(paths, HPAS);
    expect(list).toContain('fieldSelector=metadata.name=api-4321');
    expect(more).toEqual([]);
  });

  it('a name that is not among them is looked for once in all of them', async () => {
    const { report, paths } = await asked('hpa load/api-50001');
    const { near } = finding(report, 'hpa-not-found').facts;
    expect(near).toContain('load/api-5000');
    expect(near.length).toBeLessThanOrEqual(5);
    expect(among(paths, /\/namespaces\/load\/horizontalpodautoscalers\?/)).toHaveLength(10);
    expect(among(paths, SERVED)).toEqual([]);
  });
});

describe('the second look', () => {
  const looksAtHpa = (paths: readonly string[]) => among(paths, /\/horizontalpodautoscalers\/nginxext$/).length;
  let cluster: AskedCluster;
  beforeAll(async () => {
    cluster = await askedCluster(scenarioFolder('hpa-contradiction'));
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(() => cluster.close());

  it('is not taken where the figures agree', async () => {
    const well = await askedCluster(scenarioFolder('hpa-held-at-black-friday'));
    try {
      const paths = await pathsDuring(well, () => askWords(well, 'hpa shop/checkout'));
      expect(among(paths, ONE_HPA)).toHaveLength(1);
      expect(among(paths, SERVED)).toHaveLength(1);
      expect(among(paths, /configmaps\/datadog-custom-metrics$/)).toHaveLength(1);
    } finally {
      await well.close();
    }
  });

  it('makes a contradiction certain, and reads of the stores the one in use', async () => {
    let report: Report | undefined;
    const paths = await pathsDuring(cluster, async () => {
      report = await askWords(cluster, 'hpa default/nginxext', { deadlineMs: 3_000 });
    });
    if (report === undefined) throw new Error('no report');
    expect([codesOf(report), report.verdict]).toEqual([
      ['value-contradiction', 'hpa-held-at-max', 'metrics-api-healthy'],
      'warning',
    ]);
    expect(finding(report, 'value-contradiction')).toMatchObject({
      verdict: 'warning',
      facts: { shown: '701', total: '2472', replicas: 3, expected: '824', readTwice: true },
    });
    expect(looksAtHpa(paths)).toBe(2);
    expect(among(paths, /configmaps\/datadog-custom-metrics$/)).toHaveLength(2);
    expect(among(paths, /\/datadogmetrics/).length).toBeLessThanOrEqual(1);
    // Neither the way to the Agent nor its rights change within seconds.
    expect(among(paths, /\/apiservices\//)).toHaveLength(1);
  });

  it('cut off by the deadline takes nothing back: what was seen once is told, and no more claimed', async () => {
    let report: Report | undefined;
    const paths = await pathsDuring(cluster, async () => {
      report = await askWords(cluster, 'hpa default/nginxext', { deadlineMs: 1_200 });
    });
    if (report === undefined) throw new Error('no report');
    expect(looksAtHpa(paths)).toBe(1);
    expect(report.verdict).not.toBe('ok');
    expect(finding(report, 'value-contradiction')).toMatchObject({
      verdict: 'unknown',
      facts: { shown: '701', total: '2472', readTwice: false },
    });
    const unseen = report.readings.filter(({ known, source }) => !known && !source.includes('can-i'));
    expect(unseen).toEqual([]);
  });

  it('that fails in the middle takes nothing back either', async () => {
    const before = cluster.simulated.requests.length;
    const answer = askWords(cluster, 'hpa default/nginxext', { deadlineMs: 3_000 });
    // What is served is asked for once the HPA was read.
    await vi.waitFor(() => {
      const paths = cluster.simulated.requests.slice(before).map(({ path }) => path);
      expect(among(paths, SERVED)).toHaveLength(1);
    });
    const spoil = { do: 'status', code: 500, message: 'etcd is sad 500' } as const;
    cluster.simulated.faults.add({ kind: 'request', path: '/horizontalpodautoscalers/nginxext', spoil });
    const report = await answer;
    expect(finding(report, 'value-contradiction').facts).toMatchObject({ shown: '701', readTwice: false });
    expect(report.readings.filter(({ known, detail }) => !known && detail?.includes('500'))).toEqual([]);
  });

  it('ends at once when somebody stops the question, and no report is made', async () => {
    const stop = new AbortController();
    const answer = askWords(cluster, 'hpa default/nginxext', {}, { signal: stop.signal });
    const before = cluster.simulated.requests.length;
    await vi.waitFor(() => expect(cluster.simulated.requests.length).toBeGreaterThan(before + 20));
    const stopped = performance.now();
    stop.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    expect(performance.now() - stopped).toBeLessThan(1_500);
  });

  it('of several HPAs on one workload is taken for those that disagree alone', async () => {
    const metrics = (name: string, over: object) => [
      { name, labels: { env: 'prod' }, average: '9', stored: { value: 2472 }, ...over },
    ];
    const both = await madeHpas({
      autoscaling: {
        hpas: [
          { hpa: 'shop/by-load', target: 'Deployment/web', max: 900, replicas: 3, metrics: metrics('web.load', {}) },
          {
            hpa: 'shop/by-queue',
            target: 'Deployment/web',
            max: 900,
            replicas: 3,
            metrics: metrics('web.queue', { shown: '17' }),
          },
        ],
      },
    });
    try {
      const paths = await pathsDuring(both, async () => {
        const report = await askWords(both, 'hpa shop/deploy/web', { deadlineMs: 3_000 });
        expect(codesOf(report)).toEqual(expect.arrayContaining(['value-contradiction', 'average-shown-per-pod']));
      });
      expect(among(paths, /\/horizontalpodautoscalers\/by-load$/)).toEqual([]);
      expect(among(paths, /\/horizontalpodautoscalers\/by-queue$/)).toHaveLength(1);
    } finally {
      await both.close();
    }
  });
});
