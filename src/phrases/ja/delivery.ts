import type { FactsByCode } from '../../domain/finding-facts.ts';
import { number } from '../measure.ts';
import { commands, execCommand, inNamespace, logCommand, remedy, setting, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { codes, lasting, list } from './wording.ts';

type Problem = FactsByCode['admission-failing']['problems'][number];

function problem({ what, detail }: Problem): Rich {
  switch (what) {
    case 'error':
      return say`Agent の出力: ${code(detail)}`;
    case 'webhook-error':
      return say`Webhook オブジェクト: ${code(detail)}`;
    case 'secret-error':
      return say`証明書の Secret: ${code(detail)}`;
    case 'digest-differs':
      return say`Webhook の CA と Secret の CA が一致しません: ${code(detail)}`;
    case 'certificate-expired':
      return say`証明書の有効期限が切れています${seconds(detail, '前')}`;
    case 'certificate-expiring':
      return say`証明書の有効期限が近づいています${seconds(detail, '後')}。本来は 30 日前に Agent が更新します`;
  }
}

function seconds(text: string, direction: string): string {
  const amount = Number(text);
  return Number.isFinite(amount) && amount > 0 ? `(${lasting(amount)}${direction})` : '';
}

function failures(facts: FactsByCode['intake-failing']): readonly Rich[] {
  return [
    ...facts.httpErrors.map(({ code: status, times }) => say`HTTP ${code(status)} が ${number(times)} 回`),
    ...facts.errorsByType.map(({ type, times }) => say`${code(type)} が ${number(times)} 回`),
  ];
}

/** What the Agent sends to Datadog, and what it injects into pods. */
export const delivery = {
  'intake-failing': (facts, context) => {
    const seen = failures(facts);
    const flushOnly = seen.length === 0;
    const delivers = facts.successes > 0 && !context.codes.includes('api-key-rejected');
    const failed =
      facts.seriesFlushErrors >= facts.flushes
        ? say`flush ${number(facts.flushes)} 回すべて失敗`
        : say`flush ${number(facts.flushes)} 回中 ${number(facts.seriesFlushErrors)} 回失敗`;
    return {
      sum: flushOnly
        ? strong`${shortPod(facts.pod)} は自身のメトリクスを送信できていません(${failed})。`
        : strong`${shortPod(facts.pod)} から Datadog への送信が失敗しています: ${list(seen)}。`,
      points: [
        say`${code(facts.pod)}: 起動以来の成功は ${number(facts.successes)} 回`,
        ...(facts.alsoOn.length === 0 ? [] : [say`${codes(facts.alsoOn, 6)} も同じ状態です`]),
        ...(flushOnly || facts.seriesFlushErrors === 0 ? [] : [say`自身のメトリクスの送信: ${failed}`]),
      ],
      ...(flushOnly
        ? delivers
          ? {
              notAtFault: say`Datadog への送信自体は成功しているため、キーやネットワークの問題ではありません。影響するのは Agent 自身のメトリクスだけで、HPA が使うメトリクスは無関係です。`,
            }
          : {}
        : { notAtFault: say`これは Agent からの送信です。HPA 用のメトリクスの照会は別に数えられます。` }),
      remedy: remedy(
        say`原因はログで確認できます。`,
        logCommand(facts.pod, context, "--tail=500 | grep -iE 'flush|transaction|endpoint'"),
      ),
      teach: [
        say`回数は Agent の起動以来の累計です。失敗した送信はキューに入って再送されます。失われるのは Agent が dropped と数えたものだけです。`,
        say`${code('DNSErrors')}、${code('ConnectionErrors')}、${code('TLSErrors')} は Datadog までの経路(DNS、プロキシ、egress ルール)、HTTP 429 と 5xx は Datadog 側を示します。`,
      ],
    };
  },
  'forwarder-dropping': (facts, context) => ({
    sum: strong`${shortPod(facts.pod)} は起動以来、Datadog への送信データ ${number(facts.dropped)} 件を破棄しました。`,
    points: [say`${code(facts.pod)}: 現在の再送キューは ${number(facts.retryQueueSize)} 件`],
    effect: say`破棄されたデータ(イベント、サービスチェック、Agent 自身のメトリクス)は戻りません。`,
    remedy: remedy(
      say`拒否の理由をログで確認してください。`,
      logCommand(facts.pod, context, "--tail=500 | grep -i 'transaction'"),
    ),
    teach: [
      say`Agent がデータを破棄するのは、Datadog に恒久的に拒否されたとき(HTTP 400、403、404、413)か、長い障害で再送キューがあふれたときです。`,
    ],
  }),
  'api-key-rejected': (facts, context) => ({
    sum:
      facts.forbidden > 0
        ? strong`${shortPod(facts.pod)} の送信を Datadog が拒否しています(HTTP 403 が ${number(facts.forbidden)} 回)。API キーが誤っているか、別のサイトのものと推定されます。`
        : strong`${shortPod(facts.pod)} の API キーは無効だと Datadog が応答しています。`,
    points: [
      say`対象の Pod: ${code(facts.pod)}`,
      ...facts.keys.map(({ endsWith, text }) => say`末尾が ${code(endsWith)} のキー: ${code(text)}`),
    ],
    effect: say`キーが拒否されている間、この Cluster Agent のイベントとサービスチェックは失われます。`,
    notAtFault: say`HPA 用のメトリクスを読むアプリケーションキーは別のものです。`,
    remedy: remedy(
      say`キーの末尾 5 文字を Organization Settings と、${code('DD_SITE')} をログイン先のアドレスと照合し、Cluster Agent を再起動してください。`,
      context.deployment === null
        ? undefined
        : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`,
    ),
    teach: [
      say`Cluster Agent は Node Agent と違い API キーを検証しません。誤ったキーは ${code('Forwarder')} の HTTP 403 と、ログの ${code('API Key invalid')} にだけ現れます。`,
    ],
  }),
  'admission-disabled': (facts, context) => ({
    sum: strong`Admission Controller は無効です。設定によるもので、異常ではありません。`,
    points: [say`${code(facts.pod)} で ${code('DD_ADMISSION_CONTROLLER_ENABLED')} が無効です`],
    remedy: remedy(
      say`不要です。Pod にライブラリや ${code('DD_')} 設定を注入したい場合は ${setting('admission', context)} を設定してください。`,
    ),
    teach: [
      say`Admission Controller は新しい Pod の作成時に ${code('DD_AGENT_HOST')}、統合サービスタグ、トレースライブラリを追加します。他の機能はこれなしでも動きます。`,
    ],
  }),
  'admission-healthy': (facts, context) => ({
    sum: strong`Admission Controller は正常です(Webhook ${number(facts.webhooks)} 件${
      facts.certificateSeconds === null ? [] : say`、証明書の残り ${lasting(facts.certificateSeconds)}`
    })。`,
    points: [say`${code(facts.pod)} から読み取りました。どの Webhook の CA も Secret と一致しています`],
    teach: [
      say`API サーバーは、条件に合う新しい Pod ごとに Webhook を呼び出します。${code('failurePolicy: Ignore')} では失敗しても Pod がそのまま起動するため、失敗は表に出ません。`,
    ],
    see: commands(execCommand(facts.pod, context, 'datadog-cluster-agent status')),
  }),
  'admission-failing': (facts, context) => {
    const only = facts.problems.every(({ what }) => what === 'certificate-expiring');
    return {
      sum: only
        ? strong`Admission Controller の証明書がまもなく切れます。Agent による更新が行われていません。`
        : strong`Admission Controller が機能していません。${shortPod(facts.pod)} で ${number(facts.problems.length)} 件の問題があります。`,
      points: [...facts.problems.map(problem), say`${code(facts.pod)} から読み取りました`],
      effect: only
        ? say`まだありません。期限が切れると、新しい Pod への注入が気づかれないまま止まります。`
        : say`新しい Pod にライブラリや設定が注入されないことがあります。${code('failurePolicy')} が ${code('Ignore')} の場合、表には出ません。`,
      remedy: remedy(
        say`Webhook と Secret はリーダーが整合させます。妨げている原因はログで確認できます。`,
        logCommand(null, context, "--tail=500 | grep -iE 'webhook|certificate|reconcile'"),
      ),
      teach: [
        say`リーダーは証明書を Secret に作成し、その CA を Webhook オブジェクトに書き込みます。両者が食い違うと API サーバーは接続を拒否します。`,
      ],
    };
  },
} satisfies Partial<FindingPhrases>;
