const DASHES = /[‐‑‒–—―−﹘]/g;
const QUOTES = /["“”„‟«»「」『』`]/g;
const MENTION = /^(?:<@[A-Za-z0-9]{1,40}(?:\|[^>]{0,100})?>|@[\p{L}\p{N}._-]{1,80}|\/dca[\w-]{0,40})[:,]?$/u;
// Japanese puts no spaces between words; after katakana or kanji these particles end one.
const PARTICLE = /([\p{Script=Katakana}\p{Script=Han}ー])(?:を|の|は|が|って)/gu;

/**
 * The words of a question as a keyboard without helpfulness would have given them: full-width letters and spaces, curly
 * quotes and the dashes that phones make of `--` are undone, and the bot's own name in front is dropped. Quotes go, as
 * no name in a question holds a space.
 */
export function plainWords(text: string): readonly string[] {
  const words = undoPhone(text)
    .split(/\s/u)
    .map((word) => trimPunctuation(word))
    .filter((word) => word !== '');
  let first = 0;
  while (first < words.length && MENTION.test(words[first]!)) {
    first += 1;
  }
  return words.slice(first).map((word) => word.replace(/^\/(?=\p{L})/u, ''));
}

function undoPhone(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
      .replace(/[‘’‚‛]/g, "'")
      .replace(QUOTES, '')
      .replace(DASHES, '-')
      // A phone makes one long dash of two short ones, and now it is one short one.
      .replace(/(^|\s)-(?=(?:cluster|lang|language|depth)(?:[\s=]|$))/gi, '$1--')
      .replace(/[、。]/g, ' ')
      .replace(PARTICLE, '$1 ')
  );
}

function trimPunctuation(word: string): string {
  let end = word.length;
  while (end > 0 && ".,!;:'".includes(word[end - 1]!)) {
    end -= 1;
  }
  return word.slice(0, end).replace(/^'{1,5}/, '');
}
