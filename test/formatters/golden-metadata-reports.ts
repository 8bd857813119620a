import type { Report } from '../../src/domain/report.ts';
import { METADATA_SAMPLE_FACTS } from '../phrases/metadata-sample-facts.ts';
import { FOLLOWER, finding, LEADER, report } from './report-builders.ts';

const AGENT_7 = { versions: ['7.63.0'], images: ['gcr.io/datadoghq/cluster-agent:7.63.0'] };
const OF_NODE = { kind: 'metadata', subject: { name: 'worker-3', resource: 'node' } } as const;

const [SMALL, OF_POD, , HUGE] = METADATA_SAMPLE_FACTS['metadata-map-healthy'];
const [MISSING] = METADATA_SAMPLE_FACTS['metadata-pod-missing'];
const [STALE] = METADATA_SAMPLE_FACTS['metadata-stale'];

/** Reports on the metadata map. */
export const METADATA_REPORTS: Readonly<Record<string, Report>> = {
  'metadata-healthy': report(
    'metadata',
    [
      finding('metadata-map-healthy', 'ok', { ...SMALL, left: 0, pods: 2, links: 3, nodes: 2 }),
      finding('metadata-queried', 'ok', { times: 1234, failed: 0, how: 'telemetry', replicas: 2 }),
    ],
    { agent: AGENT_7 },
  ),
  'metadata-of-a-large-cluster': report(
    'metadata',
    [
      finding('metadata-map-healthy', 'unknown', HUGE),
      finding('metadata-queries-unknown', 'explained', {
        attempts: [
          {
            source: `kubectl exec -n datadog ${LEADER} -c cluster-agent -- datadog-cluster-agent telemetry`,
            why: 'unsupported',
            detail: '',
          },
        ],
      }),
    ],
    { agent: AGENT_7 },
  ),
  'metadata-of-a-pod': report({ kind: 'metadata', subject: { namespace: 'shop', name: 'web-6bd9c5-7xk2p' } }, [
    finding('metadata-map-healthy', 'ok', OF_POD),
  ]),
  'metadata-wrong': report(
    OF_NODE,
    [
      finding('metadata-pod-missing', 'fault', MISSING),
      finding('metadata-stale', 'warning', STALE),
      finding('metadata-node-missing', 'warning', {
        pod: LEADER,
        nodes: ['worker-9'],
        total: 1,
        podsBehindServices: 12,
      }),
      finding('metadata-replicas-disagree', 'warning', {
        replicas: [
          { pod: LEADER, nodes: 3, pods: 41, links: 57 },
          { pod: FOLLOWER, nodes: 1, pods: 12, links: 12 },
        ],
      }),
      finding('metadata-not-queried', 'warning', { how: 'telemetry', replicas: 2 }),
    ],
    { agent: AGENT_7 },
  ),
  'metadata-rightly-absent': report({ kind: 'metadata', subject: { namespace: 'shop', name: 'web-1' } }, [
    finding('metadata-pod-without-service', 'explained', {
      pods: ['shop/web-1'],
      total: 1,
      node: null,
      notReady: [{ pod: 'shop/web-1', service: 'shop/web' }],
    }),
  ]),
  'metadata-failing': report('metadata', [
    finding('metadata-map-warning', 'fault', {
      pod: LEADER,
      warnings: [],
      error: 'Could not run the service mapper: Failed to get nodes from the API server: context deadline exceeded',
    }),
    finding('metadata-unread', 'unknown', {
      attempts: [
        {
          source: `kubectl exec -n datadog ${FOLLOWER} -c cluster-agent -- datadog-cluster-agent metamap`,
          why: 'timeout',
          detail: 'no answer in 5 s',
        },
      ],
    }),
  ]),
};
