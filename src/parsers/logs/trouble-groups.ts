import { cutText } from '../cut-text.ts';

const MAX_TEXT = 600;

/** Equal lines, counted; the fields are those of `LogTrouble`. */
export interface TroubleGroup<K extends string> {
  readonly kind: K;
  readonly times: number;
  readonly first?: string;
  readonly last?: string;
  readonly text: string;
  readonly about?: string;
}

/** A line that means something. `at` is ISO 8601. */
export interface Sighting<K extends string> {
  readonly kind: K;
  readonly about: string | undefined;
  readonly at: string | undefined;
  readonly message: string;
}

export interface TroubleGroups<K extends string> {
  readonly add: (sighting: Sighting<K>) => void;
  /** In the order of their first appearance. */
  readonly all: () => readonly TroubleGroup<K>[];
}

/**
 * Counts lines by kind and by what they name. After `limit` groups new names are counted without their name, so that a
 * log of any size makes a short answer and loses no line.
 */
export function troubleGroups<K extends string>(limit: number): TroubleGroups<K> {
  const groups = new Map<string, TroubleGroup<K>>();
  return {
    add: ({ kind, about, at, message }) => {
      const full = groups.size >= limit && !groups.has(`${kind} ${about ?? ''}`);
      const shown = full ? undefined : about;
      const key = `${kind} ${shown ?? ''}`;
      const before = groups.get(key);
      const newest = at === undefined || before?.last === undefined || at >= before.last;
      const first = earlier(before?.first, at);
      const last = newest ? (at ?? before?.last) : before.last;
      groups.set(key, {
        kind,
        times: (before?.times ?? 0) + 1,
        ...(first !== undefined && { first }),
        ...(last !== undefined && { last }),
        text: newest ? cutText(message.trim(), MAX_TEXT) : before.text,
        ...(shown !== undefined && { about: shown }),
      });
    },
    all: () => [...groups.values()],
  };
}

/** The earlier of two ISO times, of which either may be missing. */
export function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a !== undefined && b !== undefined ? (a < b ? a : b) : (a ?? b);
}
