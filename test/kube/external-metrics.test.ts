import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelSelector } from '../../src/domain/autoscaling-objects.ts';
import { openStub, type StubApiServer } from './stub-api-server.ts';

const BOUNDS = { timeoutMs: 5000 };
const PREFIX = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop';
const ITEM = { metricName: 'm', metricLabels: { a: 'b' }, timestamp: '2026-11-23T18:35:50Z', value: '2472' };

let stub: StubApiServer;
beforeAll(async () => {
  stub = await openStub();
});
afterAll(() => stub.close());

function list(items: unknown) {
  return { kind: 'ExternalMetricValueList', apiVersion: 'external.metrics.k8s.io/v1beta1', metadata: {}, items };
}

describe('an external metric is asked for as the HPA controller does', () => {
  const rows: readonly [string, LabelSelector | undefined, string, string][] = [
    ['nginx.net.request_per_s', undefined, '/nginx.net.request_per_s', '/nginx.net.request_per_s'],
    ['Queue.Depth', {}, '/queue.depth', '/queue.depth'],
    ['datadogmetric@shop:orders-rate', undefined, '/datadogmetric@shop:orders-rate', '/datadogmetric@shop:orders-rate'],
    ['a b?c#d', undefined, '/a%20b%3Fc%23d', '/a%20b%3Fc%23d'],
    ["it's(1)*!", undefined, '/it%27s%281%29%2A%21', '/it%27s%281%29%2A%21'],
    ['ｑ\u{1F600}', undefined, '/%EF%BD%91%F0%9F%98%80', '/%EF%BD%91%F0%9F%98%80'],
    ['half\ud83d', undefined, '/half%EF%BF%BD', '/half%EF%BF%BD'],
    ['...', undefined, '/...', '/...'],
    [
      'm',
      { matchLabels: { env: 'demo', app: 'puppet' } },
      '/m?labelSelector=app%3Dpuppet%2Cenv%3Ddemo',
      `'/m?labelSelector=app%3Dpuppet%2Cenv%3Ddemo'`,
    ],
    [
      'm',
      { matchExpressions: [{ key: 'k', operator: 'In', values: ['b', 'a'] }] },
      '/m?labelSelector=k+in+%28a%2Cb%29',
      `'/m?labelSelector=k+in+%28a%2Cb%29'`,
    ],
  ];
  it.each(rows)('%j with %j', async (name, selector, url, shown) => {
    stub.answers({ [`${PREFIX}${url}`]: { body: list([ITEM]) } });
    const reading = await stub.reader.getExternalMetric('shop', selector ? { name, selector } : { name }, BOUNDS);
    expect(reading).toMatchObject({ known: true, value: [ITEM] });
    expect(stub.sent).toEqual([`GET ${PREFIX}${url}`]);
    const quote = shown.startsWith("'") ? "'" : '';
    expect(reading.source).toBe(`kubectl get --raw ${quote}${PREFIX}${shown.replaceAll("'", '')}${quote}`);
  });

  it.each([
    ['a/b', `invalid resource "a/b": [may not contain '/']`],
    ['50%', `invalid resource "50%": [may not contain '%']`],
    ['a/%2e', `invalid resource "a/%2e": [may not contain '/' may not contain '%']`],
    ['.', `invalid resource ".": [may not be '.']`],
    ['..', `invalid resource "..": [may not be '..']`],
    ['', `invalid resource "": [may not be empty]`],
    ['../../../secrets', `invalid resource "../../../secrets": [may not contain '/']`],
  ])('but nothing is sent for %j', async (name, detail) => {
    stub.answers({});
    expect(await stub.reader.getExternalMetric('shop', { name }, BOUNDS)).toMatchObject({
      known: false,
      why: 'unsupported',
      detail,
    });
    expect(stub.sent).toEqual([]);
  });

  it('nor for a namespace that is none', async () => {
    stub.answers({});
    const reading = await stub.reader.getExternalMetric('shop/../../x', { name: 'm' }, BOUNDS);
    expect(reading).toMatchObject({ known: false, why: 'unreadable' });
    expect(reading).toHaveProperty('detail', expect.stringContaining('RFC 1123'));
    expect(stub.sent).toEqual([]);
  });

  it('with 300 labels of the greatest length', async () => {
    const label = (index: number) => String(index).padStart(63, 'x');
    const labels = Array.from({ length: 300 }, (_, index) => [
      `${'p'.repeat(60)}.example/${label(index)}`,
      label(index),
    ]);
    stub.answers({ [`${PREFIX}/m`]: { body: list([ITEM]) } });
    const selector = { matchLabels: Object.fromEntries(labels) };
    expect(await stub.reader.getExternalMetric('shop', { name: 'm', selector }, BOUNDS)).toMatchObject({ known: true });
    const query = new URLSearchParams(stub.sent[0]?.split('?')[1]);
    expect(query.get('labelSelector')?.split(',')).toHaveLength(300);
  });
});

