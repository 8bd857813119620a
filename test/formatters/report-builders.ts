import type { Finding, FindingCode, FindingOf, Verdict } from '../../src/domain/finding.ts';
import { worst } from '../../src/domain/finding.ts';
import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { Question } from '../../src/domain/question.ts';
import { known } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import type { AgentPod, Snapshot } from '../../src/domain/snapshot.ts';

export const AT = '2026-11-23T18:35:50Z';
export const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
export const FOLLOWER = 'datadog-cluster-agent-6c9c858f76-ljbd8';
export const IMAGE = 'gcr.io/datadoghq/cluster-agent:7.81.1';

/** A finding about the Agent's namespace. */
export function finding<C extends FindingCode>(
  code: C,
  verdict: Verdict,
  facts: FactsByCode[C],
  evidence: string[] = [],
) {
  return { code, verdict, subject: 'datadog', facts, evidence } satisfies FindingOf<C> as Finding;
}

function pod(name: string): AgentPod {
  return {
    name,
    namespace: 'datadog',
    phase: 'Running',
    ready: true,
    leaving: false,
    container: 'cluster-agent',
    image: IMAGE,
    restarts: 0,
    state: 'running',
    env: {},
    managedBy: 'Helm',
    owner: 'datadog-cluster-agent',
  };
}

function snapshotOf(question: Question): Snapshot {
  const nothing = { known: false, why: 'absent', detail: '', source: '', at: AT } as const;
  return {
    question,
    origin: question.kind === 'explain' ? 'text' : 'cluster',
    cluster: 'example',
    namespace: question.kind === 'explain' ? '' : 'datadog',
    searched: [],
    now: AT,
    pods: question.kind === 'explain' ? nothing : known([pod(LEADER), pod(FOLLOWER)], 'kubectl get pods', AT),
    replicasWanted: nothing,
    locks: [],
    statuses: [],
    previousLogs: [],
    execAllowed: true,
  };
}

/** A report on a question of the example cluster, or on a pasted text. */
export function report(
  asked: Question['kind'] | Question,
  findings: readonly Finding[],
  more: Partial<Report> = {},
): Report {
  const question = typeof asked === 'string' ? { kind: asked } : asked;
  const { kind } = question;
  return {
    schema: 1,
    question,
    cluster: kind === 'explain' ? '' : 'example',
    verdict: worst(findings),
    findings,
    readings: [],
    snapshot: snapshotOf(question),
    agent: kind === 'explain' ? { versions: ['6.0.0'], images: [] } : { versions: ['6.0.0'], images: [IMAGE] },
    masked: 0,
    at: AT,
    tookMs: 1243,
    ...more,
  };
}
