import type { FactsByCode } from '../../domain/finding-facts.ts';
import { controllerWords, hpaCommand, hpasCommand, objectName, targetCommand, tells } from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { ago, because, codes, count, lasting, list } from './wording.ts';

/** Until then the Agent may simply not know the metric yet. */
const GROWN_UP_SECONDS = 120;

const NOT_ASKED = say`The Agent and the metric have no part in this: nobody asks them while it lasts.`;

function findNames({ near, namespace }: FactsByCode['hpa-not-found']): Remedy {
  const [first, ...others] = near;
  if (first === undefined) return remedy(say`look at what there is:`, hpasCommand(namespace));
  const rest = others.length === 0 ? [] : say`, or ${list(others.map((one) => code(`hpa ${one}`)))}`;
  return remedy(say`if ${code(first)} is meant, ask ${code(`hpa ${first}`)}${rest}.`);
}

/** One HPA, or the list of them. */
function unread(asked: string, { question }: PhraseContext): Rich {
  if (asked === '') return say`the HPAs of this cluster`;
  const whole = question.subject?.namespace === asked && question.subject.name === undefined;
  return whole ? say`the HPAs in namespace ${code(asked)}` : say`HPA ${code(asked)}`;
}

function blindMetrics({ invalid }: FactsByCode['hpa-partly-blind']): readonly Rich[] {
  return invalid.map(({ metric, message }) =>
    message === null
      ? say`No value: ${code(metric)}`
      : say`No value: ${code(metric)}; the controller says ${code(controllerWords(message))}`,
  );
}

