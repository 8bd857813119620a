import type { FactsByCode } from '../../domain/finding-facts.ts';
import { clockTime, number } from '../measure.ts';
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
import { codes } from './wording.ts';

/** When the container and the Service came to be, whichever is known. */
function ages(startedAt: string | null, serviceCreatedAt: string | null, { now }: PhraseContext): readonly Rich[] {
  const times = [
    ...(startedAt === null ? [] : [say`コンテナの起動: ${clockTime(startedAt, now)}`]),
    ...(serviceCreatedAt === null ? [] : [say`Service の作成: ${clockTime(serviceCreatedAt, now)}`]),
  ];
  return times.length === 0 ? [] : [join(times, '、')];
}

const RESTART = say`Node Agent を順に再起動してください。新しいコンテナには現在のアドレスが設定されます。`;

const NO_ADDRESS = {
  older: (service) => say`コンテナが Service ${code(service)} より前に起動しています`,
  'links-off': () => say`${code('enableServiceLinks: false')} により Service のアドレスが渡されません`,
  unclear: (service) => say`Service ${code(service)} のアドレスがコンテナに設定されていません`,
} as const satisfies Record<FactsByCode['node-agent-started-before-service']['cause'], (service: string) => Rich>;

function wrongServiceSum(facts: FactsByCode['node-agent-wrong-service']): Rich {
  const service = code(facts.service);
  switch (facts.cause) {
    case 'absent':
      return strong`${theAgent(facts)}が探している Service ${service} は存在しません。`;
    case 'selects-others':
      return strong`${theAgent(facts)}の接続先の Service ${service} は、Cluster Agent の Pod を選択していません。`;
    case 'no-port':
      return strong`${theAgent(facts)}の接続先の Service ${service} は、Cluster Agent の ${LINK_PORT} 番ポートにつながっていません。`;
    case 'not-https':
      return strong`${theAgent(facts)}に設定された Cluster Agent のアドレスが HTTPS ではありません。`;
  }
}

function rightService(
  { cause, service, right }: FactsByCode['node-agent-wrong-service'],
  context: PhraseContext,
): Remedy {
  const [first] = right;
  if (cause === 'not-https')
    return remedy(
      say`Node Agent に ${code(`${URL_SETTING}=${clusterAgentUrl(first ?? service, context)}`)} を設定してください。`,
    );
  return first === undefined
    ? remedy(
        say`Cluster Agent の Pod を選択し ${LINK_PORT} 番ポートを持つ Service がありません。インストール手段(${code('helm upgrade')} または Operator)で作り直し、Node Agent を再起動してください。`,
        serviceCommand(service, context),
      )
    : remedy(
        say`Node Agent に ${code(`${SERVICE_SETTING}=${first}`)} を設定してください${right.length > 1 ? say`(${codes(right.slice(1))} でも構いません)` : []}。`,
      );
}

