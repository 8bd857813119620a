import { number } from '../measure.ts';
import { isAboutExec, ownLog, rbacCommand, remedy, rightName } from '../names.ts';
import type { FindingPhrases, FindingWords } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { lasting, list, WHYS } from './wording.ts';

const LOST: Readonly<Record<string, Rich>> = {
  'external-metrics': say`外部メトリクス`,
  'cluster-checks': say`クラスターチェック`,
  admission: say`Admission Controller`,
  forwarder: say`Datadog への送信`,
};

const LOST_WITHOUT_STATUS = list(Object.values(LOST));

/** dca-bot itself: its rights, its workers, its questions. */
export const running = {
  'rights-missing': (facts) => ({
    sum:
      facts.rights.length === 0
        ? strong`この回答に必要な情報のうち ${number(facts.refused.length)} 件は、dca-bot に読み取り権限がありませんでした。`
        : strong`dca-bot に、このクラスターの権限が ${number(facts.rights.length)} 件不足しています: ${list(facts.rights.map(rightName), 4)}。`,
    points: [
      ...(isAboutExec(facts.rights)
        ? [
            say`Pod 内でのコマンド実行には、${code('pods/exec')} の ${code('get')} と ${code('create')} の両方が必要です`,
          ]
        : []),
      ...facts.refused.map(({ source, detail }) =>
        // Where the right is named above, the API server's sentence would only say it again.
        facts.rights.length > 0 || detail === ''
          ? say`拒否: ${code(source)}`
          : say`拒否: ${code(source)}(${code(detail)})`,
      ),
    ],
    ...(isAboutExec(facts.rights) ? { notSeen: [LOST_WITHOUT_STATUS] } : {}),
    notAtFault: say`Cluster Agent の異常を示すものではありません。拒否された部分は「故障」ではなく「不明」です。`,
    remedy: remedy(
      say`dca-bot に必要な権限だけを付与してください(適用前に内容を確認してください)。`,
      rbacCommand(facts.rights),
    ),
  }),
  'exec-off': (facts) => ({
    sum: strong`exec が無効なため、Agent 自身には照会していません${
      facts.lost.length === 0 ? [] : say`(不明: ${list(facts.lost.map((name) => LOST[name] ?? code(name)))})`
    }。`,
    points: [say`この回答はすべて Kubernetes オブジェクトから読み取ったものです`],
    remedy: remedy(
      say`意図した設定であれば不要です。そうでなければワーカーの exec を許可し、Agent の namespace で ${code('pods/exec')} の ${code('get')} と ${code('create')} を付与してください。`,
    ),
  }),
  'answer-failed': ({ cluster, why, detail }) => ({
    sum: strong`dca-bot の処理が失敗し、${cluster === '' ? [] : say`${code(cluster)} について`}回答できませんでした(${WHYS[why]})。`,
    points: detail === '' ? [] : [say`詳細: ${code(detail)}`],
    notAtFault: say`Cluster Agent の状態を示すものではありません。`,
    remedy:
      cluster === ''
        ? remedy(
            say`もう一度質問してください。繰り返す場合は gateway のログを確認してください。`,
            ownLog('gateway', '--tail=50'),
          )
        : remedy(
            say`もう一度質問してください。繰り返す場合はワーカーのログを確認してください。`,
            ownLog('worker', '--tail=50'),
          ),
  }),
  'cluster-unreachable': (facts) => ({
    sum: strong`${code(facts.cluster)} の API サーバーから情報を読み取れませんでした${facts.why === 'unreachable' ? '' : `(${WHYS[facts.why]})`}。`,
    points: facts.detail === '' ? [] : [say`詳細: ${code(facts.detail)}`],
    notSeen: [say`すべて。Cluster Agent が動いているかどうかも不明です`],
    remedy: remedy(say`ワーカーが動いている場所から確認してください。`, 'kubectl get --raw /readyz'),
  }),
  'worker-silent': (facts) => ({
    sum:
      facts.lastSeenSeconds === null
        ? strong`${code(facts.cluster)} から回答がありません。ワーカーからの通信を一度も受け取っていません。`
        : strong`${code(facts.cluster)} から回答がありません。ワーカーからの最後の通信は ${lasting(facts.lastSeenSeconds)}前です。`,
    points: [say`質問はキューに残っています。ワーカーが復帰すると、この回答は置き換わります`],
    notAtFault: say`Cluster Agent の状態を示すものではありません。応答がないのは dca-bot のワーカーです。`,
    remedy: remedy(
      say`そのクラスターの dca-bot のワーカーを確認してください。`,
      'kubectl get pods -A -l app.kubernetes.io/name=dca-bot,app.kubernetes.io/component=worker',
    ),
  }),
  'worker-died': (facts) =>
    facts.cluster === ''
      ? ownDeath(facts.times)
      : {
          sum: strong`${code(facts.cluster)} から回答がありません。この質問の処理中にワーカーが ${number(facts.times)} 回異常終了しました。`,
          points: [say`他の質問を妨げないよう、再試行は行いません`],
          notAtFault: say`Cluster Agent の状態を示すものではありません。`,
          remedy: remedy(say`ワーカーの終了直前のログを確認してください。`, ownLog('worker', '--previous --tail=50')),
        },
  'queue-full': (facts) =>
    facts.cluster === ''
      ? ownQueue(facts.waiting)
      : {
          sum: strong`${code(facts.cluster)} からの回答はまだありません。${number(facts.waiting)} 件の質問が先に待っています。`,
          points: [say`回答が得られると、このメッセージは置き換わります`],
          remedy: remedy(
            say`まれに起きる程度なら不要です。頻繁な場合は、このクラスターのワーカーのレプリカを増やしてください。`,
          ),
        },
  'question-stopped': (facts) => ({
    sum: strong`読み取りの途中で停止しました${facts.by === '' ? [] : say`(停止した人: ${facts.by})`}。`,
    points: [say`診断は行っていません`],
  }),
  'nothing-to-explain': (facts) => ({
    sum: strong`${facts.from === '' ? say`このテキスト` : say`${code(facts.from)} `}に Datadog Agent に関する内容が見つかりませんでした。`,
    points: [
      say`対応しているのは、Cluster Agent または Node Agent の ${code('status')}(テキスト、JSON)と ${code('configcheck')}、Cluster Agent の ${code('clusterchecks')}・${code('metamap')}・${code('telemetry')}・ログ、リーダーのロック、${code('kubectl describe hpa')} の出力、HPA・APIService・DatadogMetric・ConfigMap ${code('datadog-custom-metrics')} の ${code('kubectl get')}(表、YAML、JSON)、フレアです`,
    ],
    remedy: remedy(say`次のコマンドの出力を、先頭行からすべて送ってください。`, 'datadog-cluster-agent status'),
  }),
} satisfies Partial<FindingPhrases>;

function ownDeath(times: number): FindingWords {
  return {
    sum: strong`回答がありません。この質問の処理中に dca-bot の gateway が ${number(times)} 回異常終了しました。`,
    points: [say`他の質問を妨げないよう、再試行は行いません`],
    notAtFault: say`Cluster Agent の状態を示すものではありません。`,
    remedy: remedy(say`gateway の終了直前のログを確認してください。`, ownLog('gateway', '--previous --tail=50')),
  };
}

function ownQueue(waiting: number): FindingWords {
  return {
    sum: strong`回答はまだありません。${number(waiting)} 件の質問が先に待っています。`,
    points: [say`回答が得られると、このメッセージは置き換わります`],
    remedy: remedy(say`まれに起きる程度なら不要です。頻繁な場合は、gateway のレプリカを増やしてください。`),
  };
}
