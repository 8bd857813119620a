import type { RightPurpose } from '../../domain/autoscaling.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { controllerWords } from '../hpa-names.ts';
import { agentRightsManifest, readerManifest } from '../manifests.ts';
import { metricsLog, metricsSetting, READER_BINDINGS } from '../metrics-names.ts';
import { remedy, rightName } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { hpasHold, WAY_OF_A_VALUE } from './metrics-wording.ts';
import { grant } from './rights-wording.ts';
import { list } from './wording.ts';

const PURPOSES = {
  'read-metrics': say`外部メトリクスの参照`,
  'delegate-authentication': say`呼び出し元を API サーバーに確認するため(ないとすべての要求を拒否します)`,
  'read-authentication-config': say`呼び出し元の証明に使う CA を読むため(ないとメトリクス API が起動しません)`,
  'watch-hpas': say`HPA が参照するメトリクスを知るため(ないと何も取得されません)`,
  'keep-values': say`値を ConfigMap に保存するため`,
  'keep-datadogmetrics': say`値を DatadogMetric に保存するため`,
  'collect-events': say`Kubernetes イベントを収集するため`,
  'keep-event-token': say`イベントの読み取り位置を ConfigMap に保存するため(ないと再起動後にイベントが重複または欠落します)`,
} as const satisfies Record<RightPurpose, Rich>;

/** The rights of each purpose in few words. */
const LACKS = {
  'read-metrics': say`外部メトリクスの権限`,
  'delegate-authentication': say`${code('system:auth-delegator')} への割り当て`,
  'read-authentication-config': say`${code('extension-apiserver-authentication')} を読む権限`,
  'watch-hpas': say`HPA の list と watch の権限`,
  'keep-values': say`ConfigMap の権限`,
  'keep-datadogmetrics': say`DatadogMetric の権限`,
  'collect-events': say`イベントの権限`,
  'keep-event-token': say`イベントの読み取り位置を保存する ConfigMap の権限`,
} as const satisfies Record<RightPurpose, Rich>;

function purposes({ missing }: FactsByCode['agent-rights-missing']): readonly RightPurpose[] {
  return [...new Set(missing.map(({ purpose }) => purpose))];
}

function lacks(facts: FactsByCode['agent-rights-missing']): Rich {
  return list(
    purposes(facts).map((purpose) => LACKS[purpose]),
    2,
  );
}

/** One line for each purpose, with the rights it takes. */
function purposePoints(facts: FactsByCode['agent-rights-missing']): readonly Rich[] {
  return purposes(facts).map((purpose) => {
    const rights = facts.missing.filter((one) => one.purpose === purpose).map(({ right }) => rightName(right));
    return say`${PURPOSES[purpose]}: ${join(rights, '、')}`;
  });
}

/** What the HPA controller and the Agent may do, and whether the Agent suits this Kubernetes. */
export const metricsRights = {
  'metrics-reader-forbidden': ({ user, metric, message, allowed }, context) => ({
    sum:
      allowed === true
        ? strong`HPA コントローラーは直近の照会で ${code(metric)} の参照を拒否されましたが、現在は権限があります。`
        : strong`HPA コントローラーに外部メトリクスを読む権限がなく、${code(metric)} を取得できません。`,
    points: [
      say`コントローラーのアカウント: ${code(user)}`,
      ...(message === null ? [] : [say`コントローラーの出力: ${code(controllerWords(message))}`]),
      ...(allowed === null ? [] : [say`API サーバーに今確認した結果: ${allowed ? '許可' : '不許可'}`]),
    ],
    effect: hpasHold(null),
    notAtFault: say`Agent は応答できます。Agent に届く前に API サーバーが拒否しています。`,
    remedy:
      allowed === true
        ? remedy(say`不要です。コントローラーは数秒以内に再び照会します。1 分後にもう一度質問してください。`)
        : grant(readerManifest(user), context),
    teach: WAY_OF_A_VALUE,
    see: [READER_BINDINGS],
  }),
  'agent-rights-missing': (facts, context) => ({
    sum: strong`Agent のアカウント ${code(facts.account)} に足りない権限があります: ${lacks(facts)}。`,
    points: purposePoints(facts),
    effect: say`値の取得、保存、提供ができず、これを使う HPA は現在のサイズのままです。`,
    notAtFault: say`API サーバーによる判定です。ログからの推測ではありません。`,
    remedy: grant(agentRightsManifest(facts.account, facts.missing), context),
    teach: WAY_OF_A_VALUE,
  }),
  'agent-kubernetes-mismatch': ({ agentVersion, kubernetesVersion, api }, context) => ({
    sum: strong`この Cluster Agent${agentVersion === '' ? 'は' : say`(${agentVersion})は`}クラスターに対して古すぎます。Kubernetes${kubernetesVersion === '' ? '' : ` ${kubernetesVersion} `}で廃止された ${code(api)} を使っています。`,
    points: [
      say`HPA の一覧を取得できず、どのメトリクスも認識できません。ログの出力: ${code('could not find the requested resource')}`,
    ],
    effect: hpasHold(null),
    notAtFault: say`HPA には問題がありません。バージョン間の変換は Kubernetes が行います。${code(api)} がないこと自体も異常ではありません。`,
    remedy: remedy(
      say`新しい Cluster Agent を使ってください(${metricsSetting('image', context, 'VERSION')})。ログは次のコマンドで確認できます。`,
      metricsLog(context),
    ),
    see: ['kubectl api-versions'],
  }),
} satisfies Partial<FindingPhrases>;
