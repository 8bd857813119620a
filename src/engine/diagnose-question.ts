import type { Topic } from '../diagnoses/rule.ts';
import { RULES } from '../diagnoses/rules.ts';
import { type Finding, type FindingCode, harm } from '../domain/finding.ts';
import { readingsOf } from '../domain/readings-of.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { answersTo } from './answer-order.ts';
import { judgeText } from './judge-text.ts';
import { topicsOf } from './topics.ts';

/** Runs every rule that belongs to the question and puts the findings in the order in which they are to be told. */
export function diagnoseQuestion(snapshot: Snapshot): readonly Finding[] {
  const { asked, beside } = topicsOf(snapshot.question.kind);
  const harmful = findingsOn(snapshot, beside).filter(({ verdict }) => harm(verdict) >= harm('unknown'));
  const all = [...findingsOn(snapshot, asked), ...harmful];
  const silent = all.filter(({ code }) => code === 'cluster-unreachable');
  if (silent.length > 0) return silent;
  if (snapshot.origin !== 'text') return inOrder(snapshot, all);
  const judged = judgeText(snapshot, all);
  return judged.length === 0 ? [notEnough(snapshot)] : inOrder(snapshot, judged);
}

/** What the rules of these topics find, topic by topic. */
export function findingsOn(snapshot: Snapshot, topics: readonly Topic[]): readonly Finding[] {
  return topics.flatMap((topic) =>
    RULES.filter((rule) => rule.topic === topic).flatMap((rule) => rule.diagnose(snapshot)),
  );
}

/** What was pasted is understood, and says nothing by itself. */
function notEnough(snapshot: Snapshot): Finding {
  const from = readingsOf(snapshot)[0]?.source ?? '';
  return { code: 'nothing-to-explain', verdict: 'unknown', subject: from, facts: { from }, evidence: [from] };
}

/** The answer to the question first, told even before a worse finding; then what harms (worst first), then what is well, then what only needs explaining. */
export function inOrder(snapshot: Snapshot, findings: readonly Finding[]): readonly Finding[] {
  const answers = answersTo(snapshot, findings);
  return findings.toSorted((a, b) => rank(a, answers) - rank(b, answers));
}

function rank(finding: Finding, answers: readonly FindingCode[]): number {
  const { code, verdict } = finding;
  // A maximum that holds back a load which the target makes impossible is told after the sums that show it.
  const doubted = code === 'hpa-held-at-max' && finding.facts.targetDoubtful;
  // Who else owns the metrics API is beside the point where the HPA works with it.
  const aside = code === 'metrics-api-foreign-owner' && verdict === 'explained';
  const answer = doubted ? -1 : answers.indexOf(code);
  if (answer >= 0 && !aside) return answer - answers.length;
  if (harm(verdict) >= harm('unknown')) return harm('fault') - harm(verdict);
  return 10 + harm(verdict);
}
