import type { FactsByCode } from '../../domain/finding-facts.ts';
import { number } from '../measure.ts';
import { describePod, leastLinked, mapCommand, mapLog, onlyNode, onlyPod, SLICES } from '../metadata-names.ts';
import { commands, remedy, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { differences, HOW_THE_MAP_WORKS, treeOf, WITHOUT_TAG } from './metadata-wording.ts';
import { codes, codesOf, count } from './wording.ts';

function healthySum(facts: FactsByCode['metadata-map-healthy']): Rich {
  const { about, compared, nodes, pods } = facts;
  const size = say`${pods === 0 ? 'no pods' : count(pods, 'pod')} behind Services${about === null ? say` on ${count(nodes, 'node')}` : []}`;
  const where = about === null ? [] : say` for ${code(about)}`;
  const services = onlyPod(facts);
  if (services !== null && services.length > 0)
    return strong`The metadata map has ${code(about ?? '')} behind ${codes(services)}${compared ? ', as the API server does' : '; whether that is right could not be compared'}.`;
  return compared
    ? strong`The metadata map${where} agrees with the API server: ${size}.`
    : strong`The metadata map${where} holds ${size}; whether that is right could not be compared.`;
}

function inBothLooks(looks: 1 | 2): Rich {
  return looks === 2
    ? say`It stood in two looks some seconds apart, so it is not a change on its way`
    : say`Seen in one look: a change that is still on its way looks the same`;
}

const FOLLOW = {
  once: say`ask again in a minute. If it stays, the replica's log:`,
  twice: say`read why this replica does not follow the API server; if its log is silent, a restart of the replica makes the map anew:`,
} as const;

/** The metadata map beside what the API server says. */
export const metadata = {
  'metadata-map-healthy': (facts, context) => {
    const { table, left } = treeOf(facts);
    return {
      sum: healthySum(facts),
      ...(table === null ? {} : { table }),
      points: [
        ...(left === 0
          ? []
          : [say`${count(left, 'more pod')} not shown; one node alone: ${code('metadata node/NAME')}`]),
        say`${count(facts.links, 'pair')} of a pod and a Service, read from ${shortPod(facts.pod)}${facts.replicas > 1 ? say`; ${number(facts.replicas)} replicas were asked` : []}`,
      ],
      ...(facts.compared ? {} : { notSeen: [say`which pods the API server holds behind Services now`] }),
      teach: HOW_THE_MAP_WORKS,
      see: commands(mapCommand(facts.pod, onlyNode(facts), context), SLICES),
    };
  },
  'metadata-node-missing': (facts, context) => {
    const { nodes, total, podsBehindServices: pods } = facts;
    const are = total === 1 ? 'is' : 'are';
    return {
      sum: strong`${count(total, 'node')} of the cluster ${are} not in the metadata map: ${codesOf(nodes, total)}.`,
      points: [
        say`The map is that of ${code(facts.pod)}`,
        pods === null
          ? say`Whether pods behind Services lie there is not known`
          : pods === 0
            ? say`No Service selects a Ready pod there`
            : say`${count(pods, 'pod')} there ${pods === 1 ? 'is' : 'are'} behind Services`,
      ],
      ...(pods === 0 ? {} : { effect: pods === null ? say`where there are such pods, ${WITHOUT_TAG}` : WITHOUT_TAG }),
      remedy:
        pods === 0
          ? remedy(say`nothing: there is nothing to map on ${total === 1 ? 'it' : 'them'}.`)
          : remedy(
              say`a node that has just joined is added within a minute: ask again. If it stays, the replica's log says why:`,
              mapLog(facts.pod, context),
            ),
      teach: HOW_THE_MAP_WORKS,
      see: commands(mapCommand(facts.pod, nodes[0] ?? null, context), SLICES),
    };
  },
  'metadata-pod-missing': (facts, context) => ({
    sum: strong`${count(facts.total, 'pod')} behind Services ${facts.total === 1 ? 'is' : 'are'} not in the metadata map.`,
    points: [...differences(say`lacks`, facts.pods, facts.total), inBothLooks(facts.looks)],
    effect: WITHOUT_TAG,
    notAtFault: say`Not at fault: the Services and the pods; the API server has them together.`,
    remedy: remedy(FOLLOW[facts.looks === 2 ? 'twice' : 'once'], mapLog(facts.pod, context)),
    teach: HOW_THE_MAP_WORKS,
    see: commands(mapCommand(facts.pod, null, context), SLICES),
  }),
  'metadata-stale': (facts, context) => ({
    sum: strong`The metadata map still names Services for ${count(facts.total, 'pod')} that the API server no longer has behind them.`,
    points: [...differences(say`still has`, facts.pods, facts.total), inBothLooks(facts.looks)],
    effect: say`what these pods send still bears ${code('kube_service')} tags of Services that no longer select them.`,
    remedy: remedy(FOLLOW[facts.looks === 2 ? 'twice' : 'once'], mapLog(facts.pod, context)),
    teach: HOW_THE_MAP_WORKS,
    see: commands(mapCommand(facts.pod, null, context), SLICES),
  }),
  'metadata-pod-without-service': (facts) => {
    const { pods, total, node, notReady } = facts;
    const [waiting] = notReady;
    const where = node === null ? [] : say` on ${code(node)}`;
    return {
      sum:
        total === 1
          ? waiting === undefined
            ? strong`${code(pods[0] ?? '')} is not in the metadata map, and rightly so: no Service selects it.`
            : strong`${code(pods[0] ?? waiting.pod)} is not in the metadata map because it is not Ready.`
          : strong`${count(total, 'pod')}${where} stand outside the metadata map, and rightly so: no Service has them as Ready pods.`,
      points: [
        ...notReady.map(
          ({ pod, service }) =>
            say`Service ${code(service)} selects ${code(pod)}, which is not Ready: it enters the map when it is`,
        ),
        ...(total > 1 && pods.length > 0 ? [say`Pods: ${codesOf(pods, total, 5)}`] : []),
      ],
      effect: say`no ${code('kube_service')} tag on what ${total === 1 ? 'it sends' : 'they send'}; all other tags are there.`,
      remedy:
        waiting === undefined
          ? remedy(say`nothing, unless a Service should select ${total === 1 ? 'it' : 'them'}.`)
          : remedy(say`see why ${code(waiting.pod)} is not Ready:`, describePod(waiting.pod)),
      teach: HOW_THE_MAP_WORKS,
      see: [SLICES],
    };
  },
  'metadata-map-warning': ({ pod, warnings, error }, context) => ({
    sum:
      error === null
        ? strong`The metadata map of ${shortPod(pod)} comes with ${count(warnings.length, 'warning')}.`
        : strong`Replica ${shortPod(pod)} could not make its metadata map.`,
    points: [
      ...(error === null ? [] : [say`It says: ${code(error)}`]),
      ...warnings.map((warning) => say`Warning: ${code(warning)}`),
      say`The replica is ${code(pod)}`,
    ],
    effect:
      error === null
        ? say`for what the warnings name, node Agents get no Services and set no ${code('kube_service')} tags.`
        : say`node Agents that ask this replica get no Services: ${code('kube_service')} tags are missing, though nothing says so.`,
    remedy: remedy(say`act on its own words; its log has more:`, mapLog(pod, context)),
    teach: HOW_THE_MAP_WORKS,
    see: commands(mapCommand(pod, null, context)),
  }),
  'metadata-replicas-disagree': ({ replicas }, context) => ({
    sum: strong`The metadata maps of ${number(replicas.length)} replicas differ by more than a change on its way.`,
    points: replicas.map(
      ({ pod, nodes, pods, links }) =>
        say`${code(pod)}: ${count(nodes, 'node')}, ${count(pods, 'pod')}, ${count(links, 'pair')} of a pod and a Service`,
    ),
    effect: say`which ${code('kube_service')} tags a node's pods get depends on the replica its Agent happens to ask.`,
    remedy: remedy(
      say`ask again in a minute. If it stays, the replica that holds less does not follow the API server; its log says why:`,
      mapLog(leastLinked(replicas), context),
    ),
    teach: HOW_THE_MAP_WORKS,
    see: replicas.slice(0, 3).map(({ pod }) => mapCommand(pod, null, context)),
  }),
} satisfies Partial<FindingPhrases>;
