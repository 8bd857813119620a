import { describe, expect, it } from 'vitest';
import type { AgentStatus } from '../../../src/domain/agent-status.ts';
import { ENDPOINT_CHECKS, FOLLOWER_AND_LEADER, readFixture } from './read-fixture.ts';

const CAPTURES = [FOLLOWER_AND_LEADER, ENDPOINT_CHECKS].flatMap((folder) =>
  ['leader', 'follower', 'node1', 'node2', 'node3'].map((who) => `${folder}/${who}-status`),
);

// What the seconds between the two captures change, and what only one of the two forms prints.
function comparable(status: AgentStatus) {
  const { form: _form, generation: _generation, time: _time, renderErrors: _errors, leaderElection, ...rest } = status;
  const { aggregator, forwarder, collector, externalMetrics, ...same } = rest;
  return {
    ...same,
    leaderElection:
      leaderElection.state === 'present'
        ? { ...leaderElection, value: { ...leaderElection.value, renewed: undefined } }
        : leaderElection,
    aggregator: aggregator.state,
    forwarder:
      forwarder.state === 'present' ? { ...forwarder.value, successes: 'moves between the captures' } : forwarder.state,
    collector:
      collector.state === 'present'
        ? {
            loadingErrors: collector.value.loadingErrors,
            checks: collector.value.checks.map(({ runs: _runs, ...check }) => check),
          }
        : collector.state,
    externalMetrics:
      externalMetrics.state === 'present' && externalMetrics.value.mode === 'configmap'
        ? { ...externalMetrics.value, metrics: undefined }
        : externalMetrics,
  };
}

describe('captured text and JSON', () => {
  it.each(CAPTURES)('%s says the same in both forms', (capture) => {
    const text = readFixture(`${capture}.txt`);
    const json = readFixture(`${capture}.json`);
    expect([text.form, json.form]).toEqual(['text', 'json']);
    expect(comparable(text)).toEqual(comparable(json));
  });

  it.each(CAPTURES)('%s is whole and holds nothing unknown', (capture) => {
    for (const status of [readFixture(`${capture}.txt`), readFixture(`${capture}.json`)]) {
      expect({ unknown: status.unknownSections, cutOff: status.cutOff }).toEqual({ unknown: [], cutOff: false });
    }
  });
});

describe('the captured leader', () => {
  const text = readFixture(`${FOLLOWER_AND_LEADER}/leader-status.txt`);
  const json = readFixture(`${FOLLOWER_AND_LEADER}/leader-status.json`);

  it('leads, renewed and dispatches', () => {
    expect(text).toMatchObject({
      flavor: 'cluster-agent',
      generation: 3,
      version: '6.0.0',
      time: '2026-11-23T18:35:50.760Z',
      started: '2026-11-23T18:27:25.514Z',
      hostname: 'dca-host-1',
      leaderElection: {
        state: 'present',
        value: {
          leaderName: 'datadog-cluster-agent-6c9c858f76-8qmb7',
          acquired: '2026-11-23T18:29:21.000Z',
          renewed: '2026-11-23T18:35:36.000Z',
          transitions: 4,
        },
      },
      clusterChecks: {
        state: 'present',
        value: { role: 'leader', activeAgents: 3, configurations: 4, dispatched: 4, unassigned: 0 },
      },
      admission: { state: 'disabled' },
      aggregator: { state: 'present', value: { flushes: 33, seriesFlushed: 51, seriesFlushErrors: 33 } },
      collector: { state: 'present', value: { checks: [] } },
      clusterAgentLink: { state: 'absent' },
    });
    expect(json.time).toBe('2026-11-23T18:35:51.996Z');
  });

  it('lists its metrics in JSON only: the text breaks the list off', () => {
    expect(text.externalMetrics).toEqual({
      state: 'present',
      value: {
        mode: 'configmap',
        configMap: 'datadog/datadog-custom-metrics',
        total: 2,
        valid: 1,
        sources: [{ url: 'https://app.datadoghq.com' }],
      },
    });
    expect(text.renderErrors).toHaveLength(1);
    expect(json.externalMetrics).toMatchObject({
      value: {
        metrics: [
          { name: 'missing.metric', value: '0', valid: false, at: '2026-11-23T18:35:26.000Z' },
          {
            name: 'nginx.net.request_per_s',
            labels: { app: 'puppet', env: 'demo' },
            reference: { kind: 'horizontal', namespace: 'default', name: 'nginxext' },
            value: '2472',
            valid: true,
          },
        ],
      },
    });
  });
});

it('a captured follower names the IP of its leader', () => {
  expect(readFixture(`${FOLLOWER_AND_LEADER}/follower-status.txt`).clusterChecks).toEqual({
    state: 'present',
    value: { role: 'follower', leaderIp: '10.0.0.1', unscheduled: [] },
  });
});

it('a captured node Agent shows its link, its checks and why one of them did not load', () => {
  const status = readFixture(`${ENDPOINT_CHECKS}/node3-status.txt`);
  expect(status).toMatchObject({ flavor: 'node-agent', hostname: 'default-pool-bce5cd34-ttw6' });
  expect(status.clusterAgentLink).toMatchObject({ value: { connected: true, version: '6.0.0' } });
  expect(status.collector).toEqual({
    state: 'present',
    value: {
      checks: [
        {
          name: 'load',
          id: 'load',
          state: 'OK',
          source: 'kube_services:kube_service://default/load-svc',
          runs: 9,
          lastSamples: 6,
          totalSamples: 54,
          lastEvents: 0,
          totalEvents: 0,
          lastServiceChecks: 0,
          totalServiceChecks: 0,
          lastRun: '2026-11-23T19:34:25.000Z',
          lastSuccess: '2026-11-23T19:34:25.000Z',
        },
        {
          name: 'ntp',
          id: 'ntp:ntp:84a73a6dd6691ab5',
          state: 'ERROR',
          source: 'kube_services:kube_service://default/ntp-svc',
          runs: 1,
          lastSamples: 0,
          totalSamples: 0,
          lastEvents: 0,
          totalEvents: 0,
          lastServiceChecks: 1,
          totalServiceChecks: 1,
          lastRun: '2026-11-23T19:32:25.000Z',
          lastError: 'failed to get clock offset from any ntp host: [ 127.0.0.1 ]',
        },
        {
          name: 'uptime',
          id: 'uptime',
          state: 'OK',
          source: 'kube_endpoints:kube_endpoint_uid://default/load-svc/',
          runs: 8,
          lastSamples: 1,
          totalSamples: 8,
          lastEvents: 0,
          totalEvents: 0,
          lastServiceChecks: 0,
          totalServiceChecks: 0,
          lastRun: '2026-11-23T19:34:24.000Z',
          lastSuccess: '2026-11-23T19:34:24.000Z',
        },
      ],
      loadingErrors: { nginx: 'Core Check Loader: Check nginx not found in Catalog' },
    },
  });
});
