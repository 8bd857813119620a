import type { FactsByCode } from '../../domain/finding-facts.ts';
import { controllerWords, hpaCommand, hpasCommand, objectName, targetCommand, tells } from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { ago, because, codes, lasting, list } from './wording.ts';

/** Until then the Agent may simply not know the metric yet. */
const GROWN_UP_SECONDS = 120;

const NOT_ASKED = say`Agent とメトリクスは関係ありません。この状態の間は照会もされません。`;

function findNames({ near, namespace }: FactsByCode['hpa-not-found']): Remedy {
  const [first, ...others] = near;
  if (first === undefined) return remedy(say`存在する HPA を確認してください。`, hpasCommand(namespace));
  const rest = others.length === 0 ? [] : say`(他の候補: ${list(others.map((one) => code(`hpa ${one}`)))})`;
  return remedy(say`${code(first)} のことであれば、${code(`hpa ${first}`)} と質問してください${rest}。`);
}

/** One HPA, or the list of them. */
function unread(asked: string, { question }: PhraseContext): Rich {
  if (asked === '') return say`このクラスターの HPA`;
  const whole = question.subject?.namespace === asked && question.subject.name === undefined;
  return whole ? say`名前空間 ${code(asked)} の HPA` : say`HPA ${code(asked)}`;
}

function blindMetrics({ invalid }: FactsByCode['hpa-partly-blind']): readonly Rich[] {
  return invalid.map(({ metric, message }) =>
    message === null
      ? say`値なし: ${code(metric)}`
      : say`値なし: ${code(metric)}(コントローラーの出力: ${code(controllerWords(message))})`,
  );
}

