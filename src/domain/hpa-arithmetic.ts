import type { HpaLook } from './autoscaling.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './autoscaling-objects.ts';
import { ceilDiv, parseQuantity } from './quantity.ts';

export type ExternalSpec = NonNullable<MetricSpec['external']>;

/** One external metric of an HPA at one moment; amounts in thousandths, absent where they could not be read. */
export interface MetricLook {
  /** Its place in `spec.metrics`. */
  readonly index: number;
  readonly spec: ExternalSpec;
  readonly targetType: 'AverageValue' | 'Value';
  readonly target?: bigint;
  readonly shown?: bigint;
  /** `shown` as the HPA writes it. */
  readonly printed?: string;
  /** The sum of the items that the metrics API serves: the controller adds them all up. */
  readonly total?: bigint;
  readonly items?: number;
  /** The scale target's `.status.replicas`. */
  readonly replicas?: number;
}

/** The external metrics of one look, in the order of `spec.metrics`; none when the HPA was not read. */
export function metricLooks(look: HpaLook): readonly MetricLook[] {
  if (!look.hpa.known) return [];
  const hpa = look.hpa.value;
  const replicas = look.target?.known ? look.target.value.replicas : undefined;
  return externalSpecs(hpa).map(({ index, spec }) => {
    const served = look.served.find((one) => one.index === index)?.reading;
    const values = served?.known ? served.value : undefined;
    const total = values && sumMilli(values.map(({ value }) => value));
    const printed = shownText(hpa, index, spec);
    return {
      index,
      spec,
      targetType: spec.target.type === 'Value' ? 'Value' : 'AverageValue',
      ...some('target', milliOf(spec.target.type === 'Value' ? spec.target.value : spec.target.averageValue)),
      ...some('printed', printed),
      ...some('shown', milliOf(printed)),
      ...some('total', total),
      ...some('items', values?.length),
      ...some('replicas', replicas),
    };
  });
}

/** External metrics with their place in `spec.metrics`. */
export function externalSpecs(
  hpa: HorizontalPodAutoscaler,
): readonly { readonly index: number; readonly spec: ExternalSpec }[] {
  return (hpa.spec.metrics ?? []).flatMap(({ external }, index) => (external ? [{ index, spec: external }] : []));
}

/**
 * The current figure of one external metric as the HPA holds it. The controller keeps the order of `spec.metrics` and
 * leaves an empty entry for a metric that it could not read; a text may list only some.
 */
function shownText(hpa: HorizontalPodAutoscaler, index: number, spec: ExternalSpec): string | undefined {
  const statuses = hpa.status.currentMetrics ?? [];
  const isIt = ({ external }: MetricStatus) => external?.metric.name === spec.metric.name;
  const inPlace = statuses[index];
  const status = inPlace && (isIt(inPlace) || inPlace.type === '') ? inPlace : statuses.find(isIt);
  const current = status?.external?.current;
  return spec.target.type === 'Value' ? current?.value : current?.averageValue;
}

/** Exact sum of Kubernetes quantities in thousandths; undefined when one of them is none. */
export function sumMilli(quantities: readonly string[]): bigint | undefined {
  let sum = 0n;
  for (const quantity of quantities) {
    const milli = milliOf(quantity);
    if (milli === undefined) return undefined;
    sum += milli;
  }
  return sum;
}

function milliOf(quantity: string | undefined): bigint | undefined {
  return quantity === undefined ? undefined : parseQuantity(quantity)?.milli;
}

const EXACT_IN_FLOAT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * What the HPA writes for a total: the total itself for a Value target, else the quotient by the scale target's
 * `.status.replicas`, rounded up to a thousandth. Undefined where there are no replicas to divide by.
 */
export function figureFor(total: bigint, targetType: MetricLook['targetType'], replicas: number): bigint | undefined {
  if (targetType === 'Value') return total;
  if (replicas <= 0) return undefined;
  // The controller divides floating point numbers; beyond 2^53 thousandths its result is not the exact one.
  const exact = -EXACT_IN_FLOAT <= total && total <= EXACT_IN_FLOAT;
  return exact ? ceilDiv(total, BigInt(replicas)) : BigInt(Math.ceil(Number(total) / replicas));
}

