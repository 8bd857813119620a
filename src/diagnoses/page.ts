/** As many rows as fit into one message beside the words around them. */
const ROWS = 25;

/** One page of a list, from 1; a page beyond the last gives the last. An empty list has one page. */
export function pageOf<T>(rows: readonly T[], wanted = 1) {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const page = Math.min(Math.max(1, wanted), pages);
  return { shown: rows.slice((page - 1) * ROWS, page * ROWS), page, pages };
}
