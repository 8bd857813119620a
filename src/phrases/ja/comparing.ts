import type { Finding, Verdict } from '../../domain/finding.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { reportIdForm, shortReportId } from '../../domain/report-id.ts';
import { isMoreThanExplained, isWorse, ofTwoClusters, troubles, worstFirst } from '../health-names.ts';
import { clockTime, number } from '../measure.ts';
import { remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, SignedLine } from '../phrases.ts';
import { code, plain, type Rich, say, strong } from '../rich.ts';
import { codes } from './wording.ts';

type Changed = FactsByCode['compare-changed'];

function changedSum({ before, after, gone, appeared, unseenBefore, still }: Changed, { now }: PhraseContext): Rich {
  const [lost, came, stay] = [troubles(gone), troubles(appeared), troubles(still)];
  const hidden = troubles(unseenBefore);
  if (ofTwoClusters(before, after))
    return strong`${code(before.cluster)} と ${code(after.cluster)} には違いがあります。問題は前者だけに ${number(lost)} 件、後者だけに ${number(came)} 件、両方に ${number(stay)} 件${hidden === 0 ? '' : say`、前者では確認できなかったものが後者に ${number(hidden)} 件`}です。`;
  return lost + came + hidden === 0
    ? strong`${clockTime(before.at, now)} から問題は変わっていません(${number(stay)} 件)。細部に変化があります。`
    : strong`${clockTime(before.at, now)} からの変化: 新しい問題 ${number(came)} 件、解消 ${number(lost)} 件、継続 ${number(stay)} 件${hidden === 0 ? '' : say`、前回は確認できなかったもの ${number(hidden)} 件`}。`;
}

const VERDICT_WORDS: Readonly<Record<string, string>> = {
  ok: '正常',
  explained: '問題なし',
  unknown: '不明',
  warning: '警告',
  fault: '障害',
} satisfies Record<Verdict, string>;

function moved({ code: which, subject, fact, before, after }: Changed['moved'][number]): Rich {
  const what = say`${code(which)}${subject === '' ? [] : say`(${code(subject)})`}`;
  if (fact !== 'verdict') return say`${what}の変化: ${code(fact)} ${before} → ${after}`;
  return say`${what}が${isWorse(before, after) ? '悪化' : '改善'}しました: ${VERDICT_WORDS[before] ?? before} → ${VERDICT_WORDS[after] ?? after}`;
}

function unseen(sources: readonly string[]): readonly Rich[] {
  return sources.length === 0
    ? []
    : [say`前回は読み取れて今回は読み取れなかったもの(解消したとは判断していません): ${codes(sources, 3)}`];
}

function lines(
  label: Rich,
  findings: readonly Finding[],
  sign: (finding: Finding) => Verdict,
  context: PhraseContext,
): readonly SignedLine[] {
  return worstFirst(findings).map((one) => ({
    verdict: sign(one),
    say: say`${label}: ${plain(context.sumOf(one))}`,
  }));
}

const own = ({ verdict }: Finding) => verdict;

function sides({ before, after }: Pick<Changed, 'before' | 'after'>, { now }: PhraseContext): Rich {
  const side = ({ cluster, at, report }: Changed['before']) =>
    say`${code(cluster)}(${clockTime(at, now)}、${report === null ? '今回の照会' : say`レポート ${code(shortReportId(report))}`})`;
  return say`比較対象: ${side(before)} と ${side(after)}`;
}

/** A side is a report's id or a cluster's name. */
function shownSide(what: string): string {
  return reportIdForm(what)?.form === 'full' ? shortReportId(what) : what;
}

const IMPOSSIBLE = {
  'no-report': say`該当するレポートがありません(保存期間は 30 日です)`,
  unreadable: say`このバージョンの dca-bot では読み取れません`,
  'other-question': say`別の質問、または別の対象への回答です`,
  late: say`時間内に回答が得られませんでした`,
} as const;

const NO_REPLAY = {
  'no-report': say`該当するレポートがありません(保存期間は 30 日です)`,
  unreadable: say`このバージョンの dca-bot では読み取れません`,
  'no-readings': say`読み取った内容なしで保存されています`,
} as const;

const HOW_COMPARED: readonly Rich[] = [
  say`所見はコードと対象で照合します。クラスターどうしでは名前が異なるため、コードだけで照合します。経過時間と時刻は比べません。`,
];

