import type { Report } from '../../src/domain/report.ts';
import { EVENTS_SAMPLE_FACTS } from '../phrases/events-sample-facts.ts';
import { finding, LEADER, report } from './report-builders.ts';

const AGENT_7 = { versions: ['7.63.0'], images: ['gcr.io/datadoghq/cluster-agent:7.63.0'] };
const LED = finding('leader-healthy', 'ok', {
  holder: LEADER,
  lock: { kind: 'Lease', namespace: 'datadog', name: 'datadog-leader-election' },
  renewedAt: '2026-11-23T18:35:44Z',
  ageSeconds: 6,
  leaseSeconds: 60,
  transitions: 4,
  asked: 2,
  agreeing: 2,
  movedBetweenReads: false,
});

const [FORBIDDEN] = EVENTS_SAMPLE_FACTS['events-forbidden'];
const [HEALTHY] = EVENTS_SAMPLE_FACTS['events-healthy'];
const [EVER, LATELY] = EVENTS_SAMPLE_FACTS['events-none-collected'];

/** Reports on events. */
export const EVENTS_REPORTS: Readonly<Record<string, Report>> = {
  'events-healthy': report('events', [finding('events-healthy', 'ok', HEALTHY), LED], { agent: AGENT_7 }),
  'events-forbidden': report(
    'events',
    [
      finding('events-forbidden', 'fault', FORBIDDEN),
      finding('events-token-forbidden', 'warning', {
        account: 'datadog/datadog-cluster-agent',
        configMap: 'datadogtoken',
        denied: ['update'],
      }),
      LED,
    ],
    { agent: AGENT_7 },
  ),
  'events-off': report(
    'events',
    [
      finding('events-leader-election-off', 'fault', {
        setting: { name: 'DD_LEADER_ELECTION', value: 'false', from: 'pod', place: 'Deployment/datadog-cluster-agent' },
        logTimes: 12,
      }),
      finding('events-collection-off', 'explained', {
        setting: {
          name: 'DD_COLLECT_KUBERNETES_EVENTS',
          value: null,
          from: 'default',
          place: 'Deployment/datadog-cluster-agent',
        },
      }),
    ],
    { agent: AGENT_7 },
  ),
  'events-none': report(
    'events',
    [
      finding('events-none-collected', 'fault', LATELY),
      finding('events-none-collected', 'warning', EVER),
      finding('apiserver-check-failing', 'fault', {
        leader: LEADER,
        state: 'ERROR',
        error: 'temporary failure in apiserver, will retry later: context deadline exceeded',
        runs: 12,
        lastSuccessSeconds: 7300,
      }),
      finding('apiserver-check-absent', 'fault', { leader: LEADER, otherChecks: ['kubernetes_state_core'] }),
      finding('node-agents-also-elect', 'warning', {
        agents: [
          { pod: 'datadog-z7jgp', node: 'worker-3' },
          { pod: 'datadog-4kw9c', node: 'worker-4' },
        ],
        total: 3,
        of: 58,
      }),
    ],
    { agent: AGENT_7 },
  ),
};
