import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { describeScenarios, type ScenarioRow } from './scenario-rows.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8ngrr';

const SCENARIOS: Readonly<Record<string, readonly ScenarioRow[]>> = {
  'events-healthy': [
    [
      'events',
      'ok',
      ['events-healthy', 'leader-healthy'],
      {
        'events-healthy': {
          leader: LEADER,
          runs: 20,
          lastEvents: 1,
          totalEvents: 54,
          tokenSeconds: expect.closeTo(8, -1),
        },
      },
    ],
  ],
  'events-forbidden': [
    [
      'events',
      'fault',
      ['events-forbidden', 'leader-healthy'],
      {
        'events-forbidden': {
          account: 'datadog/datadog-cluster-agent',
          allowed: ['get', 'list'],
          denied: ['watch'],
          unknown: [],
          logTimes: 214,
          totalEvents: 54,
        },
      },
    ],
  ],
  'events-off': [
    [
      'events',
      'explained',
      ['events-collection-off', 'leader-healthy'],
      {
        'events-collection-off': {
          setting: {
            name: 'DD_COLLECT_KUBERNETES_EVENTS',
            value: 'false',
            from: 'pod',
            place: 'Deployment/datadog-cluster-agent',
          },
        },
      },
    ],
  ],
  'events-none': [
    [
      'events',
      'warning',
      ['events-none-collected', 'leader-healthy'],
      {
        'events-none-collected': {
          leader: LEADER,
          runs: 20,
          cause: 'ever',
          totalEvents: 0,
          inCluster: 54,
          tokenSeconds: null,
        },
      },
    ],
  ],
  // As it was captured: no check has run on the leader yet.
  'endpoint-checks-running': [
    [
      'events',
      'fault',
      ['apiserver-check-absent', 'leader-healthy'],
      { 'apiserver-check-absent': { leader: LEADER, otherChecks: [] } },
    ],
  ],
};

describeScenarios(SCENARIOS);

it('every scenario is asked', () => {
  const played = readdirSync(scenarioFolder('.')).filter((name) => name.startsWith('events-'));
  expect(played.filter((name) => !(name in SCENARIOS))).toEqual([]);
});
