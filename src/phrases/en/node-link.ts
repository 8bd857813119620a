import type { FactsByCode } from '../../domain/finding-facts.ts';
import { clockTime } from '../measure.ts';
import { commands, remedy, setting } from '../names.ts';
import {
  addressCommand,
  behindCommand,
  clusterAgentUrl,
  LINK_PORT,
  networkPolicies,
  newTokenCommand,
  nodeAgentStatus,
  restartAgents,
  SERVICE_SETTING,
  serviceCommand,
  TOKEN_LENGTH,
  URL_SETTING,
} from '../node-names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_LINK_WORKS, LINK_LOST, lookIntoLog, theAgent, whichAgent } from './node-wording.ts';
import { codes, count } from './wording.ts';

/** When the container and the Service came to be, whichever is known. */
function ages(startedAt: string | null, serviceCreatedAt: string | null, { now }: PhraseContext): readonly Rich[] {
  const times = [
    ...(startedAt === null ? [] : [say`Container started ${clockTime(startedAt, now)}`]),
    ...(serviceCreatedAt === null ? [] : [say`Service made ${clockTime(serviceCreatedAt, now)}`]),
  ];
  return times.length === 0 ? [] : [join(times, ', ')];
}

const RESTART = say`restart the node Agents, one after another; a new container gets the present address:`;

const NO_ADDRESS = {
  older: (service) => say`its container is older than Service ${code(service)}`,
  'links-off': () => say`${code('enableServiceLinks: false')} keeps the address of Services from its pod`,
  unclear: (service) => say`its container got none for Service ${code(service)}`,
} as const satisfies Record<FactsByCode['node-agent-started-before-service']['cause'], (service: string) => Rich>;

function wrongServiceSum(facts: FactsByCode['node-agent-wrong-service']): Rich {
  const service = code(facts.service);
  switch (facts.cause) {
    case 'absent':
      return strong`${theAgent(facts)} looks for Service ${service}, and there is none of that name.`;
    case 'selects-others':
      return strong`${theAgent(facts)} calls Service ${service}, behind which the Cluster Agent does not stand.`;
    case 'no-port':
      return strong`${theAgent(facts)} calls Service ${service}, which does not lead to port ${LINK_PORT} of the Cluster Agent.`;
    case 'not-https':
      return strong`${theAgent(facts)} is given an address of the Cluster Agent that is not HTTPS.`;
  }
}

function rightService(
  { cause, service, right }: FactsByCode['node-agent-wrong-service'],
  context: PhraseContext,
): Remedy {
  const [first] = right;
  if (cause === 'not-https')
    return remedy(say`set ${code(`${URL_SETTING}=${clusterAgentUrl(first ?? service, context)}`)} on the node Agents.`);
  return first === undefined
    ? remedy(
        say`no Service here stands in front of the Cluster Agent with port ${LINK_PORT}: let the installation make it anew (${code('helm upgrade')}, or the operator), then restart the node Agents.`,
        serviceCommand(service, context),
      )
    : remedy(
        say`set ${code(`${SERVICE_SETTING}=${first}`)} on the node Agents${right.length > 1 ? say` (${codes(right.slice(1))} would do as well)` : []}.`,
      );
}

