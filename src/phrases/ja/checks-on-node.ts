import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  dispatchedCommand,
  fullImage,
  loadTrouble,
  nodeAgentCommand,
  podsOnNode,
  runByHand,
  wayCommands,
} from '../check-names.ts';
import { number } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { named, place, RUNS_NOWHERE, WAY_OF_A_CHECK, way } from './checks-wording.ts';
import { ago, because } from './wording.ts';

function load(facts: FactsByCode['check-not-loaded-on-node'], context: PhraseContext): Remedy {
  switch (loadTrouble(facts)) {
    case 'no-python':
      return remedy(
        say`そのノードでは完全版の Agent イメージ(${fullImage(context)})を使ってください。${code(facts.check)} は Python のチェックですが、この Agent は Python での読み込みを試みていません。${code('agent status')} に ${code('Python Version: n/a')} とあれば確定です。`,
      );
    case 'not-built-in':
      return remedy(
        say`${code(facts.check)} を内蔵する Agent(新しいバージョン、または完全版のイメージ ${fullImage(context)})を使ってください。`,
      );
    case 'no-module':
      return remedy(
        say`Agent の Python にこのチェックがありません。独自のチェックは、配布先になりうるすべての Agent の ${code('/etc/datadog-agent/checks.d')} に置いてください。Datadog のチェックなら、名前の綴りと Agent のバージョンを確認してください。`,
      );
    case 'told':
      return remedy(say`出力の内容に対処してください。設定はリーダーが送ったとおりに届いています。`);
    case 'too-early':
      return remedy(say`まだ不要です。15 分後にもう一度質問してください。`);
    case 'untold':
      return remedy(
        say`理由は、その Agent の status の ${code('Loading Errors')} または ${code('Check Initialization Errors')} に出ます。`,
        nodeAgentCommand(facts.pod, context, 'status'),
      );
  }
}

function notLoadedSum(facts: FactsByCode['check-not-loaded-on-node']): Rich {
  switch (loadTrouble(facts)) {
    case 'too-early':
      return strong`${named(facts)} は${place(facts)} にありますが、まだ実行されていません。Agent は起動したばかりです。`;
    case 'untold':
      return strong`${named(facts)} は${place(facts)} にありますが、実行は 0 回です。エラーは確認できませんでした。`;
    default:
      return strong`${named(facts)} は${place(facts)} に配布されましたが、Agent が読み込めず、実行は 0 回です。`;
  }
}

