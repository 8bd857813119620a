import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { MetricFigures } from '../../domain/hpa-facts.ts';
import {
  datadogMetricFor,
  figureCommands,
  hpaCommand,
  REFRESH_SETTING,
  SYNC_FLAG,
  servedCommand,
  targetCommand,
  targetsColumn,
} from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import {
  agentPoint,
  candidates,
  howNumberIsMade,
  hpaPoint,
  pods,
  ruledOut,
  takenFromElsewhere,
} from './hpa-wording.ts';
import { ago, codes, lasting, list } from './wording.ts';

/** A figure that may be missing; the rules give these findings only with the figures there. */
function told(value: string | null): string {
  return value === null ? 'an unknown value' : amount(value);
}

function lesson(figures: MetricFigures, fits: boolean) {
  return { teach: howNumberIsMade(figures, fits), see: commands(...figureCommands(figures)) };
}

const SEEN = {
  shown: say`the HPA shows no figure`,
  total: say`the total that the metrics API serves was not read`,
  replicas: say`the number of pods was not read`,
} as const satisfies Record<FactsByCode['hpa-figures-unknown']['missing'][number], Rich>;

function laterLook({ later }: FactsByCode['values-moved-between-polls']): readonly Rich[] {
  if (later === null) return [];
  const figures = say`the HPA ${told(later.shown)}, the metrics API ${told(later.total)}`;
  return [
    later.agree
      ? say`A second look, moments later, found them in agreement: ${figures}`
      : say`A second look, moments later, still found them apart: ${figures}`,
  ];
}

