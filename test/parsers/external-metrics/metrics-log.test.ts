import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMetricsLog } from '../../../src/parsers/external-metrics/metrics-log.ts';

const RETRIEVER = '(pkg/clusteragent/externalmetrics/metrics_retriever.go:98 in retrieveMetricsValues)';
const QUERY = 'avg:orders.rate{env:live,queue:a}.rollup(30)';

function line(message: string, time = '2026-11-23 18:40:05 UTC'): string {
  return `${time} | CLUSTER | ERROR | ${RETRIEVER} | ${message}`;
}

describe('a line of the log', () => {
  it.each([
    ['Returned series slice empty', 'no-series', undefined],
    [
      `Invalid metric error: no serie returned for this query, check data is available in the last 300 seconds, query was: ${QUERY}, will retry after 2m0s`,
      'no-series',
      QUERY,
    ],
    [`Could not collect values for all processedMetrics in the query ${QUERY}`, 'no-series', QUERY],
    [
      `Multiple Series found for query: ${QUERY}. Please change your query to return a single Serie. Results will be flagged as invalid`,
      'multiple-series',
      QUERY,
    ],
    [
      `Invalid metric error: multiple series found. Please change your query to return a single serie, query was: ${QUERY}`,
      'multiple-series',
      QUERY,
    ],
    [`Query is too long, could yield a server side error. Dropping: ${QUERY}`, 'query-too-long', QUERY],
    [`Error while executing metric query ${QUERY}: timeout`, 'fetch-failed', QUERY],
    [
      `Unable to fetch external metrics: error while executing metric query ${QUERY}: API error 403 Forbidden: {"errors":["Forbidden"]}`,
      'keys-rejected',
      QUERY,
    ],
    ['Error getting metrics from Datadog: API error 401 Unauthorized: {}', 'keys-rejected', undefined],
    ['Error getting metrics from Datadog: API error 429 Too Many Requests: {}', 'rate-limited', undefined],
    ['Unable to fetch external metrics: Datadog API rate limit exceeded', 'rate-limited', undefined],
    [
      `Error while executing metric query avg:a{b:c} / avg:d: e{f:g}: API error 422 Unprocessable Entity: {}`,
      'bad-query',
      'avg:a{b:c} / avg:d: e{f:g}',
    ],
    ['Error getting metrics from Datadog: API error 400 Bad Request: {}', 'bad-query', undefined],
    ['Error getting metrics from Datadog: API error 503 Service Unavailable: {}', 'fetch-failed', undefined],
    ['Error getting metrics from Datadog: dial tcp: lookup app.datadoghq.com: no such host', 'fetch-failed', undefined],
    ['Error getting metrics from Datadog: Returned series slice empty', 'no-series', undefined],
    ['Failed to query metrics on https://api.datadoghq.eu: EOF', 'fetch-failed', undefined],
    [
      'Received Serie without QueryIndex or invalid QueryIndex while we sent multiple queries. Full query: x',
      'fetch-failed',
      undefined,
    ],
    [
      'fail to create datadog client for metrics provider, error: missing the api/app key pair to query Datadog',
      'keys-missing',
      undefined,
    ],
    ['fail to create datadog client for metrics provider, error: bad URL', 'fetch-failed', undefined],
    ['Unable to resolve DatadogMetric query "avg:a{b:%%tag_\\"x\\"%%}": no tag', 'bad-query', 'avg:a{b:%%tag_"x"%%}'],
    ['Metric name "1st.metric" in shop/web is invalid, skipping processing', 'bad-query', undefined],
    ['ConfigMap for external metrics not found: configmaps "x" not found', 'store-unreadable', undefined],
    ['Could not list the external metrics in the store: forbidden', 'store-unreadable', undefined],
    ['Unable to create ConfigMap Store: forbidden', 'store-unwritable', undefined],
    ['Could not instantiate the local store for the External Metrics x', 'store-unwritable', undefined],
    ['Not able to store the updated metrics in the Global Store: conflict', 'store-unwritable', undefined],
    [
      'Impossible to synchronize DatadogMetric (attempt #3): shop/orders, err: forbidden',
      'datadogmetric-unwritable',
      undefined,
    ],
    ['Unable to refresh Autoscalers state: forbidden', 'autoscalers-unlistable', undefined],
    [
      'k8s.io/client-go/informers/factory.go:134: Failed to watch *v2beta1.HorizontalPodAutoscaler: failed to list *v2beta1.HorizontalPodAutoscaler: the server could not find the requested resource',
      'autoscalers-unlistable',
      undefined,
    ],
    [
      'Error in the External Metrics API Server: listen tcp :443: bind: permission denied',
      'api-server-failed',
      undefined,
    ],
  ])('%s', (message, kind, query) => {
    const at = '2026-11-23T18:40:05.000Z';
    const expected = { kind, times: 1, first: at, last: at, text: message };
    expect(readMetricsLog(line(message))).toEqual([query === undefined ? expected : { ...expected, query }]);
  });

  it.each([
    'Error code "429 Too Many Requests" received while sending transaction to "https://x/api/v1/series"',
    'API Key invalid, dropping transaction for https://x/api/v1/series',
    'Retrying externalMetricsSetter with backoff 4 seconds',
    'Switching external metrics source provider from a to b',
    'DatadogMetric not found for metric name: x, datadogmetricid: shop/x',
    'Starting async loop to collect External Metrics',
    'Failed to watch *v1.Node: failed to list *v1.Node: forbidden',
    'unable to perform resource discovery for group external.metrics.k8s.io/v1beta1: stale GroupVersion discovery',
  ])('about something else: %s', (message) => {
    expect(readMetricsLog(line(message))).toEqual([]);
  });

  const SAID = 'Returned series slice empty';
  const AT = '2018-06-10T08:03:02.000Z';
  it.each([
    ['of 2018', `2018-06-10 08:03:02 UTC | ERROR | (datadogexternal.go:45 in queryDatadogExternal) | ${SAID}`, AT],
    ['of 2018 without a place', `2018-06-10 08:03:02 UTC | ERROR | ${SAID}`, AT],
    ['of today', line(SAID, '2018-06-10 08:03:02 UTC'), AT],
    ['in RFC 3339', line(SAID, '2018-06-10T08:03:02Z'), AT],
    ['in a known zone', line(SAID, '2018-06-10 17:03:02 JST'), AT],
    ['in a zone nobody knows', line(SAID, '2018-06-10 17:03:02 XYZ'), undefined],
    ['with context', `2018-06-10 08:03:02 UTC | CLUSTER | ERROR | (a.go:1 in F) | check:x,k:v | ${SAID}`, AT],
    ['in JSON', JSON.stringify({ agent: 'cluster', time: '2018-06-10 08:03:02 UTC', level: 'ERROR', msg: SAID }), AT],
    [
      'with kubectl’s prefix and time',
      `[pod/dca-1/cluster-agent] 2018-06-10T08:03:03.1Z ${line(SAID, '2018-06-10 08:03:02 UTC')}`,
      AT,
    ],
    ['ending in CR', `${line(SAID, '2018-06-10 08:03:02 UTC')}\r`, AT],
  ])('%s is understood', (_name, text, first) => {
    expect(readMetricsLog(text)).toEqual([
      { kind: 'no-series', times: 1, text: SAID, ...(first === undefined ? {} : { first, last: first }) },
    ]);
  });

  it.each([
    ['klog', `E0730 14:00:00.123456 1 reflector.go:138] ${SAID}`],
    ['no prefix', SAID],
    ['broken JSON', `{"level":"ERROR","time":"2018-06-10 08:03:02 UTC","msg":"${SAID}`],
    ['JSON of something else', `{"level":"error","msg":7,"x":"${SAID}"}`],
    ['nothing', ''],
  ])('with %s is none of the Agent’s', (_name, text) => {
    expect(readMetricsLog(text)).toEqual([]);
  });

  it('goes on in the lines after it, klog’s left out', () => {
    const text = [
      line('Unable to fetch external metrics: API error'),
      'E0730 14:00:00.123456 1 reflector.go:138] Returned series slice empty',
      ' 500 Internal Server Error',
      'all endpoints failed',
    ].join('\n');
    const [trouble, ...others] = readMetricsLog(text);
    expect(others).toEqual([]);
    expect(trouble).toMatchObject({
      kind: 'fetch-failed',
      text: 'Unable to fetch external metrics: API error\n 500 Internal Server Error\nall endpoints failed',
    });
  });
});

