import { number } from '../measure.ts';
import { commands, execCommand, logCommand, remedy, setting } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { codes } from './wording.ts';

const HOW_DISPATCHING_WORKS: readonly Rich[] = [
  say`リーダーは特定のノードに属さないチェック(アノテーション付きの Service、Cluster Agent の設定ファイル)を見つけ、それぞれを 1 台の Node Agent に配布します。Cluster Check Runner があればそちらに配布します。`,
  say`Node Agent は約 10 秒ごとにチェックを取得します。30 秒応答がないと、そのチェックは他に移されます。新しいリーダーは最初の 30 秒間、報告を待ちます(warm-up)。`,
  say`「配布済み」は渡したという意味です。実際に読み込まれ実行されたかは、その Node Agent の ${code('agent status')} にだけ出ます。`,
];

const LIST = 'datadog-cluster-agent clusterchecks';

/** What the leader hands out to node Agents. */
export const clusterChecks = {
  'cluster-checks-healthy': (facts, context) => ({
    sum:
      facts.configurations === 0
        ? strong`クラスターチェックは有効ですが、設定は 0 件です。Agent ${number(facts.agents)} 台が報告しています。`
        : strong`クラスターチェックは ${number(facts.configurations)} 件中 ${number(facts.dispatched)} 件を Agent ${number(facts.agents)} 台に配布済み、待機は 0 件です。`,
    points: [say`リーダー ${code(facts.pod)} から読み取りました`],
    ...(facts.configurations === 0
      ? {}
      : { notSeen: [say`各チェックが実際に動いているか(Node Agent 側に記録されています)`] }),
    teach: HOW_DISPATCHING_WORKS,
    see: commands(execCommand(facts.pod, context, LIST)),
  }),
  'cluster-checks-disabled': (facts, context) => ({
    sum: strong`クラスターチェックは無効です。設定によるもので、異常ではありません。`,
    points: [
      say`${code(facts.pod)} で ${code('DD_CLUSTER_CHECKS_ENABLED')} が無効です。起動直後の数秒間も同じ表示になります`,
    ],
    remedy: remedy(
      say`不要です。Service を外側からチェックしたい場合は ${setting('clusterChecks', context)} を設定してください。`,
    ),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'cluster-checks-warming-up': (facts) => ({
    sum: strong`リーダーは warm-up 中です。30 秒間 Node Agent の報告を待ってから配布を始めます。`,
    points: [say`${code(facts.pod)} はリーダーになったばかりです。Node Agent は手元のチェックを続けています`],
    remedy: remedy(say`不要です。30 秒後にもう一度確認してください。`),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'cluster-checks-state-unknown': (facts, context) => ({
    sum: strong`クラスターチェックが配布されているか判断できません。${code('status')} に記載がありません。`,
    points: [
      facts.detail === ''
        ? say`${code(facts.pod)} の出力に ${code('Cluster Checks Dispatching')} セクションがありません`
        : say`${code(facts.pod)} の出力: ${code(facts.detail)}`,
      say`起動中の Agent も同じ表示になります。1 分後にもう一度確認してください`,
    ],
    remedy: remedy(say`リーダーに直接照会してください。`, execCommand(facts.pod, context, LIST) ?? LIST),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'cluster-checks-contradiction': (facts, context) => ({
    sum: strong`リーダーの件数が合いません。配布済み ${number(facts.dispatched)} + 未割り当て ${number(facts.unassigned)} が、設定 ${number(facts.configurations)} 件と一致しません。`,
    points: [say`${code(facts.pod)} から読み取りました。再配布の途中では一時的にずれることがあります`],
    remedy: remedy(
      say`30 秒後にもう一度確認し、それでも合わなければ一覧と照合してください。`,
      execCommand(facts.pod, context, LIST) ?? LIST,
    ),
  }),
  'no-node-agents-reporting': (facts, context) => ({
    sum:
      facts.configurations === 0
        ? strong`クラスターチェックのために Cluster Agent に報告している Node Agent がありません。`
        : strong`報告している Node Agent がなく、設定済みのクラスターチェック ${number(facts.configurations)} 件はいずれも実行できません。`,
    points: [say`リーダー ${code(facts.pod)} の表示は ${code('Active agents: 0')} です`],
    effect:
      facts.configurations === 0
        ? say`まだありません。クラスターチェックは設定されていません。`
        : say`チェックは一切行われず、関連するアラートは「データなし」以外では発報しません。`,
    remedy: remedy(
      say`Node Agent の ${code('DD_EXTRA_CONFIG_PROVIDERS')} に ${code('clusterchecks')} が含まれ、Cluster Agent の 5005 番ポートに接続できる必要があります。リーダーのログ:`,
      logCommand(null, context, "--tail=500 | grep -iE 'nodes reporting|expiring|session token'"),
    ),
    teach: HOW_DISPATCHING_WORKS,
  }),
  'check-unassigned': (facts, context) => ({
    sum: strong`クラスターチェック ${number(facts.configurations)} 件中 ${number(facts.unassigned)} 件に、実行先のノードがありません。`,
    points: [
      say`リーダー ${code(facts.pod)}: Agent ${number(facts.agents)} 台に ${number(facts.dispatched)} 件を配布済み、待機 ${number(facts.unassigned)} 件`,
      ...(facts.unscheduled.length === 0 ? [] : [say`60 秒を超えて待機中: ${codes(facts.unscheduled)}`]),
    ],
    effect: say`待機中のチェックはどこでも実行されていません。`,
    notAtFault: say`リーダーの配布も Node Agent の報告も動いています。他の ${number(facts.dispatched)} 件は配置済みです。`,
    remedy: remedy(
      say`ノードが見つからない理由をリーダーのログで確認してください。`,
      logCommand(null, context, "--tail=500 | grep -iE 'no available node|unscheduled|cannot patch'"),
    ),
    teach: HOW_DISPATCHING_WORKS,
    see: commands(execCommand(facts.pod, context, LIST)),
  }),
} satisfies Partial<FindingPhrases>;
