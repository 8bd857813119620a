/**
 * The start of a text, at most `length` characters. A word that would be cut in two is left out whole: half a secret
 * has no form that masking could know it by.
 */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = length - 1;
  while (end > 0 && !BETWEEN_WORDS.test(text.charAt(end - 1)) && !BETWEEN_WORDS.test(text.charAt(end))) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

const BETWEEN_WORDS = /[\s"'<>{}[\]]/;
