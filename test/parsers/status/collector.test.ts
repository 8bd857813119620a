import { describe, expect, it } from 'vitest';
import type { RunningCheck } from '../../../src/domain/agent-status.ts';
import { collectorFromJson, collectorFromText } from '../../../src/parsers/status/collector.ts';
import { zonesToldBy } from '../../../src/parsers/status/read-time.ts';
import { readFixture } from './read-fixture.ts';

function fromText(...lines: readonly string[]): readonly RunningCheck[] {
  const all = ['  Running Checks', '  ==============', ...lines];
  const result = collectorFromText({ title: 'Collector', lines: all, complete: true, zones: zonesToldBy(all) });
  return result?.state === 'present' ? result.value.checks : [];
}

function fromJson(raw: Readonly<Record<string, unknown>>): RunningCheck | undefined {
  const result = collectorFromJson({ Checks: { disk: { 'disk:1': raw } } }, undefined);
  return result?.state === 'present' ? result.value.checks[0] : undefined;
}

describe('what a check did, in text', () => {
  const opening = ['    disk', '    ----', '      Instance ID: disk:1 [OK]'];

  it.each([
    ['the source, with its colons', 'Configuration Source: file:/etc/x: y', { source: 'file:/etc/x: y' }],
    ['samples', 'Metric Samples: Last Run: 1,201, Total: 2,345,678', { lastSamples: 1_201, totalSamples: 2_345_678 }],
    ['samples before 7.17', 'Metrics: 3, Total Metrics: 47', { lastSamples: 3, totalSamples: 47 }],
    ['samples between the two', 'Metric Samples: 5, Total: 61', { lastSamples: 5, totalSamples: 61 }],
    ['samples of a long-running check', 'Total Metric Samples: 1,017', { totalSamples: 1_017 }],
    ['samples that are no numbers', 'Metric Samples: Last Run: x, Total: y', {}],
    ['a run', 'Last Execution Date : 2025-01-23 23:55:50 UTC (1737676550000)', { lastRun: '2025-01-23T23:55:50.000Z' }],
    [
      'a run in another zone',
      'Last Execution Date : 2025-01-24 00:55:50 CET / 2025-01-23 23:55:50 UTC (1737676550000)',
      { lastRun: '2025-01-23T23:55:50.000Z' },
    ],
    [
      'a success before 7.20',
      'Last Successful Execution Date : 2019-06-17 20:53:45.078727 UTC',
      { lastSuccess: '2019-06-17T20:53:45.078Z' },
    ],
    ['no success', 'Last Successful Execution Date : Never', {}],
    [
      'service checks',
      'Service Checks: Last Run: 7, Total: 1,008',
      { lastServiceChecks: 7, totalServiceChecks: 1_008 },
    ],
    [
      'service checks before 7.17',
      'Service Checks: 3, Total Service Checks: 2193',
      { lastServiceChecks: 3, totalServiceChecks: 2_193 },
    ],
    ['service checks of a long-running check', 'Total Service Checks: 19', { totalServiceChecks: 19 }],
    ['events', 'Events: Last Run: 2, Total: 1,009', { lastEvents: 2, totalEvents: 1_009 }],
    ['events before 7.17', 'Events: 4, Total Events: 100', { lastEvents: 4, totalEvents: 100 }],
    ['events of a long-running check', 'Total Events: 21', { totalEvents: 21 }],
    ['a total alone', 'Events: Last Run: x, Total: 5', {}],
    ['buckets', 'Histogram Buckets: Last Run: 0, Total: 6', { sendsMore: true }],
    ['events of another product', 'Database Monitoring Query Samples: Last Run: 0, Total: 1', { sendsMore: true }],
    ['those of a long-running check', 'Total Network Devices Metadata: 14', { sendsMore: true }],
    ['no buckets', 'Histogram Buckets: Last Run: 0, Total: 0', {}],
  ])('%s', (_name, line, facts) => {
    expect(fromText(...opening, `      ${line}`)).toEqual([{ name: 'disk', id: 'disk:1', state: 'OK', ...facts }]);
  });

  it.each([
    ['disk (8.0.1)', { name: 'disk', version: '8.0.1' }],
    ['disk (unversioned)', { name: 'disk' }],
    ['disk', { name: 'disk' }],
  ])('%s', (title, facts) => {
    expect(fromText(`    ${title}`, `    ${'-'.repeat(title.length)}`, opening[2]!)).toEqual([
      { ...facts, id: 'disk:1', state: 'OK' },
    ]);
  });

  it('each instance keeps its own', () => {
    const lines = ['      Total Runs: 2', '      Metric Samples: Last Run: 4, Total: 8'];
    const second = ['      Instance ID: disk:2 [ERROR]', '      Configuration Source: file:b', '      Total Runs: 3'];
    // The traceback below an error quotes what it likes.
    const traceback = ['      Error: broken', '        Metric Samples: Last Run: 99, Total: 99'];
    expect(fromText(...opening, ...lines, ...second, ...traceback)).toEqual([
      { name: 'disk', id: 'disk:1', state: 'OK', runs: 2, lastSamples: 4, totalSamples: 8 },
      { name: 'disk', id: 'disk:2', state: 'ERROR', source: 'file:b', runs: 3, lastError: 'broken' },
    ]);
  });
});

