import { emptyDraft } from './draft.ts';
import { failure, type ParsedQuestion } from './parsed-question.ts';
import { plainWords } from './plain-words.ts';
import { settleQuestion } from './settle-question.ts';
import { takeKind } from './take-kind.ts';
import { takeOption } from './take-option.ts';
import { takeCluster, takeNamespace, takePage } from './take-place.ts';
import { takeQuoted, takeSubject } from './take-subject.ts';
import { ASKABLE } from './words.ts';

/** Slack's own messages reach 40,000 characters; no question needs more than this. */
export const MAX_QUESTION_LENGTH = 3_000;

/**
 * Reads the words after `/dca`, a mention or `dca ask`: one question, `on CLUSTER` or `--cluster`, `--lang`, `--depth`,
 * `why` for the depth `teach`; for HPAs and metrics what they are about and `--page`. Says which word it could not read
 * and what would be legal in its place.
 */
export function parseQuestion(words: string): ParsedQuestion {
  if (words.length > MAX_QUESTION_LENGTH) {
    return failure('too-long', '', ASKABLE);
  }
  const list = plainWords(words);
  if (list.length === 0) {
    return failure('empty', '', ASKABLE);
  }
  const draft = emptyDraft();
  for (let at = 0; at < list.length; ) {
    const step =
      takeQuoted(draft, list, at) ??
      takeOption(draft, list, at) ??
      takePage(draft, list, at) ??
      takeNamespace(draft, list, at) ??
      takeCluster(draft, list, at) ??
      takeSubject(draft, list, at) ??
      takeKind(draft, list, at);
    if (typeof step !== 'number') {
      return step;
    }
    at += step;
  }
  const question = settleQuestion(draft);
  if ('ok' in question) {
    return question;
  }
  const depth = draft.depth ?? (draft.why ? 'teach' : 'normal');
  return {
    ok: true,
    question,
    manner: { ...(draft.language !== undefined && { language: draft.language }), depth },
  };
}
