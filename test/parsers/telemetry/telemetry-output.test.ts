import { describe, expect, it } from 'vitest';
import { metadataQueries, type Telemetry } from '../../../src/domain/telemetry.ts';
import { metadataQueriesInLog, metadataQueryCounter } from '../../../src/parsers/telemetry/metadata-queries-in-log.ts';
import { readSample } from '../../../src/parsers/telemetry/sample-line.ts';
import { parseTelemetry, telemetryReader } from '../../../src/parsers/telemetry/telemetry-output.ts';
import { fixtureText } from './read-fixture.ts';

const CAPTURED = fixtureText('agent-2025-flare/telemetry.log');
const OF_2021 = fixtureText('made/telemetry-2021.txt');

function telemetryIn(text: string): Telemetry {
  const parsed = parseTelemetry(text);
  if (!parsed.recognised) throw new Error(parsed.detail);
  return parsed.telemetry;
}

function valuesOf({ samples }: Telemetry, name: string): readonly (readonly [string, string])[] {
  return samples
    .filter((sample) => sample.name === name)
    .map(({ labels, value }) => [Object.values(labels).join(' '), value]);
}

describe('one line', () => {
  it.each([
    ['a 3', { name: 'a', labels: {}, value: '3' }],
    ['a{} 3', { name: 'a', labels: {}, value: '3' }],
    ['a{b="c"} 3', { name: 'a', labels: { b: 'c' }, value: '3' }],
    ['a{b="c",} 3', undefined],
    ['a{b="c",d="e f, g}"} -3.50', { name: 'a', labels: { b: 'c', d: 'e f, g}' }, value: '-3.50' }],
    ['a{b="\\"\\\\n\\n"} 1e+06', { name: 'a', labels: { b: '"\\n\n' }, value: '1000000' }],
    ['a 1.234567890123456789e+20', { name: 'a', labels: {}, value: '123456789012345678900' }],
    ['a 2.5e-05', { name: 'a', labels: {}, value: '0.000025' }],
    ['a NaN', { name: 'a', labels: {}, value: 'NaN' }],
    ['a +Inf', { name: 'a', labels: {}, value: '+Inf' }],
    ['a 7 1737676571400', { name: 'a', labels: {}, value: '7' }],
    ['a', undefined],
    ['a ', undefined],
    ['a b', undefined],
    ['a{b="c" 3', undefined],
    ['a{b="c"}3', undefined],
    ['a{b=c} 3', undefined],
    ['a{b="c} 3', undefined],
    ['1a 3', undefined],
    ['a 3 4 5', undefined],
    ['Could not reach agent', undefined],
  ])('%s', (line, sample) => {
    expect(readSample(line)).toEqual(sample);
  });
});

describe('what is read', () => {
  it('of a real Cluster Agent', () => {
    const telemetry = telemetryIn(CAPTURED);
    expect([telemetry.total, telemetry.left, telemetry.cutOff]).toEqual([471, 0, false]);
    expect(valuesOf(telemetry, 'api_requests')).toEqual([
      ['false getAllEndpointsCheckConfigs 200', '1'],
      ['false getCheckConfigs 200', '6'],
      ['false getEndpointsConfigs 200', '5'],
      ['false getNodeLabels 200', '1'],
      ['false getPodMetadata 200', '10'],
      ['false getState 200', '2'],
      ['false postCheckStatus 200', '17'],
    ]);
    expect(valuesOf(telemetry, 'external_metrics_processed_value')).toEqual([
      ['true nginx.net.request_per_s{app:puppet,env:demo}', '2472'],
    ]);
    expect([...new Set(telemetry.samples.map(({ name }) => name))]).toEqual([
      'api_requests',
      'cluster_checks_configs_dispatched',
      'cluster_checks_nodes_reporting',
      'datadog_requests',
      'endpoint_checks_configs_dispatched',
      'external_metrics',
      'external_metrics_delay_seconds',
      'external_metrics_processed_value',
      'external_metrics_updated',
      'leader_election_is_leader',
    ]);
    expect(metadataQueries(telemetry)).toEqual({ times: 10, failed: 0, how: 'telemetry' });
  });

  it('with help, exponents, escapes and what is no number', () => {
    const telemetry = telemetryIn(OF_2021);
    expect(telemetry).toMatchObject({ total: 12, cutOff: false });
    expect(valuesOf(telemetry, 'external_metrics_processed_value')).toEqual([
      ['true queue.depth{a:"b",c:d}', '0.30000000000000004'],
      ['true queue.empty{*}', 'NaN'],
    ]);
    expect(valuesOf(telemetry, 'rate_limit_queries_remaining_min')).toEqual([['/api/v1/query true', '17']]);
    expect(metadataQueries(telemetry)).toEqual({ times: 1_234_584, failed: 5, how: 'telemetry' });
  });

  it('the same in pieces of any length', () => {
    for (const pieceLength of [1, 13, 4_096]) {
      const reader = telemetryReader();
      for (let at = 0; at < CAPTURED.length; at += pieceLength) reader.take(CAPTURED.slice(at, at + pieceLength));
      expect(reader.end()).toEqual({ recognised: true, telemetry: telemetryIn(CAPTURED) });
    }
  });

  it('at most 10,000 samples, and how many more there are', () => {
    const text = Array.from({ length: 10_007 }, (_, i) => `external_metrics_delay_seconds{metric="m${i}"} ${i}\n`);
    expect(telemetryIn(text.join(''))).toMatchObject({
      samples: { length: 10_000 },
      left: 7,
      total: 10_007,
      cutOff: false,
    });
  });
});

