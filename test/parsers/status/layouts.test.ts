import { describe, expect, it } from 'vitest';
import { fixtureText, readFixture, readStatus } from './read-fixture.ts';

const NOT_THERE = { state: 'absent' };

describe('2018, sections only (generation 0)', () => {
  const status = readFixture('made/gen0-block.txt');

  it('is recognised by its sections', () => {
    expect(status).toMatchObject({ flavor: 'cluster-agent', generation: 0, version: '', cutOff: false });
    expect(status.leaderElection).toMatchObject({ value: { leaderName: 'dd-agent-7f8b4', transitions: 6 } });
    expect(status.clusterChecks).toEqual(NOT_THERE);
  });

  it('reads metric blocks; a timestamp without its exponent is unknown', () => {
    expect(status.externalMetrics).toEqual({
      state: 'present',
      value: {
        mode: 'configmap',
        configMap: 'datadog-hpa',
        total: 2,
        metrics: [
          {
            name: 'queue.depth',
            labels: { name: 'orders', queue: 'a: b' },
            at: '2018-07-19T23:18:42.000Z',
            reference: { kind: 'horizontal', namespace: 'shop', name: 'checkout' },
            value: '2471',
            valid: true,
          },
          {
            name: 'mails.waiting',
            labels: {},
            reference: { kind: 'horizontal', namespace: 'post', name: 'mailer' },
            value: '0',
            valid: false,
          },
        ],
        sources: [],
      },
    });
  });
});

it('1.2: sections indented by two, dates without milliseconds (generation 1)', () => {
  const status = readFixture('made/gen1-v1.2.0.txt');
  expect(status).toMatchObject({
    generation: 1,
    version: '1.2.0',
    time: '2019-03-04T05:06:07.123Z',
    leaderElection: { value: { renewed: '2019-03-04T05:05:55.000Z', transitions: 11 } },
    externalMetrics: { value: { configMap: 'monitoring/datadog-custom-metrics', total: 15, valid: 9 } },
    clusterChecks: NOT_THERE,
  });
  expect(status.externalMetrics).toMatchObject({ value: { metrics: [{ name: 'nginx.requests', value: '157.5' }] } });
});

it('1.4 says that the provider is off under another key', () => {
  const text = fixtureText('made/gen1-v1.2.0.txt')
    .replace('v1.2.0', 'v1.4.0')
    .replace(
      / {4}ConfigMap name:[\s\S]*/,
      '    Status: The external metrics provider is not enabled on the Cluster Agent\n',
    );
  expect(readStatus(text).externalMetrics).toEqual({
    state: 'disabled',
    text: 'The external metrics provider is not enabled on the Cluster Agent',
  });
});

