import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  annotationForm,
  annotationsCommand,
  configCheckCommand,
  dispatchedCommand,
  finder,
  nodeAgentCommand,
  nodeAgentLog,
  podsOnNode,
  VARIABLES,
} from '../check-names.ts';
import { number } from '../measure.ts';
import { commands, logCommand, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { named, place, RUNS_NOWHERE, switchOn, WAY_OF_A_CHECK, way } from './checks-wording.ts';
import { codes } from './wording.ts';

const NOT_DISCOVERED = {
  'provider-off': (facts) => say`プロバイダー ${code(finder(facts))} が有効になっていません`,
  'listener-off': (facts) => say`リスナー ${code(finder(facts))} が有効になっていません`,
  error: () => say`設定の作成に失敗しています`,
  excluded: () => say`除外ルールに一致しています`,
  unknown: () => say`該当する設定がありません`,
} as const satisfies Record<
  FactsByCode['check-not-discovered']['cause'],
  (facts: FactsByCode['check-not-discovered']) => Rich
>;

function discover(facts: FactsByCode['check-not-discovered'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'provider-off':
      return switchOn('cluster-agent', 'provider', [finder(facts)], context);
    case 'listener-off':
      return switchOn('cluster-agent', 'listener', [finder(facts)], context);
    case 'excluded':
      return remedy(
        say`実行したい場合は、Cluster Agent の ${code('DD_CONTAINER_EXCLUDE')} または ${code('DD_CONTAINER_EXCLUDE_METRICS')} の範囲を狭めてください。`,
      );
    case 'error':
      return remedy(say`出力の内容に対処し、もう一度確認してください。`, configCheckCommand(context));
    case 'unknown':
      return facts.service === null
        ? remedy(
            say`設定ファイルを Cluster Agent の ${code('/etc/datadog-agent/conf.d')} に置き、${code('cluster_check: true')} を指定してください。読み込まれている設定:`,
            configCheckCommand(context),
          )
        : remedy(
            say`作成から 1 分以内の Service はまだ読まれていないことがあるため、もう一度質問してください。続く場合は、リーダーのログを確認してください。`,
            logCommand(null, context, "--tail=500 | grep -iE 'kube_services|kube_endpoints|annotation'"),
          );
  }
}

function undispatchedSum(facts: FactsByCode['check-not-dispatched']): Rich {
  switch (facts.cause) {
    case 'no-agents':
      return strong`${named(facts)} はどこにも配布されていません。リーダーに報告している Agent がありません。`;
    case 'warming-up':
      return strong`${named(facts)} はまだ配布されていません。リーダーが warm-up 中です(30 秒間)。`;
    case 'unassigned':
      return strong`${named(facts)} はどこにも配布されていません。リーダーが実行先の Agent を見つけられません。`;
    case 'not-in-list':
      return strong`${named(facts)} はリーダーに認識されていますが、配布の一覧にありません。`;
  }
}

function dispatch(facts: FactsByCode['check-not-dispatched'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'no-agents':
      return remedy(
        say`Node Agent の ${code(VARIABLES.provider)} に ${code('clusterchecks')} が含まれ、Cluster Agent の 5005 番ポートに接続できる必要があります。リーダーのログ:`,
        logCommand(null, context, "--tail=500 | grep -iE 'nodes reporting|expiring|session token'"),
      );
    case 'warming-up':
      return remedy(say`不要です。30 秒後にもう一度質問してください。`);
    case 'unassigned':
      return remedy(
        say`理由はリーダーのログに出ます。`,
        logCommand(null, context, "--tail=500 | grep -iE 'no available node|unscheduled|cannot patch'"),
      );
    case 'not-in-list':
      return remedy(
        say`2 つの一覧は続けて読み取ったものです。30 秒後にもう一度質問し、続く場合はリーダーのログを確認してください。`,
        logCommand(null, context, "--tail=500 | grep -iE 'dispatch|cannot patch'"),
      );
  }
}

function arrive(facts: FactsByCode['check-not-arrived'], context: PhraseContext): Remedy {
  switch (facts.cause) {
    case 'provider-off':
      return switchOn('node-agent', 'provider', ['clusterchecks'], context);
    case 'agent-missing':
      return remedy(
        say`そこに Agent を復旧させてください。そのままでも、最後の報告から 30 秒でリーダーが別の Agent に移します。そのノードの Pod:`,
        podsOnNode(facts.node, context),
      );
    case 'unknown':
      return remedy(
        say`Agent は約 10 秒ごとに取得するため、30 秒後にもう一度質問してください。続く場合は、Cluster Agent から取得できない理由をその Agent のログで確認してください。`,
        nodeAgentLog(facts.pod, context, 'cluster-checks|cluster agent'),
      );
  }
}

/** The Agent that the check was given to, by its pod where that is known. */
function receiver({ pod }: FactsByCode['check-not-arrived']): Rich {
  return pod === null ? say`配布先の Agent` : say`Agent ${code(pod)}`;
}

const NOT_ARRIVED = {
  'provider-off': (story) =>
    say`${receiver(story)} はクラスターチェックを取得しません。${code(VARIABLES.provider)} に ${code('clusterchecks')} がありません`,
  'agent-missing': (story) => say`${place(story)} に Agent の Pod が見つかりません`,
  unknown: (story) => say`${receiver(story)} は応答していますが、該当する設定がありません`,
} as const satisfies Record<
  FactsByCode['check-not-arrived']['cause'],
  (story: FactsByCode['check-not-arrived']) => Rich
>;

/** One cluster check on its way to the Agent that is to run it. */
export const checks = {
  'check-config-invalid': ({ service, annotation, problem }) => {
    const yaml = annotationForm(annotation);
    return {
      sum: strong`Service ${code(service)} のチェックの書式を読み取れないため、チェックは作られていません。`,
      points: [say`アノテーション ${code(annotation)}: ${code(problem)}`],
      effect: say`このアノテーションが指定するチェックは一切実行されません。失敗として数える Agent もありません。`,
      notAtFault: say`配布と Node Agent に問題はありません。何も渡されていません。`,
      remedy: {
        say:
          yaml === undefined
            ? say`Service のマニフェストを修正してください。`
            : say`Service のマニフェストを次の形に修正してください(大文字の語は置き換えてください)。`,
        ...(yaml === undefined ? {} : { yaml }),
      },
      teach: WAY_OF_A_CHECK,
      see: commands(annotationsCommand(service)),
    };
  },
  'check-not-discovered': (facts, context) => ({
    sum: strong`${named(facts)} をリーダーが認識していません。${NOT_DISCOVERED[facts.cause](facts)}。`,
    points: way(facts, facts.detail),
    effect: RUNS_NOWHERE,
    notAtFault: say`Node Agent に問題はありません。リーダーが見つけたものだけを実行します。`,
    remedy: discover(facts, context),
    teach: WAY_OF_A_CHECK,
    see: commands(annotationsCommand(facts.service), configCheckCommand(context)),
  }),
  'check-not-dispatched': (facts, context) => ({
    sum: undispatchedSum(facts),
    points: [
      ...way(facts),
      facts.agents === 0
        ? say`リーダーに報告している Agent はありません`
        : say`リーダーに報告している Agent: ${number(facts.agents)} 台`,
    ],
    effect:
      facts.cause === 'warming-up'
        ? say`Node Agent は前のリーダーから受け取ったチェックを続けています。`
        : RUNS_NOWHERE,
    notAtFault: say`チェックの指定に問題はありません。リーダーは読み取り済みです。`,
    remedy: dispatch(facts, context),
    teach: WAY_OF_A_CHECK,
    see: commands(configCheckCommand(context), dispatchedCommand(context)),
  }),
  'check-not-arrived': (facts, context) => ({
    sum: strong`${named(facts)} は${place(facts)} に配布されましたが、届いていません。`,
    points: [...way(facts), NOT_ARRIVED[facts.cause](facts)],
    effect: RUNS_NOWHERE,
    notAtFault: say`チェックの指定とリーダーに問題はありません。リーダーは配布済みと数えています。`,
    remedy: arrive(facts, context),
    teach: WAY_OF_A_CHECK,
    see: commands(
      dispatchedCommand(context, facts.check),
      nodeAgentCommand(facts.pod, context, 'configcheck'),
      podsOnNode(facts.node, context),
    ),
  }),
  'check-id-changed-by-dispatch': ({ check, ids }, context) => ({
    sum: strong`${code(check)} の ID が複数あるのは正常です。${number(ids.length)} 個とも同じチェックを指しています。`,
    points: [
      say`確認した ID: ${codes(ids)}`,
      say`配布の途中でタグとオプションが追加され、ID はそのすべてから計算されるためです`,
    ],
    remedy: remedy(say`不要です。照合するときは、チェック名、設定元、インスタンス名を使ってください。`),
    teach: [
      say`リーダーの ${code('clusterchecks')} の ID は、Agent の ${code('agent status')} の ID と同じです(インスタンスが 1 つのコアチェックは、そこでは名前だけになります)。両方の ${code('configcheck')} は、秘密を伏せたテキストから計算した別の ID を表示します。`,
    ],
    see: commands(dispatchedCommand(context, check), configCheckCommand(context)),
  }),
} satisfies Partial<FindingPhrases>;