describe('damage', () => {
  it.each([
    ['half a line', 'api_requests{handler="getPodMetadata"} 3\ncluster_checks_nodes_report'],
    ['half a label', 'api_requests{handler="getPodMetadata"} 3\napi_requests{handler="getPod'],
    ['a line that is none', 'api_requests{handler="getPodMetadata"} 3\ncommand terminated with exit code 137\n'],
    ['an error before', 'Error: unexpected EOF\napi_requests{handler="getPodMetadata"} 3\n'],
    ['the same twice', 'api_requests{handler="getPodMetadata"} 3\napi_requests{handler="getPodMetadata"} 3\n'],
    [
      'timed, not counted',
      'api_elapsed_count{handler="getPodMetadata"} 3\napi_elapsed_count{handler="getState"} 1\napi_requests{handler="getState"} 1\n',
    ],
    [
      'counted, not timed',
      'api_elapsed_count{handler="getState"} 1\napi_requests{handler="getPodMetadata"} 3\napi_requests{handler="getState"} 1\n',
    ],
  ])('%s', (_name, text) => {
    const telemetry = telemetryIn(text);
    expect(telemetry.cutOff).toBe(true);
    expect(metadataQueries(telemetry)).toBeUndefined();
  });

  it('a number at the very end may be half of one while it arrives', () => {
    const reader = telemetryReader();
    reader.take('api_requests{handler="getPodMetadata"} 3');
    expect(reader.end()).toMatchObject({ telemetry: { cutOff: true } });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['comments alone', '# HELP a b\n', 'other-text'],
    ['an unknown command', 'Error: unknown command "telemetry" for "datadog-cluster-agent"\n', 'error-text'],
    ['no Agent', 'Could not reach agent: connection refused\n', 'agent-unreachable'],
    ['prose', 'the sum is 3\n', 'other-text'],
  ])('no telemetry: %s', (_name, text, why) => {
    expect(parseTelemetry(text)).toMatchObject({ recognised: false, why });
  });
});

describe('metadata queries', () => {
  it.each([
    ['a replica that nobody asks', fixtureText('made/telemetry-2024-not-queried.txt'), { times: 0, failed: 0 }],
    ['one pod', 'api_requests{handler="getPodMetadata",status="200"} 7\n', { times: 7, failed: 0 }],
    ['the pods of a node', 'api_requests{handler="getPodMetadataForNode",status="200"} 9\n', { times: 9, failed: 0 }],
    ['failures', 'api_requests{handler="getPodMetadata",status="500"} 4\n', { times: 4, failed: 4 }],
    ['the command', 'api_requests{handler="getAllMetadata",status="200"} 5\n', { times: 0, failed: 0 }],
  ])('%s', (_name, text, queries) => {
    expect(metadataQueries(telemetryIn(text))).toEqual({ ...queries, how: 'telemetry' });
  });

  it.each([
    ['no such counter', 'cluster_checks_nodes_reporting 3\n'],
    ['a count that is none', 'api_requests{handler="getPodMetadata",status="200"} NaN\n'],
    ['half a count', 'api_requests{handler="getPodMetadata",status="200"} 1.5\n'],
    ['a negative count', 'api_requests{handler="getPodMetadata",status="200"} -1\n'],
    ['more than can be counted', 'api_requests{handler="getPodMetadata",status="200"} 1e+30\n'],
  ])('cannot be seen: %s', (_name, text) => {
    expect(metadataQueries(telemetryIn(text))).toBeUndefined();
  });

  const asked = (place: string, services: number) =>
    `2018-06-11 09:37:20 UTC | DEBUG | (${place}) | CacheKey: agent/KubernetesMetadataMapping/worker-3, with ${services} services\n`;

  it('in a log of 2018', () => {
    const log =
      asked('metadata.go:40 in GetPodMetadataNames', 1) +
      '2018-06-11 09:37:21 UTC | ERROR | (kubernetes_metadata.go:9 in f) | Could not retrieve the metadata of: web-1 from the cache\n' +
      asked('metadata.go:40 in GetPodMetadataNames', 12) +
      '2018-06-11 09:37:22 UTC | DEBUG | (a.go:1 in f) | looking at CacheKey: agent/KubernetesMetadataMapping/x, with 1 services\n';
    expect(metadataQueriesInLog(log)).toEqual({ times: 3, failed: 1, how: 'log' });
    const counter = metadataQueryCounter();
    for (const char of log) counter.take(char);
    expect(counter.end()).toEqual({ times: 3, failed: 1, how: 'log' });
  });

  it('in a log that shows none', () => {
    expect(metadataQueriesInLog('')).toBeUndefined();
    expect(metadataQueriesInLog('2018-06-11 09:37:20 UTC | INFO | (a.go:1 in f) | started\n')).toBeUndefined();
  });
});
