import type { Topic } from '../diagnoses/rule.ts';
import { RULES } from '../diagnoses/rules.ts';
import { type Finding, type FindingCode, harm } from '../domain/finding.ts';
import type { QuestionKind } from '../domain/question.ts';
import { readingsOf } from '../domain/readings-of.ts';
import type { Snapshot } from '../domain/snapshot.ts';

const EVERYTHING: readonly Topic[] = [
  'agent',
  'leader',
  'hpa',
  'external-metrics',
  'checks',
  'cluster-checks',
  'logs',
  'delivery',
  'running',
];

/** What each question is about, in the order of telling. Topics after the first add only what is not harmless. */
const TOPICS: Partial<Record<QuestionKind, { readonly asked: readonly Topic[]; readonly beside: readonly Topic[] }>> = {
  leader: { asked: ['leader'], beside: ['agent', 'running'] },
  hpa: { asked: ['hpa'], beside: ['external-metrics', 'agent', 'leader', 'running'] },
  metrics: { asked: ['external-metrics', 'hpa'], beside: ['agent', 'leader', 'running'] },
  checks: { asked: ['checks', 'cluster-checks'], beside: ['agent', 'leader', 'running'] },
  endpoints: { asked: ['checks', 'cluster-checks'], beside: ['agent', 'leader', 'running'] },
  logs: { asked: ['logs'], beside: ['agent', 'leader', 'running'] },
};

/** What an HPA does and why, in the order in which it is told: what keeps it from working, then its figures. */
const HPA_ANSWERS: readonly FindingCode[] = [
  'hpa-not-found',
  'hpa-name-ambiguous',
  'hpa-unreadable',
  'hpa-not-external',
  'hpa-list',
  'hpa-target-missing',
  'hpa-target-at-zero',
  'hpa-ambiguous-selector',
  'hpa-outside-bounds',
  'hpa-metric-type-wrong',
  'hpa-metric-name-unusable',
  'aggregation-layer-missing',
  'metrics-api-not-registered',
  'metrics-api-foreign-owner',
  'metrics-api-service-missing',
  'metrics-api-port-mismatch',
  'metrics-api-certificate',
  'metrics-api-blocked',
  'metrics-api-unavailable',
  'metrics-reader-forbidden',
  'agent-kubernetes-mismatch',
  'hpa-partly-blind',
  'external-metrics-rate-limited',
  'external-metrics-keys-rejected',
  'external-metrics-refresh-dead',
  'external-metrics-batch-failed',
  'datadogmetric-not-found',
  'external-metric-no-series',
  'external-metric-stale',
  'hpa-no-metric-returned',
  'hpa-metric-failing',
  'hpa-too-young',
  'value-overflows',
  'value-summed-over-hpas',
  'value-contradiction',
  'hpa-held-at-max',
  'rollout-changes-divisor',
  'values-moved-between-polls',
  'average-shown-per-pod',
  'value-shown-total',
  'hpa-figures-unknown',
];

/** What checks are asked for is told before how each of them fares. */
const CHECK_ANSWERS: readonly FindingCode[] = [
  'check-not-found',
  'cluster-checks-disabled',
  'no-node-agents-reporting',
  'cluster-checks-warming-up',
  'checks-list',
  'endpoint-checks-provider-off',
];

/** One check, or the endpoint checks, on their way: the worst first, whatever it is. */
const FOLLOWED_CHECKS: readonly FindingCode[] = [
  'check-config-invalid',
  'check-not-discovered',
  'check-not-dispatched',
  'check-agent-silent',
  'check-not-arrived',
  'endpoint-check-node-lost-agent',
  'endpoint-check-not-received',
  'check-unseen-on-node',
  'check-not-loaded-on-node',
  'check-failing-on-node',
  'check-reports-nothing',
  'check-running',
  'endpoint-checks-healthy',
  'endpoint-checks-none',
];