/** Every total that the HPA would show as this figure: `(shown − 1) × n < total ≤ shown × n` in thousandths. */
export function totalsShownAs(shown: bigint, targetType: MetricLook['targetType'], replicas: number) {
  if (targetType === 'Value') return { from: shown, to: shown };
  const n = BigInt(replicas);
  return { from: (shown - 1n) * n + 1n, to: shown * n };
}

/**
 * Whether nothing in this look contradicts anything else, so that no second look is needed. What could not be read
 * contradicts nothing.
 */
export function figuresAgree(look: HpaLook): boolean {
  if (!look.hpa.known) return true;
  const active = look.hpa.value.status.conditions?.find(({ type }) => type === 'ScalingActive');
  return metricLooks(look).every((metric) => {
    const { shown, total, items = 0, targetType, replicas } = metric;
    // The controller says that it got nothing, and now there is something; a right that it lacks does not come by waiting.
    if (shown === undefined && active?.reason === 'FailedGetExternalMetric')
      return items === 0 || / is forbidden: /.test(active.message ?? '');
    if (shown === undefined || total === undefined) return true;
    if (targetType === 'AverageValue' && replicas === undefined) return true;
    if (figureFor(total, targetType, replicas ?? 1) === shown || rolloutDivisor(look, metric) !== undefined)
      return true;
    // What is served now overflows by itself: the figure will never be the quotient.
    return isBeyondCounting(total) || overflow({ look, metric }) === 'negative';
  });
}

/** The largest number of thousandths that the controller can hold. */
const LARGEST = 2n ** 63n - 1n;

/**
 * Whether the controller of Kubernetes 1.34 cannot count the values of a metric. It adds averages item by item and takes
 * the first sum below zero, of a negative item or of one too many, for the largest number there is, undivided; other
 * sums wrap around.
 */
export function overflow({
  look,
  metric,
}: {
  readonly look: HpaLook;
  readonly metric: MetricLook;
}): 'negative' | 'too-large' | undefined {
  const { total = 0n, targetType, shown, index } = metric;
  if (isBeyondCounting(total)) return 'too-large';
  if (targetType === 'Value' || shown !== LARGEST) return undefined;
  const served = look.served.find((one) => one.index === index)?.reading;
  const items = served?.known ? served.value.map(({ value }) => parseQuantity(value)?.milli ?? 0n) : [total];
  return items.some((item) => item < 0n) ? 'negative' : 'too-large';
}

function isBeyondCounting(total: bigint): boolean {
  return total > LARGEST || total < -LARGEST;
}

/**
 * The number of pods by which the figure comes out although the scale target has another number now, while its
 * number is changing: a rollout or a scaling under way. Undefined where that explains nothing.
 */
export function rolloutDivisor(look: HpaLook, { shown, total, targetType, replicas }: MetricLook): number | undefined {
  if (!look.hpa.known || !look.target?.known || targetType !== 'AverageValue') return undefined;
  if (shown === undefined || total === undefined || replicas === undefined) return undefined;
  const { wanted, updated } = look.target.value;
  const sizes = [replicas, wanted, look.hpa.value.status.currentReplicas ?? wanted];
  const rolling = updated !== undefined && updated < replicas;
  if (!rolling && sizes.every((size) => size === replicas)) return undefined;
  const least = Math.max(1, Math.min(...sizes));
  // Between two readings the number passes through every size in between, and a rollout adds up to a quarter by default.
  const most = rolling ? Math.ceil(Math.max(...sizes) * 1.25) : Math.max(...sizes);
  for (let divisor = least; divisor <= most; divisor++)
    if (divisor !== replicas && figureFor(total, targetType, divisor) === shown) return divisor;
  return undefined;
}

function some<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
