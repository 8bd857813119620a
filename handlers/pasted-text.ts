import { DEPTHS, LANGUAGES, type Manner } from '../src/domain/question.ts';
import { parseQuestion } from '../src/parsers/question/parse-question.ts';

/** As much as one Slack message can hold. */
export const MAX_PASTED_LENGTH = 40_000;

/** A request to explain: what was pasted, and how to answer. */
export interface Pasted {
  readonly text: string;
  readonly manner: Manner;
}

const EXPLAIN = /^\s*(?:explain|説明して|説明|解説して|解説)(?=[\s::]|$)[\s::]*/iu;
/** Dashes as phones rewrite them, too. */
const OPTION = /^(?:--|[—–])(lang|depth)[ =]+(\S+)\s*/;
/** What is pasted is hardly ever one short line, and a question always is. */
const QUESTION_LENGTH = 200;

/**
 * The text behind `explain`; `undefined` where the words are a question, also one asked as `explain leader` (which
 * `words` then asks with its reasons).
 */
export function readPasted(words: string): Pasted | { readonly words: string } {
  const opening = EXPLAIN.exec(words);
  if (opening === null) return { words };
  let text = words.slice(opening[0].length);
  let manner: Manner = { depth: 'normal' };
  for (let option = OPTION.exec(text); option !== null; option = OPTION.exec(text)) {
    const [whole, name, value] = option;
    const language = LANGUAGES.find((known) => name === 'lang' && known === value);
    const depth = DEPTHS.find((known) => name === 'depth' && known === value);
    if (language === undefined && depth === undefined) break;
    manner = { ...manner, ...(language && { language }), ...(depth && { depth }) };
    text = text.slice(whole.length);
  }
  const line = text.trim();
  if (line !== '' && line.length <= QUESTION_LENGTH && !line.includes('\n') && parseQuestion(line).ok)
    return { words: `why ${words.slice(opening[0].length)}` };
  return { text, manner };
}