/** They strike many metrics, and answer for an HPA only where it goes without one of its own. */
const COMMON_TROUBLES: readonly FindingCode[] = [
  'external-metrics-rate-limited',
  'external-metrics-keys-rejected',
  'external-metrics-batch-failed',
];
const WITHOUT_VALUE: readonly FindingCode[] = [
  'hpa-partly-blind',
  'datadogmetric-not-found',
  'external-metric-no-series',
  'external-metric-stale',
  'external-metrics-refresh-dead',
  'hpa-no-metric-returned',
  'hpa-metric-failing',
];

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
  metrics: [
    'external-metrics-disabled',
    'external-metrics-rate-limited',
    'external-metrics-keys-rejected',
    'external-metrics-refresh-dead',
    'external-metrics-batch-failed',
    'external-metrics-error',
    'external-metrics-unreadable',
    'metrics-list',
  ],
};

/** Runs every rule that belongs to the question and puts the findings in the order in which they are to be told. */
export function diagnose(snapshot: Snapshot): readonly Finding[] {
  const { asked, beside } = TOPICS[snapshot.question.kind] ?? { asked: EVERYTHING, beside: [] };
  const findings = (topics: readonly Topic[]) =>
    topics.flatMap((topic) => RULES.filter((rule) => rule.topic === topic).flatMap((rule) => rule.diagnose(snapshot)));
  const all = [...findings(asked), ...findings(beside).filter(({ verdict }) => harm(verdict) >= harm('unknown'))];
  const silent = all.filter(({ code }) => code === 'cluster-unreachable');
  if (silent.length > 0) return silent;
  return all.length === 0 && snapshot.origin === 'text'
    ? [notEnough(snapshot)]
    : inOrder(all, answersTo(snapshot, all));
}

/** What was pasted is understood, and says nothing by itself. */
function notEnough(snapshot: Snapshot): Finding {
  const from = readingsOf(snapshot)[0]?.source ?? '';
  return { code: 'nothing-to-explain', verdict: 'unknown', subject: from, facts: { from }, evidence: [from] };
}

/** Pasted text asks nothing by itself: an HPA in it is what somebody wants explained. */
function answersTo({ question, autoscaling }: Snapshot, findings: readonly Finding[]): readonly FindingCode[] {
  if (question.kind === 'checks' || question.kind === 'endpoints') {
    return [...CHECK_ANSWERS, ...followed(findings), 'endpoint-check-without-pod'];
  }
  const pasted = question.kind === 'explain' && autoscaling !== undefined && autoscaling.views.length > 0;
  if (question.kind !== 'hpa' && !pasted) return ANSWERS[question.kind] ?? [];
  return findings.some(({ code }) => WITHOUT_VALUE.includes(code))
    ? HPA_ANSWERS
    : HPA_ANSWERS.filter((code) => !COMMON_TROUBLES.includes(code));
}

/** The codes that tell of single checks, in the order of their harm. */
function followed(findings: readonly Finding[]): readonly FindingCode[] {
  return findings
    .filter(({ code }) => FOLLOWED_CHECKS.includes(code))
    .toSorted((a, b) => harm(b.verdict) - harm(a.verdict))
    .map(({ code }) => code);
}

/** The answer first, then what harms (worst first), then what is well, then what only needs explaining. */
function inOrder(findings: readonly Finding[], answers: readonly FindingCode[]): readonly Finding[] {
  const rank = (finding: Finding): number => {
    const { code, verdict } = finding;
    // A maximum that holds back a load which the target makes impossible is told after the sums that show it.
    const doubted = code === 'hpa-held-at-max' && finding.facts.targetDoubtful;
    // Who else owns the metrics API is beside the point where the HPA works with it.
    const aside = code === 'metrics-api-foreign-owner' && verdict === 'explained';
    const answer = doubted ? -1 : answers.indexOf(code);
    if (answer >= 0 && !aside) return answer - answers.length;
    if (harm(verdict) >= harm('unknown')) return harm('fault') - harm(verdict);
    return 10 + harm(verdict);
  };
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
