import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../src/domain/finding.ts';
import { LANGUAGES } from '../../src/domain/question.ts';
import { en } from '../../src/phrases/en.ts';
import {
  asQuantity,
  complaints,
  controllerWords,
  datadogMetricFor,
  hpaCommand,
  keptCommand,
  metricName,
  nextPage,
  percent,
  servedCommand,
  storeCommand,
  targetCommand,
  targetsColumn,
} from '../../src/phrases/hpa-names.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { CONTEXTS, sentences } from './every-phrase.ts';
import { GUIDE, HPA_SAMPLE_FACTS, SHARED } from './hpa-sample-facts.ts';

const CONTEXT = CONTEXTS[0]!;
const RAW = "kubectl get --raw '/apis/external.metrics.k8s.io/v1beta1/namespaces";

describe('commands', () => {
  it.each([
    ['default/nginxext', 'kubectl describe hpa nginxext -n default'],
    ['nginxext', 'kubectl describe hpa nginxext -n NAMESPACE'],
    ['shop/web; rm -rf x', undefined],
    ['$(id)/web', undefined],
    ['a/b/c', undefined],
    ['', undefined],
  ])('about HPA %s', (hpa, command) => {
    expect(hpaCommand(hpa, 'describe')).toBe(command);
  });

  it.each([
    ['Deployment/nginx', 'kubectl get deployment/nginx -n shop'],
    ['Rollout/web.v2', 'kubectl get rollout/web.v2 -n shop'],
    ['text 1', undefined],
    ['Deployment/`x`', undefined],
    ['', undefined],
  ])('about scale target %s', (target, command) => {
    expect(targetCommand('shop/web', target, 'get')).toBe(command);
  });

  it.each([
    ['queue.depth', 'app=puppet,env=demo', `${RAW}/shop/queue.depth?labelSelector=app%3Dpuppet%2Cenv%3Ddemo'`],
    ['datadogmetric@shop:orders-rate', '', `${RAW}/shop/datadogmetric@shop:orders-rate'`],
    ['q', "a in (b,c),!d,e=f'g", `${RAW}/shop/q?labelSelector=a%20in%20(b%2Cc)%2C!d%2Ce%3Df%27g'`],
    ['orders/rate', '', undefined],
    ["x'; id", '', undefined],
    ['q', 'k=v,'.repeat(300), undefined],
    ['q', '\ud83d', undefined],
  ])('to the metrics API for %s', (metric, selector, command) => {
    expect(servedCommand('shop/web', metric, selector)).toBe(command);
  });

  it.each([
    ['datadogmetric@shop:orders-rate', 'kubectl get datadogmetric orders-rate -n shop -o yaml'],
    ['datadogmetric@shop:$(id)', 'kubectl get configmap datadog-custom-metrics -n datadog -o yaml'],
    ['orders.rate', 'kubectl get configmap datadog-custom-metrics -n datadog -o yaml'],
  ])('to what the Agent keeps of %s', (metric, command) => {
    expect(keptCommand(metric, { ...CONTEXT, namespace: 'datadog' })).toBe(command);
    expect(keptCommand('a.b', { ...CONTEXT, namespace: null })).toContain(' -n NAMESPACE ');
  });

  it.each([
    ['configmap', 'datadog/datadog-custom-metrics', 'kubectl get configmap datadog-custom-metrics -n datadog -o yaml'],
    ['configmap', null, undefined],
    ['datadogmetric', null, 'kubectl get datadogmetric -A'],
  ] as const)('about the store %s %s', (store, configMap, command) => {
    expect(storeCommand(store, configMap)).toBe(command);
  });

  it('make a DatadogMetric of the query in use, unless it cannot be quoted', () => {
    expect(datadogMetricFor(GUIDE).name).toBe('datadogmetric@default:nginx-net-request-per-s');
    const json = /^echo '(.*)' \| kubectl apply -f -$/.exec(datadogMetricFor(GUIDE).command ?? '')?.[1] ?? '';
    expect(JSON.parse(json)).toEqual({
      apiVersion: 'datadoghq.com/v1alpha1',
      kind: 'DatadogMetric',
      metadata: { name: 'nginx-net-request-per-s', namespace: 'default' },
      spec: { query: 'avg:nginx.net.request_per_s{app:puppet,env:demo}.rollup(30)' },
    });
    for (const query of ["sum:a{team:o'neill}", 'sum:a{b:"c"}', 'sum:a\\{}', 'sum:a{*}\nid', null])
      expect(datadogMetricFor({ ...GUIDE, stored: { ...GUIDE.stored!, query } }).command).toBeUndefined();
  });
});

