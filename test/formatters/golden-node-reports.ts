import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { Report } from '../../src/domain/report.ts';
import { NODE_SAMPLE_FACTS, ON_WORKER } from '../phrases/node-sample-facts.ts';
import { finding, report } from './report-builders.ts';

const AGENT_7 = { versions: ['7.63.0'], images: ['gcr.io/datadoghq/cluster-agent:7.63.0'] };
const OF_NODE = { kind: 'node', subject: { name: 'worker-3', resource: 'node' } } as const;

/** 41 of 58 node Agents hold the token from before its Secret changed. */
export const [MISMATCH]: readonly [FactsByCode['node-agent-token-mismatch'], ...unknown[]] =
  NODE_SAMPLE_FACTS['node-agent-token-mismatch'];
const [OVERVIEW] = NODE_SAMPLE_FACTS['node-agents-overview'];
const [OLDER] = NODE_SAMPLE_FACTS['node-agent-started-before-service'];
const [STALE] = NODE_SAMPLE_FACTS['node-agent-stale-service-address'];
const [NO_SERVICE] = NODE_SAMPLE_FACTS['node-agent-wrong-service'];
const [NO_ANSWER, SOME_READY] = NODE_SAMPLE_FACTS['node-agent-timeout'];
const [CONNECTED] = NODE_SAMPLE_FACTS['node-agent-connected'];
const [UNPROVEN] = NODE_SAMPLE_FACTS['node-agent-connection-unproven'];
const [, , , , PASTED_403, , ASKED_20] = NODE_SAMPLE_FACTS['node-agent-token-mismatch'];

/** Reports on node Agents. */
export const NODE_REPORTS: Readonly<Record<string, Report>> = {
  'node-connected': report(OF_NODE, [finding('node-agent-connected', 'ok', CONNECTED)], { agent: AGENT_7 }),
  'node-unproven': report(OF_NODE, [finding('node-agent-connection-unproven', 'warning', UNPROVEN)], {
    agent: AGENT_7,
  }),
  'node-survey-token': report(
    'node',
    [finding('node-agent-token-mismatch', 'fault', MISMATCH), finding('node-agents-overview', 'warning', OVERVIEW)],
    { agent: AGENT_7 },
  ),
  'node-survey-asked': report(
    'node',
    [finding('node-agent-token-mismatch', 'fault', ASKED_20), finding('node-agents-overview', 'warning', OVERVIEW)],
    { agent: AGENT_7 },
  ),
  'node-address': report(
    'node',
    [
      finding('node-agent-started-before-service', 'fault', OLDER),
      finding('node-agent-stale-service-address', 'fault', STALE),
      finding('node-agent-wrong-service', 'fault', NO_SERVICE),
    ],
    { agent: AGENT_7 },
  ),
  'node-no-answer': report(
    OF_NODE,
    [
      finding('node-agent-timeout', 'fault', NO_ANSWER),
      finding('node-agent-timeout', 'fault', SOME_READY),
      finding('node-agent-tls-failing', 'fault', {
        ...ON_WORKER,
        error: 'x509: certificate signed by unknown authority',
      }),
      finding('node-agent-token-unusable', 'fault', {
        ...ON_WORKER,
        cause: 'too-short',
        error: 'cluster agent authentication token length must be greater than 32, curently: 12',
      }),
    ],
    { agent: AGENT_7 },
  ),
  'node-not-there': report({ kind: 'node', subject: { name: 'worker-9', resource: 'node' } }, [
    finding('node-agent-absent', 'fault', { node: 'worker-9', nodeReady: true }),
    finding('node-agent-not-running', 'fault', {
      ...ON_WORKER,
      reason: 'CrashLoopBackOff',
      message: 'back-off 5m0s restarting failed container',
      restarts: 14,
    }),
    finding('node-agent-disabled', 'explained', { ...ON_WORKER, setting: 'DD_CLUSTER_AGENT_ENABLED', value: 'false' }),
    finding('node-agent-unseen', 'unknown', {
      ...ON_WORKER,
      attempts: [
        {
          source: 'kubectl exec -n datadog datadog-z7jgp -c agent -- agent status --json',
          why: 'timeout',
          detail: 'no answer in 5 s',
        },
      ],
    }),
  ]),
  'node-pasted': report('explain', [finding('node-agent-token-mismatch', 'fault', PASTED_403)]),
};