describe('what the metrics API answers', () => {
  it.each([
    [list([]), []],
    [list(null), []],
    [list([ITEM, { ...ITEM, value: '3' }]), [ITEM, { ...ITEM, value: '3' }]],
    [
      list([{ metricName: 'm', metricLabels: null, timestamp: null, value: '1.234567e6', window: 30 }]),
      [{ metricName: 'm', value: '1.234567e6' }],
    ],
    [list([{ metricName: 'm', value: 17 }]), [{ metricName: 'm', value: '17' }]],
  ])('is taken as it is: %j', async (body, value) => {
    stub.answers({ [`${PREFIX}/m`]: { body } });
    expect(await stub.reader.getExternalMetric('shop', { name: 'm' }, BOUNDS)).toMatchObject({ known: true, value });
  });

  it.each([
    [{ kind: 'List', items: [] }, 'kind: expected ExternalMetricValueList, got "List"'],
    [{ items: [] }, 'kind: expected ExternalMetricValueList, got nothing'],
    [list([{ metricName: 'm' }]), 'items[0].value: expected a quantity, got nothing'],
    [list([{ metricName: 'm', value: 'NaN' }]), 'items[0].value: expected a quantity, got "NaN"'],
    [list([{ metricName: 'm', value: '' }]), 'items[0].value: expected a quantity, got ""'],
    [list([{ metricName: 'm', value: 1.5 }]), 'items[0].value: expected a quantity, got 1.5'],
    [list([{ metricName: 'm', value: 2 ** 53 }]), 'items[0].value: expected a quantity, got 9007199254740992'],
    [list([{ value: '1' }]), 'items[0].metricName: expected text, got nothing'],
    [list({}), 'items: expected a list, got an object'],
  ])('is refused where it is nothing of the kind: %j', async (body, detail) => {
    stub.answers({ [`${PREFIX}/m`]: { body } });
    expect(await stub.reader.getExternalMetric('shop', { name: 'm' }, BOUNDS)).toMatchObject({
      known: false,
      why: 'unreadable',
      detail,
    });
  });

  const status = (code: number, message: string, details?: object) => ({
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code, ...(details ? { details } : {}) },
  });
  const refusals: readonly [{ status?: number; body: unknown }, string, string][] = [
    [{ status: 404, body: '404 page not found\n' }, 'unsupported', 'the server could not find the requested resource'],
    [{ status: 503, body: 'service unavailable\n' }, 'unreachable', 'HTTP 503: service unavailable'],
    [
      { status: 503, body: 'error trying to reach service: dial tcp 10.0.0.7:8443: i/o timeout\n' },
      'unreachable',
      'HTTP 503: error trying to reach service: dial tcp 10.0.0.7:8443: i/o timeout',
    ],
    [{ status: 503, body: 'x'.repeat(501) }, 'unreachable', 'HTTP 503'],
    [{ status: 503, body: '<html>no</html>' }, 'unreachable', 'HTTP 503'],
    [{ status: 503, body: '"a JSON text"' }, 'unreachable', 'HTTP 503'],
    [
      status(500, 'Internal error occurred: DatadogMetric is invalid, err: Invalid metric error: no serie'),
      'unreachable',
      'Internal error occurred: DatadogMetric is invalid, err: Invalid metric error: no serie',
    ],
    [
      status(403, 'm.external.metrics.k8s.io is forbidden: User "x" cannot list resource "m"'),
      'forbidden',
      'm.external.metrics.k8s.io is forbidden: User "x" cannot list resource "m"',
    ],
  ];
  it.each(refusals)('is told in its own words: %j', async (answer, why, detail) => {
    stub.answers({ [`${PREFIX}/m`]: answer });
    expect(await stub.reader.getExternalMetric('shop', { name: 'm' }, BOUNDS)).toMatchObject({
      known: false,
      why,
      detail,
    });
  });
});
