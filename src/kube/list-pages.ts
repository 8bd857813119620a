import { ApiRefusal, BrokenOff } from './call-failures.ts';
import type { Shape } from './json-shape.ts';
import { narrowPage } from './narrow-objects.ts';

/** The page size kubectl uses too. */
const PAGE_SIZE = 500;

export interface PageQuery {
  readonly limit: string;
  readonly continue?: string | undefined;
}

/**
 * Fetches a list page by page. More than `limit` objects reject as truncated. When the API server forgot where the
 * list was (410), it is read once more from the start.
 */
export async function listPages<T>(
  fetchPage: (page: PageQuery) => Promise<unknown>,
  kind: string,
  shape: Shape<T>,
  limit: number,
): Promise<readonly T[]> {
  const fromTheStart = async (): Promise<readonly T[]> => {
    const all: T[] = [];
    let next: string | undefined;
    do {
      // One more than allowed, so that a list of exactly `limit` objects is known to end there.
      const size = Math.min(PAGE_SIZE, limit + 1 - all.length);
      const page = narrowPage(await fetchPage({ limit: String(size), continue: next }), kind, shape);
      all.push(...page.items);
      if (all.length > limit) throw new BrokenOff('truncated', `more than ${limit} objects`);
      next = page.next;
    } while (next !== undefined);
    return all;
  };
  try {
    return await fromTheStart();
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 410) return fromTheStart();
    throw error;
  }
}
