import type { Candidate, HpaWord, MetricFigures, NextMoveDoubt, StoredFigure } from '../../domain/hpa-facts.ts';
import { metricName, REFRESH_SETTING, SYNC_FLAG, targetsColumn } from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { lasting } from './wording.ts';

/** `1 pod`, `18,900 pods`; thousands are grouped as in the figures beside them. */
export function pods(many: number): string {
  return `${amount(many)} ${many === 1 ? 'pod' : 'pods'}`;
}

function items(many: number): string {
  return `${amount(many)} ${many === 1 ? 'item' : 'items'}`;
}

/** One word on an HPA in a list, and what it stands for. */
export const VERDICT_WORDS = {
  fine: { word: 'fine', means: 'it has a value, and it is free to follow it' },
  'at-max': { word: 'at max', means: 'the load asks for more pods than maxReplicas allows' },
  summed: { word: 'summed', means: 'other HPAs name the same metric, and all their values are added up' },
  'no-value': { word: 'no value', means: 'the metrics API returns nothing for it' },
  invalid: { word: 'invalid', means: 'the Agent holds no valid value, so it keeps its size' },
  stale: { word: 'stale', means: 'the value is too old to be served' },
  unreachable: { word: 'unreachable', means: 'the controller cannot reach the metrics API' },
  forbidden: { word: 'forbidden', means: 'the controller may not read the metrics API' },
  ambiguous: { word: 'ambiguous', means: 'another HPA selects the same pods' },
  'at-zero': { word: 'at zero', means: 'its target has 0 replicas, which switches it off' },
  'no-target': { word: 'no target', means: 'what it scales is not there' },
  'outside-bounds': { word: 'out of bounds', means: 'its size lies outside its minimum and maximum' },
  'partly-blind': { word: 'half blind', means: 'some of its metrics have no value: it can grow, not shrink' },
  new: { word: 'new', means: 'too young to have a value' },
  unclear: { word: 'unclear', means: 'what was read does not tell' },
} as const satisfies Record<HpaWord, { word: string; means: string }>;

/** What was ruled out, or tried in vain, as the explanation of a difference. */
const CANDIDATES = {
  'per-pod': () => 'an average per pod',
  total: () => 'a total shown undivided',
  shared: ({ items: many }) =>
    many === null ? 'a metric shared by several HPAs' : `a metric shared by several HPAs (${items(many)})`,
  stale: ({ maxAgeSeconds }) => `a stale value (limit ${amount(maxAgeSeconds)} s)`,
  moved: () => 'a change between two polls',
  rollout: () => 'a rollout that changes the number of pods',
  'value-target': () => 'a target of type Value',
} as const satisfies Record<Candidate, (figures: MetricFigures) => string>;

export function candidates(list: readonly Candidate[], figures: MetricFigures): Rich {
  return join(
    list.map((one) => say`${CANDIDATES[one](figures)}`),
    ' · ',
  );
}

/** What was ruled out as a sentence; none when nothing was. A rollout is told beside the number of pods. */
export function ruledOut(list: readonly Candidate[], figures: MetricFigures): readonly Rich[] {
  const others = list.filter((one) => one !== 'rollout');
  return others.length === 0 ? [] : [say`Ruled out: ${candidates(others, figures)}`];
}

export const DOUBTS = {
  'stabilization-history': say`what the controller recommended before, which only it remembers`,
  'scaling-events': say`how many pods it added or removed lately, which only the controller remembers`,
  'controller-flags': say`the controller's own flags; Kubernetes' defaults are assumed`,
  'other-metrics': say`what the HPA's other metrics ask for (the largest wish wins)`,
  'blind-metrics': say`the metrics without a value: until they have one it can grow, not shrink`,
  'ready-pods': say`how many pods are ready, by which a Value target is multiplied`,
} as const satisfies Record<NextMoveDoubt, Rich>;

export function storeName({ store, object }: StoredFigure): Rich {
  return say`${store === 'configmap' ? 'ConfigMap' : 'DatadogMetric'} ${code(object)}`;
}

