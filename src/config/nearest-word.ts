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

function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
