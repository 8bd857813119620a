import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { describeScenarios, type ScenarioRow } from './scenario-rows.ts';

const NODE = 'default-pool-bce5cd34-ttw6';
const AGENT = { node: NODE, pod: 'datadog-sqpz4', version: '6.0.0' };
const SERVICE = 'datadog-cluster-agent';
const VARIABLE = 'DATADOG_CLUSTER_AGENT_SERVICE_HOST';
const ONE_SILENT = { total: 3, ready: 3, reporting: 2, silentTotal: 1, asked: 1 };
const SECRET = { name: 'datadog-cluster-agent', key: 'token' };
const TODAY = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

const SCENARIOS: Readonly<Record<string, readonly ScenarioRow[]>> = {
  'node-connected': [
    [
      'node',
      'ok',
      ['node-agents-overview'],
      { 'node-agents-overview': { total: 3, ready: 3, reporting: 3, silentTotal: 0, asked: 3 } },
    ],
    [
      `node ${NODE}`,
      'ok',
      ['node-agent-connected'],
      {
        'node-agent-connected': {
          ...AGENT,
          endpoint: 'https://127.1.0.31:5005',
          clusterAgentVersion: '6.0.0',
          proof: 'reporting',
        },
      },
    ],
    ['node default/nginx-5ddf989794-gqbss', 'ok', ['node-agent-connected'], { 'node-agent-connected': AGENT }],
    ['node datadog-sqpz4', 'ok', ['node-agent-connected'], { 'node-agent-connected': AGENT }],
    ['node node-a', 'warning', ['node-agent-absent'], { 'node-agent-absent': { node: 'node-a', nodeReady: true } }],
    [
      'node default-pool-bce5cd34-ttw7',
      'unknown',
      ['node-not-found'],
      { 'node-not-found': { near: expect.arrayContaining([NODE]) } },
    ],
  ],
  'node-unproven': [
    [
      'node',
      'warning',
      ['node-agents-overview', 'node-agent-connection-unproven'],
      { 'node-agents-overview': ONE_SILENT },
    ],
    [
      `node ${NODE}`,
      'warning',
      ['node-agent-connection-unproven'],
      { 'node-agent-connection-unproven': { ...AGENT, reporting: 'missing' } },
    ],
    ['node default-pool-bce5cd34-7g24', 'ok', ['node-agent-connected'], {}],
  ],
  'node-started-before-service': [
    [
      'node',
      'fault',
      ['node-agents-overview', 'node-agent-started-before-service'],
      { 'node-agents-overview': ONE_SILENT },
    ],
    [
      `node ${NODE}`,
      'fault',
      ['node-agent-started-before-service'],
      {
        'node-agent-started-before-service': {
          ...AGENT,
          variable: VARIABLE,
          service: SERVICE,
          startedAt: TODAY,
          serviceCreatedAt: TODAY,
          cause: 'older',
          owner: 'datadog',
        },
      },
    ],
  ],
  'node-stale-address': [
    [
      'node',
      'fault',
      ['node-agents-overview', 'node-agent-stale-service-address'],
      { 'node-agents-overview': ONE_SILENT },
    ],
    [
      `node ${NODE}`,
      'fault',
      ['node-agent-stale-service-address'],
      {
        'node-agent-stale-service-address': {
          ...AGENT,
          variable: VARIABLE,
          host: '127.1.0.77',
          service: SERVICE,
          clusterIP: '127.1.0.31',
          owner: 'datadog',
        },
      },
    ],
  ],
  'node-wrong-service': [
    ['node', 'fault', ['node-agents-overview', 'node-agent-wrong-service'], { 'node-agents-overview': ONE_SILENT }],
    [
      `node ${NODE}`,
      'fault',
      ['node-agent-wrong-service'],
      {
        'node-agent-wrong-service': {
          ...AGENT,
          service: 'datadog-agent-cluster-agent',
          cause: 'absent',
          right: [SERVICE],
        },
      },
    ],
  ],
  'node-token-mismatch': [
    [
      'node',
      'fault',
      ['node-agents-overview', 'node-agent-token-mismatch'],
      {
        'node-agents-overview': { total: 8, ready: 8, reporting: 3, silentTotal: 5, asked: 5 },
        'node-agent-token-mismatch': {
          total: 5,
          of: 8,
          error: expect.stringContaining('403 Forbidden'),
          secret: SECRET,
          sameSecret: true,
          clusterAgentSecret: SECRET,
          refusedAreOlder: true,
          owner: 'datadog',
        },
      },
    ],
    [
      'node default-pool-f07c19aa-h4xn',
      'fault',
      ['node-agent-token-mismatch'],
      {
        'node-agent-token-mismatch': {
          agents: [{ node: 'default-pool-f07c19aa-h4xn', pod: 'datadog-t2hjp', version: '6.0.0', startedAt: TODAY }],
          total: 1,
          of: null,
          refusedAreOlder: true,
        },
      },
    ],
    [`node ${NODE}`, 'ok', ['node-agent-connected'], {}],
    // Nodes whose Agents are refused are in the map all the same: it is the Cluster Agent's.
    ['metadata', 'explained', ['metadata-map-healthy', 'metadata-queries-unknown'], {}],
  ],
};

describeScenarios(SCENARIOS);

it('every scenario is asked', () => {
  const played = readdirSync(scenarioFolder('.')).filter((name) => name.startsWith('node-'));
  expect(played.filter((name) => !(name in SCENARIOS))).toEqual([]);
});
