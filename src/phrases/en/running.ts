import { isAboutExec, ownLog, rbacCommand, remedy, rightName } from '../names.ts';
import type { FindingPhrases, FindingWords } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { count, lasting, list, WHYS } from './wording.ts';

const LOST: Readonly<Record<string, Rich>> = {
  'external-metrics': say`external metrics`,
  'cluster-checks': say`cluster checks`,
  admission: say`the admission controller`,
  forwarder: say`requests to Datadog`,
};

const LOST_WITHOUT_STATUS = list(Object.values(LOST));

/** dca-bot itself: its rights, its workers, its questions. */
export const running = {
  'rights-missing': (facts) => ({
    sum:
      facts.rights.length === 0
        ? strong`dca-bot was not allowed to read ${count(facts.refused.length, 'thing')} it needed for this answer.`
        : strong`dca-bot lacks ${count(facts.rights.length, 'right')} in this cluster: ${list(facts.rights.map(rightName), 4)}.`,
    points: [
      ...(isAboutExec(facts.rights)
        ? [say`Commands in pods need both ${code('get')} and ${code('create')} on ${code('pods/exec')}`]
        : []),
      ...facts.refused.map(({ source, detail }) =>
        // Where the right is named above, the API server's sentence would only say it again.
        facts.rights.length > 0 || detail === ''
          ? say`Refused: ${code(source)}`
          : say`Refused: ${code(source)} (${code(detail)})`,
      ),
    ],
    ...(isAboutExec(facts.rights) ? { notSeen: [LOST_WITHOUT_STATUS] } : {}),
    notAtFault: say`This says nothing against the Cluster Agent: what was refused is unknown, not broken.`,
    remedy: remedy(say`grant exactly what dca-bot needs (read it before you apply it):`, rbacCommand(facts.rights)),
  }),
  'exec-off': (facts) => ({
    sum: strong`Exec is off here, so the Agent itself was not asked${facts.lost.length === 0 ? [] : say` about ${list(facts.lost.map((name) => LOST[name] ?? code(name)))}`}.`,
    points: [say`Everything in this answer comes from Kubernetes objects`],
    remedy: remedy(
      say`nothing, if that is meant. Otherwise allow exec for this worker and grant ${code('get')} and ${code('create')} on ${code('pods/exec')} in the Agent's namespace.`,
    ),
  }),
  'answer-failed': ({ cluster, why, detail }) => ({
    sum: strong`dca-bot could not work this out${cluster === '' ? [] : say` for ${code(cluster)}`} (${WHYS[why]}).`,
    points: detail === '' ? [] : [say`${code(detail)}`],
    notAtFault: say`This says nothing about the Cluster Agent.`,
    remedy:
      cluster === ''
        ? remedy(say`ask once more; if it happens again, read the gateway's log:`, ownLog('gateway', '--tail=50'))
        : remedy(say`ask once more; if it happens again, read the worker's log:`, ownLog('worker', '--tail=50')),
  }),
  'cluster-unreachable': (facts) => ({
    sum: strong`The API server of ${code(facts.cluster)} gave no usable answer${facts.why === 'unreachable' ? '' : ` (${WHYS[facts.why]})`}.`,
    points: facts.detail === '' ? [] : [say`${code(facts.detail)}`],
    notSeen: [say`everything: whether the Cluster Agent works is not known`],
    remedy: remedy(say`from where the worker runs:`, 'kubectl get --raw /readyz'),
  }),
  'worker-silent': (facts) => ({
    sum:
      facts.lastSeenSeconds === null
        ? strong`No answer from ${code(facts.cluster)}: its worker has never been heard of.`
        : strong`No answer from ${code(facts.cluster)}: its worker was last heard of ${lasting(facts.lastSeenSeconds)} ago.`,
    points: [say`The question stays in the queue; when the worker is back, its answer replaces this one`],
    notAtFault: say`This says nothing about the Cluster Agent: dca-bot's own worker is what is missing.`,
    remedy: remedy(
      say`look at dca-bot's worker in that cluster:`,
      'kubectl get pods -A -l app.kubernetes.io/name=dca-bot,app.kubernetes.io/component=worker',
    ),
  }),
  'worker-died': (facts) =>
    facts.cluster === ''
      ? ownDeath(facts.times)
      : {
          sum: strong`No answer from ${code(facts.cluster)}: its worker died ${facts.times === 1 ? 'once' : facts.times === 2 ? 'twice' : `${facts.times} times`} over this question.`,
          points: [say`It is not tried again, so that one question cannot keep the worker from all others`],
          notAtFault: say`This says nothing about the Cluster Agent.`,
          remedy: remedy(say`read the worker's last words:`, ownLog('worker', '--previous --tail=50')),
        },
  'queue-full': (facts) =>
    facts.cluster === ''
      ? ownQueue(facts.waiting)
      : {
          sum: strong`No answer from ${code(facts.cluster)} yet: ${count(facts.waiting, 'question')} ${facts.waiting === 1 ? 'is' : 'are'} waiting before this one.`,
          points: [say`Its answer replaces this message when it is ready`],
          remedy: remedy(say`nothing, if this is rare. Otherwise run more worker replicas for this cluster.`),
        },
  'question-stopped': (facts) => ({
    sum: strong`Stopped${facts.by === '' ? [] : say` by ${facts.by}`} before the reading was done.`,
    points: [say`Nothing was judged`],
  }),
  'nothing-to-explain': (facts) => ({
    sum: strong`I found nothing of a Datadog Agent in ${facts.from === '' ? say`this text` : code(facts.from)}.`,
    points: [
      say`I read: ${code('status')} (text or JSON) and ${code('configcheck')} of a Cluster Agent or node Agent; ${code('clusterchecks')}, ${code('metamap')}, ${code('telemetry')} and the log of a Cluster Agent; its leader lock; what ${code('kubectl describe hpa')} prints; ${code('kubectl get')} of HPAs, APIServices, DatadogMetrics and the ConfigMap ${code('datadog-custom-metrics')} (table, YAML or JSON); flares`,
    ],
    remedy: remedy(say`send the output of this command, from its first line on:`, 'datadog-cluster-agent status'),
  }),
} satisfies Partial<FindingPhrases>;

function ownDeath(times: number): FindingWords {
  return {
    sum: strong`No answer: ${count(times, 'gateway')} of dca-bot died over this question.`,
    points: [say`It is not tried again, so that one question cannot keep the gateways from all others`],
    notAtFault: say`This says nothing about the Cluster Agent.`,
    remedy: remedy(say`read the gateway's last words:`, ownLog('gateway', '--previous --tail=50')),
  };
}

function ownQueue(waiting: number): FindingWords {
  return {
    sum: strong`No answer yet: ${count(waiting, 'question')} ${waiting === 1 ? 'is' : 'are'} waiting before this one.`,
    points: [say`Its answer replaces this message when it is ready`],
    remedy: remedy(say`nothing, if this is rare. Otherwise run more gateway replicas.`),
  };
}
