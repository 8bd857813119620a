import type { FactsByCode } from '../../domain/finding-facts.ts';
import { podsOnNode } from '../check-names.ts';
import { number } from '../measure.ts';
import { commands, remedy, setting } from '../names.ts';
import {
  describeNode,
  describeNodeAgent,
  exampleNode,
  linkTold,
  nodeAgentStatus,
  previousLog,
  taintsCommand,
} from '../node-names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_LINK_WORKS, LINK_LOST, lookIntoLog, theAgent, whichAgent } from './node-wording.ts';
import { because, codesOf, list } from './wording.ts';

const PROOFS = {
  reporting: say`リーダーは現在報告中の Agent としてこの Agent を数えています`,
  live: say`このバージョンの Agent は ${code('status')} を表示するたびに接続し直して確認します`,
} as const;

const NO_PROOF = {
  off: say`クラスターチェックが無効なため、裏付けになる報告中の Agent の一覧がリーダーにありません`,
  runners: say`クラスターチェックは Cluster Check Runner が担当しているため、リーダーの一覧にこの Agent がないのは正常で、裏付けになりません`,
  unread: say`リーダーが持つ報告中の Agent の一覧を読み取れませんでした`,
  missing: say`リーダーが持つ報告中の Agent の一覧にこの Agent がありません`,
} as const;

function overviewSum({ total, ready, reporting }: FactsByCode['node-agents-overview']): Rich {
  if (reporting !== null && reporting === total && total > 1)
    return strong`Node Agent ${number(total)} 台はすべて Ready で、Cluster Agent に報告しています。`;
  const all = ready === total ? say`すべて Ready` : say`うち Ready は ${number(ready)} 台`;
  return reporting === null
    ? strong`Node Agent は ${number(total)} 台(${all})です。Cluster Agent に届いているかを示す一覧はありません。`
    : strong`Node Agent は ${number(total)} 台(${all})、うち ${number(reporting)} 台が Cluster Agent に報告しています。`;
}

/** Where the Cluster Agent is, by the node Agent's own words. */
function link({
  endpoint,
  clusterAgentVersion,
}: {
  readonly endpoint: string | null;
  readonly clusterAgentVersion: string | null;
}): readonly Rich[] {
  if (endpoint === null && clusterAgentVersion === null) return [];
  const version = clusterAgentVersion === null ? [] : say`Cluster Agent のバージョン: ${code(clusterAgentVersion)}`;
  if (endpoint === null) return [version];
  return [say`接続先: ${code(endpoint)}${clusterAgentVersion === null ? [] : say`、${version}`}`];
}

