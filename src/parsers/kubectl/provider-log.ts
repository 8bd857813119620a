import { indentOf, opensDocument } from './document-openings.ts';
import type { Piece } from './kubectl-document.ts';

const ROW = /^ ?={3,}$/;
const TITLE = /^ ?Custom Metrics (?:Server|Provider)$/;

/** Whether the first row of a `Custom Metrics Server` banner stands here. */
export function isProviderBanner(lines: readonly string[], at: number): boolean {
  return ROW.test(lines[at]!) && TITLE.test(lines[at + 1] ?? '') && ROW.test(lines[at + 2] ?? '');
}

/** A `custommetricsprovider.log` that holds its banner and nothing else, as that of every enabled provider since 2021. */
export function emptyProviderLog(lines: readonly string[], at: number): Piece | undefined {
  if (!isProviderBanner(lines, at)) return undefined;
  if (hasContent(lines, at + 3)) return undefined;
  const detail = 'only the banner of the metrics provider, which says nothing either way';
  return { start: at, end: at + 3, documents: [{ kind: 'no-news', detail }] };
}

/** What the Agent prints in the section is indented; whatever is not stands behind the file. */
function hasContent(lines: readonly string[], from: number): boolean {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line !== '') return indentOf(line) >= 2 && !opensDocument(lines, at);
  }
  return false;
}