/** The figures of an HPA beside those of the Agent. */
export const hpaNumbers = {
  'average-shown-per-pod': (facts) => {
    const { shown, total, replicas, product, exact } = facts;
    const by = replicas === null ? 'pods' : pods(replicas);
    return {
      sum: say`${strong`${code(facts.hpa)}: ${told(shown)} and ${told(total)} are the same measurement: ${told(shown)} per pod × ${by} = ${amount(product)}${exact ? '' : ', up to rounding'}.`} The HPA shows the average per pod, ${facts.stored === null ? 'the metrics API serves' : 'the Agent holds'} the total.`,
      points: [
        ...(exact ? [] : [say`${told(total)} ÷ ${by} is rounded up to a thousandth: ${told(shown)}`]),
        agentPoint(facts),
        hpaPoint(facts, facts.ruledOut.includes('rollout')),
        ...ruledOut(facts.ruledOut, facts),
      ],
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, true),
    };
  },
  'value-shown-total': (facts) => ({
    sum: say`${strong`${code(facts.hpa)} shows the total itself, ${told(facts.shown)}, as the Agent holds it.`} Its target is a Value, so nothing is divided by pods.`,
    points: [agentPoint(facts), hpaPoint(facts, false), ...ruledOut(facts.ruledOut, facts)],
    notSeen: takenFromElsewhere(facts),
    ...lesson(facts, true),
  }),
  'value-summed-over-hpas': (facts) => {
    const { sharers, items, total, alone, replicas, stored } = facts;
    const times = items ?? sharers.length;
    const own = datadogMetricFor(facts);
    return {
      sum: strong`${code(facts.hpa)} counts its metric ${times === 2 ? 'twice' : `${amount(times)} times`}: ${amount(sharers.length)} HPAs name the same metric and labels, and the values of all are added up.`,
      points: [
        stored === null || stored.value === null
          ? say`The metrics API serves ${amount(times)} items, together ${strong`${told(total)}`}`
          : say`The Agent holds ${strong`${amount(stored.value)}`} for each of them and serves ${amount(times)} items, together ${strong`${told(total)}`}`,
        facts.targetType === 'Value' || replicas === null
          ? say`HPA: ${code(targetsColumn(facts))}`
          : say`HPA: ${code(targetsColumn(facts))}, which is ${told(total)} ÷ ${pods(replicas)}`,
        ...(alone === null ? [] : [say`Alone it would show ${strong`${amount(alone)}`}`]),
        say`Sharing it, in any namespace: ${codes(sharers, 8)}`,
      ],
      effect: say`it scales as if the load were ${times === 2 ? 'twice' : `${amount(times)} times`} what it is.`,
      notAtFault: say`Datadog and the single value are right; the Agent answers with every entry of that name, whatever its namespace.`,
      remedy: remedy(
        say`give each HPA labels or a metric of its own; or let the Agent use DatadogMetrics (${code('DD_EXTERNAL_METRICS_PROVIDER_USE_DATADOGMETRIC_CRD=true')}), make one, and name it in each HPA as ${code(own.name)}${own.command === undefined ? '.' : ':'}`,
        own.command,
      ),
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, true),
    };
  },
  'values-moved-between-polls': (facts, context) => {
    const { from, to } = facts.shownMeans;
    const means = from === to ? amount(from) : `${amount(from)} to ${amount(to)}`;
    return {
      sum: strong`${code(facts.hpa)}: the metric moved between two polls: ${told(facts.shown)} belongs to a total of ${means}, and ${facts.totalFrom === 'stored' ? 'the Agent now holds' : 'the metrics API now serves'} ${told(facts.total)}.`,
      points: [
        agentPoint(facts),
        ...(facts.servedAgeSeconds === null || facts.servedAgeSeconds === facts.stored?.ageSeconds
          ? []
          : [
              say`The value served was measured ${ago(facts.servedAgeSeconds, context)}; the HPA may still show the one before`,
            ]),
        hpaPoint(facts, false),
        ...laterLook(facts),
      ],
      notAtFault: say`Both are right, each for its moment: the Agent asks Datadog every ${lasting(facts.refreshSeconds)}, the HPA asks the Agent every 15 s by default, and neither waits for the other.`,
      remedy: remedy(
        say`nothing. To bring them closer: ${code(REFRESH_SETTING)} on the Agent, ${code(SYNC_FLAG)} on the controller manager.`,
      ),
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, false),
    };
  },
  'rollout-changes-divisor': (facts) => {
    const { shown, total, divisor, wanted, updated, ready } = facts;
    return {
      sum: say`${strong`${code(facts.hpa)}: ${told(shown)} and ${told(total)} agree: ${told(total)} ÷ ${pods(divisor)} = ${told(shown)}.`} ${
        divisor === wanted && facts.replicas !== null
          ? `A rollout is under way: ${pods(facts.replicas)} by now, of which the HPA's figure does not know yet.`
          : `A rollout is under way, and its extra pods count: ${amount(wanted)} ${wanted === 1 ? 'is' : 'are'} wanted.`
      }`,
      points: [
        agentPoint(facts),
        say`HPA: ${code(targetsColumn(facts))}; ${code(facts.scaleTarget)}: ${amount(wanted)} wanted${facts.replicas === null ? '' : `, ${amount(facts.replicas)} there`}${updated === null ? '' : `, ${amount(updated)} updated`}${ready === null ? '' : `, ${amount(ready)} ready`}`,
      ],
      remedy: remedy(
        say`nothing: the divisor settles when the rollout ends.`,
        targetCommand(facts.hpa, facts.scaleTarget, 'rollout status'),
      ),
      notSeen: takenFromElsewhere(facts),
      ...lesson(facts, false),
    };
  },
  'value-overflows': (facts) => ({
    sum:
      facts.problem === 'negative'
        ? strong`${code(facts.hpa)}: the metric is negative (${told(facts.total)}), which the HPA controller takes for a load without bounds.`
        : strong`${code(facts.hpa)}: ${told(facts.total)} is more than the HPA controller can count; what it shows means nothing.`,
    points: [
      agentPoint(facts),
      hpaPoint(facts, false),
      facts.problem === 'negative'
        ? say`With a target of type AverageValue it shows the largest number it has in place of a negative one`
        : say`It counts in thousandths of 64 bits, so it ends at about 9.2 × 10^15`,
    ],
    effect:
      facts.problem === 'negative'
        ? say`the HPA grows to its maximum, whatever the load is.`
        : say`the HPA grows or shrinks by a number that has nothing to do with the load.`,
    remedy: remedy(
      facts.problem === 'negative'
        ? say`let the query never go below zero, for example ${code('clamp_min(…, 0)')} in a DatadogMetric.`
        : say`scale the query down, for example by a division in a DatadogMetric, and the target with it.`,
    ),
    ...lesson(facts, false),
  }),
  'value-contradiction': (facts) => ({
    sum: strong`${code(facts.hpa)}: the figures do not add up: the HPA shows ${told(facts.shown)}, and by the total of ${told(facts.total)} it should show ${amount(facts.expected)}.`,
    points: [
      agentPoint(facts),
      hpaPoint(facts, false),
      ...(facts.tried.length === 0 ? [] : [say`Tried, and none explains it: ${candidates(facts.tried, facts)}`]),
      facts.readTwice
        ? say`Read twice, with the same outcome`
        : say`Read once: a figure that moved just then is not excluded`,
    ],
    notSeen: [
      say`what the controller itself received: its log and its flags are not read`,
      ...takenFromElsewhere(facts),
    ],
    remedy: remedy(
      say`ask again in a minute. If it stays, compare the controller's own words:`,
      hpaCommand(facts.hpa, 'describe'),
    ),
    ...lesson(facts, false),
  }),
  'hpa-figures-unknown': (facts, context) => ({
    sum: strong`${code(facts.hpa)}: its figures cannot be compared: ${list(facts.missing.map((one) => SEEN[one]))}.`,
    points: [agentPoint(facts), hpaPoint(facts, false)],
    ...(context.origin === 'text' && facts.missing.includes('total')
      ? {
          remedy: remedy(
            say`send, beside this text, the total, asked for as the controller does:`,
            servedCommand(facts.hpa, facts.metric, facts.selector),
          ),
        }
      : {}),
    notSeen: takenFromElsewhere(facts),
    ...lesson(facts, false),
  }),
} satisfies Partial<FindingPhrases>;
