import { indentOf, opensDocument } from '../kubectl/document-openings.ts';
import type { Piece } from '../kubectl/kubectl-document.ts';
import { parseMetamap } from '../metamap/parse-metamap.ts';
import { isElided, isElision } from './elision.ts';

const ROW = /^ {0,12}={3,}$/;
const TITLE = /^ {0,12}Metadata Mapper$/;
const OPENS =
  /^\s{0,40}(?:Node detected: \S|Could not run the service mapper: |Could not reach agent: \{"(?:Nodes|Errors|Warnings)")/;
const OWN =
  /^\s{0,60}(?:Metadata Mapper$|={3,}$|Warnings:$|Node detected:|- Namespace:|- Pod:|- \S|Services: ?\[|Could not run the service mapper)/;
const HALF_LINES = ['Node detected: ', 'Services: [', 'Warnings:', '- Namespace: ', '- Pod: '];

/** Reads the `metamap` that this line begins, with its banner or without. */
export function metamapPiece(lines: readonly string[], at: number): Piece | undefined {
  const isBanner = TITLE.test(lines[at + 1] ?? '') && ROW.test(lines[at]!);
  if (!isBanner && !TITLE.test(lines[at]!) && !OPENS.test(lines[at]!)) return undefined;
  let last = at;
  let end = at + (isBanner ? 3 : 1);
  for (; end < lines.length; end += 1) {
    const line = lines[end]!;
    if (line === '') continue;
    if (ROW.test(line) ? end > at + 2 : opensDocument(lines, end)) break;
    if (TITLE.test(line) && end > at + 1) break;
    // What is indented, or the beginning of a line of the map, is part of it even where it cannot be read.
    if (OWN.test(line) || indentOf(line) >= 2 || isHalf(line)) last = end;
  }
  const stop = Math.min(Math.max(last, isBanner ? at + 2 : at) + 1, lines.length);
  const read = parseMetamap(
    lines
      .slice(at, stop)
      .filter((line) => !isElision(line))
      .join('\n'),
  );
  if (!read.recognised) return { start: at, end: stop, documents: [{ kind: 'damaged', detail: read.detail }] };
  const map = isElided(lines, at, stop) ? { ...read.value, cutOff: true } : read.value;
  return { start: at, end: stop, documents: [{ kind: 'metamap', map }] };
}

function isHalf(line: string): boolean {
  const text = line.trim();
  return text.length > 3 && HALF_LINES.some((whole) => whole.startsWith(text));
}
