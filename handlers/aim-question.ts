import { type ClusterKind, isClusterKind, type Question, type TextKind } from '../src/domain/question.ts';
import type { Notice } from '../src/phrases/notice.ts';
import { gatheredWithinMs } from '../src/redis/deadlines.ts';
import { chooseCluster, NO_OTHER_READING, type OtherReadings } from './choose-cluster.ts';
import type { DeskConfig } from './desk-tools.ts';
import { namespaceInstead } from './namespace-instead.ts';
import { nodeInstead } from './node-instead.ts';
import type { Calling } from './question-problem.ts';

/** Where a question goes and how long it may take. */
export interface Aim {
  /** With the names of clusters as they are registered. */
  readonly question: Question;
  /** '' for a question that goes to no cluster itself. */
  readonly cluster: string;
  readonly deadlineMs: number;
}

export interface Surroundings {
  readonly calling: Calling;
  readonly ofChannel: string | undefined;
  /** Names of all registered clusters. */
  readonly known: readonly string[];
  readonly deadlines: DeskConfig['deadlines'];
}

/** For what takes a second or so in a thread of the gateway. */
const TEXT_DEADLINE_MS = 30_000;
/** For the comparing itself, after the last of the two reports. */
const COMPARING_MS = 5_000;

/** Finds the cluster of a question, or both of a comparison; a notice where one of them is not known. */
export function aimQuestion(
  question: Question & { readonly kind: ClusterKind | TextKind },
  { calling, ofChannel, known, deadlines }: Surroundings,
): Aim | { readonly notice: Notice } {
  const { kind, against } = question;
  const choose = (named: string | undefined, others: OtherReadings) => chooseCluster(named, ofChannel, known, others);
  if (isClusterKind(kind)) {
    const asNamespace = namespaceInstead(question, calling);
    const choice = choose(question.cluster, { asNamespace, asNode: nodeInstead(question, calling) });
    if (!choice.chosen) return { notice: choice.notice };
    const named = question.cluster === undefined ? {} : { cluster: choice.cluster };
    return { question: { ...question, ...named }, cluster: choice.cluster, deadlineMs: deadlines[kind] };
  }
  if (kind !== 'compare') return { question, cluster: '', deadlineMs: TEXT_DEADLINE_MS };
  const deadlineMs = gatheredWithinMs(deadlines) + COMPARING_MS;
  if (against === undefined || 'report' in against) return { question, cluster: '', deadlineMs };
  const [one, other] = [choose(question.cluster, NO_OTHER_READING), choose(against.cluster, NO_OTHER_READING)];
  if (!one.chosen) return { notice: one.notice };
  if (!other.chosen) return { notice: other.notice };
  return {
    question: { ...question, cluster: one.cluster, against: { cluster: other.cluster } },
    cluster: '',
    deadlineMs,
  };
}