/** Why a node Agent does not reach the Cluster Agent. */
export const nodeLink = {
  'node-agent-started-before-service': (facts, context) => ({
    sum: strong`${theAgent(facts)}に Cluster Agent のアドレスがありません。${NO_ADDRESS[facts.cause](facts.service)}。`,
    points: [
      say`${code(facts.variable)} が空です。Kubernetes がこの値を設定するのはコンテナの起動時だけです`,
      ...ages(facts.startedAt, facts.serviceCreatedAt, context),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`Cluster Agent、トークン、ネットワークに問題はありません。`,
    remedy:
      facts.cause === 'links-off'
        ? remedy(
            say`Node Agent の Pod から ${code('enableServiceLinks: false')} を外すか、代わりに名前で指定してください: ${code(`${URL_SETTING}=${clusterAgentUrl(facts.service, context)}`)}。`,
          )
        : remedy(RESTART, restartAgents(facts.owner, facts.pod, context)),
    teach: HOW_THE_LINK_WORKS,
    see: commands(addressCommand(facts, facts.variable, context), serviceCommand(facts.service, context)),
  }),
  'node-agent-stale-service-address': (facts, context) => ({
    sum: strong`${theAgent(facts)}の接続先は、Service ${code(facts.service)} がもう持っていないアドレスです。`,
    points: [
      say`コンテナの ${code(facts.variable)} は ${code(facts.host)}、現在の Service のアドレスは ${code(facts.clusterIP)} です。Service が作り直されています`,
      ...ages(facts.startedAt, facts.serviceCreatedAt, context),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`Cluster Agent、トークン、ネットワークに問題はありません。`,
    remedy: remedy(RESTART, restartAgents(facts.owner, facts.pod, context)),
    teach: HOW_THE_LINK_WORKS,
    see: commands(addressCommand(facts, facts.variable, context), serviceCommand(facts.service, context)),
  }),
  'node-agent-wrong-service': (facts, context) => ({
    sum: wrongServiceSum(facts),
    points: [
      ...(facts.detail === null || facts.detail === ''
        ? []
        : [say`${facts.cause === 'not-https' ? 'Agent の出力' : 'Service のポート'}: ${code(facts.detail)}`]),
      ...(facts.right.length === 0
        ? []
        : [say`Cluster Agent の Pod を選択し、${LINK_PORT} 番ポートを持つ Service: ${codes(facts.right)}`]),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`トークンとネットワークに問題はありません。`,
    remedy: rightService(facts, context),
    teach: HOW_THE_LINK_WORKS,
    see: commands(serviceCommand(facts.service, context), behindCommand(facts.service, context)),
  }),
  'node-agent-timeout': (facts, context) => ({
    sum:
      facts.ready === 0
        ? strong`${theAgent(facts)}に Cluster Agent から応答がありません。Service の背後に Ready の Pod がありません。`
        : strong`${theAgent(facts)}に、時間内に Cluster Agent からの応答がありません。`,
    points: [
      ...(facts.error === '' ? [] : [say`Agent の出力: ${code(facts.error)}`]),
      facts.ready === null
        ? say`Service の背後に Ready のアドレスがいくつあるかは不明です`
        : say`${facts.service === null ? say`Service` : say`Service ${code(facts.service)}`} の背後にある Ready のアドレス: ${number(facts.ready)} 個`,
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    notAtFault: say`トークンに問題はありません。確認されるのは接続後です。`,
    remedy:
      facts.ready === 0
        ? remedy(say`Cluster Agent が Ready にならない理由を ${code('/dca status')} で確認してください。`)
        : remedy(
            say`経路上にあるもの(NetworkPolicy、ファイアウォール、サービスメッシュ)を確認し、Node Agent から ${LINK_PORT} 番ポートへの通信を許可してください。`,
            networkPolicies(context),
          ),
    teach: HOW_THE_LINK_WORKS,
    see: commands(behindCommand(facts.service, context), nodeAgentStatus(facts, context)),
  }),
  'node-agent-tls-failing': (facts, context) => ({
    sum: strong`${theAgent(facts)}が、Cluster Agent のアドレスで応答する相手と TLS で接続できません。`,
    points: [...(facts.error === '' ? [] : [say`Agent の出力: ${code(facts.error)}`]), ...whichAgent(facts, context)],
    effect: LINK_LOST,
    notAtFault: say`トークンに問題はありません。確認されるのは TLS の後です。`,
    remedy: lookIntoLog(
      facts,
      say`Cluster Agent の証明書は自己署名で、Node Agent は指定がない限り検証しません。${LINK_PORT} 番ポートで応答するプロキシやサービスメッシュがあれば対象から外し、証明書の検証を有効にしていないかも確認してください。`,
      context,
    ),
    teach: HOW_THE_LINK_WORKS,
  }),
  'node-agent-token-unusable': (facts, context) => ({
    sum:
      facts.cause === 'empty'
        ? strong`${theAgent(facts)}に Cluster Agent 用のトークンがありません。`
        : strong`${theAgent(facts)}の Cluster Agent 用のトークンが短すぎます(${TOKEN_LENGTH} 文字以上が必要)。`,
    points: [...(facts.error === '' ? [] : [say`Agent の出力: ${code(facts.error)}`]), ...whichAgent(facts, context)],
    effect: LINK_LOST,
    notAtFault: say`ネットワークと Service に問題はありません。`,
    remedy: remedy(
      say`十分な長さのトークンを持つ 1 つの Secret を、${setting('tokenSecret', context)} で Cluster Agent と Node Agent の両方に指定し、両方を再起動してください。Secret の作成例:`,
      newTokenCommand(context),
    ),
    teach: HOW_THE_LINK_WORKS,
  }),
} satisfies Partial<FindingPhrases>;
