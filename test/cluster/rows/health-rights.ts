import type { HealthTopic } from '../../../src/domain/health-facts.ts';
import type { EventCheck } from '../stand-in/agent-documents.ts';

/** What `health` must leave open without one right. */
export interface WithoutRight {
  /** Everything else is judged as before: by other readings, or by what was not asked for at all. */
  readonly unknown: readonly HealthTopic[];
  /** What the leader says of the check that collects events, where the right decides what is made of it. */
  readonly check?: EventCheck;
}

const EVERYTHING: readonly HealthTopic[] = [
  'status',
  'leader',
  'events',
  'metrics',
  'hpa',
  'checks',
  'endpoints',
  'metadata',
  'node',
  'logs',
];

/** Collected before, and nothing in the last run: by itself that proves nothing of now. */
export const QUIET: EventCheck = { runs: 42, events: 0, totalEvents: 824 };
const NOTHING_YET: EventCheck = { ...QUIET, totalEvents: 0 };

/** By kind of role, verb and resource, as `dca rbac --for health` grants them. */
export const WITHOUT_RIGHT: Readonly<Record<string, WithoutRight>> = {
  'Role list pods': { unknown: EVERYTHING },
  'Role get pods/log': { unknown: ['logs'] },
  // Who leads the lock tells, what is stored its ConfigMap.
  'Role get pods/exec': { unknown: ['status', 'events', 'checks', 'endpoints', 'metadata', 'node'] },
  // Kubernetes 1.34 asks for `get` alone of a WebSocket.
  'Role create pods/exec': { unknown: [] },
  // The leader's `status` says what its ConfigMaps would.
  'Role get configmaps': { unknown: [] },
  'Role get leases': { unknown: [] },
  'Role get deployments': { unknown: [] },
  'ClusterRole list horizontalpodautoscalers': { unknown: ['hpa'] },
  // An autoscaler repeats how many replicas its target has.
  'ClusterRole list deployments': { unknown: [] },
  'ClusterRole list statefulsets': { unknown: [] },
  'ClusterRole list replicasets': { unknown: [] },
  'ClusterRole list events': { unknown: ['events'], check: NOTHING_YET },
  'ClusterRole list datadogmetrics': { unknown: [] },
  // Autoscalers that show a value prove the way of it.
  'ClusterRole get apiservices': { unknown: [] },
  'ClusterRole get services': { unknown: [] },
  'ClusterRole list services': { unknown: ['endpoints'] },
  'ClusterRole list endpointslices': { unknown: ['metadata'] },
  'ClusterRole list nodes': { unknown: ['metadata'] },
  'ClusterRole create subjectaccessreviews': { unknown: ['events'] },
};
