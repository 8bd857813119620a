const MAX_LENGTH = 100;

/**
 * Damerau-Levenshtein distance (insert, delete, replace, swap two neighbours), of the first 100 letters only so that a
 * long paste costs no more than a long word.
 */
export function editDistance(a: string, b: string): number {
  const left = [...a.slice(0, MAX_LENGTH)];
  const right = [...b.slice(0, MAX_LENGTH)];
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, beforeLast[j - 2]! + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[right.length]!;
}
