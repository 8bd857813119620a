import { editDistance } from '../../domain/edit-distance.ts';

const MOST = 5;
/** A name this far from what was asked is another name, not a slip. */
const FARTHEST = 4;

/** At most five names that may have been meant by one that fits none, the likeliest first: few letters changed, then more or less around them. */
export function nearNames(asked: string, names: Iterable<string>): readonly string[] {
  const ranked = [...new Set(names)].flatMap((name) => {
    const rank = rankOf(asked.toLowerCase(), name.toLowerCase());
    return rank === undefined ? [] : [{ name, rank }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

function rankOf(asked: string, name: string): number | undefined {
  const allowed = Math.min(FARTHEST, Math.max(1, Math.floor(asked.length / 3)));
  if (Math.abs(name.length - asked.length) <= allowed) {
    const distance = editDistance(asked, name);
    if (distance <= allowed) return distance;
  }
  const [shorter, longer] = name.length < asked.length ? [name, asked] : [asked, name];
  return shorter.length > 2 && longer.includes(shorter) ? FARTHEST + 1 : undefined;
}
