import type { HpaLook, HpaView, StoredMetric } from '../../domain/autoscaling.ts';
import type {
  ExternalMetricValue,
  HorizontalPodAutoscaler,
  MetricIdentifier,
} from '../../domain/autoscaling-objects.ts';
import { metricLooks } from '../../domain/hpa-arithmetic.ts';
import { selectorText } from '../../domain/label-selector.ts';
import type { Reading } from '../../domain/reading.ts';
import { type Cause, causeInWords, type DecidingCondition, decidingCondition } from './condition-cause.ts';
import { storedEntries } from './stored-figure.ts';

/** One external metric of an HPA on its way from the Agent's store to the HPA's status. */
export interface MetricState {
  /** Its place in `spec.metrics`. */
  readonly index: number;
  readonly metric: MetricIdentifier;
  /** As in `-l`; empty: none. */
  readonly selector: string;
  /** The HPA shows a current figure of it. */
  readonly shown: boolean;
  /** What the metrics API answers us; absent: nobody asked. */
  readonly served?: Reading<readonly ExternalMetricValue[]>;
  /** Why it answers us with an error, where the error is not about ourselves. */
  readonly refusal?: { readonly cause: Cause; readonly message: string };
  /** What the Agent stores for it, the HPA's own entry first. */
  readonly entries: readonly StoredMetric[];
}

/** An HPA on external metrics that was read, as the links of the chain look at it. */
export interface SubjectView {
  /** `namespace/name`. */
  readonly id: string;
  readonly hpa: HorizontalPodAutoscaler;
  /** Where the HPA was read. */
  readonly source: string;
  /** The latest look. */
  readonly look: HpaLook;
  readonly condition?: DecidingCondition;
  readonly metrics: readonly MetricState[];
}

/** The latest look at an HPA: the second one where it was taken. */
export function latestLook({ first, again }: HpaView): HpaLook {
  return again !== undefined && (again.hpa.known || again.hpa.why === 'absent') ? again : first;
}

/** Undefined when the HPA was not read, or names no external metric. */
export function subjectView(view: HpaView): SubjectView | undefined {
  const look = latestLook(view);
  if (!look.hpa.known) return undefined;
  const hpa = look.hpa.value;
  const metrics = metricLooks(look).map(({ index, spec, printed }) =>
    metricState(look, hpa, index, spec.metric, printed),
  );
  if (metrics.length === 0) return undefined;
  const condition = decidingCondition(hpa);
  return {
    id: `${view.namespace}/${view.name}`,
    hpa,
    source: look.hpa.source,
    look,
    metrics,
    ...(condition ? { condition } : {}),
  };
}

function metricState(
  look: HpaLook,
  hpa: HorizontalPodAutoscaler,
  index: number,
  metric: MetricIdentifier,
  printed: string | undefined,
): MetricState {
  const served = look.served.find((one) => one.index === index)?.reading;
  const refusal = served && refusalOf(served, printed !== undefined);
  return {
    index,
    metric,
    selector: selectorText(metric.selector),
    shown: printed !== undefined,
    entries: storedEntries(look.stored, hpa, metric),
    ...(served ? { served } : {}),
    ...(refusal ? { refusal } : {}),
  };
}

/** Failures of our own connection begin with an error code: they say nothing of the metrics API. */
const OUR_CONNECTION = /^(E[A-Z]{3,}|UND_ERR|ERR_|CERT_|UNABLE_TO_)/;

function refusalOf(served: Reading<unknown>, shown: boolean): MetricState['refusal'] {
  if (served.known || OUR_CONNECTION.test(served.detail)) return undefined;
  const cause = causeInWords(served.detail);
  // Where the controller has its figure, what hides the API from us stands between us and the API server.
  if (cause.kind === 'api-missing' && shown) return undefined;
  // Our own account was refused, which the HPA controller's need not be.
  return cause.kind === 'unknown' || cause.kind === 'forbidden' ? undefined : { cause, message: served.detail };
}

/** The source of what the metrics API answered about a metric, be it an error. */
export function servedSources({ served, refusal }: MetricState): string[] {
  return served && (served.known || refusal) ? [served.source] : [];
}

/** `ScalingActive`; `null` when the HPA does not tell. */
export function scalingActive({ hpa }: SubjectView): boolean | null {
  const condition = hpa.status.conditions?.find(({ type }) => type === 'ScalingActive');
  return condition === undefined ? null : condition.status === 'True';
}

/** The HPA shows every external metric, nothing contradicts it, and its controller is content: nothing to look for. */
export function works(view: SubjectView): boolean {
  return view.condition === undefined && scalingActive(view) === true && view.metrics.every(isWell);
}

function isWell({ shown, served, refusal }: MetricState): boolean {
  return shown && refusal === undefined && !(served?.known === true && served.value.length === 0);
}

/** The metrics that the HPA goes without, or is about to. */
export function troubledMetrics(view: SubjectView): readonly MetricState[] {
  return view.metrics.filter((metric) => !isWell(metric) || isInvalidUnseen(metric));
}

/** Nobody could be asked what is served, and all that is stored is invalid. */
function isInvalidUnseen({ served, entries }: MetricState): boolean {
  return served?.known !== true && entries.length > 0 && entries.every(({ valid }) => !valid);
}

/** The metrics API answered us for one of the HPA's metrics, if only with an empty list: the way to it is open. */
export function apiAnswers(view: SubjectView): boolean {
  return view.metrics.some(({ served }) => served?.known === true);
}

/** What the HPA's condition says of this metric; conditions that name none speak of all. */
export function conditionAbout({ condition }: SubjectView, { metric }: MetricState): DecidingCondition | undefined {
  if (condition === undefined || (condition.metric !== null && condition.metric !== metric.name)) return undefined;
  const labels = metric.selector?.matchLabels ?? {};
  const told = Object.entries(condition.labels ?? {});
  return told.every(([key, value]) => labels[key] === value) ? condition : undefined;
}
