import type { AgentStatus } from '../../domain/agent-status.ts';
import type { Finding, Verdict } from '../../domain/finding.ts';
import { secondsBetween } from '../leadership.ts';
import type { LinkCase, Reporting } from './link-case.ts';
import { errorInStatus } from './link-trouble.ts';

/** The last version whose `status` asks the Cluster Agent anew each time, and can say that it did not reach it. */
const LAST_LIVE_MINOR = 51;
/** An Agent reports every ten seconds, from its first contact on. */
const FIRST_REPORT_SECONDS = 60;

/** That the link works now: the leader counts it among those that report, or its `status` has just asked. */
export function connected(of: LinkCase): Finding | undefined {
  const { story, subject, status, link, reporting, live } = of;
  const isLive = status.known && link?.connected === true && errorInStatus(of) === undefined && asksAnew(status.value);
  if (reporting !== 'yes' && !isLive) return undefined;
  const proof = reporting === 'yes' ? 'reporting' : 'live';
  const sources = [
    status.known ? status.source : [],
    proof === 'reporting' ? (live?.agents.reporting.source ?? []) : [],
  ];
  return {
    code: 'node-agent-connected',
    verdict: 'ok',
    subject,
    facts: { ...story, ...clusterAgentOf(of), proof },
    evidence: sources.flat(),
  };
}

/** Its `status` says that it is connected, which newer versions go on saying of a first contact long ago. */
export function unproven(of: LinkCase): Finding | undefined {
  const { story, subject, status, link, reporting } = of;
  if (link?.connected !== true || reporting === 'yes') return undefined;
  return {
    code: 'node-agent-connection-unproven',
    verdict: harmOfDoubt(of, reporting),
    subject,
    facts: { ...story, ...clusterAgentOf(of), reporting },
    evidence: [status.source],
  };
}

function harmOfDoubt({ snapshot, live }: LinkCase, reporting: Exclude<Reporting, 'yes'>): Verdict {
  // Text alone cannot prove more than it says, and nothing in it speaks against it.
  if (snapshot.origin === 'text') return 'explained';
  switch (reporting) {
    case 'off':
    case 'runners':
      return 'explained';
    case 'unread':
      return 'unknown';
    case 'missing': {
      const seconds = secondsBetween(live?.look.pod.startedAt, snapshot.now);
      return seconds !== null && seconds < FIRST_REPORT_SECONDS ? 'unknown' : 'warning';
    }
  }
}

function clusterAgentOf(of: LinkCase) {
  const { link } = of;
  const version = errorInStatus(of) === undefined ? link?.version : undefined;
  return { endpoint: link?.endpoint ?? null, clusterAgentVersion: version ?? null };
}

/** A build without a version tag calls itself 6.0.0, whatever its age. */
function asksAnew({ version, generation }: AgentStatus): boolean {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,4})\./.exec(version) ?? [];
  if (minor === undefined || generation === 3 || version.startsWith('6.0.0')) return false;
  return (major === '6' || major === '7') && Number(minor) <= LAST_LIVE_MINOR;
}