/** Why a node Agent does not reach the Cluster Agent. */
export const nodeLink = {
  'node-agent-started-before-service': (facts, context) => ({
    sum: strong`${theAgent(facts)} has no address of the Cluster Agent: ${NO_ADDRESS[facts.cause](facts.service)}.`,
    points: [
      say`${code(facts.variable)} is empty there; Kubernetes sets it only when a container starts`,
      ...ages(facts.startedAt, facts.serviceCreatedAt, context),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`Not at fault: the Cluster Agent, the token, the network.`,
    remedy:
      facts.cause === 'links-off'
        ? remedy(
            say`remove ${code('enableServiceLinks: false')} from the node Agents' pods, or give them the name instead: ${code(`${URL_SETTING}=${clusterAgentUrl(facts.service, context)}`)}.`,
          )
        : remedy(RESTART, restartAgents(facts.owner, facts.pod, context)),
    teach: HOW_THE_LINK_WORKS,
    see: commands(addressCommand(facts, facts.variable, context), serviceCommand(facts.service, context)),
  }),
  'node-agent-stale-service-address': (facts, context) => ({
    sum: strong`${theAgent(facts)} calls an address that Service ${code(facts.service)} no longer has.`,
    points: [
      say`${code(facts.variable)} is ${code(facts.host)} there, the Service's address is ${code(facts.clusterIP)}: it was made anew`,
      ...ages(facts.startedAt, facts.serviceCreatedAt, context),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`Not at fault: the Cluster Agent, the token, the network.`,
    remedy: remedy(RESTART, restartAgents(facts.owner, facts.pod, context)),
    teach: HOW_THE_LINK_WORKS,
    see: commands(addressCommand(facts, facts.variable, context), serviceCommand(facts.service, context)),
  }),
  'node-agent-wrong-service': (facts, context) => ({
    sum: wrongServiceSum(facts),
    points: [
      ...(facts.detail === null || facts.detail === ''
        ? []
        : [say`${facts.cause === 'not-https' ? 'It says' : 'Its port'}: ${code(facts.detail)}`]),
      ...(facts.right.length === 0
        ? []
        : [say`Services in front of the Cluster Agent with port ${LINK_PORT}: ${codes(facts.right)}`]),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`Not at fault: the token and the network.`,
    remedy: rightService(facts, context),
    teach: HOW_THE_LINK_WORKS,
    see: commands(serviceCommand(facts.service, context), behindCommand(facts.service, context)),
  }),
  'node-agent-timeout': (facts, context) => ({
    sum:
      facts.ready === 0
        ? strong`${theAgent(facts)} gets no answer from the Cluster Agent: no Ready pod is behind its Service.`
        : strong`${theAgent(facts)} gets no answer from the Cluster Agent in time.`,
    points: [
      ...(facts.error === '' ? [] : [say`It says: ${code(facts.error)}`]),
      facts.ready === null
        ? say`How many Ready addresses are behind the Service is not known`
        : say`${count(facts.ready, 'Ready address', 'Ready addresses')} behind ${facts.service === null ? say`the Service` : say`Service ${code(facts.service)}`}`,
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`Not at fault: the token, which is looked at only after a connection.`,
    remedy:
      facts.ready === 0
        ? remedy(say`find out why the Cluster Agent is not Ready: ${code('/dca status')}.`)
        : remedy(
            say`see what stands between: a NetworkPolicy, a firewall or a service mesh must let node Agents through to port ${LINK_PORT}.`,
            networkPolicies(context),
          ),
    teach: HOW_THE_LINK_WORKS,
    see: commands(behindCommand(facts.service, context), nodeAgentStatus(facts, context)),
  }),
  'node-agent-tls-failing': (facts, context) => ({
    sum: strong`${theAgent(facts)} cannot agree on TLS with what answers in the Cluster Agent's place.`,
    points: [...(facts.error === '' ? [] : [say`It says: ${code(facts.error)}`]), ...whichAgent(facts, context)],
    effect: LINK_LOST,
    notAtFault: say`Not at fault: the token; TLS comes before it.`,
    remedy: lookIntoLog(
      facts,
      say`the Cluster Agent makes its own certificate, which node Agents do not check unless told to. So look for a proxy or service mesh that answers on port ${LINK_PORT} and take that port out of it, or for a verification that was switched on:`,
      context,
    ),
    teach: HOW_THE_LINK_WORKS,
  }),
  'node-agent-token-unusable': (facts, context) => ({
    sum:
      facts.cause === 'empty'
        ? strong`${theAgent(facts)} has no token for the Cluster Agent.`
        : strong`${theAgent(facts)} has a token that is too short for the Cluster Agent: at least ${TOKEN_LENGTH} characters are needed.`,
    points: [...(facts.error === '' ? [] : [say`It says: ${code(facts.error)}`]), ...whichAgent(facts, context)],
    effect: LINK_LOST,
    notAtFault: say`Not at fault: the network and the Service.`,
    remedy: remedy(
      say`give the Cluster Agent and the node Agents one Secret with a long token, by ${setting('tokenSecret', context)}, and restart both. A Secret to start from:`,
      newTokenCommand(context),
    ),
    teach: HOW_THE_LINK_WORKS,
  }),
} satisfies Partial<FindingPhrases>;
