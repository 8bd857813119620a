import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { describeScenarios, type ScenarioRow } from './scenario-rows.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8ngrr';
const FOLLOWER = 'datadog-cluster-agent-6c9c858f76-d5cgj';
const NODE = 'default-pool-bce5cd34-slx3';
const WEB = ['load-svc', 'nginx', 'ntp-svc'];
const LEFT_OVER = { namespace: 'default', pod: 'nginx-5ddf989794-2hx9k', node: NODE, services: WEB };

const SCENARIOS: Readonly<Record<string, readonly ScenarioRow[]>> = {
  'metadata-healthy': [
    [
      'metadata',
      'ok',
      ['metadata-map-healthy', 'metadata-queried'],
      {
        'metadata-map-healthy': {
          pod: LEADER,
          replicas: 2,
          nodes: 4,
          pods: 9,
          links: 17,
          left: 0,
          compared: true,
          about: null,
        },
        'metadata-queried': { times: 19, failed: 0, how: 'telemetry', replicas: 2 },
      },
    ],
    [
      `metadata ${NODE}`,
      'explained',
      ['metadata-map-healthy', 'metadata-pod-without-service', 'metadata-queried'],
      {
        'metadata-map-healthy': { nodes: 1, pods: 2, links: 4, about: NODE },
        'metadata-pod-without-service': { pods: ['default/other-5d87699cb8-2gpmj'], total: 1, node: NODE },
      },
    ],
    [
      'metadata nginx-5ddf989794-cxw4s',
      'ok',
      ['metadata-map-healthy', 'metadata-queried'],
      {
        'metadata-map-healthy': {
          about: 'default/nginx-5ddf989794-cxw4s',
          tree: [{ node: NODE, pods: [{ namespace: 'default', pod: 'nginx-5ddf989794-cxw4s', services: WEB }] }],
        },
      },
    ],
    [
      'metadata default/p1',
      'explained',
      ['metadata-pod-without-service', 'metadata-queried'],
      { 'metadata-pod-without-service': { pods: ['default/p1'], total: 1, notReady: [] } },
    ],
    [
      'metadata default-pool-bce5cd34-slx4',
      'unknown',
      ['metadata-not-found'],
      { 'metadata-not-found': { near: expect.arrayContaining([NODE]) } },
    ],
    ['metadata shop/web', 'unknown', ['metadata-not-found'], { 'metadata-not-found': { asked: 'shop/web' } }],
  ],
  'metadata-node-missing': [
    [
      'metadata',
      'warning',
      ['metadata-node-missing', 'metadata-queried'],
      { 'metadata-node-missing': { pod: LEADER, nodes: [NODE], total: 1, podsBehindServices: 2 } },
    ],
    [
      `metadata node/${NODE}`,
      'warning',
      ['metadata-node-missing', 'metadata-pod-without-service', 'metadata-queried'],
      { 'metadata-node-missing': { nodes: [NODE], podsBehindServices: 2 } },
    ],
    // The other nodes are as they should be.
    ['metadata default-pool-bce5cd34-7g24', 'ok', ['metadata-map-healthy', 'metadata-queried'], {}],
  ],
  'metadata-stale': [
    [
      'metadata',
      'warning',
      ['metadata-stale', 'metadata-queried'],
      { 'metadata-stale': { pod: LEADER, total: 1, looks: 2, pods: [LEFT_OVER] } },
    ],
    ['metadata default-pool-bce5cd34-7g24', 'ok', ['metadata-map-healthy', 'metadata-queried'], {}],
  ],
  'metadata-replica-failing': [
    [
      'metadata',
      'fault',
      ['metadata-map-warning', 'metadata-queried'],
      {
        'metadata-map-warning': {
          pod: FOLLOWER,
          warnings: [],
          error: expect.stringContaining('cannot list resource "nodes"'),
        },
      },
    ],
  ],
};

describeScenarios(SCENARIOS);

it('every scenario is asked', () => {
  const played = readdirSync(scenarioFolder('.')).filter((name) => name.startsWith('metadata-'));
  expect(played.filter((name) => !(name in SCENARIOS))).toEqual([]);
});
