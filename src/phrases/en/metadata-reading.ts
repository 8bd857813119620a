import { number } from '../measure.ts';
import { mapCommand } from '../metadata-names.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_MAP_WORKS } from './metadata-wording.ts';
import { because, count, list } from './wording.ts';

const HOW_SEEN = {
  telemetry: say`By the replicas' own counters since each started`,
  log: say`By the lines of the replicas' logs, as far as they were read`,
} as const;

const COUNTED = say`Agents of 2018 write a line into the log for each request, at DEBUG; newer ones only count (${code('telemetry')}). Each replica counts for itself, from its start.`;

/** Whether the map could be read, and whether anybody asks for it. */
export const metadataReading = {
  'metadata-not-found': ({ asked, near }, context) => {
    const [first, ...others] = near;
    return {
      sum: strong`There is no node or pod ${code(asked)} here${first === undefined ? [] : say`; the nearest name is ${code(first)}`}.`,
      remedy:
        first === undefined
          ? remedy(say`ask ${code('metadata')} alone for the whole map.`)
          : remedy(
              say`if ${code(first)} is meant, ask ${code(`metadata ${first}`)}${
                others.length === 0 ? [] : say`, or ${list(others.map((one) => code(`metadata ${one}`)))}`
              }.`,
            ),
      see: commands(mapCommand(null, null, context)),
    };
  },
  'metadata-name-ambiguous': ({ asked, choices }) => ({
    sum: strong`${code(asked)} could be any of ${number(choices.length)} things here.`,
    remedy: remedy(say`ask for one of them: ${list(choices.map((one) => code(`metadata ${one}`)))}.`),
  }),
  'metadata-queried': ({ times, failed, how, replicas }) => ({
    sum:
      failed === 0
        ? strong`Node Agents do ask for the metadata: ${count(times, 'time')}, and none failed.`
        : strong`Node Agents ask for the metadata, and ${number(failed)} of ${count(times, 'request')} failed.`,
    points: [say`${HOW_SEEN[how]} (${count(replicas, 'replica')})`],
    ...(failed === 0 ? {} : { remedy: remedy(say`which Agents fail, and why, is told by ${code('/dca node')}.`) }),
    teach: [...HOW_THE_MAP_WORKS, COUNTED],
  }),
  'metadata-not-queried': ({ how, replicas }) => ({
    sum: strong`No node Agent has asked the Cluster Agent for the metadata.`,
    points: [say`${HOW_SEEN[how]} (${count(replicas, 'replica')})`],
    effect: say`however right the map is, no pod's data gets the tag ${code('kube_service')} from it.`,
    notAtFault: say`Not at fault: the map itself.`,
    remedy: remedy(
      say`look at how the node Agents are connected: ${code('/dca node')}. They must have ${code('DD_CLUSTER_AGENT_ENABLED=true')}.`,
    ),
    teach: [...HOW_THE_MAP_WORKS, COUNTED],
  }),
  'metadata-queries-unknown': ({ attempts }) => ({
    sum: strong`Whether node Agents ask for the metadata cannot be seen here.`,
    points: attempts.map(({ source, why, detail }) => say`${code(source)}: ${because(why, detail)}`),
    notAtFault: say`This says nothing against the map or the node Agents: an empty log proves nothing.`,
    remedy: remedy(say`nothing for that alone; ${code('/dca node')} tells whether the node Agents are connected.`),
    teach: [COUNTED],
  }),
  'metadata-unread': ({ attempts }, context) => ({
    sum: strong`The metadata map could not be read${attempts.length > 1 ? say` from any of ${number(attempts.length)} sources` : []}.`,
    points: attempts.map(
      ({ source, why, detail }): Rich =>
        say`${code(source)}: ${because(why, context.codes.includes('rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`This says nothing against the map: it is unknown, not broken.`,
    ...(context.codes.some((code) => code === 'rights-missing' || code === 'agent-not-running')
      ? {}
      : { remedy: remedy(say`print it by hand to see what the Agent says:`, mapCommand(null, null, context)) }),
    teach: HOW_THE_MAP_WORKS,
  }),
} satisfies Partial<FindingPhrases>;