describe('1.14, a leader (generation 2)', () => {
  const status = readFixture('made/gen2-leader-v1.14.0.txt');

  it('reads the head and the election in a container outside UTC', () => {
    expect(status).toMatchObject({
      generation: 2,
      version: '1.14.0',
      time: '2021-07-30T14:00:00.123Z',
      started: '2021-07-30T13:00:00.000Z',
      hostname: 'worker-3-shop-prod',
      cutOff: false,
      unknownSections: [],
    });
    expect(status.leaderElection).toEqual({
      state: 'present',
      value: {
        leaderName: 'dd-cluster-agent-5d9c7f6b8-x2x7q',
        acquired: '2021-07-30T13:00:00.000Z',
        renewed: '2021-07-30T13:59:45.000Z',
        transitions: 3,
      },
    });
  });

  it('reads external metrics and cluster checks', () => {
    expect(status.externalMetrics).toMatchObject({
      value: {
        configMap: 'datadog/datadog-custom-metrics',
        total: 2,
        valid: 1,
        metrics: [
          {
            name: 'queue.depth',
            labels: { queue: 'orders', url: 'http://x: y' },
            at: '2021-07-30T13:59:50.000Z',
            reference: { kind: 'horizontal', namespace: 'shop', name: 'checkout' },
            value: '2472',
            valid: true,
          },
          { name: 'mails.waiting', reference: { kind: 'watermark', namespace: 'shop', name: 'mailer' }, valid: false },
        ],
      },
    });
    expect(status.clusterChecks).toEqual({
      state: 'present',
      value: {
        role: 'leader',
        activeAgents: 13,
        configurations: 1205,
        dispatched: 1204,
        unassigned: 1,
        unscheduled: [],
      },
    });
  });

  it('reads webhooks and the certificate', () => {
    expect(status.admission).toEqual({
      state: 'present',
      value: {
        configurations: [
          {
            kind: 'Mutating',
            name: 'datadog-webhook',
            webhooks: [
              {
                name: 'datadog.webhook.config',
                caBundleDigest: '9f2c11aa',
                service: 'datadog/datadog-admission-controller',
              },
              {
                name: 'datadog.webhook.tags',
                caBundleDigest: '77ab02de',
                service: 'datadog/datadog-admission-controller',
              },
            ],
          },
        ],
        secret: { name: 'datadog/webhook-certificate', caBundleDigest: '9f2c11aa', validSeconds: 28_929_912 },
      },
    });
  });

  it('reads checks between tracebacks and unindented warnings, and the loaders', () => {
    expect(status.collector).toEqual({
      state: 'present',
      value: {
        checks: [
          {
            name: 'http_check',
            id: 'http_check:my web: x:ab12cd34',
            version: '8.0.1',
            state: 'ERROR',
            source: 'kube_services:kube_service://shop/web',
            runs: 1234,
            lastSamples: 0,
            totalSamples: 0,
            lastEvents: 0,
            totalEvents: 0,
            lastServiceChecks: 3,
            totalServiceChecks: 3_702,
            lastRun: '2021-07-30T13:59:50.000Z',
            lastError: 'connection refused',
          },
          { name: 'http_check', id: 'http_check:api:ef56ab78', version: '8.0.1', state: 'WARNING', runs: 17 },
          { name: 'kubernetes_apiserver', id: 'kubernetes_apiserver', state: 'OK', totalSamples: 5 },
        ],
        loadingErrors: {
          snmp: "Core Check Loader: Check snmp not found in Catalog; Python Check Loader: unable to import module 'snmp'",
        },
      },
    });
  });

  it('reads the forwarder, exponents included', () => {
    expect(status.forwarder).toEqual({
      state: 'present',
      value: {
        dropped: 7,
        retried: 12,
        retryQueueSize: 5,
        successes: 1_234_567,
        errors: 4,
        errorsByType: { ConnectionErrors: 1, DNSErrors: 3 },
        httpErrors: { '403': 8, '500': 1 },
        apiKeys: [],
      },
    });
  });
});

it('1.21, a follower whose admission controller has an error', () => {
  expect(readFixture('made/gen2-follower-v1.21.0.txt')).toMatchObject({
    clusterChecks: { state: 'present', value: { role: 'follower', leaderIp: '10.20.30.40' } },
    admission: {
      state: 'error',
      text: 'temporary failure in apiserver, will retry later: try delay not elapsed yet',
    },
    collector: { state: 'present', value: { checks: [] } },
  });
});

it('7.50 with everything off: disabled is said, or shown by leaving the section out', () => {
  expect(readFixture('made/gen2-disabled-v7.50.0.txt')).toMatchObject({
    generation: 2,
    leaderElection: { state: 'error', text: 'configmaps "datadog-leader-election" not found' },
    externalMetrics: { state: 'disabled' },
    clusterChecks: { state: 'disabled', text: '' },
    admission: { state: 'disabled', text: 'The admission controller is not enabled on the Cluster Agent' },
  });
});

describe('7.63 with DatadogMetrics (generation 3)', () => {
  const status = readFixture('made/gen3-crd-v7.63.0.txt');

  it('nobody leads: an empty name, no dates', () => {
    expect(status.leaderElection).toEqual({ state: 'present', value: { leaderName: '', transitions: 21 } });
  });

  it('reads the mode and every source', () => {
    expect(status.externalMetrics).toEqual({
      state: 'present',
      value: {
        mode: 'datadogmetric',
        sources: [
          { url: 'https://api.datadoghq.com', status: 'OK', lastSuccess: '2025-01-23T23:55:41.200Z' },
          { url: 'https://api.datadoghq.eu', status: 'Failed', lastFailure: '2025-01-23T23:55:42.000Z' },
          { url: 'https://app.datadoghq.com' },
        ],
      },
    });
  });

  it('reads errors per kind of webhook, and of the secret', () => {
    expect(status.admission).toMatchObject({
      value: {
        configurations: [
          { kind: 'Validating', error: expect.stringContaining('not found'), webhooks: [] },
          { kind: 'Mutating', webhooks: [{ caBundleDigest: '55ee66ff', service: 'ops/dd-admission' }] },
        ],
        secret: { name: 'ops/webhook-certificate', error: 'secret "webhook-certificate" not found' },
      },
    });
  });

  it('reads "Not Enabled", zeros that are not printed, and exponents', () => {
    expect(status.clusterChecks).toEqual({ state: 'disabled', text: 'Not Enabled' });
    expect(status.aggregator).toMatchObject({
      value: { flushes: 931, seriesFlushed: 1_048_577, seriesFlushErrors: 0 },
    });
    expect(status.forwarder).toMatchObject({ value: { errors: 1_000_000, errorsByType: { TLSErrors: 1_000_000 } } });
  });

  it('keeps a section that is new', () => {
    expect(status.unknownSections).toEqual([{ title: 'Workload Autoscaler Cache', text: 'Objects: 44\n  Held: yes' }]);
  });
});

