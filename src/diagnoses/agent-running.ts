import type { Finding } from '../domain/finding.ts';
import type { PodTrouble } from '../domain/finding-facts.ts';
import type { AgentPod, Snapshot } from '../domain/snapshot.ts';
import { clusterAgentDocuments, leaderDocument } from './documents.ts';
import { effectsOfSilence } from './effects.ts';
import type { Rule } from './rule.ts';

/** Whether any Cluster Agent works at all, and whether all that should be there are. */
export const agentRunning: Rule = {
  topic: 'agent',
  codes: ['agent-running', 'agent-status-read', 'agent-not-running', 'agent-not-ready'],
  looksAt: 'the Agent pods, their container states and the Deployment',
  diagnose: (snapshot): Finding[] => {
    if (snapshot.origin === 'text') return readFromText(snapshot);
    if (!snapshot.pods.known) return [];
    const pods = snapshot.pods.value;
    const ready = pods.filter((pod) => pod.ready);
    const wanted = snapshot.replicasWanted.known ? snapshot.replicasWanted.value : null;
    const evidence = [snapshot.pods.source];
    if (ready.length === 0) return [notRunning(snapshot, pods)];
    const troubled = pods.filter((pod) => !pod.ready && !pod.leaving).map(troubleOf);
    const findings: Finding[] = [];
    if (troubled.length > 0 || (wanted !== null && ready.length < wanted)) {
      findings.push({
        code: 'agent-not-ready',
        verdict: 'warning',
        subject: snapshot.namespace,
        facts: { trouble: troubled, ready: ready.length, wanted },
        evidence,
      });
    }
    const version = (leaderDocument(snapshot) ?? clusterAgentDocuments(snapshot)[0])?.status.version || null;
    findings.push({
      code: 'agent-running',
      verdict: 'ok',
      subject: snapshot.namespace,
      facts: {
        namespace: snapshot.namespace,
        ready: ready.length,
        wanted,
        version,
        image: ready[0]?.image || null,
        restarts: pods.reduce((sum, pod) => sum + pod.restarts, 0),
      },
      evidence,
    });
    return findings;
  },
};

function notRunning(snapshot: Snapshot, pods: readonly AgentPod[]): Finding {
  const cause =
    pods.length === 0
      ? ('no-pods' as const)
      : pods.every(({ phase }) => phase === 'Pending')
        ? ('pending' as const)
        : pods.some(({ state }) => state === 'running')
          ? ('not-ready' as const)
          : ('stopped' as const);
  return {
    code: 'agent-not-running',
    verdict: 'fault',
    subject: snapshot.namespace,
    facts: {
      namespace: snapshot.namespace,
      cause,
      pods: pods.map(troubleOf),
      tried: snapshot.searched,
      effects: effectsOfSilence(snapshot),
    },
    evidence: [snapshot.pods.source],
  };
}

function troubleOf({ name, phase, reason, message }: AgentPod): PodTrouble {
  return { name, phase, reason: reason ?? null, message: message ?? null };
}

function readFromText(snapshot: Snapshot): Finding[] {
  // What has no title is a part of a document, and says nothing of the rest.
  const whole = clusterAgentDocuments(snapshot).filter(({ status }) => status.version !== '');
  return whole.map(({ from, status, source }) => ({
    code: 'agent-status-read' as const,
    verdict: 'ok' as const,
    subject: from,
    facts: {
      version: status.version,
      hostname: status.hostname ?? null,
      startedAt: status.started ?? null,
      statusAt: status.time ?? null,
    },
    evidence: [source],
  }));
}
