import type { LeaderElection } from '../../domain/agent-status.ts';
import { asObject, asText } from './json-value.ts';
import { readTime, type Zones } from './read-time.ts';
import { keyValues, type SectionResult, type SectionText } from './section.ts';

const TRANSITIONS = /^(\d{1,15}) transitions?$/;

/** `Leader Election`: `Running` with a name (empty when nobody leads), or `Failing` with an error. There is no third word. */
export function leaderElectionFromText(section: SectionText): SectionResult<LeaderElection> {
  const values = keyValues(section.lines);
  return leaderElection(
    {
      status: values.get('Leader Election Status'),
      leaderName: values.get('Leader Name is'),
      acquired: values.get('Last Acquisition of the lease'),
      renewed: values.get('Renewed leadership'),
      transitions: values.get('Number of leader transitions'),
      error: values.get('Error'),
    },
    section.zones,
  );
}

/** True when the block holds its last line, so that nothing of it can be missing. */
export function leaderElectionEnds(lines: readonly string[]): boolean {
  const values = keyValues(lines);
  return values.has('Error') || TRANSITIONS.test(values.get('Number of leader transitions') ?? '');
}

/** The document's `leaderelection`; all its values are strings. */
export function leaderElectionFromJson(value: unknown): SectionResult<LeaderElection> {
  const object = asObject(value);
  return (
    object &&
    leaderElection({
      status: asText(object.status),
      leaderName: asText(object.leaderName),
      acquired: asText(object.acquiredTime),
      renewed: asText(object.renewedTime),
      transitions: asText(object.transitions),
      error: asText(object.error),
    })
  );
}

function leaderElection(
  raw: Readonly<Record<'status' | 'leaderName' | 'acquired' | 'renewed' | 'transitions' | 'error', string | undefined>>,
  zones?: Zones,
): SectionResult<LeaderElection> {
  if (raw.status === 'Failing') {
    return { state: 'error', text: raw.error ?? '' };
  }
  if (raw.status !== 'Running' || raw.leaderName === undefined) {
    return undefined;
  }
  const acquired = readTime(raw.acquired, zones);
  const renewed = readTime(raw.renewed, zones);
  const transitions = TRANSITIONS.exec(raw.transitions ?? '')?.[1];
  return {
    state: 'present',
    value: {
      leaderName: raw.leaderName,
      ...(acquired !== undefined && { acquired }),
      ...(renewed !== undefined && { renewed }),
      ...(transitions !== undefined && { transitions: Number(transitions) }),
    },
  };
}
