import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  addressesCommand,
  annotationsCommand,
  configCheckCommand,
  dispatchedCommand,
  nodeAgentCommand,
  nodeAgentLog,
  podsOnNode,
  restartNodeAgent,
  VARIABLES,
} from '../check-names.ts';
import { number } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { switchOn, WAY_OF_AN_ENDPOINT_CHECK } from './checks-wording.ts';
import { codes, count } from './wording.ts';

/** How many names of checks or Services are told. */
const NAMED = 8;

const NOT_RECEIVED = {
  'provider-not-configured': say`${code(VARIABLES.provider)} of that Agent does not name ${code('endpointschecks')}`,
  'provider-never-started': say`${code(VARIABLES.provider)} names ${code('endpointschecks')}, and the Agent never started that provider (inferred: it has not one such check)`,
  unknown: say`That Agent answers, and has no such configuration`,
} as const satisfies Record<FactsByCode['endpoint-check-not-received']['cause'], Rich>;

function receive(facts: FactsByCode['endpoint-check-not-received'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'provider-not-configured':
      return switchOn('node-agent', 'provider', ['endpointschecks'], context);
    case 'provider-never-started': {
      const command = restartNodeAgent(facts.pod, facts.alsoOn > 1, context);
      return remedy(
        say`restart the Agent: it tries to start that provider once, when it starts, and gives up if the kubelet does not answer then${command === undefined ? '.' : ':'}`,
        command,
      );
    }
    case 'unknown': {
      const log = nodeAgentLog(facts.pod, context, 'endpoints-checks|endpointschecks|cluster agent');
      return remedy(
        say`ask again in 30 s: Agents fetch about every 10 s. If it stays so, the Agent's log tells what keeps it from them${log === undefined ? '.' : ':'}`,
        log,
      );
    }
  }
}

function offSum({ where, missing, what }: FactsByCode['endpoint-checks-provider-off']): Rich {
  const whose = where === 'cluster-agent' ? 'The Cluster Agent does not' : 'The node Agents do not';
  return what === 'provider'
    ? strong`${whose} ${where === 'cluster-agent' ? 'look for' : 'ask for'} endpoint checks: ${codes(missing)} is not switched on as a provider.`
    : strong`${whose} watch the addresses behind Services: ${codes(missing)} is not switched on as a listener.`;
}

/** Checks that run once for each address behind a Service. */
export const endpointChecks = {
  'endpoint-checks-healthy': ({ checks, nodes, services }, context) => ({
    sum: strong`${checks === 1 ? 'The one endpoint check' : `All ${number(checks)} endpoint checks`} of ${count(services, 'Service')} arrived, on ${count(nodes, 'node')}.`,
    points: [say`Each is with the Agent on the node of the pod it is about`],
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: [dispatchedCommand(context)],
  }),
  'endpoint-checks-none': ({ declared }, context) => ({
    sum:
      declared === 0
        ? strong`No Service asks for endpoint checks, and none is scheduled.`
        : strong`No endpoint check is scheduled, though annotations ask for ${number(declared)}.`,
    ...(declared === 0
      ? {
          remedy: remedy(
            say`nothing. A Service asks for them with the annotation ${code('ad.datadoghq.com/endpoints.checks')}.`,
          ),
        }
      : {
          points: [say`An address without a pod, or a Service without any address, gives no endpoint check`],
          effect: say`the pods behind those Services are not checked one by one.`,
          remedy: remedy(
            say`see whether the leader reads those annotations, and whether the Services have addresses:`,
            configCheckCommand(context),
          ),
        }),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: [dispatchedCommand(context)],
  }),
  'endpoint-check-without-pod': ({ check, service, agent }, context) => ({
    sum: strong`${code(check)} for an endpoint of Service ${code(service)} runs as a cluster check: no pod stands behind the address.`,
    points: [
      agent === null ? say`No Agent has it yet` : say`Dispatched to ${code(agent)}, as any Agent may run it`,
      say`Normal for an address outside of the cluster, such as a database`,
    ],
    remedy: remedy(say`nothing, if the address is meant to be outside. ${code(`checks ${check}`)} follows its way.`),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(dispatchedCommand(context, check), addressesCommand(service)),
  }),
  'endpoint-check-node-lost-agent': ({ check, service, node }, context) => ({
    sum: strong`${code(check)} for Service ${code(service)} cannot run: there is no Agent on node ${code(node)}, where the pod is.`,
    points: [say`An endpoint check stays with its node; unlike a cluster check it is never given to another`],
    effect: say`the pod on that node is not checked; those on other nodes are.`,
    notAtFault: say`Not at fault: the annotation and the leader.`,
    remedy: remedy(
      say`bring an Agent to that node: its pod is gone or not running, or the DaemonSet does not tolerate the node's taints.`,
      podsOnNode(node, context),
    ),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(dispatchedCommand(context, check), addressesCommand(service)),
  }),
  'endpoint-check-not-received': (facts, context) => ({
    sum: strong`${count(facts.checks.length, 'endpoint check')} of Service ${code(facts.service)} ${facts.checks.length === 1 ? 'was' : 'were'} dispatched to node ${code(facts.node)} and never received.`,
    points: [
      say`The leader has dispatched ${codes(facts.checks, NAMED)}; Agent ${code(facts.pod)} has none of it`,
      NOT_RECEIVED[facts.cause],
      ...(facts.alsoOn > 1 ? [say`Of the Agents asked, ${number(facts.alsoOn)} have none of theirs`] : []),
    ],
    effect: say`the Service's pods on that node are not checked, and nothing counts as failing.`,
    notAtFault: say`Not at fault: the annotation and the leader. It has done its part and is not told that nobody came for it.`,
    remedy: receive(facts, context),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(
      dispatchedCommand(context),
      nodeAgentCommand(facts.pod, context, 'configcheck'),
      nodeAgentLog(facts.pod, context, 'endpointschecks|node name'),
    ),
  }),
  'endpoint-checks-provider-off': (facts, context) => ({
    sum: offSum(facts),
    points: [
      say`${code(VARIABLES[facts.what])} lacks ${codes(facts.missing)}`,
      ...(facts.services.length === 0 ? [] : [say`Services that ask for such checks: ${codes(facts.services, NAMED)}`]),
    ],
    effect:
      facts.services.length === 0
        ? say`none yet: no Service asks for such checks.`
        : say`none of the endpoint checks of these Services runs.`,
    notAtFault: say`Not at fault: the annotations. Nobody reads them, or nobody comes for what they ask.`,
    remedy: switchOn(facts.where, facts.what, facts.missing, context),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(dispatchedCommand(context), annotationsCommand(facts.services[0] ?? null)),
  }),
} satisfies Partial<FindingPhrases>;
