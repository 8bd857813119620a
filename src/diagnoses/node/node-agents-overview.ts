import { type Finding, harm, type Verdict, worst } from '../../domain/finding.ts';
import type { NodeAgents } from '../../domain/node-agent.ts';
import type { Rule } from '../rule.ts';
import { isStarting } from './beside-link.ts';
import { judgeAll } from './judge-all.ts';
import type { JudgedAgent } from './judge-node-agent.ts';
import { countedByLeader, silentNow } from './silent-agents.ts';

const MOST_NAMED = 20;

type Survey = Extract<NodeAgents['survey'], { readonly known: true }>;

/** All node Agents in one sentence: how many there are, are Ready, and report to the leader. */
export const nodeAgentsOverview: Rule = {
  topic: 'node',
  codes: ['node-agents-overview', 'node-agent-unseen'],
  looksAt: 'the node Agents’ pods, and the agents in the leader’s `clusterchecks`',
  diagnose: (snapshot): readonly Finding[] => {
    const { nodeAgents } = snapshot;
    if (nodeAgents?.scope.kind !== 'all') return [];
    const { survey } = nodeAgents;
    if (survey.known) return [overview(nodeAgents, survey, judgeAll(snapshot), snapshot.namespace)];
    const { source, why, detail } = survey;
    const facts = { node: '', pod: '', version: null, attempts: [{ source, why, detail }] };
    return [{ code: 'node-agent-unseen', verdict: 'unknown', subject: snapshot.namespace, facts, evidence: [source] }];
  },
};

function overview(agents: NodeAgents, survey: Survey, judged: readonly JudgedAgent[], subject: string): Finding {
  const { total, ready, notReady } = survey.value;
  const counted = countedByLeader(agents, judged);
  const silent = silentNow(agents, judged);
  const facts = {
    total,
    ready,
    notReady: notReady.slice(0, MOST_NAMED).map((pod) => ({
      node: pod.node,
      pod: pod.name,
      version: null,
      reason: pod.reason ?? null,
    })),
    reporting: counted ? Math.max(0, ready - silent.total) : null,
    silent: silent.named.slice(0, MOST_NAMED).map((one) => ({ ...one, version: versionOf(one.pod, judged) })),
    silentTotal: silent.total,
    asked: judged.length,
  };
  const { reporting } = agents;
  const evidence = [survey.source, ...(reporting.known ? [reporting.source] : [])];
  const verdict = worst([
    { verdict: ofPods(survey) },
    { verdict: silent.total > 0 ? 'warning' : 'ok' },
    { verdict: ofLinks(judged, counted || judged.length >= ready, !reporting.known) },
  ]);
  return { code: 'node-agents-overview', verdict, subject, facts, evidence };
}

function versionOf(pod: string, judged: readonly JudgedAgent[]): string | null {
  return judged.find(({ of }) => of.story.pod === pod)?.of.story.version ?? null;
}

function ofPods({ value: { total, ready, notReady } }: Survey): Verdict {
  if (total === 0) return 'warning';
  if (ready === 0) return 'fault';
  if (ready === total) return 'ok';
  const areStarting = notReady.length === total - ready && notReady.every(isStarting);
  return areStarting ? 'explained' : 'warning';
}

/** What the Agents that were asked show of their links; of those that nobody counts and nobody asked nothing is known. */
function ofLinks(judged: readonly JudgedAgent[], allAreSeen: boolean, listUnread: boolean): Verdict {
  const others: Verdict = allAreSeen ? 'ok' : listUnread || judged.length === 0 ? 'unknown' : 'explained';
  const seen = worst([...judged.map(({ finding }) => finding), { verdict: others }]);
  // What is wrong with each is told beside it.
  return harm(seen) > harm('warning') ? 'warning' : seen;
}
