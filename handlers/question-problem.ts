import { MAX_QUESTION_LENGTH } from '../src/parsers/question/parse-question.ts';
import type { Failure } from '../src/parsers/question/parsed-question.ts';
import { ASKABLE } from '../src/parsers/question/words.ts';
import type { Notice, NoticeOf } from '../src/phrases/notice.ts';

/** How a person calls dca-bot; stands before the questions that are suggested. */
export type Calling = '/dca' | '@dca' | 'dca ask';

/** What to tell somebody whose words are no question. Empty words are answered with the help and need no notice. */
export function questionProblem(failure: Failure, words: string, calling: Calling): Notice {
  const { why, word, suggestions } = failure;
  switch (why) {
    case 'empty':
      return { kind: 'empty' };
    case 'too-long':
      return { kind: 'too-long', length: words.length, limit: MAX_QUESTION_LENGTH };
    case 'unknown-word':
      return { kind: 'unknown-word', word, nearest: nearestQuestions(suggestions, calling) };
    case 'bad-option':
      return badOption(word, suggestions);
    case 'bad-name':
      return { kind: 'bad-name', word, about: aboutOf(suggestions) };
    case 'two-subjects':
      return { kind: 'two-subjects', word, nearest: nearestQuestions(suggestions, calling) };
    case 'not-taken':
      return { kind: 'not-taken', question: failure.kind, word, nearest: nearestQuestions(suggestions, calling) };
  }
}

/** The parser suggests the forms of the question that was begun; a namespace alone is told as for HPAs. */
function aboutOf([form = '']: readonly string[]): NoticeOf<'bad-name'>['about'] {
  if (/^(?:compare|replay) /.test(form)) return 'report';
  return (['checks', 'endpoints', 'metadata', 'node'] as const).find((kind) => form.startsWith(`${kind} `)) ?? 'hpa';
}

/** The parser suggests everything when nothing is near: that is no guess to offer, the help says it better. */
function nearestQuestions(suggestions: readonly string[], calling: Calling): readonly string[] {
  if (suggestions.length === ASKABLE.length) return [];
  return suggestions.map((question) => `${calling} ${question}`);
}

/**
 * The parser names one word, the option or its value, and what would be legal: whole options (`--lang`) where the
 * option is unknown, options with a value (`--lang ja`) where only the value is.
 */
function badOption(word: string, suggestions: readonly string[]): Notice {
  const option = suggestions[0]?.split(' ')[0] ?? word;
  const legalValues = suggestions.some((suggestion) => suggestion.includes(' '));
  if (!legalValues) return { kind: 'bad-option', option: word, value: null, allowed: [] };
  const withoutValue = word === option || ['on', 'in', 'for'].includes(word.toLowerCase());
  return { kind: 'bad-option', option, value: withoutValue ? null : word, allowed: suggestions };
}
