import type { Topic } from '../diagnoses/rule.ts';
import { RULES } from '../diagnoses/rules.ts';
import { type Finding, type FindingCode, harm } from '../domain/finding.ts';
import type { QuestionKind } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';

const EVERYTHING: readonly Topic[] = ['agent', 'leader', 'external-metrics', 'cluster-checks', 'delivery', 'running'];

/** What each question is about, in the order of telling. Topics after the first add only what is not harmless. */
const TOPICS: Partial<Record<QuestionKind, { readonly asked: readonly Topic[]; readonly beside: readonly Topic[] }>> = {
  leader: { asked: ['leader'], beside: ['agent', 'running'] },
};

/** The finding that answers the question itself, told first even when a worse one stands beside it. */
const ANSWERS: Partial<Record<QuestionKind, readonly FindingCode[]>> = {
  leader: [
    'leaders-disagree',
    'leader-healthy',
    'leader-renewal-stale',
    'leader-renewal-unclear',
    'leader-holder-gone',
    'leader-holder-down',
    'leader-missing',
    'leader-unreadable',
  ],
};

/** Runs every rule that belongs to the question and puts the findings in the order in which they are to be told. */
export function diagnose(snapshot: Snapshot): readonly Finding[] {
  const { asked, beside } = TOPICS[snapshot.question.kind] ?? { asked: EVERYTHING, beside: [] };
  const findings = (topics: readonly Topic[]) =>
    topics.flatMap((topic) => RULES.filter((rule) => rule.topic === topic).flatMap((rule) => rule.diagnose(snapshot)));
  const all = [...findings(asked), ...findings(beside).filter(({ verdict }) => harm(verdict) >= harm('unknown'))];
  const silent = all.filter(({ code }) => code === 'cluster-unreachable');
  return silent.length > 0 ? silent : inOrder(all, ANSWERS[snapshot.question.kind] ?? []);
}

/** The answer first, then what harms (worst first), then what is well, then what only needs explaining. */
function inOrder(findings: readonly Finding[], answers: readonly FindingCode[]): readonly Finding[] {
  const rank = ({ code, verdict }: Finding): number => {
    const answer = answers.indexOf(code);
    if (answer >= 0) return answer - answers.length;
    if (harm(verdict) >= harm('unknown')) return harm('fault') - harm(verdict);
    return 10 + harm(verdict);
  };
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