/** One cluster check on the Agent that has it. */
export const checksOnNode = {
  'check-running': (facts, context) => ({
    sum: strong`${named(facts)} は${place(facts)} で実行され、報告しています。`,
    points: [
      ...way(facts),
      ...(facts.runs === null
        ? []
        : [
            say`実行 ${number(facts.runs)} 回${facts.lastRunSeconds === null ? '' : `、直近は ${ago(facts.lastRunSeconds, context)}`}${
              facts.samples === null ? '' : `、メトリクスのサンプルは累計 ${number(facts.samples)} 件`
            }`,
          ]),
    ],
    teach: WAY_OF_A_CHECK,
    see: commands(...wayCommands(facts, context)),
  }),
  'check-not-loaded-on-node': (facts, context) => {
    const early = loadTrouble(facts) === 'too-early';
    return {
      sum: notLoadedSum(facts),
      points: [
        ...way(facts, facts.error),
        ...(early ? [] : [say`気づきにくい理由: リーダーは配布済みと数え、一度も実行されていないことは伝わりません`]),
        ...(facts.loadedElsewhere === 0
          ? []
          : [
              say`他の Agent ${number(facts.loadedElsewhere)} 台は同じチェックを読み込めています。違いはこの Agent にあります`,
            ]),
        ...(facts.agentVersion === null ? [] : [say`この Agent のバージョン: ${facts.agentVersion}`]),
      ],
      ...(early ? {} : { effect: RUNS_NOWHERE }),
      notAtFault: say`チェックの指定、リーダー、Agent までの経路に問題はありません。`,
      remedy: load(facts, context),
      teach: WAY_OF_A_CHECK,
      see: commands(
        dispatchedCommand(context, facts.check),
        nodeAgentCommand(facts.pod, context, 'configcheck'),
        nodeAgentCommand(facts.pod, context, 'status'),
      ),
    };
  },
  'check-failing-on-node': (facts, context) => {
    const command = runByHand(facts, context);
    const runs = facts.runs === null ? [] : say`、実行 ${number(facts.runs)} 回`;
    return {
      sum:
        facts.state === 'ERROR'
          ? strong`${named(facts)} は${place(facts)} で実行されていますが、直近の実行に失敗しています。`
          : strong`${named(facts)} は${place(facts)} で実行されていますが、警告が出ています。`,
      points: [
        ...(facts.error === null || facts.error === '' ? [] : [say`チェックの出力: ${code(facts.error)}`]),
        say`状態は ${code(facts.state)}${runs}、${
          facts.lastSuccessSeconds === null
            ? '成功の記録なし'
            : `最後の成功は ${ago(facts.lastSuccessSeconds, context)}`
        }`,
        ...way(facts),
      ],
      effect:
        facts.state === 'ERROR'
          ? say`このチェックのデータが欠けています。それでもリーダーは配布済みと数えます。`
          : say`報告は続いていますが、警告の対象が欠けている場合があります。`,
      notAtFault: say`そこまでの経路に問題はありません。検出、配布、読み込みは済んでいて、原因はその Agent とチェック対象の間にあります。`,
      remedy: remedy(
        command === undefined
          ? say`出力の内容に対処してください。実行先で 1 回手動で実行すると、失敗を再現できます。`
          : say`出力の内容に対処してください。実行先で 1 回手動で実行すると、失敗を再現できます:`,
        command,
      ),
      teach: WAY_OF_A_CHECK,
      see: commands(...wayCommands(facts, context)),
    };
  },
  'check-reports-nothing': (facts, context) => {
    const command = runByHand(facts, context);
    return {
      sum: strong`${named(facts)} は${place(facts)} でエラーなく実行されていますが、メトリクスを 1 件も送っていません。`,
      points: [
        say`実行 ${number(facts.runs)} 回、状態は ${code('OK')}、メトリクスのサンプルは累計 0 件`,
        ...way(facts),
      ],
      effect: say`サービスチェックやイベントだけを送るチェックなら問題ありません。そうでなければ、関連するダッシュボードとモニターにデータがありません。`,
      notAtFault: say`配布と Agent に問題はありません。設定のとおりに動いています。`,
      remedy: remedy(
        command === undefined
          ? say`何にも一致しないオプション(フィルター、名前、URL)がインスタンスにないか確認してください。結果はその Agent の status に出ます。`
          : say`何にも一致しないオプション(フィルター、名前、URL)がインスタンスにないか確認してください。1 回分の結果を見るには:`,
        command,
      ),
      teach: WAY_OF_A_CHECK,
      see: commands(...wayCommands(facts, context)),
    };
  },
  'check-unseen-on-node': (facts, context) => ({
    sum: strong`${named(facts)} が実行されているか確認できません。${place(facts)} に${facts.attempts.length === 0 ? '照会していません' : '照会できませんでした'}。`,
    points: [
      ...way(facts),
      ...facts.attempts.map(({ source, why, detail }) => say`${code(source)}: ${because(why, detail)}`),
    ],
    notAtFault: say`チェックの異常を示すものではありません。不明なだけです。`,
    remedy: remedy(
      say`${code(`checks ${facts.check}`)} とだけ質問するか、その Agent に直接照会してください。`,
      nodeAgentCommand(facts.pod, context, 'status') ?? podsOnNode(facts.node, context),
    ),
    teach: WAY_OF_A_CHECK,
    see: commands(dispatchedCommand(context, facts.check)),
  }),
} satisfies Partial<FindingPhrases>;