it('7.58 in ConfigMap mode: counts, no list, a render error (generation 3)', () => {
  const status = readFixture('made/gen3-configmap-bug-v7.58.1.txt');
  expect(status).toMatchObject({
    externalMetrics: { value: { mode: 'configmap', configMap: 'ops/custom-metrics', total: 37, valid: 35 } },
    clusterChecks: { state: 'present', value: { role: 'warming-up' } },
    admission: { state: 'error', text: 'admission controller not started' },
    leaderElection: { state: 'error', text: expect.stringContaining('is forbidden') },
    cutOff: false,
  });
  expect(status.externalMetrics).not.toHaveProperty('value.metrics');
  expect(status.renderErrors).toEqual([expect.stringMatching(/^template: custommetrics\.tmpl:24:13/)]);
});

describe('variants of one section', () => {
  const crd = fixtureText('made/gen3-crd-v7.63.0.txt');
  const withChecks = (line: string) => readStatus(crd.replace('  Not Enabled\n', `  ${line}\n`));

  it.each([
    ['Status: Follower, no leader found', { role: 'follower', unscheduled: [] }],
    ['Status: unknown', { role: 'unknown', unscheduled: [] }],
    ['Status: Leader, warming up', { role: 'warming-up', unscheduled: [] }],
  ])('%s', (line, value) => {
    expect(withChecks(line).clusterChecks).toEqual({ state: 'present', value });
  });

  it('a state nobody knows is neither present nor disabled, and is kept', () => {
    const status = withChecks('Status: Observer, thinking');
    expect(status.clusterChecks).toEqual(NOT_THERE);
    expect(status.unknownSections[0]).toEqual({
      title: 'Cluster Checks Dispatching',
      text: 'Status: Observer, thinking',
    });
  });

  it.each([
    ['  ConfigMap name: ops/cm\n  Error: store is away', { storeError: 'store is away' }],
    ['  ConfigMap name: ops/cm\n  External Metrics\n  ----------------\n    Error: no list', { listError: 'no list' }],
    ['  ConfigMap name: ops/cm\n  External Metrics\n  ----------------\n    Total: 0\n    Valid: 0', { metrics: [] }],
  ])('external metrics: %j', (body, value) => {
    const text = crd.replace(/ {2}External metrics provider uses.*/, body);
    expect(readStatus(text).externalMetrics).toMatchObject({ state: 'present', value });
  });

  it('a provider that is off says so after its sources', () => {
    const text = crd.replace(/ {2}External metrics provider uses.*/, '  Disabled: The provider is not enabled');
    expect(readStatus(text).externalMetrics).toEqual({ state: 'disabled', text: 'The provider is not enabled' });
  });

  it('an error of the provider is an error', () => {
    const text = crd.replace(/ {2}External metrics provider uses.*/, '  Error: no client');
    expect(readStatus(text).externalMetrics).toEqual({
      state: 'error',
      text: 'no client',
    });
  });
});

