import type { Manner, Question } from '../../domain/question.ts';
import type { AskableKind } from './words.ts';

export type ParsedQuestion = { readonly ok: true; readonly question: Question; readonly manner: Manner } | Failure;

export type Failure =
  | {
      readonly ok: false;
      readonly why: 'empty' | 'too-long' | 'unknown-word' | 'bad-option' | 'bad-name' | 'two-subjects';
      /** The word that could not be read; '' where none is to blame. At most 100 characters. */
      readonly word: string;
      /** Legal words in its place, the likeliest first; never empty. */
      readonly suggestions: readonly string[];
    }
  | {
      readonly ok: false;
      /** `word` is well formed, and not for a question of this kind. */
      readonly why: 'not-taken';
      readonly kind: AskableKind;
      readonly word: string;
      readonly suggestions: readonly string[];
    };

const QUOTED_CHARACTERS = 100;

export function failure(
  why: Exclude<Failure['why'], 'not-taken'>,
  word: string,
  suggestions: readonly string[],
): Failure {
  return { ok: false, why, word: word.slice(0, QUOTED_CHARACTERS), suggestions };
}

export function notTaken(kind: AskableKind, word: string, suggestions: readonly string[]): Failure {
  return { ok: false, why: 'not-taken', kind, word: word.slice(0, QUOTED_CHARACTERS), suggestions };
}
