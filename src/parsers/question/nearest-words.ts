import { editDistance } from '../../domain/edit-distance.ts';

/** The legal words that are near, by distance; none when none is. */
export function nearWords(word: string, legal: readonly string[]): readonly string[] {
  return legal
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** The near ones; all of them when none is near, so that what exists is always told. */
export function nearestWords(word: string, legal: readonly string[]): readonly string[] {
  const near = nearWords(word, legal);
  return near.length > 0 ? near : legal;
}
