import type { ClusterChecks } from '../../domain/agent-status.ts';
import { asCount, asObject, asText } from './json-value.ts';
import { readCount } from './read-number.ts';
import { keyValues, offOrFailed, type SectionResult, type SectionText } from './section.ts';

const REDIRECTING = /^Follower, redirecting to leader at (\S{1,256})$/;

/** `Cluster Checks Dispatching`: who dispatches, and how many checks have found a node. */
export function clusterChecksFromText(section: SectionText): SectionResult<ClusterChecks> {
  const values = keyValues(section.lines);
  const status = values.get('Status');
  const role = roleOf(status);
  if (role === undefined) {
    return offOrFailed(section.lines);
  }
  const leaderIp = REDIRECTING.exec(status ?? '')?.[1];
  const activeAgents = readCount(values.get('Active agents'));
  const configurations = readCount(values.get('Check Configurations'));
  const dispatched = readCount(values.get('- Dispatched'));
  const unassigned = readCount(values.get('- Unassigned'));
  return {
    state: 'present',
    value: {
      role,
      ...(leaderIp !== undefined && { leaderIp }),
      ...(activeAgents !== undefined && { activeAgents }),
      ...(configurations !== undefined && { configurations }),
      ...(dispatched !== undefined && { dispatched }),
      ...(unassigned !== undefined && { unassigned }),
      unscheduled: [],
    },
  };
}

function roleOf(status: string | undefined): ClusterChecks['role'] | undefined {
  switch (status) {
    case 'Leader, serving requests':
      return 'leader';
    case 'Leader, warming up':
      return 'warming-up';
    case 'Follower, no leader found':
      return 'follower';
    case 'unknown':
      return 'unknown';
    default:
      return status !== undefined && REDIRECTING.test(status) ? 'follower' : undefined;
  }
}

/** The document's `clusterchecks`, which has Go's field names. Its counts mean something on a serving leader only. */
export function clusterChecksFromJson(value: unknown): SectionResult<ClusterChecks> {
  const object = asObject(value);
  if (!object || typeof object.Leader !== 'boolean' || typeof object.Follower !== 'boolean') {
    return undefined;
  }
  const unscheduled = namesOf(object.UnscheduledChecks);
  if (object.Follower) {
    const leaderIp = asText(object.LeaderIP);
    return { state: 'present', value: { role: 'follower', ...(leaderIp && { leaderIp }), unscheduled } };
  }
  if (!object.Leader || object.Active !== true) {
    return { state: 'present', value: { role: object.Leader ? 'warming-up' : 'unknown', unscheduled } };
  }
  const activeAgents = asCount(object.NodeCount);
  const configurations = asCount(object.TotalConfigs);
  const dispatched = asCount(object.ActiveConfigs);
  const unassigned = asCount(object.DanglingConfigs);
  return {
    state: 'present',
    value: {
      role: 'leader',
      ...(activeAgents !== undefined && { activeAgents }),
      ...(configurations !== undefined && { configurations }),
      ...(dispatched !== undefined && { dispatched }),
      ...(unassigned !== undefined && { unassigned }),
      unscheduled,
    },
  };
}

// A number in some versions, a list or a set of names in others.
function namesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.filter((name) => typeof name === 'string');
  }
  return Object.keys(asObject(value) ?? {});
}
