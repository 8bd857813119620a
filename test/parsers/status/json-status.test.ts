import { describe, expect, it } from 'vitest';
import { fixtureText, readStatus } from './read-fixture.ts';

const BASE = { version: '7.57.2', flavor: 'cluster_agent', agent_start_nano: 1_725_000_000_111_000_000 };

function read(parts: Record<string, unknown>) {
  return readStatus(JSON.stringify({ ...BASE, ...parts }));
}

describe('head', () => {
  it.each([
    // The double nearest to each of these lies in the next millisecond.
    ['1725000001234999999', '2024-08-30T06:40:01.234Z'],
    ['1725000009876999950', '2024-08-30T06:40:09.876Z'],
    ['1725000009877000000', '2024-08-30T06:40:09.877Z'],
  ])('time_nano %s keeps its millisecond', (nano, iso) => {
    expect(readStatus(`{"version":"7.1.0","flavor":"cluster_agent","time_nano":${nano}}`).time).toBe(iso);
  });

  it('is not misled by a key of the same name deeper inside or in a string', () => {
    const text = `{"version":"7.1.0","flavor":"cluster_agent","config":{"time_nano":17},"x":"\\"time_nano\\":99","time_nano":1725000009877000000}`;
    expect(readStatus(text).time).toBe('2024-08-30T06:40:09.877Z');
  });

  it('reads the dates of before they were numbers', () => {
    const status = readStatus(
      '{"version":"6.12.0","leaderelection":{},"time":"2019-06-17 20:53:45.078727 UTC","agent_start":"2019-06-17 20:00:01.5 UTC"}',
    );
    expect([status.time, status.started]).toEqual(['2019-06-17T20:53:45.078Z', '2019-06-17T20:00:01.500Z']);
  });

  it('a zero date is no date', () => {
    expect(read({ time_nano: 0 })).not.toHaveProperty('time');
  });

  it.each([
    ['cluster_agent', {}, 'cluster-agent'],
    ['agent', {}, 'node-agent'],
    ['iot_agent', {}, 'node-agent'],
    [undefined, { leaderelection: {} }, 'cluster-agent'],
    [undefined, { clusterAgentStatus: {} }, 'node-agent'],
  ])('flavor %s, keys %o: %s', (flavor, keys, expected) => {
    expect(readStatus(JSON.stringify({ version: '7.2.0', flavor, ...keys })).flavor).toBe(expected);
  });
});