/** Whether an HPA can be judged at all, and what keeps it from being computed. */
export const hpaSubject = {
  'hpa-not-found': (facts) => ({
    sum: strong`There is no HPA ${code(facts.asked)}${facts.namespace === null ? ' in this cluster' : ''}${
      facts.near[0] === undefined ? [] : say`; the nearest name is ${code(facts.near[0])}`
    }.`,
    remedy: findNames(facts),
  }),
  'hpa-name-ambiguous': ({ name, found }) => ({
    sum: strong`${code(name)} is the name of ${count(found.length, 'HPA')}: say which one is meant.`,
    points: found.map((one) => say`Ask ${code(`hpa ${one}`)}`),
  }),
  'hpa-unreadable': ({ asked, attempts }, context) => ({
    sum: strong`I cannot read ${unread(asked, context)}, so nothing is judged.`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, tells(context, 'rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`This says nothing against the HPA or the Agent.`,
    ...(tells(context, 'rights-missing')
      ? {}
      : {
          remedy: remedy(say`ask again; if it stays, see whether the API server answers:`, 'kubectl get --raw /readyz'),
        }),
  }),
  'hpa-not-external': ({ hpa, types }) => ({
    sum: strong`${code(hpa)} uses no external metric, so the Datadog Cluster Agent has no part in it.`,
    points: [
      types.length === 0 ? say`It names no metric at all` : say`Its metrics are of type ${codes([...new Set(types)])}`,
    ],
    remedy: remedy(say`nothing here. For what it does:`, hpaCommand(hpa, 'describe')),
  }),
  'hpa-too-young': ({ hpa, ageSeconds, metric }) => ({
    sum: strong`${code(hpa)} is only ${lasting(ageSeconds)} old: that it shows no value yet is normal.`,
    points: [
      say`The Agent learns of a new metric, here ${code(metric)}, within about 30 s, and the controller asks every 15 s`,
    ],
    remedy: remedy(
      say`ask again in ${lasting(Math.max(15, GROWN_UP_SECONDS - ageSeconds))}; a value that is missing then is a fault.`,
    ),
    see: commands(hpaCommand(hpa, 'get', ' -w')),
  }),
  'hpa-target-missing': ({ hpa, scaleTarget, message }) => ({
    sum: strong`${code(hpa)} has nothing to scale: ${code(scaleTarget)} could not be found or read by the controller.`,
    points: [say`The controller says: ${code(controllerWords(message))}`],
    effect: say`no metric is read and no size is computed.`,
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`correct ${code('spec.scaleTargetRef')}, or create the workload it names:`,
      hpaCommand(hpa, 'get', " -o jsonpath='{.spec.scaleTargetRef}'"),
    ),
    see: commands(targetCommand(hpa, scaleTarget, 'get')),
  }),
  'hpa-target-at-zero': ({ hpa, scaleTarget, min }) => ({
    sum: strong`${code(hpa)} is switched off: ${code(scaleTarget)} has 0 replicas, and an HPA does not start from zero.`,
    points: [
      say`The controller computes nothing and shows no metric until there is a pod (${code('ScalingDisabled')})`,
    ],
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`nothing if it was scaled to zero on purpose. To start it:`,
      targetCommand(hpa, scaleTarget, 'scale', ` --replicas=${Math.max(1, min)}`),
    ),
  }),
  'hpa-outside-bounds': ({ hpa, side, wanted, min, max }) => ({
    sum:
      side === 'above'
        ? strong`${code(hpa)}: ${amount(wanted)} replicas are wanted, above maxReplicas ${amount(max)}; the controller first brings them down.`
        : strong`${code(hpa)}: ${amount(wanted)} ${wanted === 1 ? 'replica is' : 'replicas are'} wanted, below minReplicas ${amount(min)}; the controller first brings them up.`,
    points: [
      say`In such a pass it reads no metric, so the HPA shows none; the bounds are ${amount(min)} to ${amount(max)}`,
    ],
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`ask again in a minute. If it stays, something else sets the replicas (a deployment tool, a second HPA):`,
      hpaCommand(hpa, 'describe'),
    ),
  }),
  'hpa-ambiguous-selector': ({ hpa, selector, others }) => ({
    sum: strong`${code(hpa)} does nothing: ${others.length === 0 ? 'several HPAs select' : say`it and ${codes(others, 3)} select`} the same pods.`,
    points: [
      selector === ''
        ? say`The controller says ${code('AmbiguousSelector')}`
        : say`The controller says ${code('AmbiguousSelector')}; the pods are those with ${code(selector)}`,
    ],
    effect: say`none of them computes anything, whatever the load: all keep their size.`,
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`keep one HPA for these pods (it may hold several metrics), or give the workloads labels that do not overlap:`,
      hpasCommand(objectName(hpa)?.namespace ?? null),
    ),
  }),
  'hpa-partly-blind': (facts) => {
    const { hpa, invalid, valid } = facts;
    const all = invalid.length + valid.length;
    return {
      sum: strong`${code(hpa)} can grow but not shrink: ${amount(invalid.length)} of its ${valid.length === 0 ? 'metrics' : count(all, 'metric')} ${invalid.length === 1 ? 'has' : 'have'} no value.`,
      points: [...blindMetrics(facts), ...(valid.length === 0 ? [] : [say`With a value: ${codes(valid)}`])],
      effect: say`it stays as large as it is when the load falls; a value that is missing is never taken for zero.`,
      remedy: remedy(
        say`repair the metric without a value, or take it out of ${code('spec.metrics')}:`,
        hpaCommand(hpa, 'describe'),
      ),
    };
  },
  'hpa-metric-name-unusable': ({ hpa, metric, message }) => ({
    sum: strong`${code(hpa)}: ${code(metric)} cannot be asked for under this name.`,
    points: [
      say`The answer was: ${code(message)}`,
      say`The name becomes part of an address, and of a Datadog query: it starts with a letter and consists of letters, digits, underscores and dots, without a slash`,
    ],
    effect: say`this metric has no value; the HPA never follows it.`,
    remedy: remedy(
      say`correct the name; or put the query into a DatadogMetric and name that: ${code('datadogmetric@NAMESPACE:NAME')}.`,
    ),
    see: commands(hpaCommand(hpa, 'get', " -o jsonpath='{.spec.metrics}'")),
  }),
  'hpa-metric-type-wrong': ({ hpa, message }) => ({
    sum: strong`${code(hpa)} asks the custom metrics API, which the Datadog Cluster Agent does not serve.`,
    points: [say`The controller says: ${code(controllerWords(message))}`],
    notAtFault: say`The Agent is not even asked: the metric is of type ${code('Pods')} or ${code('Object')}.`,
    remedy: remedy(
      say`for a Datadog metric write ${code('type: External')} with ${code('external.metric.name')} and ${code('external.target')} in ${code('spec.metrics')}:`,
      hpaCommand(hpa, 'edit'),
    ),
  }),
  'hpa-metric-failing': ({ hpa, metric, reason, message, sinceSeconds }, context) => ({
    sum: strong`${code(hpa)} does not get ${metric === null ? 'its metric' : code(metric)} (${code(reason)}), for a cause that I do not know.`,
    points: [
      say`The controller says: ${code(controllerWords(message))}`,
      ...(sinceSeconds === null ? [] : [say`This began ${ago(sinceSeconds, context)}`]),
    ],
    effect: say`the HPA keeps its size while this lasts.`,
    remedy: remedy(say`act on the controller's own words; they are renewed here:`, hpaCommand(hpa, 'describe')),
  }),
} satisfies Partial<FindingPhrases>;
