import { clockTime } from '../measure.ts';
import { commands, crashTold, deploymentOf, inNamespace, logCommand, memorySetting, remedy } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { ago, codes, count, effects, podTrouble } from './wording.ts';

const SEE_PODS = 'get pods -l agent.datadoghq.com/component=cluster-agent -o wide';

function optionalEffect(words: Rich): { readonly effect?: Rich } {
  return words.length === 0 ? {} : { effect: words };
}

/** Whether the Cluster Agent's pods run, and what ended them. */
export const agent = {
  'agent-running': (facts, context) => ({
    sum:
      facts.wanted === null
        ? strong`${count(facts.ready, 'Cluster Agent pod')} ready in ${code(facts.namespace)}.`
        : strong`The Cluster Agent runs: ${facts.ready} of ${count(facts.wanted, 'pod')} ready in ${code(facts.namespace)}.`,
    points: [
      say`${facts.restarts === 0 ? 'No restarts' : count(facts.restarts, 'restart')} of the pods that are there now`,
      ...(facts.version === null && facts.image === null
        ? []
        : [
            say`${facts.version === null ? [] : say`Agent ${code(facts.version)}`}${facts.version !== null && facts.image !== null ? ', ' : ''}${facts.image === null ? [] : say`image ${code(facts.image)}`}`,
          ]),
    ],
    see: commands(`kubectl${inNamespace(context)} ${SEE_PODS}`),
  }),
  'agent-status-read': (facts) => ({
    sum:
      facts.statusAt === null
        ? strong`This is the status of a Cluster Agent${facts.version === '' ? [] : say` (${facts.version})`}; when it was made is not known.`
        : strong`This is the status of a Cluster Agent${facts.version === '' ? [] : say` (${facts.version})`}, made ${clockTime(facts.statusAt)}.`,
    points: [
      ...(facts.hostname === null ? [] : [say`Host ${code(facts.hostname)}`]),
      ...(facts.startedAt === null ? [] : [say`The Agent started ${clockTime(facts.startedAt, facts.statusAt ?? '')}`]),
    ],
  }),
  'agent-not-running': (facts, context) => {
    const where = code(facts.namespace);
    const pods = facts.pods.map(podTrouble);
    const lost = optionalEffect(effects(facts.effects));
    switch (facts.cause) {
      case 'no-pods':
        return {
          ...lost,
          sum: strong`There is no Cluster Agent pod in ${where}.`,
          points: facts.tried.length === 0 ? [] : [say`Searched with ${codes(facts.tried)}`],
          remedy: remedy(
            say`if it is installed under another name or namespace, tell dca-bot the namespace (${code('agent.namespace')}). Whether it is meant to run here:`,
            'kubectl get deploy -A | grep -i cluster-agent',
          ),
        };
      case 'pending':
        return {
          ...lost,
          sum: strong`The Cluster Agent is not running: ${facts.pods.length === 1 ? 'its pod is' : `its ${facts.pods.length} pods are`} still Pending.`,
          points: pods,
          remedy: remedy(
            say`read why Kubernetes does not place ${facts.pods.length === 1 ? 'it' : 'them'} (room on nodes, image, volumes):`,
            `kubectl describe pod${inNamespace(context)} ${facts.pods[0]?.name ?? '-l agent.datadoghq.com/component=cluster-agent'}`,
          ),
        };
      case 'not-ready':
        return {
          ...lost,
          sum: strong`The Cluster Agent runs, but 0 of ${count(facts.pods.length, 'pod')} in ${where} ${facts.pods.length === 1 ? 'is' : 'are'} ready.`,
          points: pods,
          remedy: remedy(
            say`the log says which of its parts is not up:`,
            logCommand(facts.pods[0]?.name ?? null, context, '--tail=100'),
          ),
        };
      case 'stopped':
        return {
          ...lost,
          sum: strong`The Cluster Agent is down: ${facts.pods.length === 1 ? 'the container of its only pod' : `the containers of its ${facts.pods.length} pods`} in ${where} ${facts.pods.length === 1 ? 'does' : 'do'} not run.`,
          points: pods,
          ...(crashTold(context)
            ? {}
            : {
                remedy: remedy(
                  say`read its last words:`,
                  logCommand(facts.pods[0]?.name ?? null, context, '--previous --tail=50'),
                ),
              }),
          notSeen: [say`${code('status')}: no container runs that could answer; all of this was read from Kubernetes`],
        };
    }
  },
  'agent-oom-killed': (facts, context) => {
    const limit = facts.memoryLimit === null ? say`no limit of its own` : say`limit ${code(facts.memoryLimit)}`;
    const killed =
      facts.ageSeconds === null
        ? facts.killedAt === null
          ? []
          : say`, last kill ${clockTime(facts.killedAt, context.now)}`
        : say`, last kill ${ago(facts.ageSeconds, context)}`;
    return {
      ...optionalEffect(effects(facts.effects)),
      sum: facts.runningNow
        ? strong`The Cluster Agent was killed for memory (${limit}, ${count(facts.restarts, 'restart')}${killed}); it runs again.`
        : strong`The Cluster Agent is down: out of memory (${limit}, ${count(facts.restarts, 'restart')}${killed}).`,
      points: [
        say`Pod ${code(facts.pod)}${facts.killedAt === null ? [] : say`, killed ${clockTime(facts.killedAt, context.now)} (${code('OOMKilled')})`}`,
        say`Its memory grows with nodes, pods and Services of the cluster; what grew here is not known`,
      ],
      remedy: remedy(
        facts.memoryLimit === null
          ? say`the node ran out, not a limit of the Agent: set a request that fits, for example ${memorySetting(null, context)} with an equal request.`
          : say`raise the limit, for example ${memorySetting(facts.memoryLimit, context)}, and watch where it settles.`,
      ),
      teach: [
        say`The Cluster Agent keeps pods, Services, nodes and Endpoints of the whole cluster in memory, so a limit that fitted last year can be too small after the cluster grew.`,
        say`${code('OOMKilled')} is the kernel's kill at the limit: the Agent gets no chance to log anything, so its log shows nothing before the end.`,
      ],
      see: commands(
        `kubectl top pod${inNamespace(context)} -l agent.datadoghq.com/component=cluster-agent`,
        `kubectl get pod${inNamespace(context)} ${facts.pod} -o jsonpath='{.status.containerStatuses[*].lastState.terminated}'`,
      ),
    };
  },
  'agent-crash-looping': (facts, context) => {
    const exit = facts.exitCode === null ? [] : say`, exit code ${facts.exitCode}`;
    return {
      ...optionalEffect(effects(facts.effects)),
      sum: strong`Cluster Agent ${code(facts.pod)} keeps ending: ${count(facts.restarts, 'restart')}${exit}.`,
      points: [
        ...(facts.finishedAt === null && facts.reason === null
          ? []
          : [
              say`Last end${facts.finishedAt === null ? [] : say` ${clockTime(facts.finishedAt, context.now)}`}${facts.reason === null ? [] : say`, Kubernetes says ${code(facts.reason)}`}`,
            ]),
        ...(facts.lastLines.length === 0 ? [] : [say`Its last words: ${join(facts.lastLines.map(code), ' / ')}`]),
      ],
      remedy:
        facts.lastLines.length === 0
          ? remedy(say`read its last words:`, logCommand(facts.pod, context, '--previous --tail=50'))
          : remedy(
              say`act on its last words above; more of them:`,
              logCommand(facts.pod, context, '--previous --tail=200'),
            ),
      ...(facts.logMissing === null
        ? {}
        : { notSeen: [say`the log of the run that ended: ${code(facts.logMissing)}`] }),
    };
  },
  'agent-not-ready': (facts, context) => {
    const deployment = context.deployment ?? deploymentOf(facts.trouble[0]?.name ?? '');
    return {
      sum:
        facts.wanted === null
          ? strong`${count(facts.trouble.length, 'Cluster Agent pod')} ${facts.trouble.length === 1 ? 'is' : 'are'} not ready; ${facts.ready} ${facts.ready === 1 ? 'is' : 'are'}.`
          : strong`Only ${facts.ready} of ${count(facts.wanted, 'Cluster Agent pod')} ${facts.ready === 1 ? 'is' : 'are'} ready.`,
      points: facts.trouble.map(podTrouble),
      notAtFault: say`One ready pod can do all the work: this alone stops nothing.`,
      remedy: remedy(
        say`see whether a rollout is under way or stuck:`,
        deployment === null
          ? `kubectl${inNamespace(context)} ${SEE_PODS}`
          : `kubectl rollout status deploy/${deployment}${inNamespace(context)}`,
      ),
    };
  },
  'two-cluster-agents': ({ installs }) => ({
    sum: strong`${count(installs.length, 'Cluster Agent installation')} run${installs.length === 1 ? 's' : ''} side by side in this cluster.`,
    points: installs.map(
      ({ owner, managedBy, pods }) =>
        say`${code(owner)}: ${count(pods, 'pod')}${managedBy === null ? [] : say`, managed by ${managedBy}`}`,
    ),
    effect: say`each elects its own leader, so events are sent twice and cluster checks run twice; ${code('external.metrics.k8s.io')} can belong to one of them only.`,
    remedy: remedy(say`keep one and uninstall the other, most often the Helm release from before the operator.`),
  }),
} satisfies Partial<FindingPhrases>;
