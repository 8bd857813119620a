import { describedLock } from '../pasted/pasted-lock.ts';
import { isDescribedAutoscaler, readDescribedAutoscaler } from './described-autoscaler.ts';
import { opensDescription, opensDocument } from './document-openings.ts';
import type { Piece } from './kubectl-document.ts';

/** The JSON of an annotation, which kubectl puts on a line of its own. */
function isValue(line: string): boolean {
  return /^\s{8,40}\{"/.test(line);
}

/** Reads the `kubectl describe` of one object that this line begins. Of objects other than HPAs it has no documents. */
export function describedPiece(lines: readonly string[], at: number): Piece | undefined {
  if (!opensDescription(lines, at)) return undefined;
  let end = at + 1;
  while (end < lines.length && (isValue(lines[end]!) || !opensDocument(lines, end))) end += 1;
  const own = lines.slice(at, end);
  if (isDescribedAutoscaler(own)) return { start: at, end, documents: [readDescribedAutoscaler(own)] };
  const lock = describedLock(own);
  return { start: at, end, documents: lock ? [lock] : [] };
}
