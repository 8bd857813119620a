import { isDescribedAutoscaler, readDescribedAutoscaler } from './described-autoscaler.ts';
import { opensDescription, opensDocument } from './document-openings.ts';
import type { Piece } from './kubectl-document.ts';

/** Reads the `kubectl describe` of one object that this line begins. Of objects other than HPAs it has no documents. */
export function describedPiece(lines: readonly string[], at: number): Piece | undefined {
  if (!opensDescription(lines, at)) return undefined;
  let end = at + 1;
  while (end < lines.length && !opensDocument(lines, end)) end += 1;
  const own = lines.slice(at, end);
  return { start: at, end, documents: isDescribedAutoscaler(own) ? [readDescribedAutoscaler(own)] : [] };
}
