import type { FactsByCode } from '../../domain/finding-facts.ts';
import { size, troubledLog } from '../log-names.ts';
import { clockTime, number } from '../measure.ts';
import { commands, logCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { logKind } from './log-kinds.ts';
import { ago, codes, list } from './wording.ts';

const HOW_LOGS_ARE_READ: readonly Rich[] = [
  say`約 100 種類の行を、各バージョンの文面で判別し、同じものを全レプリカで数えます。行に書かれたファイルや関数の名前はバージョンによって変わるため、見ていません。`,
  say`同じ行が 10 分を超えて、かつ通常の間隔の 2 倍を超えて現れないままログが続いていれば、解消済みとみなします。`,
  say`Agent は問題に出会ったときに、設定されたログレベルの範囲で記録します。静かなログは良い兆候ですが、証拠ではありません。`,
];

function whenTold({ times, last, lastSeconds, over }: FactsByCode['logs-trouble'], context: PhraseContext): Rich {
  const lines = `${number(times)} 行`;
  if (over && last !== null) return say`${lines}、${clockTime(last, context.now)} 以降なし`;
  return lastSeconds === null ? say`${lines}` : say`${lines}、最新は ${ago(lastSeconds, context)}`;
}

function span({ first, last, times }: FactsByCode['logs-trouble'], { now }: PhraseContext): readonly Rich[] {
  if (first === null || last === null || times < 2) return [];
  return [say`${clockTime(first, now)} から ${clockTime(last, now)} まで`];
}

/** What the replicas' logs say. */
export const logs = {
  'logs-trouble': (facts, context) => {
    const { means, effect, remedy: toDo } = logKind(facts.kind, facts.about);
    return {
      sum: strong`${facts.over ? '解消済み: ' : []}${means}(${whenTold(facts, context)})。`,
      points: [
        say`最新の行: ${code(facts.text)}`,
        ...(facts.pods.length === 0
          ? []
          : [say`記録のあるログ: ${list(facts.pods.map(({ pod, times }) => say`${code(pod)} × ${number(times)}`))}`]),
        ...span(facts, context),
      ],
      ...(facts.over ? {} : { effect }),
      remedy: facts.over ? remedy(say`再び現れない限り不要です。`) : toDo(context),
      teach: HOW_LOGS_ARE_READ,
      see: [troubledLog(facts, context)],
    };
  },
  'logs-more': ({ troubles, kinds }, context) => ({
    sum: strong`ログには他にも ${number(troubles)} 件の問題があります。いずれも個別に示したものより重くはありません。`,
    points: kinds.map(
      ({ kind, troubles: alike, times, over }) =>
        say`${over ? '解消済み: ' : []}${logKind(kind, null).means}(${alike === 1 ? [] : `異なるもの ${number(alike)} 件、`}${number(times)} 行)`,
    ),
    remedy: remedy(say`個別に示したものから対処してください。残ったものはその後ここに現れます。`),
    teach: HOW_LOGS_ARE_READ,
    see: commands(logCommand(null, context, '--since=1h')),
  }),
  'logs-quiet': ({ pods, lines, from, to, noise }, context) => ({
    sum: strong`レプリカ ${number(pods)} 個のログ(${number(lines)} 行)に、既知の問題もエラーもありません。`,
    points: [
      ...(from === null || to === null
        ? []
        : [say`読み取った範囲: ${clockTime(from, context.now)} から ${clockTime(to, context.now)} まで`]),
      ...(noise === 0 ? [] : [say`エラーのように見えて異常ではない行: ${number(noise)} 行`]),
    ],
    notSeen: [say`Agent が設定されたログレベルで記録しないもの`],
    teach: HOW_LOGS_ARE_READ,
    see: commands(logCommand(null, context, '--since=1h')),
  }),
  'logs-empty': ({ pods, lines }, context) => ({
    sum:
      pods.length === 0
        ? strong`どのレプリカのログも読み取れませんでした。`
        : strong`${pods.length === 1 ? say`${shortPod(pods[0] ?? '')} ` : say`Pod ${number(pods.length)} 個`}のログからは何も分かりません。${lines === 0 ? '読み取れた行がありません' : say`${number(lines)} 行のいずれも Agent の形式ではありません`}。`,
    points: pods.length === 0 ? [] : [say`対象の Pod: ${codes(pods)}`],
    notSeen: [say`これらのレプリカに問題があるかどうか(空のログは良い兆候でも悪い兆候でもありません)`],
    remedy: remedy(
      say`コンテナーがファイルにだけ記録していないか(${code('DD_LOG_TO_CONSOLE')})、起動直後ではないかを確認してください。`,
      logCommand(pods.length === 1 ? (pods[0] ?? null) : null, context, '--tail=20'),
    ),
    teach: HOW_LOGS_ARE_READ,
  }),
  'logs-cut': ({ pods, bytes, from }, context) => ({
    sum: strong`ログ ${number(pods.length)} 件は、新しい方から ${size(bytes)} だけを読み取りました${from === null ? [] : say`(${clockTime(from, context.now)} 以降)`}。`,
    points: [say`対象の Pod: ${codes(pods)}`],
    notSeen: [say`それより前の記録`],
    remedy: remedy(say`問題がそれより古くなければ不要です。`),
  }),
} satisfies Partial<FindingPhrases>;
