import { editDistance } from '../domain/edit-distance.ts';

const MOST = 5;
/** A name this far from what was asked is another name, not a slip. */
const FARTHEST = 4;

/** How likely a name was meant, 0 the likeliest: the same, then few letters changed, then more or less around it. Undefined: another name. */
export function nearness(asked: string, name: string): number | undefined {
  if (name === asked) return 0;
  const allowed = Math.min(FARTHEST, Math.max(1, Math.floor(asked.length / 2)));
  const longer = Math.abs(name.length - asked.length);
  const distance = longer > allowed ? Number.POSITIVE_INFINITY : editDistance(asked, name);
  if (distance <= allowed) return distance;
  const [shorter, longest] = name.length < asked.length ? [name, asked] : [asked, name];
  return shorter.length > 2 && longest.includes(shorter) ? 1 + FARTHEST : undefined;
}

/** At most five of the candidates, the likeliest first; `rank` gives none to those that are out of the question. */
export function likeliest<T>(
  candidates: Iterable<T>,
  rank: (candidate: T) => number | undefined,
  path: (candidate: T) => string,
): readonly string[] {
  const ranked = new Map<string, number>();
  for (const candidate of candidates) {
    const found = rank(candidate);
    if (found !== undefined) ranked.set(path(candidate), found);
  }
  return [...ranked]
    .sort(([a, rankA], [b, rankB]) => rankA - rankB || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([name]) => name);
}

/** At most five names that may have been meant by one that fits none; of paths (`namespace/name`) the last part counts. */
export function nearNames(asked: string, names: Iterable<string>): readonly string[] {
  return likeliest(
    names,
    (name) => nearness(asked, name.slice(name.lastIndexOf('/') + 1)),
    (name) => name,
  );
}