/** Whether an HPA can be judged at all, and what keeps it from being computed. */
export const hpaSubject = {
  'hpa-not-found': (facts) => ({
    sum: strong`${facts.namespace === null ? 'このクラスターに ' : ''}HPA ${code(facts.asked)} はありません${
      facts.near[0] === undefined ? [] : say`(最も近い名前: ${code(facts.near[0])})`
    }。`,
    remedy: findNames(facts),
  }),
  'hpa-name-ambiguous': ({ name, found }) => ({
    sum: strong`${code(name)} という名前の HPA が ${amount(found.length)} 個あります。どれかを指定してください。`,
    points: found.map((one) => say`質問の例: ${code(`hpa ${one}`)}`),
  }),
  'hpa-unreadable': ({ asked, attempts }, context) => ({
    sum: strong`${unread(asked, context)} を読み取れないため、診断していません。`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, tells(context, 'rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`HPA や Agent の異常を示すものではありません。`,
    ...(tells(context, 'rights-missing')
      ? {}
      : {
          remedy: remedy(
            say`もう一度質問してください。続く場合は API サーバーが応答するか確認してください。`,
            'kubectl get --raw /readyz',
          ),
        }),
  }),
  'hpa-not-external': ({ hpa, types }) => ({
    sum: strong`${code(hpa)} は外部メトリクスを使っていないため、Datadog Cluster Agent は関与しません。`,
    points: [
      types.length === 0 ? say`メトリクスの指定がありません` : say`メトリクスの種類: ${codes([...new Set(types)])}`,
    ],
    remedy: remedy(say`ここでは不要です。HPA の動作は次のコマンドで確認できます。`, hpaCommand(hpa, 'describe')),
  }),
  'hpa-too-young': ({ hpa, ageSeconds, metric }) => ({
    sum: strong`${code(hpa)} は作成から ${lasting(ageSeconds)}です。まだ値が表示されないのは正常です。`,
    points: [
      say`Agent が新しいメトリクス(${code(metric)})を認識するまで約 30 秒かかり、コントローラーは 15 秒ごとに照会します`,
    ],
    remedy: remedy(
      say`${lasting(Math.max(15, GROWN_UP_SECONDS - ageSeconds))}後にもう一度質問してください。その時点で値がなければ異常です。`,
    ),
    see: commands(hpaCommand(hpa, 'get', ' -w')),
  }),
  'hpa-target-missing': ({ hpa, scaleTarget, message }) => ({
    sum: strong`${code(hpa)} にはスケール対象がありません。コントローラーが ${code(scaleTarget)} を見つけられないか、読み取れません。`,
    points: [say`コントローラーの出力: ${code(controllerWords(message))}`],
    effect: say`メトリクスは読み取られず、サイズも計算されません。`,
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`${code('spec.scaleTargetRef')} を直すか、指定されたワークロードを作成してください。`,
      hpaCommand(hpa, 'get', " -o jsonpath='{.spec.scaleTargetRef}'"),
    ),
    see: commands(targetCommand(hpa, scaleTarget, 'get')),
  }),
  'hpa-target-at-zero': ({ hpa, scaleTarget, min }) => ({
    sum: strong`${code(hpa)} は停止しています。${code(scaleTarget)} が 0 レプリカで、HPA は 0 からは増やしません。`,
    points: [
      say`Pod が 1 つ以上になるまで、コントローラーは計算せず、メトリクスも表示されません(${code('ScalingDisabled')})`,
    ],
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`意図して 0 にした場合は不要です。再開するには次のコマンドを実行してください。`,
      targetCommand(hpa, scaleTarget, 'scale', ` --replicas=${Math.max(1, min)}`),
    ),
  }),
  'hpa-outside-bounds': ({ hpa, side, wanted, min, max }) => ({
    sum:
      side === 'above'
        ? strong`${code(hpa)}: レプリカ数の指定 ${amount(wanted)} が maxReplicas ${amount(max)} を超えています。コントローラーはまずこれを減らします。`
        : strong`${code(hpa)}: レプリカ数の指定 ${amount(wanted)} が minReplicas ${amount(min)} に達していません。コントローラーはまずこれを増やします。`,
    points: [
      say`その回はメトリクスを読まないため、HPA に値は表示されません(範囲は ${amount(min)} から ${amount(max)})`,
    ],
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`1 分後にもう一度質問してください。続く場合は、デプロイツールや別の HPA がレプリカ数を書き換えています。`,
      hpaCommand(hpa, 'describe'),
    ),
  }),
  'hpa-ambiguous-selector': ({ hpa, selector, others }) => ({
    sum: strong`${code(hpa)} は動作していません。${others.length === 0 ? '複数の HPA' : say`この HPA と ${codes(others, 3)}`} が同じ Pod を選択しています。`,
    points: [
      selector === ''
        ? say`コントローラーの出力: ${code('AmbiguousSelector')}`
        : say`コントローラーの出力: ${code('AmbiguousSelector')}。対象は ${code(selector)} の Pod です`,
    ],
    effect: say`負荷に関係なく、どの HPA も計算せず、現在のサイズのままです。`,
    notAtFault: NOT_ASKED,
    remedy: remedy(
      say`この Pod に対する HPA を 1 つにするか(複数のメトリクスを持てます)、ワークロードのラベルが重ならないようにしてください。`,
      hpasCommand(objectName(hpa)?.namespace ?? null),
    ),
  }),
  'hpa-partly-blind': (facts) => {
    const { hpa, invalid, valid } = facts;
    const all = invalid.length + valid.length;
    return {
      sum: strong`${code(hpa)} は増やせますが減らせません。メトリクス${valid.length === 0 ? 'のうち' : ` ${amount(all)} 件中`} ${amount(invalid.length)} 件に値がありません。`,
      points: [...blindMetrics(facts), ...(valid.length === 0 ? [] : [say`値あり: ${codes(valid)}`])],
      effect: say`負荷が下がっても現在のサイズのままです。値がないことがゼロと扱われることはありません。`,
      remedy: remedy(
        say`値のないメトリクスを直すか、${code('spec.metrics')} から外してください。`,
        hpaCommand(hpa, 'describe'),
      ),
    };
  },
  'hpa-metric-name-unusable': ({ hpa, metric, message }) => ({
    sum: strong`${code(hpa)}: ${code(metric)} という名前では照会できません。`,
    points: [
      say`応答: ${code(message)}`,
      say`名前は URL と Datadog のクエリの一部になります。英字で始まり、英数字とアンダースコアとドットだけが使えます(スラッシュは不可)`,
    ],
    effect: say`このメトリクスには値がなく、HPA はこれに従いません。`,
    remedy: remedy(
      say`名前を直してください。または DatadogMetric にクエリを書き、${code('datadogmetric@NAMESPACE:NAME')} として参照してください。`,
    ),
    see: commands(hpaCommand(hpa, 'get', " -o jsonpath='{.spec.metrics}'")),
  }),
  'hpa-metric-type-wrong': ({ hpa, message }) => ({
    sum: strong`${code(hpa)} はカスタムメトリクス API に照会しています。Datadog Cluster Agent はこの API を提供していません。`,
    points: [say`コントローラーの出力: ${code(controllerWords(message))}`],
    notAtFault: say`Agent には照会されていません。メトリクスの種類が ${code('Pods')} か ${code('Object')} になっています。`,
    remedy: remedy(
      say`Datadog のメトリクスを使うには、${code('spec.metrics')} に ${code('type: External')} と ${code('external.metric.name')}、${code('external.target')} を書いてください。`,
      hpaCommand(hpa, 'edit'),
    ),
  }),
  'hpa-metric-failing': ({ hpa, metric, reason, message, sinceSeconds }, context) => ({
    sum: strong`${code(hpa)} は${metric === null ? 'メトリクス' : say` ${code(metric)} `}を取得できていません(${code(reason)})。原因は既知のものではありません。`,
    points: [
      say`コントローラーの出力: ${code(controllerWords(message))}`,
      ...(sinceSeconds === null ? [] : [say`発生: ${ago(sinceSeconds, context)}`]),
    ],
    effect: say`この状態の間、HPA は現在のサイズのままです。`,
    remedy: remedy(
      say`コントローラーの出力に従って対処してください。最新の出力は次のコマンドで確認できます。`,
      hpaCommand(hpa, 'describe'),
    ),
  }),
} satisfies Partial<FindingPhrases>;
