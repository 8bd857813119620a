import { clockTime, number } from '../measure.ts';
import { commands, crashTold, deploymentOf, inNamespace, logCommand, memorySetting, remedy } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { ago, codes, effects, podTrouble } from './wording.ts';

const SEE_PODS = 'get pods -l agent.datadoghq.com/component=cluster-agent -o wide';

function optionalEffect(words: Rich): { readonly effect?: Rich } {
  return words.length === 0 ? {} : { effect: words };
}

/** Whether the Cluster Agent's pods run, and what ended them. */
export const agent = {
  'agent-running': (facts, context) => ({
    sum:
      facts.wanted === null
        ? strong`${code(facts.namespace)} で Cluster Agent の ${number(facts.ready)} Pod が Ready です。`
        : strong`Cluster Agent は稼働中です。${code(facts.namespace)} の ${number(facts.wanted)} Pod 中 ${number(facts.ready)} Pod が Ready です。`,
    points: [
      facts.restarts === 0
        ? say`現在の Pod に再起動はありません`
        : say`現在の Pod の再起動は計 ${number(facts.restarts)} 回です`,
      ...(facts.version === null ? [] : [say`Agent のバージョン: ${code(facts.version)}`]),
      ...(facts.image === null ? [] : [say`イメージ: ${code(facts.image)}`]),
    ],
    see: commands(`kubectl${inNamespace(context)} ${SEE_PODS}`),
  }),
  'agent-status-read': (facts) => {
    const version = facts.version === '' ? [] : say`(${facts.version})`;
    return {
      sum:
        facts.statusAt === null
          ? strong`Cluster Agent の status です${version}。出力された時刻は不明です。`
          : strong`Cluster Agent の status です${version}。${clockTime(facts.statusAt)} に出力されました。`,
      points: [
        ...(facts.hostname === null ? [] : [say`ホスト: ${code(facts.hostname)}`]),
        ...(facts.startedAt === null
          ? []
          : [say`Agent の起動時刻: ${clockTime(facts.startedAt, facts.statusAt ?? '')}`]),
      ],
    };
  },
  'agent-not-running': (facts, context) => {
    const where = code(facts.namespace);
    const pods = facts.pods.map(podTrouble);
    const lost = optionalEffect(effects(facts.effects));
    const first = facts.pods[0]?.name ?? null;
    const amount = number(facts.pods.length);
    switch (facts.cause) {
      case 'no-pods':
        return {
          ...lost,
          sum: strong`${where} に Cluster Agent の Pod がありません。`,
          points: facts.tried.length === 0 ? [] : [say`検索方法: ${codes(facts.tried)}`],
          remedy: remedy(
            say`別の名前や namespace に導入している場合は、dca-bot に namespace(${code('agent.namespace')})を設定してください。このクラスターで動かす予定かどうかの確認:`,
            'kubectl get deploy -A | grep -i cluster-agent',
          ),
        };
      case 'pending':
        return {
          ...lost,
          sum: strong`Cluster Agent が動いていません。${amount} Pod が Pending のままです。`,
          points: pods,
          remedy: remedy(
            say`Pod が配置されない理由(ノードの空き、イメージ、ボリューム)を確認してください。`,
            `kubectl describe pod${inNamespace(context)} ${first ?? '-l agent.datadoghq.com/component=cluster-agent'}`,
          ),
        };
      case 'not-ready':
        return {
          ...lost,
          sum: strong`Cluster Agent は起動していますが、${where} の ${amount} Pod がいずれも Ready ではありません。`,
          points: pods,
          remedy: remedy(say`起動していない部分をログで確認してください。`, logCommand(first, context, '--tail=100')),
        };
      case 'stopped':
        return {
          ...lost,
          sum: strong`Cluster Agent が停止しています。${where} の${
            facts.pods.length === 1 ? '唯一の Pod のコンテナが' : say` ${amount} Pod のコンテナがいずれも`
          }動いていません。`,
          points: pods,
          ...(crashTold(context)
            ? {}
            : {
                remedy: remedy(
                  say`終了直前のログを確認してください。`,
                  logCommand(first, context, '--previous --tail=50'),
                ),
              }),
          notSeen: [
            say`${code('status')}: 応答できるコンテナが動いていないため、以上はすべて Kubernetes から読み取りました`,
          ],
        };
    }
  },
  'agent-oom-killed': (facts, context) => {
    const limit = facts.memoryLimit === null ? say`メモリ制限の設定なし` : say`制限 ${code(facts.memoryLimit)}`;
    const killed =
      facts.ageSeconds === null
        ? facts.killedAt === null
          ? []
          : say`、直近の強制終了: ${clockTime(facts.killedAt, context.now)}`
        : say`、直近の強制終了: ${ago(facts.ageSeconds, context)}`;
    const figures = say`${limit}、再起動 ${number(facts.restarts)} 回${killed}`;
    return {
      ...optionalEffect(effects(facts.effects)),
      sum: facts.runningNow
        ? strong`Cluster Agent がメモリ不足で強制終了されました(${figures})。現在は動いています。`
        : strong`Cluster Agent がメモリ不足で停止しています(${figures})。`,
      points: [
        say`Pod ${code(facts.pod)}${facts.killedAt === null ? [] : say`、${clockTime(facts.killedAt, context.now)} に ${code('OOMKilled')}`}`,
        say`使用メモリはクラスターのノード、Pod、Service の数とともに増えます。今回何が増えたかは不明です`,
      ],
      remedy: remedy(
        facts.memoryLimit === null
          ? say`Agent の制限ではなくノードのメモリが不足しました。${memorySetting(null, context)} のように制限を設け、request も同じ値にしてください。`
          : say`制限を ${memorySetting(facts.memoryLimit, context)} などに引き上げ、使用量がどこで落ち着くか確認してください。`,
      ),
      teach: [
        say`Cluster Agent はクラスター全体の Pod、Service、ノード、Endpoints をメモリに保持します。クラスターが大きくなると、以前は足りていた制限でも足りなくなります。`,
        say`${code('OOMKilled')} は制限に達したときのカーネルによる強制終了です。Agent はログを書けないため、終了直前のログには何も残りません。`,
      ],
      see: commands(
        `kubectl top pod${inNamespace(context)} -l agent.datadoghq.com/component=cluster-agent`,
        `kubectl get pod${inNamespace(context)} ${facts.pod} -o jsonpath='{.status.containerStatuses[*].lastState.terminated}'`,
      ),
    };
  },
  'agent-crash-looping': (facts, context) => ({
    ...optionalEffect(effects(facts.effects)),
    sum: strong`Cluster Agent ${code(facts.pod)} が終了を繰り返しています(再起動 ${number(facts.restarts)} 回${
      facts.exitCode === null ? [] : say`、終了コード ${facts.exitCode}`
    })。`,
    points: [
      ...(facts.finishedAt === null ? [] : [say`直近の終了: ${clockTime(facts.finishedAt, context.now)}`]),
      ...(facts.reason === null ? [] : [say`Kubernetes が示す理由: ${code(facts.reason)}`]),
      ...(facts.lastLines.length === 0 ? [] : [say`終了直前のログ: ${join(facts.lastLines.map(code), ' / ')}`]),
    ],
    remedy:
      facts.lastLines.length === 0
        ? remedy(say`終了直前のログを確認してください。`, logCommand(facts.pod, context, '--previous --tail=50'))
        : remedy(
            say`上のログに応じて対処してください。続きは次のコマンドで確認できます。`,
            logCommand(facts.pod, context, '--previous --tail=200'),
          ),
    ...(facts.logMissing === null ? {} : { notSeen: [say`終了した回のログ: ${code(facts.logMissing)}`] }),
  }),
  'agent-not-ready': (facts, context) => {
    const deployment = context.deployment ?? deploymentOf(facts.trouble[0]?.name ?? '');
    return {
      sum:
        facts.wanted === null
          ? strong`Cluster Agent の ${number(facts.trouble.length)} Pod が Ready ではありません(Ready は ${number(facts.ready)} Pod)。`
          : strong`Cluster Agent の ${number(facts.wanted)} Pod 中、Ready は ${number(facts.ready)} Pod だけです。`,
      points: facts.trouble.map(podTrouble),
      notAtFault: say`Ready の Pod が 1 つあればすべて処理できるため、これだけで止まる機能はありません。`,
      remedy: remedy(
        say`ロールアウトの途中か、止まっているかを確認してください。`,
        deployment === null
          ? `kubectl${inNamespace(context)} ${SEE_PODS}`
          : `kubectl rollout status deploy/${deployment}${inNamespace(context)}`,
      ),
    };
  },
  'two-cluster-agents': ({ installs }) => ({
    sum: strong`このクラスターでは Cluster Agent が ${number(installs.length)} 系統、並行して動いています。`,
    points: installs.map(
      ({ owner, managedBy, pods }) =>
        say`${code(owner)}: ${number(pods)} Pod${managedBy === null ? [] : say`、管理元 ${managedBy}`}`,
    ),
    effect: say`それぞれがリーダーを選ぶため、イベントもクラスターチェックも二重になります。${code('external.metrics.k8s.io')} を所有できるのは片方だけです。`,
    remedy: remedy(
      say`一方を残し、もう一方をアンインストールしてください。多くの場合、不要なのは Operator 導入前の Helm リリースです。`,
    ),
  }),
} satisfies Partial<FindingPhrases>;
