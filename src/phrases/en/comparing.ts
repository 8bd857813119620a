import type { Finding, Verdict } from '../../domain/finding.ts';
import type { FactsByCode } from '../../domain/finding-facts.ts';
import { reportIdForm, shortReportId } from '../../domain/report-id.ts';
import { isMoreThanExplained, isWorse, ofTwoClusters, troubles, worstFirst } from '../health-names.ts';
import { clockTime, number } from '../measure.ts';
import { remedy } from '../names.ts';
import type { FindingPhrases, PhraseContext, SignedLine } from '../phrases.ts';
import { code, plain, type Rich, say, strong } from '../rich.ts';
import { codes, count } from './wording.ts';

type Changed = FactsByCode['compare-changed'];

function changedSum({ before, after, gone, appeared, unseenBefore, still }: Changed, { now }: PhraseContext): Rich {
  const [lost, came, stay] = [troubles(gone), troubles(appeared), troubles(still)];
  const hidden = troubles(unseenBefore);
  if (ofTwoClusters(before, after))
    return strong`${code(before.cluster)} and ${code(after.cluster)} differ: ${count(lost, 'trouble')} only in the first, ${number(came)} only in the second, ${number(stay)} in both${hidden === 0 ? '' : say`, ${number(hidden)} in the second that could not be seen in the first`}.`;
  return lost + came + hidden === 0
    ? strong`Since ${clockTime(before.at, now)} the troubles are the same (${number(stay)}), while details have changed.`
    : strong`Since ${clockTime(before.at, now)}: ${count(came, 'new trouble')}, ${number(lost)} gone, ${number(stay)} as before${hidden === 0 ? '' : say`, ${number(hidden)} that could not be seen then`}.`;
}

const VERDICT_WORDS: Readonly<Record<string, string>> = {
  ok: 'well',
  explained: 'harmless',
  unknown: 'unknown',
  warning: 'warning',
  fault: 'fault',
} satisfies Record<Verdict, string>;

function moved({ code: which, subject, fact, before, after }: Changed['moved'][number]): Rich {
  const what = say`${code(which)}${subject === '' ? [] : say`, ${code(subject)}`}`;
  if (fact !== 'verdict') return say`${what}: ${code(fact)} ${before} → ${after}`;
  return say`${what}: ${isWorse(before, after) ? 'worse' : 'less bad'} than before, ${VERDICT_WORDS[before] ?? before} → ${VERDICT_WORDS[after] ?? after}`;
}

function unseen(sources: readonly string[]): readonly Rich[] {
  return sources.length === 0
    ? []
    : [say`Read then and not now, so that nothing behind it is known to be gone: ${codes(sources, 3)}`];
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
    say`${code(cluster)} (${clockTime(at, now)}, ${report === null ? 'asked just now' : say`report ${code(shortReportId(report))}`})`;
  return say`Compared: ${side(before)} with ${side(after)}`;
}

/** A side is a report's id or a cluster's name. */
function shownSide(what: string): string {
  return reportIdForm(what)?.form === 'full' ? shortReportId(what) : what;
}

const IMPOSSIBLE = {
  'no-report': say`there is no such report; they are kept for 30 days`,
  unreadable: say`it cannot be read by this version of dca-bot`,
  'other-question': say`it answers another question, or is about something else`,
  late: say`its answer did not come in time`,
} as const;

const NO_REPLAY = {
  'no-report': say`there is no such report; they are kept for 30 days`,
  unreadable: say`it cannot be read by this version of dca-bot`,
  'no-readings': say`it was stored without what was read`,
} as const;

const HOW_COMPARED: readonly Rich[] = [
  say`Findings are held against each other by their code and what they are about; between two clusters, where names differ anyway, by their code alone. Ages and times are left out.`,
];