describe('figures as kubectl and Datadog write them', () => {
  it.each([
    ['157.5', '157500m'],
    ['3000', '3k'],
    ['2472', '2472'],
    ['1200000', '1200k'],
    ['5000000000', '5G'],
    ['0', '0'],
    ['-0.001', '-1m'],
    ['9', '9'],
    ['lots', 'lots'],
  ])('%s', (decimal, quantity) => {
    expect(asQuantity(decimal)).toBe(quantity);
  });

  it.each([
    [GUIDE, '824/9 (avg)'],
    [{ ...GUIDE, targetType: 'Value', target: '3000', shown: '4944', printed: null }, '4944/3k'],
    [{ ...GUIDE, shown: null, printed: null, target: '0.5' }, '<unknown>/500m (avg)'],
    [{ ...GUIDE, target: '' }, '824/<unknown> (avg)'],
  ] as const)('the column TARGETS, row %#', (figures, text) => {
    expect(targetsColumn(figures)).toBe(text);
  });

  it.each([
    ['q', '', 'q'],
    ['q', 'a=b,c=d', 'q{a:b,c:d}'],
    ['q', 'a in (b,c),d=e', 'q{a in (b,c),d=e}'],
    ['q', '!a', 'q{!a}'],
    ['q', 'a:b', 'q{a:b}'],
  ])('%s with %s', (metric, selector, text) => {
    expect(metricName(metric, selector)).toBe(text);
  });

  it.each([
    [100, '10'],
    [55, '5.5'],
    [0, '0'],
  ])('%d thousandths in percent', (milli, text) => {
    expect(percent(milli)).toBe(text);
  });
});

describe('the next page', () => {
  it.each([
    [{ kind: 'hpa' }, 1, 3, 'hpa --page 2'],
    [{ kind: 'hpa', subject: { namespace: 'shop' } }, 2, 3, 'hpa -n shop --page 3'],
    [{ kind: 'metrics' }, 1, 2, 'metrics --page 2'],
    [{ kind: 'hpa' }, 3, 3, undefined],
  ] as const)('of %o at %d of %d', (question, page, pages, words) => {
    expect(nextPage({ ...CONTEXT, question }, page, pages)).toBe(words);
  });
});

