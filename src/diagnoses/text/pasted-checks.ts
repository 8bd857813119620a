import type { AgentStatus, RunningCheck } from '../../domain/agent-status.ts';
import type { CheckStory } from '../../domain/check-facts.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { originOf } from '../checks/check-source.ts';
import { wayOf } from '../checks/way.ts';
import { secondsBetween } from '../leadership.ts';
import type { Rule } from '../rule.ts';

/** More of them are told by their number nowhere, but the first ones tell what is wrong. */
const MOST_TOLD = 5;

/** Checks in a pasted `status` of a node Agent whose leader nobody pasted, so that they cannot be followed. */
export const pastedChecks: Rule = {
  topic: 'text',
  codes: ['check-failing-on-node', 'check-running'],
  looksAt:
    '`Running Checks` of a pasted `agent status`: those that come from the Cluster Agent, and entries pasted alone',
  diagnose: (snapshot) => {
    if (snapshot.origin !== 'text') return [];
    return snapshot.statuses.flatMap(({ reading }) =>
      reading.known && reading.value.flavor === 'node-agent' && !isFollowed(snapshot, reading.source)
        ? told(reading.value, reading.source)
        : [],
    );
  },
};

function isFollowed({ checks }: Snapshot, source: string): boolean {
  return checks?.runners.known === true && checks.runners.value.some(({ status }) => status?.source === source);
}

function told(status: AgentStatus, source: string): readonly Finding[] {
  if (status.collector.state !== 'present') return [];
  // An excerpt is what somebody wants to hear of; a whole document holds many that are none of the Cluster Agent's.
  const isExcerpt = status.version === '';
  const mine = status.collector.value.checks.filter(
    (check) => isExcerpt || /^kube_(?:services|endpoints):/.test(check.source ?? ''),
  );
  const failing = mine.filter(({ state }) => state !== 'OK').map((check) => failed(status, check, source));
  if (failing.length > 0 || !isExcerpt) return failing.slice(0, MOST_TOLD);
  return mine.map((check) => running(status, check, source)).slice(0, MOST_TOLD);
}

function storyOf({ hostname }: AgentStatus, { name, source = '' }: RunningCheck, ran: 'yes' | 'no'): CheckStory {
  return {
    check: name,
    instance: null,
    source,
    service: originOf(source).service,
    node: hostname ?? null,
    pod: null,
    steps: wayOf({ arrived: 'yes', loaded: 'yes', ran }),
  };
}

function failed(status: AgentStatus, check: RunningCheck, source: string): Finding {
  const { state, lastError, runs, lastSuccess } = check;
  const facts = {
    ...storyOf(status, check, 'no'),
    state: state === 'ERROR' ? ('ERROR' as const) : ('WARNING' as const),
    error: lastError ?? null,
    runs: runs ?? null,
    lastSuccessSeconds: secondsBetween(lastSuccess, status.time),
  };
  const verdict = state === 'ERROR' ? 'fault' : 'warning';
  return { code: 'check-failing-on-node', verdict, subject: check.name, facts, evidence: [source] };
}

/** That it runs where it is says nothing of the others. */
function running(status: AgentStatus, check: RunningCheck, source: string): Finding {
  const facts = {
    ...storyOf(status, check, 'yes'),
    runs: check.runs ?? null,
    lastRunSeconds: secondsBetween(check.lastRun, status.time),
    samples: check.totalSamples ?? null,
  };
  return { code: 'check-running', verdict: 'explained', subject: check.name, facts, evidence: [source] };
}
