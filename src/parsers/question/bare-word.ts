/** `Leader?` is the word `leader`; a question mark alone is the alias of `help`. */
export function bareWord(word: string): string {
  const lower = word.toLowerCase();
  return /^\?{1,2}$/.test(lower) ? lower : lower.replace(/[?!]{1,20}$/, '');
}
