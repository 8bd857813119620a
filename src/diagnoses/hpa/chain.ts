import type { Finding } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { aggregationLayer } from './aggregation-layer.ts';
import { ambiguousSelector } from './ambiguous-selector.ts';
import { apiServiceOf, availability, isAvailable, secondsSince, servingService } from './api-service.ts';
import { backingService } from './backing-service.ts';
import { certificate } from './certificate.ts';
import { kubernetesMismatch } from './kubernetes-mismatch.ts';
import { API_SERVICE, type ApiLink, type HpaLink, sources } from './link.ts';
import { metricFailing } from './metric-failing.ts';
import { metricNameUnusable } from './metric-name-unusable.ts';
import { metricTypeWrong } from './metric-type-wrong.ts';
import { outsideBounds } from './outside-bounds.ts';
import { owner } from './owner.ts';
import { partlyBlind } from './partly-blind.ts';
import { ports } from './ports.ts';
import { reachability } from './reachability.ts';
import { readerRight } from './reader-right.ts';
import { expectsApi, registration } from './registration.ts';
import { storedValue } from './stored-value.ts';
import { apiAnswers, type SubjectView, subjectView, troubledMetrics, works } from './subject-view.ts';
import { targetAtZero } from './target-at-zero.ts';
import { targetMissing } from './target-missing.ts';
import { tooYoung } from './too-young.ts';

/** From the HPA to its pods and its own metrics. */
const OWN_LINKS: readonly HpaLink[] = [
  targetMissing,
  targetAtZero,
  ambiguousSelector,
  outsideBounds,
  metricTypeWrong,
  metricNameUnusable,
];

/** From the API server to the Agent; the owner is asked after even where somebody answers. */
const API_LINKS: readonly ApiLink[] = [
  aggregationLayer,
  registration,
  owner,
  backingService,
  ports,
  certificate,
  reachability,
];

/** What the HPA controller and the Agent may do and understand. */
const READER_LINKS: readonly HpaLink[] = [readerRight, kubernetesMismatch];

/**
 * The way from an HPA to the Agent's value, link by link. The first broken one is told and takes the blame; a link that
 * could not be read is passed over.
 */
export const hpaChain: Rule = {
  topic: 'hpa',
  codes: [
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
    'metrics-api-unavailable',
    'metrics-api-blocked',
    'metrics-reader-forbidden',
    'agent-kubernetes-mismatch',
    'hpa-too-young',
    'hpa-no-metric-returned',
    'external-metric-no-series',
    'external-metric-stale',
    'external-metrics-refresh-dead',
    'datadogmetric-not-found',
    'hpa-partly-blind',
    'hpa-metric-failing',
    'metrics-api-healthy',
  ],
  looksAt:
    'the HPA, its workload and conditions, APIService, Service, endpoints and ports, rights, the value served and the value stored',
  diagnose: (snapshot): readonly Finding[] => {
    const { autoscaling } = snapshot;
    if (autoscaling === undefined) return [];
    const views = autoscaling.views.flatMap((view) => subjectView(view) ?? []);
    if (views.length > 0) return unique(views.flatMap((view) => walk(snapshot, view)));
    return autoscaling.views.length > 0 || autoscaling.search !== undefined ? [] : walkWithoutHpa(snapshot);
  },
};

/** What is told of one HPA. */
function walk(snapshot: Snapshot, view: SubjectView): readonly Finding[] {
  const broken = brokenBeforeStore(snapshot, view);
  if (broken && broken.verdict !== 'explained') return [broken, ...besideBroken(snapshot, view)];
  if (broken && !works(view)) return [broken];
  const foreign = broken ? [broken] : [];
  const stored = brokenAtStore(snapshot, view);
  if (stored.length > 0) return [...foreign, ...stored];
  return [...foreign, ...(foreign.length === 0 ? healthy(snapshot, view) : [])];
}

/** The broken link before the Agent's store, if there is one. */
function brokenBeforeStore(snapshot: Snapshot, view: SubjectView): Finding | undefined {
  return (
    firstOf(OWN_LINKS, (link) => link(snapshot, view)) ??
    brokenApi(snapshot, view) ??
    (troubledMetrics(view).length === 0 ? undefined : firstOf(READER_LINKS, (link) => link(snapshot, view)))
  );
}

/** An answer of the metrics API proves all of its links but whose it is; Kubernetes' own word that it is available proves as much where no HPA says otherwise. */
function brokenApi(snapshot: Snapshot, view: SubjectView | undefined): Finding | undefined {
  const proven = view ? apiAnswers(view) : isAvailable(snapshot) === true;
  return firstOf(proven ? [owner] : API_LINKS, (link) => link(snapshot, view));
}

/** With other metrics at hand the HPA still grows: worth knowing whatever is broken. */
function besideBroken(snapshot: Snapshot, view: SubjectView): readonly Finding[] {
  const blind = partlyBlind(snapshot, view);
  return blind ? [blind] : [];
}

function brokenAtStore(snapshot: Snapshot, view: SubjectView): readonly Finding[] {
  const troubled = troubledMetrics(view);
  const young = tooYoung(snapshot, view);
  if (young) return [young];
  const values = troubled.flatMap((metric) => storedValue(snapshot, view, metric) ?? []);
  const blind = partlyBlind(snapshot, view);
  const found = blind ? [...values.map(softened), blind] : values;
  const failing = metricFailing(snapshot, view);
  return found.length > 0 || failing === undefined ? found : [failing];
}

/** An HPA that goes on with its other metrics is held back, not stopped. */
function softened(finding: Finding): Finding {
  return finding.verdict === 'fault' ? { ...finding, verdict: 'warning' } : finding;
}

function healthy(snapshot: Snapshot, view: SubjectView | undefined): readonly Finding[] {
  const { apiService, service } = snapshot.autoscaling?.chain ?? {};
  const served = view?.metrics.flatMap((metric) => metric.served ?? []) ?? [];
  const proven = served.length > 0 || isAvailable(snapshot) === true;
  // A value that could not be asked for leaves the last link unproven.
  if (!proven || served.some(({ known }) => !known)) return [];
  const condition = availability(apiServiceOf(snapshot));
  const facts = {
    service: servingService(snapshot),
    sinceSeconds: condition?.status === 'True' ? secondsSince(snapshot, condition.lastTransitionTime) : null,
  };
  const evidence = sources(apiService, service, ...served);
  return [{ code: 'metrics-api-healthy', verdict: 'ok', subject: API_SERVICE, facts, evidence }];
}

/** The metrics API by itself, for lists and for questions about the store. */
function walkWithoutHpa(snapshot: Snapshot): readonly Finding[] {
  const broken = brokenApi(snapshot, undefined);
  if (broken) return expectsApi(snapshot) || broken.code === 'metrics-api-foreign-owner' ? [broken] : [];
  return healthy(snapshot, undefined);
}

function firstOf<L>(links: readonly L[], ask: (link: L) => Finding | undefined): Finding | undefined {
  for (const link of links) {
    const finding = ask(link);
    if (finding) return finding;
  }
  return undefined;
}

/** Several HPAs of one text meet the same broken API: it is told once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ code, subject, facts }: Finding) => JSON.stringify([code, subject, facts]);
  return [...new Map(findings.map((finding) => [key(finding), finding])).values()];
}
