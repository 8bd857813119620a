import type { PodDifference } from '../../src/domain/metadata.ts';
import type { MetadataFactsByCode } from '../../src/domain/metadata-facts.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const FOLLOWER = 'datadog-cluster-agent-6c9c858f76-ljbd8';

function difference(pod: string, services: readonly string[], node = 'worker-3'): PodDifference {
  return { namespace: 'shop', pod, services, node };
}

const MANY = Array.from({ length: 7 }, (_, index) => difference(`web-6bd9c5-${index + 1}xk2p`, ['web']));

/** Facts of every code about the metadata map. */
export const METADATA_SAMPLE_FACTS = {
  'metadata-map-healthy': [
    {
      pod: LEADER,
      replicas: 2,
      nodes: 3,
      pods: 6,
      links: 8,
      compared: true,
      tree: [
        {
          node: 'worker-3',
          pods: [
            { namespace: 'shop', pod: 'api-7fd4-q9m2z', services: ['api'] },
            { namespace: 'shop', pod: 'web-6bd9c5-7xk2p', services: ['web', 'web-internal'] },
          ],
        },
        { node: 'worker-4', pods: [] },
      ],
      left: 4,
      about: null,
    },
    {
      pod: LEADER,
      replicas: 1,
      nodes: 1,
      pods: 1,
      links: 2,
      compared: true,
      tree: [
        { node: 'worker-3', pods: [{ namespace: 'shop', pod: 'web-6bd9c5-7xk2p', services: ['web', 'web-internal'] }] },
      ],
      left: 0,
      about: 'shop/web-6bd9c5-7xk2p',
    },
    { pod: 'text 1', replicas: 1, nodes: 0, pods: 0, links: 0, compared: false, tree: [], left: 0, about: null },
    {
      pod: FOLLOWER,
      replicas: 3,
      nodes: 412,
      pods: 100_000,
      links: 120_000,
      compared: false,
      tree: Array.from({ length: 20 }, (_, node) => ({
        node: `worker-${node + 1}`,
        pods: Array.from({ length: 10 }, (_one, pod) => ({
          namespace: 'shop',
          pod: `web-${node + 1}-${pod + 1}`,
          services: ['web'],
        })),
      })),
      left: 99_800,
      about: null,
    },
  ],
  'metadata-not-found': [
    { asked: 'worker-33', near: ['worker-3', 'shop/worker-3a'] },
    { asked: 'wrker-3', near: ['worker-3'] },
    { asked: 'x', near: [] },
  ],
  'metadata-name-ambiguous': [{ asked: 'web-0', choices: ['shop/web-0', 'demo/web-0'] }],
  'metadata-node-missing': [
    { pod: LEADER, nodes: ['worker-9', 'worker-10'], total: 2, podsBehindServices: 12 },
    { pod: LEADER, nodes: ['worker-9'], total: 1, podsBehindServices: 0 },
    { pod: LEADER, nodes: ['worker-9'], total: 1, podsBehindServices: 1 },
    {
      pod: FOLLOWER,
      nodes: ['worker-1', 'worker-2', 'worker-3', 'worker-4', 'worker-5'],
      total: 70,
      podsBehindServices: null,
    },
  ],
  'metadata-pod-missing': [
    { pod: LEADER, pods: MANY, total: 57, looks: 2 },
    { pod: LEADER, pods: [difference('api-7fd4-q9m2z', ['api'], '')], total: 1, looks: 1 },
  ],
  'metadata-stale': [
    { pod: LEADER, pods: [difference('web-6bd9c5-7xk2p', ['web-old', 'web-older'])], total: 1, looks: 2 },
    { pod: FOLLOWER, pods: MANY, total: 7, looks: 1 },
  ],
  'metadata-pod-without-service': [
    { pods: ['shop/cron-28', 'shop/worker-0'], total: 2, node: 'worker-3', notReady: [] },
    { pods: ['shop/cron-28'], total: 1, node: null, notReady: [] },
    {
      pods: ['shop/web-1'],
      total: 1,
      node: null,
      notReady: [{ pod: 'shop/web-1', service: 'shop/web' }],
    },
    {
      pods: ['shop/web-1', 'shop/web-2', 'shop/cron-28'],
      total: 24,
      node: 'worker-3',
      notReady: [
        { pod: 'shop/web-1', service: 'shop/web' },
        { pod: 'shop/web-2', service: 'shop/web' },
      ],
    },
  ],
  'metadata-map-warning': [
    {
      pod: LEADER,
      warnings: [
        'Node worker-9 could not be added to the service map bundle: the key agent/KubernetesMetadataMapping/worker-9 was not found in the cache',
      ],
      error: null,
    },
    {
      pod: LEADER,
      warnings: [],
      error: 'Could not run the service mapper: Failed to get nodes from the API server: context deadline exceeded',
    },
    { pod: 'text 1', warnings: ['a', 'b'], error: 'c' },
  ],
  'metadata-replicas-disagree': [
    {
      replicas: [
        { pod: LEADER, nodes: 3, pods: 41, links: 57 },
        { pod: FOLLOWER, nodes: 1, pods: 1, links: 1 },
      ],
    },
  ],
  'metadata-queried': [
    { times: 1234, failed: 0, how: 'telemetry', replicas: 2 },
    { times: 18, failed: 7, how: 'log', replicas: 1 },
    { times: 1, failed: 0, how: 'log', replicas: 1 },
  ],
  'metadata-not-queried': [
    { how: 'telemetry', replicas: 2 },
    { how: 'log', replicas: 1 },
  ],
  'metadata-queries-unknown': [
    { attempts: [{ source: `kubectl logs ${LEADER}`, why: 'unsupported', detail: 'no such counter' }] },
    { attempts: [] },
  ],
  'metadata-unread': [
    {
      attempts: [
        { source: `metamap on ${LEADER}`, why: 'timeout', detail: 'no answer in 5 s' },
        { source: `metamap on ${FOLLOWER}`, why: 'forbidden', detail: '' },
      ],
    },
    { attempts: [{ source: 'text 1', why: 'truncated', detail: 'ends in the middle' }] },
    { attempts: [] },
  ],
} as const satisfies { readonly [C in keyof MetadataFactsByCode]: readonly MetadataFactsByCode[C][] };
