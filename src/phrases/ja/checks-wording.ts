import type { CheckRow, CheckStep, CheckStory } from '../../domain/check-facts.ts';
import { STEP_SIGNS, VARIABLES } from '../check-names.ts';
import { remedy, setting } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { codes } from './wording.ts';

/** One word on a check in a list, and what it stands for. */
export const CHECK_WORDS = {
  running: { word: '実行中', means: 'Agent で実行され、結果が報告されています' },
  failing: { word: '失敗', means: 'Agent で実行されていますが、直近の実行がエラーまたは警告で終わっています' },
  'not-loaded': { word: '読込不可', means: 'Agent に設定は届いていますが、チェックとして読み込めません' },
  'not-arrived': { word: '未着', means: 'リーダーは配布しましたが、配布先の Agent にありません' },
  unassigned: { word: '未割当', means: 'リーダーは認識していますが、実行先がありません' },
  silent: { word: '応答なし', means: '配布先の Agent からの報告が途絶えています' },
  unseen: { word: '未確認', means: 'Agent に照会していないか、応答がありません。異常とは限りません' },
  waiting: { word: '待機中', means: 'リーダーが warm-up 中で、まだ配布されていません' },
  'not-discovered': { word: '未検出', means: 'Service で指定されていますが、リーダーが認識していません' },
} as const satisfies Record<CheckRow['word'], { word: string; means: string }>;

const STEPS = {
  declared: say`宣言`,
  discovered: say`リーダーが検出`,
  dispatched: say`配布`,
  arrived: say`到着`,
  loaded: say`読み込み`,
  ran: say`実行`,
} as const satisfies Record<CheckStep, Rich>;

export const WAY_OF_A_CHECK: readonly Rich[] = [
  say`チェックの経路: Service のアノテーションまたは Cluster Agent の設定ファイル、リーダーの ${code('configcheck')}、配布(${code('clusterchecks')})、Node Agent の ${code('agent configcheck')}、その ${code('agent status')} の順です。`,
  say`リーダーは渡した時点で配布済みと数えます。バージョン 7.79 より前では、読み込めたか、結果がどうだったかはリーダーに伝わりません。`,
  say`Node Agent と Cluster Check Runner は約 10 秒ごとにチェックを取得します。30 秒応答がないと、そのチェックは他に移されます。`,
];

export const WAY_OF_AN_ENDPOINT_CHECK: readonly Rich[] = [
  say`エンドポイントチェックは Service の背後のアドレスごとに 1 つ、そのアドレスを持つ Pod のノードの Node Agent で実行されます。Cluster Check Runner では実行されません。`,
  say`Cluster Agent は ${code('kube_endpoints')}(プロバイダーとリスナーの両方)で検出し、Node Agent はプロバイダー ${code('endpointschecks')} で取得します。`,
  say`Pod のないアドレスにはノードがないため、そのチェックはクラスターチェックになり、どの Agent でも実行できます。`,
];

export const RUNS_NOWHERE = say`このチェックはどこでも実行されません。データは送られず、関連するモニターは「データなし」以外を判定できません。`;

/** The check by its name, and what it comes from. */
export function named({ check, instance, service, source }: CheckStory): Rich {
  const which = instance === null || instance === '' || instance === check ? [] : say`(${code(instance)})`;
  if (service !== null) return say`Service ${code(service)} の ${code(check)}${which}`;
  return source === '' ? say`${code(check)}${which}` : say`${code(source)} の ${code(check)}${which}`;
}

/** Which Agent is to run it. */
export function place({ node, pod }: CheckStory): Rich {
  if (node !== null) return say`ノード ${code(node)}`;
  return pod === null ? say`配布先の Agent` : say`配布先の Agent ${code(pod)}`;
}

/** The check's way in one line, and the Agent's words about the link that is broken. */
export function way({ service, steps }: CheckStory, error: string | null = null): readonly Rich[] {
  if (steps.length === 0) return error === null || error === '' ? [] : [say`Agent の出力: ${code(error)}`];
  const links = steps.map(({ step, state }) => {
    const name =
      step !== 'declared' ? STEPS[step] : service === null ? say`設定ファイル` : say`Service のアノテーション`;
    const link = say`${name} ${[{ text: STEP_SIGNS[state], data: false, bold: false, code: false }]}`;
    return state === 'no' ? strong`${link}` : link;
  });
  return [say`${join(links, ' → ')}${error === null || error === '' ? [] : say` ${code(error)}`}`];
}

/** Has providers or listeners switched on: by the installation's one switch, or by the variable it writes. */
export function switchOn(
  where: 'cluster-agent' | 'node-agent',
  what: 'provider' | 'listener',
  missing: readonly string[],
  context: PhraseContext,
): Remedy {
  const whose = where === 'cluster-agent' ? 'Cluster Agent' : 'Node Agent';
  return context.installer === 'unknown'
    ? remedy(say`${whose} の ${code(VARIABLES[what])} に ${codes(missing)} を追加してください。`)
    : remedy(
        say`${setting('clusterChecks', context)} を設定すると、${whose} の ${code(VARIABLES[what])} に ${codes(missing)} が入ります。設定済みの場合は、独自の ${code('env')} の指定が優先されているので、そちらに追加してください。`,
      );
}