/** What the Agent holds and what the metrics API serves of it. */
export function agentPoint(figures: MetricFigures): Rich {
  const { stored, total, servedAgeSeconds } = figures;
  const metric = code(metricName(figures.metric, figures.selector));
  const served = figures.items === null ? '' : ` (${items(figures.items)})`;
  const age = servedAgeSeconds === null ? '' : `, ${lasting(servedAgeSeconds)} old`;
  if (stored === null)
    return total === null
      ? say`Agent: no value of ${metric} was seen, neither stored nor served`
      : say`Metrics API: ${metric} = ${strong`${amount(total)}`}${age}${served}; the value the Agent stores was not seen`;
  const old = stored.ageSeconds === null ? '' : lasting(stored.ageSeconds);
  const held =
    stored.value === null || !stored.valid
      ? say`Agent: ${metric} has no valid value${old === '' ? '' : ` (as of ${old} ago)`}`
      : say`Agent: ${metric} = ${strong`${amount(stored.value)}`}, valid${old === '' ? '' : `, ${old} old`}`;
  if (total === null) return say`${held}; what the metrics API serves was not seen`;
  if (figures.totalFrom === 'stored')
    return say`${held}; by the store the metrics API serves ${amount(total)}${served}`;
  return total === stored.value
    ? say`${held}; the metrics API serves the same${served}`
    : say`${held}; the metrics API serves ${strong`${amount(total)}`}${served}`;
}

/** What the HPA shows and by what it is divided. */
export function hpaPoint(figures: MetricFigures, steady: boolean): Rich {
  const { replicas, replicasFrom, scaleTarget, targetType } = figures;
  const shows = say`HPA: ${code(targetsColumn(figures))}`;
  if (targetType === 'Value') return say`${shows}; a Value target is not divided by pods`;
  if (replicas === null) return say`${shows}; by how many pods it was divided is not known`;
  const still = steady ? ', no rollout under way' : '';
  return replicasFrom === 'hpa'
    ? say`${shows}; divided by ${strong`${amount(replicas)}`}, as far as the HPA's own count tells${still}`
    : say`${shows}; divided by ${code('.status.replicas')} of ${code(scaleTarget)} = ${strong`${amount(replicas)}`}${still}`;
}

/** Figures that were not read where they stand, and are taken from elsewhere. */
export function takenFromElsewhere({ totalFrom, replicasFrom, scaleTarget }: MetricFigures): readonly Rich[] {
  return [
    ...(totalFrom === 'stored' ? [say`what the metrics API serves; the stored values are taken for it`] : []),
    ...(replicasFrom === 'hpa'
      ? [say`${code('.status.replicas')} of ${code(scaleTarget)}; the HPA's own count can differ in a rollout`]
      : []),
  ];
}

/** How this HPA's own number comes about, step by step; `fits`: the total and the divisor at hand make the figure it shows. */
export function howNumberIsMade(figures: MetricFigures, fits: boolean): readonly Rich[] {
  const { stored, total, shown, replicas, refreshSeconds, targetType } = figures;
  const asks = stored?.query ? code(stored.query) : say`for ${code(metricName(figures.metric, figures.selector))}`;
  const kept = stored === null ? say`the value` : stored.value === null ? say`no value` : say`${amount(stored.value)}`;
  const column = code(targetsColumn(figures));
  return [
    say`How the number is made. 1: every ${amount(refreshSeconds)} s the Agent asks Datadog ${asks} and keeps ${kept}${stored === null ? [] : say` in ${storeName(stored)}`}.`,
    say`2: every 15 s (Kubernetes' default; Datadog's guide says 30) the HPA controller asks the Agent and adds up every item it gets${
      figures.items === null || total === null ? '' : `: here ${items(figures.items)}, ${amount(total)}`
    }.`,
    targetType === 'Value'
      ? say`3: the target is a Value, so the sum is written undivided to ${code('.value')} in ${code('status.currentMetrics')} and printed as ${column}.`
      : say`3: the target is an AverageValue, so ${
          fits && total !== null && replicas !== null && shown !== null
            ? `${amount(total)} ÷ ${amount(replicas)} = ${amount(shown)}`
            : 'the sum ÷ pods'
        }, rounded up to a thousandth, is written to ${code('.averageValue')} in ${code('status.currentMetrics')} and printed as ${column}.`,
    WHEN_IT_DIFFERS,
    say`To bring the two closer: ${code(REFRESH_SETTING)} on the Agent (now ${amount(refreshSeconds)} s) and ${code(SYNC_FLAG)} on the controller manager (not yours to set on most managed clusters).`,
  ];
}

const WHEN_IT_DIFFERS = say`When it does not fit exactly: the two clocks are not in step, so a moving metric differs for a few seconds; in a rollout extra pods count in the divisor; 4 over 3 pods shows ${code('1334m')}.`;