describe('a log', () => {
  it('is counted by kind and query, with its first and last time and its newest words', () => {
    const limited = 'Error getting metrics from Datadog: API error 429 Too Many Requests: ';
    const text = [
      line(`${limited}3`, '2026-11-23 18:40:30 UTC'),
      line('Dispatching configuration a:b to node c'),
      line(`Multiple Series found for query: a. Please change`, '2026-11-23 18:41:00 UTC'),
      line(`${limited}4`, '2026-11-23 18:45:00 UTC'),
      line(`Multiple Series found for query: b. Please change`, '2026-11-23 18:42:00 UTC'),
      line(`${limited}1`, '2026-11-23 18:40:00 UTC'),
    ].join('\n');
    expect(readMetricsLog(text)).toMatchObject([
      {
        kind: 'rate-limited',
        times: 3,
        first: '2026-11-23T18:40:00.000Z',
        last: '2026-11-23T18:45:00.000Z',
        text: `${limited}4`,
      },
      { kind: 'multiple-series', times: 1, query: 'a' },
      { kind: 'multiple-series', times: 1, query: 'b' },
    ]);
  });

  it('of many queries is counted without them, and loses no line', () => {
    const lines = Array.from({ length: 400 }, (_, i) => line(`Query is too long, x. Dropping: q${i}`));
    const troubles = readMetricsLog(lines.join('\n'));
    expect(troubles).toHaveLength(51);
    expect(troubles.at(-1)).toMatchObject({ times: 350, text: expect.stringContaining('q399') });
    expect(troubles.at(-1)).not.toHaveProperty('query');
  });

  it('keeps at most 600 characters of a line', () => {
    const [trouble] = readMetricsLog(line(`Error getting metrics from Datadog: ${'word '.repeat(1_000)}`));
    expect(trouble?.text.length).toBeLessThanOrEqual(600);
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '2026-11-23 18:40:05 UTC | ',
      'CLUSTER | ',
      'ERROR | ',
      '(a in b) | ',
      'k:v,',
      'executing metric query ',
      'query was: ',
      'API error 4',
      '29 ',
      '{"msg":"',
      '"level":',
      '"time":"',
      '"}',
      '\n',
      '\\',
      '[pod/',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { times, text: words } of readMetricsLog(text))
          expect([times > 0, words.length <= 600]).toEqual([true, true]);
      }),
      { seed: 20_261_123, numRuns: 2_000 },
    );
  });

  const many = (unit: string) => unit.repeat(Math.ceil(8_000_000 / unit.length));
  it.each([
    ['lines of trouble', many(`${line(`Error while executing metric query ${QUERY}: API error 429 x`)}\n`)],
    ['lines of other things', many(`${line('Dispatching configuration load:3a36 to node pool')}\n`)],
    ['one line', line(many('Error while executing metric query a: '))],
    ['lines after one line', `${line('x')}\n${many('a\n')}`],
    ['times', many('2026-11-23 18:40:05 UTC | ')],
    ['places', `2026-11-23 18:40:05 UTC | ERROR | ${many('(')}`],
    ['contexts', many(`2026-11-23 18:40:05 UTC | ERROR | (a) | ${'k:v,'.repeat(50)}\n`)],
    ['line ends', many('\n')],
    ['JSON that does not end', many('{"msg":"level')],
  ])('of 8 MB of %s is read in linear time', (_name, text) => {
    const began = performance.now();
    readMetricsLog(text);
    // A quadratic step over eight million characters would take hours.
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
