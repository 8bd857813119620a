import { describe, expect, it } from 'vitest';
import type { RunningCheck } from '../../../src/domain/agent-status.ts';
import { collectorFromJson, collectorFromText } from '../../../src/parsers/status/collector.ts';
import { zonesToldBy } from '../../../src/parsers/status/read-time.ts';

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
    ['other counters', 'Service Checks: Last Run: 7, Total: 8', {}],
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

  it('a long-running check tells its samples in all, and nothing of a run', () => {
    const { runs: _runs, lastSamples: _last, lastRun: _run, lastSuccess: _success, ...rest } = read;
    expect(fromJson({ ...whole, LongRunning: true })).toEqual(rest);
  });
});