/** Two reports side by side, and one report judged again. */
export const comparing = {
  'compare-same': (facts, context) => ({
    sum: ofTwoClusters(facts.before, facts.after)
      ? strong`${code(facts.before.cluster)} と ${code(facts.after.cluster)} に違いはありません${facts.still.length === 0 ? '。どちらにも異常はありません' : ''}。`
      : strong`${clockTime(facts.before.at, context.now)} から変化はありません${facts.still.length === 0 ? '。異常もありません' : ''}。`,
    lines: lines(ofTwoClusters(facts.before, facts.after) ? say`両方` : say`継続`, facts.still, own, context),
    points: [...unseen(facts.unseen), sides(facts, context)],
    teach: HOW_COMPARED,
  }),
  'compare-changed': (facts, context) => {
    const two = ofTwoClusters(facts.before, facts.after);
    return {
      sum: changedSum(facts, context),
      lines: [
        ...lines(two ? say`${code(facts.after.cluster)} のみ` : say`新規`, facts.appeared, own, context),
        ...lines(
          two
            ? say`${code(facts.after.cluster)}(${code(facts.before.cluster)} では確認できず)`
            : say`今回判明(前回は確認できず)`,
          facts.unseenBefore,
          own,
          context,
        ),
        ...(two
          ? lines(say`${code(facts.before.cluster)} のみ`, facts.gone, own, context)
          : [
              ...lines(say`解消`, facts.gone.filter(isMoreThanExplained), () => 'ok', context),
              ...lines(
                say`該当しなくなったもの`,
                facts.gone.filter((one) => !isMoreThanExplained(one)),
                () => 'explained',
                context,
              ),
            ]),
        ...lines(two ? say`両方` : say`継続`, facts.still, own, context),
      ],
      points: [
        ...facts.moved.map(moved),
        ...(facts.versions === null
          ? []
          : [
              say`Agent のバージョン: ${facts.versions.before.join(', ') || '不明'} → ${facts.versions.after.join(', ') || '不明'}`,
            ]),
        ...unseen(facts.unseen),
        sides(facts, context),
      ],
      teach: HOW_COMPARED,
    };
  },
  'compare-impossible': ({ side, what, cause }) => ({
    sum:
      cause === 'other-question'
        ? strong`比較できませんでした。2 つの回答の質問が異なります。`
        : strong`比較できませんでした。${side === 'before' ? '1 つ目' : '2 つ目'}の対象 ${code(shownSide(what))} がありません。`,
    points: [say`理由(${code(shownSide(what))}): ${IMPOSSIBLE[cause]}`],
    remedy:
      cause === 'late'
        ? remedy(say`原因を調べるには、その対象だけに ${code('/dca health')} と質問してください。`)
        : cause === 'other-question'
          ? remedy(say`同じ対象への同じ質問のレポートどうしを比較してください。`)
          : remedy(say`30 日以内の回答の最後の行にある ID を指定してください。`),
  }),
  'replay-same': ({ report, at }, { now }) => ({
    sum: strong`レポート ${code(shortReportId(report))} を現在のルールで判定し直しても、結果は同じです。`,
    points: [say`読み取りは ${clockTime(at, now)} のもので、新たな読み取りは行っていません`],
  }),
  'replay-differs': ({ report, at, gone, appeared }, { now }) => ({
    sum: strong`レポート ${code(shortReportId(report))} を現在のルールで判定し直すと、結果が当時と異なります。`,
    points: [
      ...(appeared.length === 0 ? [] : [say`現在だけの所見: ${codes(appeared, 8)}`]),
      ...(gone.length === 0 ? [] : [say`当時だけの所見: ${codes(gone, 8)}`]),
      ...(appeared.length + gone.length > 0 ? [] : [say`所見の種類は同じで、内容または順序が変わりました`]),
      say`読み取りは ${clockTime(at, now)} のもので、新たな読み取りは行っていません`,
    ],
    notAtFault: say`現在のクラスターの状態を示すものではありません。変わったのは読み取った内容ではなくルールです。`,
  }),
  'replay-impossible': ({ report, cause }) => ({
    sum: strong`レポート ${code(shortReportId(report))} は判定し直せません。`,
    points: [say`理由: ${NO_REPLAY[cause]}`],
    remedy:
      cause === 'no-readings'
        ? remedy(say`同じ質問をもう一度してください。`)
        : remedy(say`30 日以内の回答の最後の行にある ID を指定してください。`),
  }),
} satisfies Partial<FindingPhrases>;