describe('a node Agent on its Cluster Agent', () => {
  it.each([
    ['made/node-2018-v6.4.0.txt', { endpoint: 'https://10.9.8.7:5005', connected: true, version: '1.0' }],
    [
      'made/node-2019-collector-v6.12.0.txt',
      { endpoint: 'https://10.96.13.8:5005', connected: true, version: '1.3.2+commit.abc1234' },
    ],
    [
      'made/node-2024-collector-v7.50.0.txt',
      {
        connected: false,
        error:
          'temporary failure in clusterAgentClient, will retry later: timeout calling "https://10.96.13.7:5005/version"',
      },
    ],
    [
      'made/node-2021-v7.31.0.txt',
      { endpoint: 'https://10.96.13.9:5005', connected: true, version: '1.14.0+commit.abc1234' },
    ],
    [
      'made/node-2021-error-v7.30.0.txt',
      {
        endpoint: 'https://10.96.13.7:5005',
        connected: false,
        error:
          'temporary failure in clusterAgentClient, will retry later: unexpected status code from cluster agent: 403',
      },
    ],
    [
      'made/node-2025-undetected-v7.63.0.txt',
      {
        connected: false,
        error:
          'cannot get a cluster agent endpoint for kubernetes service datadog-cluster-agent, env DATADOG_CLUSTER_AGENT_SERVICE_HOST is empty',
      },
    ],
  ])('%s', (file, value) => {
    const status = readFixture(file);
    expect(status).toMatchObject({ flavor: 'node-agent', cutOff: false, leaderElection: NOT_THERE });
    expect(status.clusterAgentLink).toEqual({ state: 'present', value });
  });

  it('is not connected when the version could not be had, whatever the line before says', () => {
    const text = fixtureText('made/node-2021-v7.31.0.txt');
    const sentence = 'Could not retrieve the version of the Datadog Cluster Agent.';
    expect(readStatus(text.replace(/- Running: .*/, `- ${sentence}`)).clusterAgentLink).toEqual({
      state: 'present',
      value: { endpoint: 'https://10.96.13.9:5005', connected: false, error: sentence },
    });
  });

  it('keeps what it says of its API keys', () => {
    expect(readFixture('made/node-2021-v7.31.0.txt').forwarder).toMatchObject({
      value: { apiKeys: [{ endsWith: '9f8e7', text: 'API Key invalid' }] },
    });
  });
});

describe('what pasting does to a text', () => {
  const text = fixtureText('made/gen2-leader-v1.14.0.txt');
  const plain = readStatus(text);

  it.each([
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['colours', text.replaceAll('Status:', '\u001b[32mStatus:\u001b[0m')],
    ['a byte order mark', `\uFEFF${text}`],
    ['a prompt before it', `root@dca-1:/# agent status\n${text}`],
    ['a prompt after it', `${text}root@dca-1:/# `],
    ['an exec command before it', `$ kubectl exec -it dca-1 -- agent status\n${text}`],
    ['a line of JSON before it', `{"level":"info"}\n${text}`],
    ['a code fence', `\`\`\`\n${text}\n\`\`\``],
    ['four spaces before every line', text.replaceAll(/^/gm, '    ')],
    ['no-break spaces', text.replaceAll('  ', '\u00A0 ')],
    ['no final line breaks', text.trimEnd()],
    [
      'a log line in a section',
      text.replace('  Leader Name', '2022-02-03 00:48:49 UTC | CLUSTER | INFO | (a.go:1 in f) | x: y\n  Leader Name'),
    ],
    ['without its first row', text.slice(text.indexOf('Datadog Cluster Agent (v'))],
  ])('%s changes nothing', (_name, pasted) => {
    expect(readStatus(pasted)).toEqual(plain);
  });

  it('a section alone is read, and nothing else is said', () => {
    const part = text.slice(text.indexOf('Leader Election\n'), text.indexOf('Custom Metrics Server\n'));
    const status = readStatus(part);
    expect(status).toMatchObject({ flavor: 'cluster-agent', version: '', leaderElection: plain.leaderElection });
    expect(status).not.toHaveProperty('generation');
    expect([status.clusterChecks, status.externalMetrics, status.forwarder]).toEqual([NOT_THERE, NOT_THERE, NOT_THERE]);
  });

  it('keeps at most 4,000 characters of a section nobody knows, and at most 100 sections', () => {
    const banner = (title: string, body: string) =>
      `\n${'='.repeat(title.length)}\n${title}\n${'='.repeat(title.length)}\n${body}\n`;
    const many = Array.from({ length: 150 }, (_, i) => banner(`Novelty ${i}`, 'x '.repeat(2_500 + i))).join('');
    const status = readStatus(fixtureText('made/gen3-crd-v7.63.0.txt') + many);
    expect(status.unknownSections).toHaveLength(100);
    const lengths = status.unknownSections.map((section) => section.text.length).slice(1);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4_000);
    expect(Math.min(...lengths)).toBeGreaterThan(3_990);
  });
});
