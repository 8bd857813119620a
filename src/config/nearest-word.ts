import { editDistance } from '../domain/edit-distance.ts';

/** The word somebody probably meant: at most two letters off (one, for words under five), ties to the first; `null` when none is near. */
export function nearestWord(typed: string, words: readonly string[]): string | null {
  if (typed.length > 40) return null;
  const allowed = typed.length < 5 ? 1 : 2;
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const word of words) {
    const distance = editDistance(plain(typed), plain(word));
    if (distance <= allowed && (best === null || distance < best.distance)) best = { word, distance };
  }
  return best?.word ?? null;
}

/** Case, dashes and underscores are never what was meant to differ. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}
