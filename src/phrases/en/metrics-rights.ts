import type { RightPurpose } from '../../domain/autoscaling.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { controllerWords } from '../hpa-names.ts';
import { agentRightsManifest, readerManifest } from '../manifests.ts';
import { metricsLog, metricsSetting, READER_BINDINGS } from '../metrics-names.ts';
import { remedy, rightName } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { hpasHold, WAY_OF_A_VALUE } from './metrics-wording.ts';
import { grant } from './rights-wording.ts';
import { list } from './wording.ts';

const PURPOSES = {
  'read-metrics': say`read external metrics`,
  'delegate-authentication': say`ask the API server who is calling it (without it every request is refused)`,
  'read-authentication-config': say`read the CA by which it knows its callers (without it the metrics API does not start)`,
  'watch-hpas': say`learn which metrics HPAs name (without it none is fetched)`,
  'keep-values': say`keep the values in its ConfigMap`,
  'keep-datadogmetrics': say`keep the values in DatadogMetric objects`,
  'collect-events': say`collect Kubernetes events`,
  'keep-event-token': say`keep its place in the events, in a ConfigMap (without it some are sent again, or lost, after a restart)`,
} as const satisfies Record<RightPurpose, Rich>;

/** The rights of each purpose in few words. */
const LACKS = {
  'read-metrics': say`the right to external metrics`,
  'delegate-authentication': say`the binding to ${code('system:auth-delegator')}`,
  'read-authentication-config': say`the right to read ${code('extension-apiserver-authentication')}`,
  'watch-hpas': say`the right to list and watch HPAs`,
  'keep-values': say`the right to its ConfigMap`,
  'keep-datadogmetrics': say`the right to DatadogMetrics`,
  'collect-events': say`the right to events`,
  'keep-event-token': say`the right to the ConfigMap with its place in the events`,
} as const satisfies Record<RightPurpose, Rich>;

function purposes({ missing }: FactsByCode['agent-rights-missing']): readonly RightPurpose[] {
  return [...new Set(missing.map(({ purpose }) => purpose))];
}

function lacks(facts: FactsByCode['agent-rights-missing']): Rich {
  return list(
    purposes(facts).map((purpose) => LACKS[purpose]),
    2,
  );
}

/** One line for each purpose, with the rights it takes. */
function purposePoints(facts: FactsByCode['agent-rights-missing']): readonly Rich[] {
  return purposes(facts).map((purpose) => {
    const rights = facts.missing.filter((one) => one.purpose === purpose).map(({ right }) => rightName(right));
    return say`To ${PURPOSES[purpose]}: ${join(rights, ', ')}`;
  });
}

/** What the HPA controller and the Agent may do, and whether the Agent suits this Kubernetes. */
export const metricsRights = {
  'metrics-reader-forbidden': ({ user, metric, message, allowed }, context) => ({
    sum:
      allowed === true
        ? strong`The HPA controller was refused ${code(metric)} at its last pass; by now it may read external metrics.`
        : strong`The HPA controller may not read external metrics, so it never gets ${code(metric)}.`,
    points: [
      say`Its account is ${code(user)}`,
      ...(message === null ? [] : [say`The controller says: ${code(controllerWords(message))}`]),
      ...(allowed === null ? [] : [say`Asked just now, the API server says: ${allowed ? 'allowed' : 'not allowed'}`]),
    ],
    effect: hpasHold(null),
    notAtFault: say`Not at fault: the Agent; the API server refuses before it is asked.`,
    remedy:
      allowed === true
        ? remedy(say`nothing: the controller asks again within seconds. Ask again in a minute.`)
        : grant(readerManifest(user), context),
    teach: WAY_OF_A_VALUE,
    see: [READER_BINDINGS],
  }),
  'agent-rights-missing': (facts, context) => ({
    sum: strong`The Agent's account ${code(facts.account)} lacks ${lacks(facts)}.`,
    points: purposePoints(facts),
    effect: say`values are not fetched, kept or served; HPAs on them hold their size.`,
    notAtFault: say`This is the API server's own word on the account, not a guess from a log.`,
    remedy: grant(agentRightsManifest(facts.account, facts.missing), context),
    teach: WAY_OF_A_VALUE,
  }),
  'agent-kubernetes-mismatch': ({ agentVersion, kubernetesVersion, api }, context) => ({
    sum: strong`This Cluster Agent${agentVersion === '' ? [] : say` (${agentVersion})`} is too old for the cluster: it asks for ${code(api)}, which Kubernetes${kubernetesVersion === '' ? [] : say` ${kubernetesVersion}`} no longer has.`,
    points: [
      say`It cannot list HPAs and so learns of no metric; its log says ${code('could not find the requested resource')}`,
    ],
    effect: hpasHold(null),
    notAtFault: say`Not at fault: your HPAs, which Kubernetes converts by itself. That ${code(api)} is gone is no fault either.`,
    remedy: remedy(
      say`run a current Cluster Agent (${metricsSetting('image', context, 'VERSION')}). Its log:`,
      metricsLog(context),
    ),
    see: ['kubectl api-versions'],
  }),
} satisfies Partial<FindingPhrases>;
