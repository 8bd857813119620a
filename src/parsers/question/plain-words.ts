/** One word of a question. `quoted`: the person put it in quotation marks, alone. */
export interface PlainWord {
  readonly text: string;
  readonly quoted: boolean;
}

const DASHES = /[‐‑‒–—―−﹘]/g;
const QUOTES = /[“”„‟«»「」『』`‘’‚‛]/g;
const APOSTROPHE = /(?<=[\p{L}\p{N}])[‘’](?=\p{L})/gu;
const MENTION = /^(?:<@[A-Za-z0-9]{1,40}(?:\|[^>]{0,100})?>|@[\p{L}\p{N}._-]{1,80}|\/dca[\w-]{0,40})[:,]?$/u;
const JAPANESE = '\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー';
// Japanese puts no spaces between words. A name is never Japanese, so that it ends where the script changes; after
// katakana or kanji these particles, and the verb that makes `スケールしない` of a noun, end a word.
const NAME_THEN_JAPANESE = new RegExp(`([A-Za-z0-9"])(?=[${JAPANESE}])`, 'gu');
const JAPANESE_THEN_NAME = new RegExp(`([${JAPANESE}])(?=[A-Za-z0-9"])`, 'gu');
const PARTICLE = /([\p{Script=Katakana}\p{Script=Han}ー])(?:を|の|は|が|って)/gu;
const PARTICLE_IN_FRONT = /^(?:を|の|は|が|に|で|も)(?=[\p{Script=Katakana}\p{Script=Han}])/u;
const VERB = /([\p{Script=Katakana}\p{Script=Han}ー])(?=(?:し|され|でき)(?:ない|ません|ます|てい))/gu;

/**
 * The words of a question as a keyboard without helpfulness would have given them: full-width letters and spaces, curly
 * quotes and the dashes that phones make of `--` are undone, and the bot's own name in front is dropped.
 */
export function plainWords(text: string): readonly PlainWord[] {
  const words = undoPhone(text)
    .split(/\s/u)
    .flatMap((word) => (MENTION.test(word) ? [word] : splitScripts(word)))
    .map(plainWord)
    .filter((word) => word.text !== '');
  let first = 0;
  while (first < words.length && MENTION.test(words[first]!.text)) {
    first += 1;
  }
  return words.slice(first).map((word) => ({ ...word, text: word.text.replace(/^\/(?=\p{L})/u, '') }));
}

function undoPhone(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
      .replace(APOSTROPHE, "'")
      .replace(QUOTES, '"')
      .replace(DASHES, '-')
      // A phone makes one long dash of two short ones, and now it is one short one.
      .replace(/(^|\s)-(?=(?:cluster|lang|language|depth|namespace|page)(?:[\s=]|$))/gi, '$1--')
      .replace(/[、。]/g, ' ')
      .replace(/(?<=\w) \/ (?=\w)/g, '/')
      .replace(PARTICLE, '$1 ')
  );
}

function splitScripts(word: string): readonly string[] {
  return word
    .replace(NAME_THEN_JAPANESE, '$1 ')
    .replace(JAPANESE_THEN_NAME, '$1 ')
    .replace(VERB, '$1 ')
    .split(' ')
    .map((part) => part.replace(PARTICLE_IN_FRONT, ''));
}

function plainWord(word: string): PlainWord {
  const trimmed = trimPunctuation(word);
  const quoted = /^(["'])[^"']+\1$/.test(trimmed);
  return { text: trimPunctuation(trimmed.replace(/"/g, '').replace(/^'{1,5}|'{1,5}$/g, '')), quoted };
}

function trimPunctuation(word: string): string {
  let end = word.length;
  while (end > 0 && '.,!;:'.includes(word[end - 1]!)) {
    end -= 1;
  }
  return word.slice(0, end).replace(/^\({1,5}|\){1,5}(?=\?{0,5}$)/g, '');
}
