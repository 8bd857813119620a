import type { FindingCode, Verdict } from '../../../src/domain/finding.ts';

/** What dca-bot must say of the autoscaler of a row: the report's verdict, and every finding in order. */
export interface ExpectedFindings {
  readonly verdict: Verdict;
  readonly codes: readonly FindingCode[];
  /** Some of the first finding's facts. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Where the controller goes on by itself: what is right as well after its next look. */
  readonly later?: readonly FindingCode[];
}

const WELL: readonly FindingCode[] = ['average-shown-per-pod', 'metrics-api-healthy', 'hpa-next-move'];

/** By the name of the condition row. */
export const EXPECTED_FINDINGS: Readonly<Record<string, ExpectedFindings>> = {
  // a value was had
  example: {
    ...warning('average-shown-per-pod', 'hpa-held-at-max', 'metrics-api-healthy'),
    facts: { product: '2472', replicas: 3 },
  },
  'two-users-average': {
    ...warning('value-summed-over-hpas', 'hpa-held-at-max', 'metrics-api-healthy'),
    facts: { total: '4944', alone: '824', sharers: ['two-users-average/web', 'two-users-average/web-2'] },
  },
  'two-users-value': {
    ...warning('value-summed-over-hpas', 'hpa-held-at-max', 'metrics-api-healthy'),
    facts: { total: '4944', alone: '2472' },
  },
  'within-range': explained(...WELL),
  'value-after-none': explained(...WELL),
  'beside-a-broken-one': explained(...WELL),
  'during-rollout': {
    ...warning('average-shown-per-pod', 'hpa-held-at-max', 'metrics-api-healthy'),
    facts: { product: '2472', replicas: 4 },
  },
  'rounded-up': { ...explained(...WELL), facts: { product: '28.002', exact: false } },
  'too-few': { ...explained(...WELL), facts: { product: '1.002', exact: false } },
  'growing-fast': { ...explained(...WELL), facts: { product: '2472', replicas: 4 } },
  'shrinking-later': explained(...WELL),
  'above-max': { verdict: 'ok', codes: ['metrics-api-healthy', 'hpa-next-move'], later: WELL },
  'below-min': { verdict: 'ok', codes: ['metrics-api-healthy', 'hpa-next-move'], later: WELL },
  'negative-average': { ...fault('value-overflows', 'metrics-api-healthy'), facts: { problem: 'negative' } },
  'negative-first': fault('value-overflows', 'metrics-api-healthy'),
  'huge-sum': { ...fault('value-overflows', 'metrics-api-healthy'), facts: { problem: 'too-large' } },
  'huge-sum-value': { ...fault('value-overflows', 'metrics-api-healthy'), facts: { problem: 'too-large' } },
  'negative-value': explained('value-shown-total', 'metrics-api-healthy', 'hpa-next-move'),
  'huge-average': { ...fault('value-overflows', 'metrics-api-healthy'), facts: { problem: 'too-large' } },
  'two-metrics-one-grows': {
    ...warning('hpa-partly-blind', 'hpa-no-metric-returned', 'average-shown-per-pod', 'hpa-next-move'),
    facts: { invalid: [{ metric: 'missing.metric' }], valid: ['two-metrics-one-grows.depth'] },
  },

  // none was had, though the way is whole
  'empty-items': { ...fault('hpa-no-metric-returned'), facts: { cause: 'not-stored' } },
  'other-labels': {
    ...fault('hpa-no-metric-returned'),
    facts: { cause: 'labels-differ', storedLabels: 'queue:returns' },
  },
  'stored-invalid': { ...fault('hpa-no-metric-returned'), facts: { cause: 'invalid' } },
  'refresh-dead': fault('external-metrics-refresh-dead'),
  garbage: fault('hpa-metric-failing'),
  // The API server's own checks pass, so that no firewall is to blame.
  'no-answer': fault('metrics-api-unavailable'),
  'closed-connection': { ...fault('metrics-api-unavailable'), facts: { readyEndpoints: 2, readyAgents: 2 } },
  'datadogmetric-invalid': {
    ...fault('external-metric-no-series'),
    facts: { problem: 'none', users: ['datadogmetric-invalid/web'] },
  },
  'datadogmetric-stale': { ...fault('external-metric-stale'), facts: { at: '2026-01-02T03:04:05.000Z' } },
  'datadogmetric-absent': {
    ...fault('datadogmetric-not-found'),
    facts: { datadogMetric: 'datadogmetric-absent/orders' },
  },
  'two-metrics-none-grows': warning('hpa-partly-blind', 'hpa-no-metric-returned', 'average-shown-per-pod'),
  'cpu-without-metrics-server': { ...explained('hpa-not-external'), facts: { types: ['Resource'] } },
  'first-version': explained('hpa-not-external'),
  'pods-metric': { ...explained('hpa-not-external'), facts: { types: ['Pods'] } },
  'object-metric': explained('hpa-not-external'),
  'two-autoscalers': {
    ...fault('hpa-ambiguous-selector'),
    facts: { selector: 'app=web', others: ['two-autoscalers/other'] },
  },
  'two-autoscalers-after-no-value': fault('hpa-ambiguous-selector'),
  'target-missing': { ...fault('hpa-target-missing'), facts: { scaleTarget: 'Deployment/gone' } },
  'target-of-unknown-kind': { ...fault('hpa-target-missing'), facts: { scaleTarget: 'Deploymint/web' } },
  'target-at-zero': explained('hpa-target-at-zero'),

  // the way is broken
  'api-service-deleted': fault('metrics-api-not-registered'),
  'nobody-listens': {
    ...fault('metrics-api-unavailable'),
    facts: { reason: 'FailedDiscoveryCheck', readyEndpoints: 2, readyAgents: 2 },
  },
  'nobody-answers': { ...fault('metrics-api-blocked'), facts: { port: 8443, readyAgents: 2 } },
  'service-deleted': fault('metrics-api-service-missing'),
  'no-endpoints': {
    ...fault('metrics-api-unavailable'),
    facts: { reason: 'MissingEndpoints', readyEndpoints: 0, readyAgents: 2 },
  },
  'wrong-port': {
    ...fault('metrics-api-port-mismatch'),
    facts: { asked: 443, servicePorts: [8443], between: 'apiservice-and-service' },
  },
  'owner-gone': { ...fault('metrics-api-foreign-owner'), facts: { product: 'KEDA', available: false } },
  'wrong-certificate': {
    ...fault('metrics-api-certificate'),
    facts: { hasBundle: true, insecureSkipTLSVerify: false },
  },
  'reading-forbidden': {
    ...fault('metrics-reader-forbidden'),
    facts: { user: 'system:serviceaccount:kube-system:horizontal-pod-autoscaler', allowed: false },
  },
  'another-owner': {
    ...fault('metrics-api-foreign-owner'),
    facts: { product: 'KEDA', available: true, stored: { value: '2472', valid: true } },
  },
};

function fault(...codes: readonly FindingCode[]): ExpectedFindings {
  return { verdict: 'fault', codes };
}

function warning(...codes: readonly FindingCode[]): ExpectedFindings {
  return { verdict: 'warning', codes };
}

function explained(...codes: readonly FindingCode[]): ExpectedFindings {
  return { verdict: 'explained', codes };
}