describe('sections', () => {
  it('a key that is not there is absent; for cluster checks of a Cluster Agent it means disabled', () => {
    const status = read({});
    expect(status.clusterChecks).toEqual({ state: 'disabled', text: '' });
    expect([status.leaderElection, status.externalMetrics, status.admission, status.forwarder]).toEqual(
      Array(4).fill({ state: 'absent' }),
    );
    const node = readStatus('{"version":"7.2.0","flavor":"agent"}');
    expect([node.clusterChecks, node.clusterAgentLink]).toEqual(Array(2).fill({ state: 'absent' }));
  });

  it.each([
    [
      { status: 'Failing', error: 'no lock' },
      { state: 'error', text: 'no lock' },
    ],
    [
      {
        status: 'Running',
        leaderName: '',
        acquiredTime: 'Mon, 01 Jan 0001 00:00:00 UTC',
        transitions: '1 transitions',
      },
      { state: 'present', value: { leaderName: '', transitions: 1 } },
    ],
    [
      {
        status: 'Running',
        leaderName: 'dca-2',
        renewedTime: 'Fri, 30 Jul 2021 13:59:45 MSK',
        transitions: '8 transitions',
      },
      { state: 'present', value: { leaderName: 'dca-2', transitions: 8 } },
    ],
  ])('leaderelection %o', (leaderelection, expected) => {
    expect(read({ leaderelection }).leaderElection).toEqual(expected);
  });

  it.each([
    [
      { Follower: true, LeaderIP: '10.1.1.9', Leader: false, Active: false },
      { role: 'follower', leaderIp: '10.1.1.9' },
    ],
    [{ Follower: true, LeaderIP: '', Leader: false, Active: false }, { role: 'follower' }],
    [{ Follower: false, LeaderIP: '', Leader: true, Active: false }, { role: 'warming-up' }],
    [{ Follower: false, LeaderIP: '', Leader: false, Active: false }, { role: 'unknown' }],
    [
      {
        Follower: false,
        Leader: true,
        Active: true,
        NodeCount: 2,
        ActiveConfigs: 31,
        DanglingConfigs: 4,
        TotalConfigs: 35,
      },
      { role: 'leader', activeAgents: 2, configurations: 35, dispatched: 31, unassigned: 4 },
    ],
  ])('clusterchecks %o', (clusterchecks, value) => {
    expect(read({ clusterchecks }).clusterChecks).toEqual({ state: 'present', value: { ...value, unscheduled: [] } });
  });

  it.each([
    [
      ['redis', 'nginx'],
      ['redis', 'nginx'],
    ],
    [{ redis: {}, nginx: {} }, ['redis', 'nginx']],
    [3, []],
    [null, []],
  ])('unscheduled checks as %o', (UnscheduledChecks, unscheduled) => {
    const clusterchecks = { Follower: false, Leader: true, Active: true, UnscheduledChecks };
    expect(read({ clusterchecks }).clusterChecks).toMatchObject({ value: { unscheduled } });
  });

  it.each([
    [{ Error: 'no client' }, { state: 'error', text: 'no client' }],
    [{ Disabled: 'is off' }, { state: 'disabled', text: 'is off' }],
    [{ NoStatus: 'uses DatadogMetric' }, { state: 'present', value: { mode: 'datadogmetric', sources: [] } }],
    [
      { Cmname: 'a/b', StoreError: 'gone' },
      { state: 'present', value: { mode: 'configmap', configMap: 'a/b', storeError: 'gone', sources: [] } },
    ],
    [
      { Cmname: 'a/b', External: { ListError: 'no list' } },
      { state: 'present', value: { mode: 'configmap', configMap: 'a/b', listError: 'no list', sources: [] } },
    ],
    [
      { Cmname: 'a/b', External: { Total: 0, Valid: 0, Metrics: null } },
      {
        state: 'present',
        value: { mode: 'configmap', configMap: 'a/b', total: 0, valid: 0, metrics: [], sources: [] },
      },
    ],
    [
      { Cmname: 'a/b', External: { Total: 5, Valid: 2, Metrics: null } },
      { state: 'present', value: { mode: 'configmap', configMap: 'a/b', total: 5, valid: 2, sources: [] } },
    ],
  ])('custommetrics %o', (custommetrics, expected) => {
    expect(read({ custommetrics }).externalMetrics).toEqual(expected);
  });

  it.each([
    ['0.1', '0.1'],
    ['2472', '2472'],
    ['1e+21', '1000000000000000000000'],
    ['1.5e-7', '0.00000015'],
    ['-3.25', '-3.25'],
  ])('a metric value of %s is the decimal %s', (number, value) => {
    const text = `{"version":"7.1.0","flavor":"cluster_agent","custommetrics":{"Cmname":"a/b","External":{"Total":1,"Valid":1,"Metrics":[
      {"metricName":"m","labels":null,"ts":1.532042322,"reference":{"type":"horizontal","name":"n","namespace":"s"},"value":${number},"valid":true}]}}}`;
    expect(readStatus(text).externalMetrics).toMatchObject({
      value: {
        metrics: [{ name: 'm', labels: {}, reference: { kind: 'horizontal', namespace: 's', name: 'n' }, value }],
      },
    });
  });

  it('reads the clients of external metrics', () => {
    const clients = [
      { url: 'https://a', status: 'OK', lastSuccess: '2025-01-23T23:55:41.2Z', lastFailure: '0001-01-01T00:00:00Z' },
      { url: 'https://b', status: 'Failed', lastFailure: '2025-01-23 23:55:42 +0000 UTC' },
    ];
    expect(read({ custommetrics: { NoStatus: 'x' }, externalmetrics: { lastUsedClient: 1, clients } })).toMatchObject({
      externalMetrics: {
        value: {
          sources: [
            { url: 'https://a', status: 'OK', lastSuccess: '2025-01-23T23:55:41.200Z' },
            { url: 'https://b', status: 'Failed', lastFailure: '2025-01-23T23:55:42.000Z' },
          ],
        },
      },
    });
  });

  it.each([
    [
      'before 7.58',
      {
        Webhooks: {
          Name: 'w',
          Webhooks: { 'a.config': { 'CA bundle digest': 'd1', Service: 'n/s - Port: 443 - Path: /x' } },
        },
      },
    ],
    [
      'after',
      {
        MutatingWebhooks: {
          Name: 'w',
          Webhooks: { 'a.config': { 'CA bundle digest': 'd1', Service: 'n/s - Port: 443 - Path: /x' } },
        },
      },
    ],
  ])('admission webhooks %s', (_age, keys) => {
    const Secret = { Name: 'cert', Namespace: 'ops', CABundleDigest: 'd2', CertValidDuration: '-1h2m3s' };
    expect(read({ admissionWebhook: { ...keys, WebhookName: 'w', Secret } }).admission).toEqual({
      state: 'present',
      value: {
        configurations: [
          { kind: 'Mutating', name: 'w', webhooks: [{ name: 'a.config', caBundleDigest: 'd1', service: 'n/s' }] },
        ],
        secret: { name: 'ops/cert', caBundleDigest: 'd2', validSeconds: -3723 },
      },
    });
  });

  it('admission errors by part', () => {
    const admissionWebhook = {
      WebhookName: 'w',
      ValidatingWebhookError: 'v',
      MutatingWebhookError: 'm',
      SecretName: 'ops/c',
      SecretError: 's',
    };
    expect(read({ admissionWebhook }).admission).toMatchObject({
      value: {
        configurations: [
          { kind: 'Validating', name: 'w', error: 'v' },
          { kind: 'Mutating', name: 'w', error: 'm' },
        ],
        secret: { name: 'ops/c', error: 's' },
      },
    });
    expect(read({ admissionWebhook: { Error: 'not started' } }).admission).toEqual({
      state: 'error',
      text: 'not started',
    });
  });

  it('reads errors of checks: JSON in a string, plain text, warnings, long-running', () => {
    const Checks = {
      http: {
        'http:1': {
          CheckID: 'http:1',
          CheckName: 'http',
          TotalRuns: 7,
          LastError: '[{"message":"refused\\nmore","traceback":"t"}]',
        },
        'http:2': { CheckID: 'http:2', CheckName: 'http', TotalRuns: 8, LastError: 'plain' },
        'http:3': { CheckID: 'http:3', CheckName: 'http', TotalRuns: 9, LastError: '', LastWarnings: ['w'] },
      },
      k8s: { k8s: { CheckID: 'k8s', CheckName: 'k8s', TotalRuns: 1, LastError: '', LongRunning: true } },
    };
    const checkSchedulerStats = { LoaderErrors: { snmp: { 'Core Check Loader': 'a', 'Python Check Loader': 'b' } } };
    expect(read({ runnerStats: { Checks }, checkSchedulerStats }).collector).toEqual({
      state: 'present',
      value: {
        checks: [
          { name: 'http', id: 'http:1', state: 'ERROR', runs: 7, lastError: 'refused' },
          { name: 'http', id: 'http:2', state: 'ERROR', runs: 8, lastError: 'plain' },
          { name: 'http', id: 'http:3', state: 'WARNING', runs: 9 },
          { name: 'k8s', id: 'k8s', state: 'OK' },
        ],
        loadingErrors: { snmp: 'Core Check Loader: a; Python Check Loader: b' },
      },
    });
  });

  it.each([
    [{ DetectionError: 'no service' }, { connected: false, error: 'no service' }],
    [
      { Endpoint: 'https://e', Version: '', ConnectionError: 'refused' },
      { endpoint: 'https://e', connected: false, error: 'refused' },
    ],
    [
      { Endpoint: 'https://e', Version: '7.3.0' },
      { endpoint: 'https://e', connected: true, version: '7.3.0' },
    ],
  ])('clusterAgentStatus %o', (clusterAgentStatus, value) => {
    expect(read({ flavor: 'agent', clusterAgentStatus }).clusterAgentLink).toEqual({ state: 'present', value });
  });

  it('keeps what it does not know, and what it cannot read, under their names', () => {
    const status = read({ quantumStats: { qubits: 5 }, leaderelection: 'later', errors: ['provider x failed'] });
    expect(status.unknownSections).toEqual([
      { title: 'leaderelection', text: 'later' },
      { title: 'quantumStats', text: '{"qubits":5}' },
    ]);
    expect(status.leaderElection).toEqual({ state: 'absent' });
    expect(status.renderErrors).toEqual(['provider x failed']);
  });
});

describe('what stands around the JSON', () => {
  const json = fixtureText('agent-2025-leader-and-follower/leader-status.json');
  const plain = readStatus(json);

  it.each([
    ['the preface', `Getting the status from the agent.\n${json}`],
    ['log lines', `2022-02-03 00:48:49 UTC | CLUSTER | WARN | (a.go:640 in func1) | {"a": 1}\n${json}`],
    [
      'indentation',
      JSON.stringify(JSON.parse(json.replace(/_nano":(\d+)/g, '_nano":"$1"')), null, 2).replace(
        /_nano": "(\d+)"/g,
        '_nano": $1',
      ),
    ],
    ['a line of JSON before it', `{"level":"info"}\n${json}`],
    ['a prompt after it', `${json}\nroot@dca:/# `],
    ['an exit message after it', `${json}\ncommand terminated with exit code 1`],
    ['CRLF', json.replaceAll('\n', '\r\n')],
  ])('%s changes nothing', (_name, text) => {
    expect(readStatus(text)).toEqual(plain);
  });
});