/** Two reports side by side, and one report judged again. */
export const comparing = {
  'compare-same': (facts, context) => ({
    sum: ofTwoClusters(facts.before, facts.after)
      ? strong`${code(facts.before.cluster)} and ${code(facts.after.cluster)} do not differ${facts.still.length === 0 ? ', and nothing is wrong in either' : ''}.`
      : strong`Nothing has changed since ${clockTime(facts.before.at, context.now)}${facts.still.length === 0 ? ', and nothing is wrong' : ''}.`,
    lines: lines(ofTwoClusters(facts.before, facts.after) ? say`In both` : say`Still`, facts.still, own, context),
    points: [...unseen(facts.unseen), sides(facts, context)],
    teach: HOW_COMPARED,
  }),
  'compare-changed': (facts, context) => {
    const two = ofTwoClusters(facts.before, facts.after);
    return {
      sum: changedSum(facts, context),
      lines: [
        ...lines(two ? say`Only in ${code(facts.after.cluster)}` : say`New`, facts.appeared, own, context),
        ...lines(
          two
            ? say`In ${code(facts.after.cluster)}, not seen in ${code(facts.before.cluster)}`
            : say`Now, and not known whether then`,
          facts.unseenBefore,
          own,
          context,
        ),
        ...(two
          ? lines(say`Only in ${code(facts.before.cluster)}`, facts.gone, own, context)
          : [
              ...lines(say`Gone`, facts.gone.filter(isMoreThanExplained), () => 'ok', context),
              ...lines(
                say`No longer so`,
                facts.gone.filter((one) => !isMoreThanExplained(one)),
                () => 'explained',
                context,
              ),
            ]),
        ...lines(two ? say`In both` : say`Still`, facts.still, own, context),
      ],
      points: [
        ...facts.moved.map(moved),
        ...(facts.versions === null
          ? []
          : [
              say`Agent versions: ${facts.versions.before.join(', ') || 'not known'} → ${facts.versions.after.join(', ') || 'not known'}`,
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
        ? strong`Nothing was compared: the two answers are not to the same question.`
        : strong`Nothing was compared: ${side === 'before' ? 'the first' : 'the second'} side, ${code(shownSide(what))}, is missing.`,
    points: [say`Why, of ${code(shownSide(what))}: ${IMPOSSIBLE[cause]}`],
    remedy:
      cause === 'late'
        ? remedy(say`ask that side alone to see what keeps it: ${code('/dca health')}.`)
        : cause === 'other-question'
          ? remedy(say`compare reports of the same question about the same thing.`)
          : remedy(say`take the id from the small line under an answer of the last 30 days.`),
  }),
  'replay-same': ({ report, at }, { now }) => ({
    sum: strong`Today's rules see in report ${code(shortReportId(report))} what they saw then.`,
    points: [say`Its readings are of ${clockTime(at, now)}; nothing was read anew`],
  }),
  'replay-differs': ({ report, at, gone, appeared }, { now }) => ({
    sum: strong`Today's rules see report ${code(shortReportId(report))} in another way than the rules of then.`,
    points: [
      ...(appeared.length === 0 ? [] : [say`Seen now: ${codes(appeared, 8)}`]),
      ...(gone.length === 0 ? [] : [say`Seen only then: ${codes(gone, 8)}`]),
      ...(appeared.length + gone.length > 0
        ? []
        : [say`They are the same findings; what they say, or in which order, has changed`]),
      say`Its readings are of ${clockTime(at, now)}; nothing was read anew`,
    ],
    notAtFault: say`This says nothing about the cluster today: the rules have changed, not the readings.`,
  }),
  'replay-impossible': ({ report, cause }) => ({
    sum: strong`Report ${code(shortReportId(report))} cannot be judged again.`,
    points: [say`Why: ${NO_REPLAY[cause]}`],
    remedy:
      cause === 'no-readings'
        ? remedy(say`ask the same question again instead.`)
        : remedy(say`take the id from the small line under an answer of the last 30 days.`),
  }),
} satisfies Partial<FindingPhrases>;