/** Node Agents, and whether they are there at all. */
export const nodeAgents = {
  'node-agent-connected': (facts, context) => ({
    sum: strong`${theAgent(facts)}は Cluster Agent に接続しています。`,
    points: [PROOFS[facts.proof], ...link(facts), ...whichAgent(facts, context)],
    teach: HOW_THE_LINK_WORKS,
    see: commands(nodeAgentStatus(facts, context)),
  }),
  'node-agent-connection-unproven': (facts, context) => {
    const missing = facts.reporting === 'missing';
    return {
      sum: missing
        ? strong`${theAgent(facts)}の表示は「接続済み」ですが、リーダーに報告が届いていません。`
        : strong`${theAgent(facts)}の表示は「接続済み」ですが、今も接続しているかは確認できません。`,
      points: [
        NO_PROOF[facts.reporting],
        say`${code('status')} が示すのは最初の接続時の結果で、現在の状態ではありません`,
        ...link(facts),
        ...(facts.clusterAgentVersion === '0.0.0'
          ? [say`${code('0.0.0')} は、一度も更新されていないことを意味します`]
          : []),
        ...whichAgent(facts, context),
      ],
      remedy: lookIntoLog(
        facts,
        missing
          ? say`接続がどうなったかは、その Agent のログで確認してください。`
          : say`確実に判断するには、その Agent のログにエラーがないか確認してください。`,
        context,
      ),
      notSeen: [say`現時点で接続できているかどうか`],
      teach: HOW_THE_LINK_WORKS,
      see: commands(nodeAgentStatus(facts, context)),
    };
  },
  'node-agent-disconnected': (facts, context) => ({
    sum: strong`${theAgent(facts)}は Cluster Agent に接続できていません。`,
    points: [
      ...(facts.error === '' ? [] : [say`Agent の出力: ${code(facts.error)}`]),
      ...(facts.logLine === null || facts.logLine === facts.error
        ? []
        : [say`その Agent のログ: ${code(facts.logLine)}`]),
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    remedy: lookIntoLog(
      facts,
      facts.logLine === null
        ? say`この出力だけでは原因が分かりません。その Agent のログを確認してください。`
        : say`出力の内容に対処してください。続きはその Agent のログで確認できます。`,
      context,
    ),
    teach: HOW_THE_LINK_WORKS,
    see: commands(nodeAgentStatus(facts, context)),
  }),
  'node-agent-disabled': (facts, context) => ({
    sum: strong`${theAgent(facts)}は、設定により Cluster Agent を使っていません。`,
    points: [
      facts.setting === null
        ? say`${code('status')} に ${code('Datadog Cluster Agent')} セクションがありません`
        : facts.value === null
          ? say`Pod に ${code(facts.setting)} が設定されていません`
          : say`Pod の設定: ${code(`${facts.setting}=${facts.value}`)}`,
      ...whichAgent(facts, context),
    ],
    effect: LINK_LOST,
    remedy: remedy(
      say`意図した設定であれば不要です。そうでなければ ${setting('clusterAgent', context)} を設定してください。`,
    ),
    teach: HOW_THE_LINK_WORKS,
    see: commands(nodeAgentStatus(facts, context)),
  }),
  'node-agent-not-running': (facts, context) => ({
    sum: strong`${theAgent(facts)}が動いていません${facts.reason === null || facts.reason === '' ? [] : say`(${facts.reason})`}。`,
    points: [
      say`再起動 ${number(facts.restarts)} 回${facts.message === null || facts.message === '' ? [] : say`、Kubernetes の出力: ${code(facts.message)}`}`,
      ...whichAgent(facts, context),
    ],
    effect: say`このノードのデータは一切収集されません。クラスターチェックは最後の報告から 30 秒で他に移されます。`,
    notAtFault: say`Cluster Agent とその Service に問題はありません。`,
    remedy:
      facts.restarts > 0
        ? remedy(say`終了直前のログを確認してください。`, previousLog(facts, context))
        : remedy(say`起動しない理由を確認してください。`, describeNodeAgent(facts, context)),
    see: commands(describeNodeAgent(facts, context)),
  }),
  'node-agent-absent': ({ node, nodeReady }, context) => ({
    sum: strong`${code(node)} に Node Agent の Pod がありません。`,
    points: [
      nodeReady === null
        ? say`ノードが Ready かどうかは不明です`
        : nodeReady
          ? say`ノード自体は Ready です`
          : say`ノード自体が Ready ではなく、それが理由です`,
    ],
    effect: say`このノードのデータは一切収集されず、その Pod のエンドポイントチェックもどこでも実行されません。`,
    remedy:
      nodeReady === false
        ? remedy(say`先にノードを確認してください。Ready になれば DaemonSet が Pod を配置します。`, describeNode(node))
        : remedy(
            say`DaemonSet を妨げている taint を確認し、${setting('nodeAgentPlacement', context)} で許容してください。`,
            taintsCommand(node),
          ),
    see: [podsOnNode(node, context)],
  }),
  'node-not-found': ({ asked, near }) => {
    const [first, ...others] = near;
    return {
      sum: strong`${code(asked)} というノードも Pod もありません${first === undefined ? [] : say`。最も近い名前は ${code(first)} です`}。`,
      remedy:
        first === undefined
          ? remedy(say`${code('node')} とだけ質問すると、すべての Node Agent を確認できます。`)
          : remedy(
              say`${code(first)} のことであれば ${code(`node ${first}`)} と質問してください${
                others.length === 0 ? [] : say`(他の候補: ${list(others.map((one) => code(`node ${one}`)))})`
              }。`,
            ),
      see: ['kubectl get nodes'],
    };
  },
  'node-name-ambiguous': ({ asked, choices }) => ({
    sum: strong`${code(asked)} に当てはまるものが ${number(choices.length)} つあります。`,
    remedy: remedy(say`1 つを指定してください: ${list(choices.map((one) => code(`node ${one}`)))}。`),
  }),
  'node-agent-unseen': (facts, context) => ({
    sum:
      facts.node === '' && facts.pod === ''
        ? strong`Node Agent が Cluster Agent に接続できているか確認できませんでした。`
        : strong`${theAgent(facts)}が Cluster Agent に接続できているか確認できませんでした。`,
    points: [
      ...facts.attempts.map(
        ({ source, why, detail }) =>
          say`${code(source)}: ${because(why, context.codes.includes('rights-missing') ? '' : detail)}`,
      ),
      ...whichAgent(facts, context),
    ],
    notAtFault: say`接続の異常を示すものではありません。「故障」ではなく「不明」です。`,
    ...(context.codes.includes('rights-missing')
      ? {}
      : {
          remedy:
            facts.pod === ''
              ? remedy(say`どの Node Agent があるか確認してください。`, podsOnNode(facts.node || null, context))
              : remedy(say`その Agent に直接照会してください。`, nodeAgentStatus(facts, context)),
        }),
    teach: HOW_THE_LINK_WORKS,
  }),
  'node-agents-overview': (facts, context) => ({
    sum: overviewSum(facts),
    points: [
      ...facts.notReady
        .slice(0, 3)
        .map(
          (one) =>
            say`Ready ではない Pod: ${code(one.pod)}(ノード ${code(one.node)}${one.reason === null ? [] : say`、${one.reason}`})`,
        ),
      ...(facts.notReady.length > 3
        ? [say`他に Ready ではない Pod が ${number(facts.notReady.length - 3)} 個あります`]
        : []),
      ...(facts.silentTotal === 0
        ? []
        : [
            say`Ready で報告のない Agent: ${number(facts.silentTotal)} 台${
              facts.silent.length === 0 || context.codes.includes('node-agent-token-mismatch')
                ? []
                : say`(${codesOf(
                    facts.silent.map(({ node, pod }) => node || pod),
                    facts.silentTotal,
                  )})`
            }`,
          ]),
      facts.asked === facts.total && facts.asked > 0
        ? say`すべての Agent に直接照会しました`
        : say`直接照会した Agent: ${number(facts.total)} 台中 ${number(facts.asked)} 台`,
    ],
    notSeen: facts.asked < facts.total ? [say`他の ${number(facts.total - facts.asked)} 台から見た接続の状態`] : [],
    // What is wrong with them is told beside it, with what to do.
    ...((facts.silentTotal > 0 || facts.notReady.length > 0) && !linkTold(context)
      ? {
          remedy: remedy(say`1 台ずつ詳しく調べるには ${code(`/dca node ${exampleNode(facts)}`)} と質問してください。`),
        }
      : {}),
    teach: HOW_THE_LINK_WORKS,
    see: [podsOnNode(null, context)],
  }),
} satisfies Partial<FindingPhrases>;
