import type { Question } from '../../domain/question.ts';
import { reportIdForm } from '../../domain/report-id.ts';
import { bareWord } from './bare-word.ts';
import type { Draft } from './draft.ts';
import { type Failure, failure, notTaken } from './parsed-question.ts';
import { questionText } from './question-text.ts';
import { isClusterName } from './take-option.ts';
import { COMPARE_TALK, REPLAY_TALK } from './words.ts';

type About = Pick<Question, 'cluster' | 'against' | 'report'>;

const COMPARE_FORMS: readonly string[] = ['compare CLUSTER CLUSTER', 'compare ID'];
const REPLAY_FORMS: readonly string[] = ['replay ID'];

/** Two clusters, of which the first may be the channel's, or the id of a report that is asked again now. */
export function settleCompare(draft: Draft): About | Failure {
  const words = namesIn(draft, COMPARE_TALK);
  const without = notPlaced(draft, 'compare', COMPARE_FORMS);
  if (without !== undefined) {
    return without;
  }
  const ids = words.flatMap((word) => reportIdForm(word)?.id ?? []);
  const [id] = ids;
  if (id !== undefined) {
    const question = { against: { report: id } };
    const other = ids[1] ?? words.find((word) => reportIdForm(word) === undefined) ?? draft.cluster;
    if (other === undefined) {
      return question;
    }
    return failure('two-subjects', other, [questionText({ kind: 'compare', ...question })]);
  }
  const illegal = words.find((word) => !isClusterName(word));
  if (illegal !== undefined) {
    return failure('bad-name', illegal, COMPARE_FORMS);
  }
  const clusters = [...(draft.cluster === undefined ? [] : [draft.cluster]), ...words];
  const [first, second, third] = clusters;
  if (first === undefined || (second === undefined && draft.cluster !== undefined)) {
    return failure('bad-option', 'compare', COMPARE_FORMS);
  }
  if (second === undefined) {
    return { against: { cluster: first } };
  }
  if (third !== undefined) {
    const pairs = [second, third].map((cluster) => ({ cluster: first, against: { cluster } }));
    return failure(
      'two-subjects',
      third,
      pairs.map((pair) => questionText({ kind: 'compare', ...pair })),
    );
  }
  return { cluster: first, against: { cluster: second } };
}

/** The id of one report, which says itself what was asked and where. */
export function settleReplay(draft: Draft): About | Failure {
  const words = namesIn(draft, REPLAY_TALK);
  const [first, second] = words;
  const id = first === undefined ? undefined : reportIdForm(first)?.id;
  const without = notPlaced(draft, 'replay', id === undefined ? REPLAY_FORMS : [replayText(id)]);
  if (without !== undefined) {
    return without;
  }
  if (first === undefined) {
    return failure('bad-option', 'replay', REPLAY_FORMS);
  }
  if (id === undefined) {
    return failure('bad-name', first, REPLAY_FORMS);
  }
  if (draft.cluster !== undefined) {
    return notTaken('replay', `--cluster ${draft.cluster}`, [replayText(id)]);
  }
  return second === undefined
    ? { report: id }
    : failure('two-subjects', second, [
        replayText(id),
        ...[second].flatMap((word) => reportIdForm(word)?.id ?? []).map(replayText),
      ]);
}

/** Names as typed, in their order: those of clusters may have capital letters. */
function namesIn({ named, loose }: Draft, talk: ReadonlySet<string>): readonly string[] {
  const spoken = loose.filter(({ word }) => !talk.has(bareWord(word)));
  return [...named, ...spoken].sort((a, b) => a.at - b.at).map(({ word }) => word.replace(/[?!]{1,20}$/, ''));
}

/** Whole clusters and whole reports are meant. */
function notPlaced(
  { namespace, page }: Draft,
  kind: 'compare' | 'replay',
  instead: readonly string[],
): Failure | undefined {
  const word = namespace === undefined ? (page === undefined ? undefined : `--page ${page}`) : `-n ${namespace}`;
  return word === undefined ? undefined : notTaken(kind, word, instead);
}

function replayText(report: string): string {
  return questionText({ kind: 'replay', report });
}
