import { type Finding, type FindingCode, type FindingOf, harm, worst } from '../domain/finding.ts';
import { HEALTH_TOPICS, type HealthRow, type HealthTopic } from '../domain/health-facts.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { findingsOn, inOrder } from './diagnose-question.ts';
import { HEALTH_ROWS } from './topics.ts';

/** What tells that a reading which this very topic needs has failed. */
const UNREAD: readonly FindingCode[] = ['rights-missing', 'exec-off', 'agent-command-failed', 'version-unsupported'];

/** What a topic is judged by, beside what every question reads. */
const PARTS: Partial<Record<HealthTopic, keyof Snapshot>> = {
  events: 'events',
  metrics: 'autoscaling',
  hpa: 'autoscaling',
  checks: 'checks',
  endpoints: 'checks',
  metadata: 'metadata',
  node: 'nodeAgents',
  logs: 'logs',
};

/** What one topic's own rules say, in the order in which its question would tell it. */
interface TopicFindings {
  readonly topic: HealthTopic;
  readonly findings: readonly Finding[];
}

/**
 * Answers every topic's question over one snapshot: an overview with a row for each, worst first, then everything that
 * is not harmless once, worst first.
 */
export function diagnoseHealth(snapshot: Snapshot): readonly Finding[] {
  const topics = HEALTH_TOPICS.map((topic) => judge(snapshot, topic));
  const all = topics.flatMap(({ findings }) => findings);
  const silent = all.find(({ code }) => code === 'cluster-unreachable');
  if (silent !== undefined) return [silent];
  const details = onceEach(all.filter(isHarmful).toSorted(worstFirst));
  return [overview(snapshot, topics, details), ...details];
}

function judge(snapshot: Snapshot, topic: HealthTopic): TopicFindings {
  const { subject: _subject, page: _page, ...question } = snapshot.question;
  const asked: Snapshot = { ...snapshot, question: { ...question, kind: topic } };
  const running = findingsOn(asked, ['running']);
  // A text that breaks off is told once; what it leaves open the topics' own rules say.
  const unread = topic === 'status' ? running : running.filter(({ code }) => UNREAD.includes(code));
  return { topic, findings: inOrder(asked, [...findingsOn(asked, HEALTH_ROWS[topic]), ...unread]) };
}

function overview(
  snapshot: Snapshot,
  topics: readonly TopicFindings[],
  details: readonly Finding[],
): FindingOf<'health-overview'> {
  const rows = topics.map((topic) => rowOf(snapshot, topic, details)).toSorted(worstFirst);
  return {
    code: 'health-overview',
    verdict: worst(rows),
    subject: snapshot.cluster,
    facts: { rows },
    // A reading that failed and that a topic's own rules took for harmless is not a gap in the whole.
    evidence: [...new Set(topics.flatMap(({ findings }) => findings.flatMap(({ evidence }) => evidence)))],
  };
}

function rowOf(snapshot: Snapshot, { topic, findings }: TopicFindings, details: readonly Finding[]): HealthRow {
  const [answer] = findings;
  const verdict = worst(findings);
  const part = PARTS[topic];
  // Without its own readings nothing shows that it is well.
  if (part !== undefined && snapshot[part] === undefined && harm(verdict) < harm('unknown'))
    return { topic, verdict: 'unknown', top: unseen(snapshot, topic), more: 0 };
  // Where a topic has nothing to show, something else keeps it from that.
  if (answer === undefined) return { topic, verdict: 'unknown', top: details[0] ?? unseen(snapshot, topic), more: 0 };
  const [worstOfAll] = details;
  // What a stopped Agent left behind looks well and serves nobody.
  if (worstOfAll !== undefined && harm(verdict) < harm('unknown') && details.some(isStopped))
    return { topic, verdict: 'unknown', top: worstOfAll, more: 0 };
  const harmful = findings.filter(isHarmful);
  // Where nothing harms, the answer stands for the topic: a row says no other verdict than its words do.
  const top = harmful.find((finding) => finding.verdict === verdict) ?? answer;
  return { topic, verdict: top.verdict, top, more: harmful.filter((finding) => finding !== top).length };
}

/** The topic's own words for knowing nothing. */
function unseen({ cluster, namespace }: Snapshot, topic: HealthTopic): Finding {
  const base = { verdict: 'unknown', subject: cluster, evidence: [] } as const;
  const attempts = { attempts: [] };
  switch (topic) {
    case 'leader':
      return { ...base, code: 'leader-unreadable', facts: attempts };
    case 'events':
      return { ...base, code: 'events-unknown', facts: attempts };
    case 'metrics':
      return { ...base, code: 'external-metrics-unreadable', facts: attempts };
    case 'hpa':
      return { ...base, code: 'hpa-unreadable', facts: { asked: '', ...attempts } };
    case 'metadata':
      return { ...base, code: 'metadata-unread', facts: attempts };
    case 'node':
      return { ...base, code: 'node-agent-unseen', facts: { node: '', pod: '', version: null, ...attempts } };
    case 'logs':
      return { ...base, code: 'logs-empty', facts: { pods: [], lines: 0 } };
    case 'status':
    case 'checks':
    case 'endpoints': {
      const command = `kubectl get pods -n ${namespace}`;
      return { ...base, code: 'agent-command-failed', facts: { pod: '', command, why: 'absent', detail: '' } };
    }
  }
}

/** The same finding from several topics is one; rights that are missing here and there are one list. */
function onceEach(findings: readonly Finding[]): readonly Finding[] {
  const told = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, subject, facts } = finding;
    const key = code === 'rights-missing' ? code : JSON.stringify([code, subject, facts]);
    const before = told.get(key);
    if (before === undefined) told.set(key, finding);
    else if (before.code === 'rights-missing' && code === 'rights-missing') told.set(key, joined(before, finding));
  }
  return [...told.values()];
}

function joined(a: FindingOf<'rights-missing'>, b: FindingOf<'rights-missing'>): FindingOf<'rights-missing'> {
  return {
    ...a,
    facts: {
      rights: distinct([...a.facts.rights, ...b.facts.rights]),
      refused: distinct([...a.facts.refused, ...b.facts.refused]),
    },
    evidence: [...new Set([...a.evidence, ...b.evidence])],
  };
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function isStopped({ code, facts }: Finding): boolean {
  return code === 'agent-not-running' && facts.cause !== 'not-ready';
}

function isHarmful({ verdict }: Finding): boolean {
  return harm(verdict) >= harm('unknown');
}

function worstFirst(a: Pick<Finding, 'verdict'>, b: Pick<Finding, 'verdict'>): number {
  return harm(b.verdict) - harm(a.verdict);
}
