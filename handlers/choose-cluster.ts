import { editDistance } from '../src/domain/edit-distance.ts';
import type { Notice } from '../src/phrases/notice.ts';

export type Choice =
  | { readonly chosen: true; readonly cluster: string }
  | { readonly chosen: false; readonly notice: Notice };

/** Full questions in which the word for the cluster is something else; `null`: it cannot be meant so. */
export interface OtherReadings {
  readonly asNamespace: string | null;
  readonly asNode: string | null;
}

export const NO_OTHER_READING: OtherReadings = { asNamespace: null, asNode: null };

/**
 * Which cluster a question goes to: the one it names, else the channel's, else the only one there is. A cluster whose
 * workers are silent counts like any other: the answer will say that they are. `others`: what could have been asked
 * where there is no such cluster.
 */
export function chooseCluster(
  named: string | undefined,
  ofChannel: string | undefined,
  known: readonly string[],
  others: OtherReadings = NO_OTHER_READING,
): Choice {
  const wanted = named ?? ofChannel;
  if (wanted !== undefined) {
    const cluster = findCluster(wanted, known);
    if (cluster !== undefined) return { chosen: true, cluster };
    return {
      chosen: false,
      notice: { kind: 'unknown-cluster', cluster: wanted, known: nearestFirst(wanted, known), ...others },
    };
  }
  const [only] = known;
  if (only === undefined) return { chosen: false, notice: { kind: 'no-cluster' } };
  if (known.length > 1) return { chosen: false, notice: { kind: 'which-cluster', known } };
  return { chosen: true, cluster: only };
}

/** Names differing in case alone may both exist; then only the exact one is meant. */
export function findCluster(wanted: string, known: readonly string[]): string | undefined {
  if (known.includes(wanted)) return wanted;
  const alike = known.filter((name) => name.toLowerCase() === wanted.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

function nearestFirst(wanted: string, known: readonly string[]): readonly string[] {
  const distance = (name: string) => editDistance(wanted.toLowerCase(), name.toLowerCase());
  return [...known].sort((a, b) => distance(a) - distance(b));
}