describe('sentences that people act on', () => {
  const guide = HPA_SAMPLE_FACTS['average-shown-per-pod'][0];
  const held = HPA_SAMPLE_FACTS['hpa-held-at-max'][0];
  const within = (code: FindingCode) => ({ ...CONTEXT, codes: [code] });

  it('print the sum of the guide', () => {
    const { sum, points = [] } = en.findings['average-shown-per-pod'](guide, CONTEXT);
    expect(textOf(sum)).toContain('824 and 2472 are the same measurement: 824 per pod × 3 pods = 2472.');
    expect(points.map(textOf).join('\n')).toContain('divided by .status.replicas of Deployment/nginx = 3, no rollout');
  });

  it.each(LANGUAGES)('promise in %s no sum that does not fit', (language) => {
    const words = (shown: string, total: string) =>
      phrasesOf(language)
        .findings['value-contradiction'](
          { ...GUIDE, shown, printed: shown, total, expected: '824', tried: [], readTwice: true },
          CONTEXT,
        )
        .teach?.map(textOf)
        .join('\n');
    expect(words('900', '2472')).not.toMatch(/2472 ÷ 3/);
    const fitting = phrasesOf(language).findings['average-shown-per-pod'](guide, CONTEXT);
    expect(fitting.teach?.map(textOf).join('\n')).toContain('2472 ÷ 3 = 824');
  });

  it.each(LANGUAGES)('raise no maximum in %s while a shared metric is what drives the load', (language) => {
    const phrase = phrasesOf(language).findings['hpa-held-at-max'];
    expect(phrase(held, CONTEXT).remedy?.command).toContain('{"spec":{"maxReplicas":200}}');
    expect(phrase(held, CONTEXT).notAtFault).toBeDefined();
    const shared = phrase(held, within('value-summed-over-hpas'));
    expect(shared.remedy?.command).toBeUndefined();
    expect(shared.notAtFault).toBeUndefined();
  });

  it.each(LANGUAGES)('name in %s every HPA that shares a metric', (language) => {
    const facts = { ...SHARED, sharers: ['default/nginxext', 'blog/front'], alone: '824' };
    const words = phrasesOf(language).findings['value-summed-over-hpas'](facts, CONTEXT);
    const text = sentences(words)
      .map(([, rich]) => textOf(rich))
      .join('\n');
    for (const part of ['default/nginxext', 'blog/front', '4944', '2472', '1648/9 (avg)', '824'])
      expect(text).toContain(part);
  });

  it.each(LANGUAGES)('give a table in %s as many cells as it has columns', (language) => {
    const { findings } = phrasesOf(language);
    const tables = [
      ...HPA_SAMPLE_FACTS['hpa-list'].map((facts) => findings['hpa-list'](facts, CONTEXT).table),
      ...HPA_SAMPLE_FACTS['metrics-list'].map((facts) => findings['metrics-list'](facts, CONTEXT).table),
    ].filter((table) => table !== undefined);
    expect(tables).toHaveLength(9);
    for (const { columns, rows } of tables)
      for (const row of rows) {
        expect(row).toHaveLength(columns.length);
        expect(row.every((cell) => textOf(cell) !== '')).toBe(true);
      }
  });

  it.each([
    ['shop', undefined, 'I cannot read the HPAs in namespace shop, so nothing is judged.'],
    ['', undefined, 'I cannot read the HPAs of this cluster, so nothing is judged.'],
    ['shop/web', 'web', 'I cannot read HPA shop/web, so nothing is judged.'],
  ])('tell what could not be read: %s', (asked, name, sum) => {
    const subject = { namespace: 'shop', ...(name === undefined ? {} : { name }) };
    const context = { ...CONTEXT, question: { kind: 'hpa', subject } } as const;
    expect(textOf(en.findings['hpa-unreadable']({ asked, attempts: [] }, context).sum)).toBe(sum);
  });

  it('tell whose metrics are listed when a namespace was asked for', () => {
    const context = { ...CONTEXT, question: { kind: 'metrics', subject: { namespace: 'shop' } } } as const;
    const [facts] = HPA_SAMPLE_FACTS['metrics-list'];
    expect(textOf(en.findings['metrics-list'](facts, context).sum)).toBe(
      'The Agent holds 55 external metrics for namespace shop, 43 of them valid.',
    );
  });
});

describe("the controller's own words", () => {
  const request =
    'unable to get external metric shop/q/&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}: ';
  it.each([
    [`the HPA was unable to compute the replica count: ${request}q is forbidden`, 'q is forbidden'],
    [`invalid metrics (1 invalid out of 1), first error is: ${request}no metrics returned`, 'no metrics returned'],
    ['unable to find metric q', 'unable to find metric q'],
    [request, request],
    ['', ''],
  ])('%s', (message, words) => {
    expect(controllerWords(message)).toBe(words);
  });
});

it('what many metrics share is said once', () => {
  const row = (id: string, error: string | null, valid = false) =>
    ({ id, metric: id, labels: '', value: null, valid, active: true, ageSeconds: 7, users: [], error }) as const;
  const rows = [row('a', 'E1'), row('b', null), row('c', 'E2'), row('d', 'E1'), row('e', 'E1', true), row('f', 'E1')];
  expect(complaints(rows)).toEqual([
    { id: 'a', others: 2, error: 'E1' },
    { id: 'c', others: 0, error: 'E2' },
  ]);
});
