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
import { codes } from './wording.ts';

/** How many names of checks or Services are told. */
const NAMED = 8;

const NOT_RECEIVED = {
  'provider-not-configured': say`この Agent の ${code(VARIABLES.provider)} に ${code('endpointschecks')} がありません`,
  'provider-never-started': say`${code(VARIABLES.provider)} に ${code('endpointschecks')} はありますが、プロバイダーが起動していません(該当するチェックが 1 件もないことからの推定です)`,
  unknown: say`この Agent は応答していますが、該当する設定がありません`,
} as const satisfies Record<FactsByCode['endpoint-check-not-received']['cause'], Rich>;

function receive(facts: FactsByCode['endpoint-check-not-received'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'provider-not-configured':
      return switchOn('node-agent', 'provider', ['endpointschecks'], context);
    case 'provider-never-started':
      return remedy(
        say`Agent を再起動してください。このプロバイダーの起動は Agent の起動時に 1 回試みるだけで、そのとき kubelet が応答しないと以後は試みません。`,
        restartNodeAgent(facts.pod, facts.alsoOn > 1, context),
      );
    case 'unknown':
      return remedy(
        say`Agent は約 10 秒ごとに取得するため、30 秒後にもう一度質問してください。続く場合は、取得できない理由をその Agent のログで確認してください。`,
        nodeAgentLog(facts.pod, context, 'endpoints-checks|endpointschecks|cluster agent'),
      );
  }
}

function offSum({ where, missing, what }: FactsByCode['endpoint-checks-provider-off']): Rich {
  const whose = where === 'cluster-agent' ? 'Cluster Agent' : 'Node Agent';
  return what === 'provider'
    ? strong`${whose} がエンドポイントチェックを${where === 'cluster-agent' ? '検出' : '取得'}していません。プロバイダー ${codes(missing)} が有効になっていません。`
    : strong`${whose} が Service の背後のアドレスを監視していません。リスナー ${codes(missing)} が有効になっていません。`;
}

/** Checks that run once for each address behind a Service. */
export const endpointChecks = {
  'endpoint-checks-healthy': ({ checks, nodes, services }, context) => ({
    sum: strong`エンドポイントチェック ${number(checks)} 件(Service ${number(services)} 個、ノード ${number(nodes)} 台)は${checks === 1 ? '' : 'すべて'}届いています。`,
    points: [say`それぞれ、対象の Pod があるノードの Agent が受け取っています`],
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: [dispatchedCommand(context)],
  }),
  'endpoint-checks-none': ({ declared }, context) => ({
    sum:
      declared === 0
        ? strong`エンドポイントチェックを指定する Service はなく、配布されたものもありません。`
        : strong`アノテーションで ${number(declared)} 件が指定されていますが、エンドポイントチェックは 1 件も配布されていません。`,
    ...(declared === 0
      ? {
          remedy: remedy(
            say`不要です。使う場合は Service にアノテーション ${code('ad.datadoghq.com/endpoints.checks')} を付けます。`,
          ),
        }
      : {
          points: [say`Pod のないアドレスや、アドレスのない Service からは、エンドポイントチェックは作られません`],
          effect: say`それらの Service の背後の Pod は、個別にはチェックされていません。`,
          remedy: remedy(
            say`リーダーがアノテーションを読んでいるか、Service にアドレスがあるかを確認してください。`,
            configCheckCommand(context),
          ),
        }),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: [dispatchedCommand(context)],
  }),
  'endpoint-check-without-pod': ({ check, service, agent }, context) => ({
    sum: strong`Service ${code(service)} のエンドポイントの ${code(check)} は、アドレスの背後に Pod がないため、クラスターチェックとして実行されます。`,
    points: [
      agent === null
        ? say`まだどの Agent にも配布されていません`
        : say`配布先は ${code(agent)} です。どの Agent でも実行できます`,
      say`データベースなど、クラスター外のアドレスでは正常な動作です`,
    ],
    remedy: remedy(
      say`アドレスがクラスター外で意図どおりなら不要です。経路は ${code(`checks ${check}`)} で確認できます。`,
    ),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(dispatchedCommand(context, check), addressesCommand(service)),
  }),
  'endpoint-check-node-lost-agent': ({ check, service, node }, context) => ({
    sum: strong`Service ${code(service)} の ${code(check)} は実行できません。Pod があるノード ${code(node)} に Agent がありません。`,
    points: [
      say`エンドポイントチェックはノードに固定されていて、クラスターチェックのように他へ移されることはありません`,
    ],
    effect: say`そのノードの Pod はチェックされません。他のノードの Pod は続いています。`,
    notAtFault: say`アノテーションとリーダーに問題はありません。`,
    remedy: remedy(
      say`そのノードで Agent を動かしてください。Pod がない、動いていない、または DaemonSet がノードの taint を許容していない可能性があります。`,
      podsOnNode(node, context),
    ),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(dispatchedCommand(context, check), addressesCommand(service)),
  }),
  'endpoint-check-not-received': (facts, context) => ({
    sum: strong`Service ${code(facts.service)} のエンドポイントチェック ${number(facts.checks.length)} 件は、ノード ${code(facts.node)} に配布されましたが、受け取られていません。`,
    points: [
      say`リーダーは ${codes(facts.checks, NAMED)} を配布済みですが、Agent ${code(facts.pod)} には 1 件もありません`,
      NOT_RECEIVED[facts.cause],
      ...(facts.alsoOn > 1
        ? [say`照会した Agent のうち、自分の分を 1 件も持たないもの: ${number(facts.alsoOn)} 台`]
        : []),
    ],
    effect: say`そのノードにあるこの Service の Pod はチェックされません。失敗としても数えられません。`,
    notAtFault: say`アノテーションとリーダーに問題はありません。リーダーは配布を終えていて、受け取られていないことは伝わりません。`,
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
      say`${code(VARIABLES[facts.what])} に ${codes(facts.missing)} がありません`,
      ...(facts.services.length === 0
        ? []
        : [say`エンドポイントチェックを指定している Service: ${codes(facts.services, NAMED)}`]),
    ],
    effect:
      facts.services.length === 0
        ? say`まだありません。エンドポイントチェックを指定する Service はありません。`
        : say`これらの Service のエンドポイントチェックは 1 件も実行されません。`,
    notAtFault: say`アノテーションに問題はありません。読み取る側、または受け取る側がいません。`,
    remedy: switchOn(facts.where, facts.what, facts.missing, context),
    teach: WAY_OF_AN_ENDPOINT_CHECK,
    see: commands(dispatchedCommand(context), annotationsCommand(facts.services[0] ?? null)),
  }),
} satisfies Partial<FindingPhrases>;
