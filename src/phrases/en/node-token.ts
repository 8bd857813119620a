import type { FactsByCode } from '../../domain/finding-facts.ts';
import { clockTime, number } from '../measure.ts';
import { commands, inNamespace, remedy, setting } from '../names.ts';
import { restartAgents, tokenFingerprints } from '../node-names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_LINK_WORKS, theAgent } from './node-wording.ts';
import { codesOf, count } from './wording.ts';

type Facts = FactsByCode['node-agent-token-mismatch'];

function who({ agents, total, of, asked }: Facts): Rich {
  const [only] = agents;
  if (asked !== null)
    return say`All ${number(asked.total)} node Agents that were asked, of ${number(asked.silent)} that do not report, are`;
  if (total === 1 && only !== undefined) return say`${theAgent(only)} is`;
  return of === null || of <= total
    ? say`${of === total && total > 1 ? say`All ${number(total)} node Agents` : count(total, 'node Agent')} are`
    : say`${number(total)} of ${count(of, 'node Agent')} ${total === 1 ? 'is' : 'are'}`;
}

function mismatchSum(facts: Facts): Rich {
  const they = facts.total === 1 ? 'it still holds' : 'they still hold';
  const their = facts.total === 1 ? 'its' : 'their';
  if (facts.sameSecret === false)
    return strong`${who(facts)} refused by the Cluster Agent (403): ${their} token comes from another place than the Cluster Agent's.`;
  return facts.refusedAreOlder === true
    ? strong`${who(facts)} refused by the Cluster Agent (403): ${they} the old token.`
    : strong`${who(facts)} refused by the Cluster Agent (403): ${their} token is not the Cluster Agent's.`;
}

function source(secret: Facts['secret']): Rich {
  return secret === null ? say`not known` : say`Secret ${code(secret.name)}, key ${code(secret.key)}`;
}

function places({ secret, clusterAgentSecret, sameSecret }: Facts): Rich {
  if (sameSecret === true) return say`Both sides use ${source(secret ?? clusterAgentSecret)}`;
  if (sameSecret === null && secret === null && clusterAgentSecret === null)
    return say`From where either side takes its token is not known`;
  return say`The token comes from, on node Agents: ${source(secret)}; on the Cluster Agent: ${source(clusterAgentSecret)}`;
}

function starts(
  { agents, total, clusterAgentStartedAt, refusedAreOlder }: Facts,
  { now }: PhraseContext,
): readonly Rich[] {
  const own =
    clusterAgentStartedAt === null ? [] : say`The Cluster Agent started ${clockTime(clusterAgentStartedAt, now)}; `;
  if (refusedAreOlder === true)
    return [
      say`${own}${total === 1 ? 'the container refused is' : `the ${number(total)} containers refused are all`} older than that`,
      say`So the Secret changed and the node Agents were not restarted (inferred from start times: I do not read Secrets)`,
    ];
  if (refusedAreOlder === false)
    return [
      say`${own}not all containers refused are older than that, so start times do not explain it (I do not read Secrets)`,
    ];
  const started = agents[0]?.startedAt;
  return started === undefined || started === null
    ? []
    : [
        say`${own}${total === 1 ? 'the container refused' : 'one of the containers refused'} started ${clockTime(started, now)}`,
      ];
}

function newTokens(context: PhraseContext): Rich {
  return context.installer === 'unknown'
    ? say` If this follows every deployment, something makes a new token each time: let both take it from one lasting Secret.`
    : say` If this follows every ${context.installer === 'helm' ? 'Helm or Argo CD sync' : 'change by the operator'}, set ${setting('tokenSecret', context)}.`;
}

function restart(facts: Facts, context: PhraseContext): Remedy {
  const pod = facts.agents[0]?.pod ?? null;
  const nodes = restartAgents(facts.owner, pod === '' ? null : pod, context);
  if (facts.sameSecret === false || (facts.sameSecret === null && facts.refusedAreOlder !== true))
    return remedy(
      say`let both sides take the token from one Secret, by ${setting('tokenSecret', context)}, then restart the node Agents:`,
      nodes,
    );
  if (facts.refusedAreOlder === false)
    return remedy(
      say`restart the Cluster Agent; node Agents that are still refused after that need a restart as well.`,
      context.deployment === null
        ? undefined
        : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`,
    );
  return remedy(say`restart the node Agents, one after another.${newTokens(context)}`, nodes);
}

/** Node Agents whose token the Cluster Agent refuses. */
export const nodeToken = {
  'node-agent-token-mismatch': (facts, context) => ({
    sum: mismatchSum(facts),
    points: [
      places(facts),
      ...starts(facts, context),
      ...(facts.total === 1 || facts.agents.length === 0
        ? []
        : [
            say`Refused: ${codesOf(
              facts.agents.map(({ node, pod }) => node || pod),
              facts.total,
            )}`,
          ]),
      ...(facts.asked === null
        ? []
        : [say`The other ${number(facts.asked.silent - facts.asked.total)} that do not report were not asked`]),
      ...(facts.error === null || facts.error === '' ? [] : [say`In their words: ${code(facts.error)}`]),
    ],
    effect:
      facts.total === 1
        ? say`it gets no cluster checks and no ${code('kube_service')} tags for new pods.`
        : say`these ${number(facts.total)} get no cluster checks and no ${code('kube_service')} tags for new pods.`,
    notAtFault: say`Not at fault: the network and the Service; a refusal is an answer.`,
    remedy: restart(facts, context),
    teach: [
      ...HOW_THE_LINK_WORKS,
      say`A container keeps the token that its Secret held when it started. Fingerprints of both sides (${code('sha256sum')}) show whether they are alike, without showing the token.`,
    ],
    see: commands(...tokenFingerprints(facts.agents[0]?.pod ?? null, context)),
  }),
} satisfies Partial<FindingPhrases>;
