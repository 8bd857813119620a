import { CHECK_TROUBLES } from '../diagnoses/checks/tell-story.ts';
import { nodeAgentLink } from '../diagnoses/node/node-agent-link.ts';
import { type Finding, type FindingCode, harm } from '../domain/finding.ts';
import type { QuestionKind } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';

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
  ...CHECK_TROUBLES,
  'check-running',
  'endpoint-checks-healthy',
  'endpoint-checks-none',
];

/** What is asked about is not there, or nothing of it could be read; else where the map is wrong, the worst first; else the map. */
const METADATA_ANSWERS: readonly FindingCode[] = ['metadata-not-found', 'metadata-name-ambiguous', 'metadata-unread'];
const METADATA_TROUBLES: readonly FindingCode[] = [
  'metadata-node-missing',
  'metadata-pod-missing',
  'metadata-stale',
  'metadata-map-warning',
  'metadata-replicas-disagree',
];

/** All node Agents in one sentence, else the one that is meant, with what is wrong with it. */
const NODE_ANSWERS: readonly FindingCode[] = [
  'node-not-found',
  'node-name-ambiguous',
  'node-agent-absent',
  'node-agents-overview',
];
const NODE_LINKS: readonly FindingCode[] = nodeAgentLink.codes;

/** From what switches the collection off to what it has collected: the first that is there explains those behind it. */
const EVENT_ANSWERS: readonly FindingCode[] = [
  'events-leader-election-off',
  'events-collection-off',
  'events-forbidden',
  'apiserver-check-absent',
  'apiserver-check-failing',
  'events-none-collected',
  'events-unknown',
  'events-none-to-collect',
  'events-healthy',
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
  flare: ['flare-failed', 'flare-ready', 'flare-refused', 'flare-read'],
};

/**
 * The codes that answer a question, in the order in which they are told. Pasted text asks nothing by itself: an HPA in
 * it is what somebody wants explained.
 */
export function answersTo({ question, autoscaling }: Snapshot, findings: readonly Finding[]): readonly FindingCode[] {
  const worstOf = (codes: readonly FindingCode[]) => worstFirst(findings, codes);
  switch (question.kind) {
    case 'checks':
    case 'endpoints':
      return [...CHECK_ANSWERS, ...worstOf(FOLLOWED_CHECKS), 'endpoint-check-without-pod'];
    case 'metadata':
      return [
        ...METADATA_ANSWERS,
        ...worstOf(METADATA_TROUBLES),
        'metadata-map-healthy',
        'metadata-pod-without-service',
      ];
    case 'node':
      return [...NODE_ANSWERS, ...worstOf(NODE_LINKS)];
    case 'events':
      return EVENT_ANSWERS;
    case 'explain':
      return [
        'text-healthy',
        ...(autoscaling !== undefined && autoscaling.views.length > 0 ? hpaAnswers(findings) : []),
      ];
    case 'hpa':
      return hpaAnswers(findings);
    default:
      return ANSWERS[question.kind] ?? [];
  }
}

function hpaAnswers(findings: readonly Finding[]): readonly FindingCode[] {
  return findings.some(({ code }) => WITHOUT_VALUE.includes(code))
    ? HPA_ANSWERS
    : HPA_ANSWERS.filter((code) => !COMMON_TROUBLES.includes(code));
}

/** Those of the codes that were found, in the order of their harm. */
function worstFirst(findings: readonly Finding[], codes: readonly FindingCode[]): readonly FindingCode[] {
  return findings
    .filter(({ code }) => codes.includes(code))
    .toSorted((a, b) => harm(b.verdict) - harm(a.verdict))
    .map(({ code }) => code);
}