describe('what a check did, in JSON', () => {
  const whole = {
    CheckID: 'disk:1',
    CheckName: 'disk',
    CheckVersion: '8.0.1',
    CheckConfigSource: 'file:/etc/x',
    TotalRuns: 11,
    MetricSamples: 12,
    TotalMetricSamples: 13,
    Events: 14,
    TotalEvents: 15,
    ServiceChecks: 16,
    TotalServiceChecks: 17,
    HistogramBuckets: 0,
    TotalHistogramBuckets: 0,
    TotalEventPlatformEvents: {},
    UpdateTimestamp: 1_737_676_550,
    LastSuccessDate: 1_737_676_535,
    LastError: '',
  };
  const read = {
    name: 'disk',
    version: '8.0.1',
    id: 'disk:1',
    state: 'OK',
    source: 'file:/etc/x',
    runs: 11,
    lastSamples: 12,
    totalSamples: 13,
    lastEvents: 14,
    totalEvents: 15,
    lastServiceChecks: 16,
    totalServiceChecks: 17,
    lastRun: '2025-01-23T23:55:50.000Z',
    lastSuccess: '2025-01-23T23:55:35.000Z',
  };

  it('all of it', () => {
    expect(fromJson(whole)).toEqual(read);
  });

  it('neither a version nor a success', () => {
    const { version: _version, lastSuccess: _success, source: _source, ...rest } = read;
    const bare = { CheckVersion: 'unversioned', CheckConfigSource: '', LastSuccessDate: 0 };
    expect(fromJson({ ...whole, ...bare })).toEqual(rest);
    expect(fromJson({ ...whole, ...bare, CheckVersion: '' })).toEqual(rest);
  });

  it.each([
    ['buckets', { TotalHistogramBuckets: 1 }],
    ['events of another product', { TotalEventPlatformEvents: { 'dbm-samples': 0, 'dbm-metrics': 2 } }],
  ])('%s', (_name, more) => {
    expect(fromJson({ ...whole, ...more })).toEqual({ ...read, sendsMore: true });
  });

  it('a long-running check tells what it sent in all, and nothing of a run', () => {
    const { runs: _runs, lastRun: _run, lastSuccess: _success, ...told } = read;
    const { lastSamples: _samples, lastEvents: _events, lastServiceChecks: _checks, ...rest } = told;
    expect(fromJson({ ...whole, LongRunning: true })).toEqual(rest);
  });
});

describe('whole documents', () => {
  const NONE = { lastEvents: 0, totalEvents: 0, lastServiceChecks: 0, totalServiceChecks: 0 };

  it('2019: neither instances nor states, and counts in other words', () => {
    expect(readFixture('made/node-2019-collector-v6.12.0.txt').collector).toEqual({
      state: 'present',
      value: {
        checks: [
          { name: 'cpu', id: 'cpu', state: 'OK', runs: 736, lastSamples: 6, totalSamples: 4_410, ...NONE },
          {
            name: 'kubelet',
            version: '3.1.0',
            id: 'kubelet',
            state: 'ERROR',
            runs: 735,
            lastSamples: 0,
            totalSamples: 0,
            lastEvents: 1,
            totalEvents: 100,
            lastServiceChecks: 3,
            totalServiceChecks: 2_193,
            lastError: 'connection refused',
          },
        ],
        loadingErrors: {},
      },
    });
  });

  it('2024: a traceback, a check that runs for long, a warning of two lines, buckets, loaders', () => {
    expect(readFixture('made/node-2024-collector-v7.50.0.txt').collector).toEqual({
      state: 'present',
      value: {
        checks: [
          {
            name: 'http_check',
            version: '9.3.1',
            id: 'http_check:shop: the web:ab12cd34',
            state: 'ERROR',
            source: 'kube_services:kube_service://shop/web',
            runs: 1_234,
            lastSamples: 0,
            totalSamples: 0,
            ...NONE,
            lastServiceChecks: 3,
            totalServiceChecks: 3_702,
            lastRun: '2024-01-23T13:55:50.000Z',
            lastError: 'connection refused',
          },
          {
            name: 'kubernetes_state_core',
            id: 'kubernetes_state_core:9',
            state: 'WARNING',
            source: 'file:/etc/datadog-agent/conf.d/kubernetes_state_core.yaml',
            totalSamples: 17,
            totalEvents: 0,
            totalServiceChecks: 0,
            sendsMore: true,
          },
          {
            name: 'openmetrics',
            version: '2.2.0',
            id: 'openmetrics:c5',
            state: 'OK',
            source: 'kube_services:kube_service://shop/buckets',
            runs: 12,
            lastSamples: 0,
            totalSamples: 0,
            ...NONE,
            sendsMore: true,
            lastRun: '2024-01-23T13:59:50.000Z',
            lastSuccess: '2024-01-23T13:59:50.000Z',
          },
          {
            name: 'my_check',
            id: 'my_check:d3',
            state: 'OK',
            source: 'file:/etc/datadog-agent/conf.d/my_check.yaml',
            runs: 3,
            lastSamples: 0,
            totalSamples: 0,
            ...NONE,
            lastRun: '2024-01-23T13:59:51.000Z',
            lastSuccess: '2024-01-23T13:59:51.000Z',
          },
        ],
        loadingErrors: {
          foo: "Core Check Loader: Check foo not found in Catalog; Python Check Loader: unable to import module 'foo': No module named 'foo'",
        },
      },
    });
  });
});
