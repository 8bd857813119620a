import type { Table } from '../phrases/phrases.ts';
import { clip, plainText } from './plain-text.ts';
import { ANSWER_LIMITS } from './slack-limits.ts';

/** A table as lines of aligned columns. */
export interface TableLines {
  readonly head: string;
  readonly rows: readonly string[];
}

const GAP = '  ';
/** What a fixed-width face draws over two columns. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
const UNSPACED = /\p{M}/u;

/** Columns that a text takes in a fixed-width face: kana, kanji and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/**
 * Aligns a table; a cell too wide for its column ends in `…`. Cells are cleaned of what could break a line. A table
 * wider than `room` has the last cells of each row on a line of their own, since a client would break it anywhere.
 */
export function tableLines({ columns, rows }: Table, room = Number.POSITIVE_INFINITY): TableLines {
  const cells = rows.map((row) => row.map((cell) => shorten(plainText(cell).trim(), ANSWER_LIMITS.cellColumns)));
  const widths = columns.map((head, index) =>
    Math.max(columnsOf(head), ...cells.map((row) => columnsOf(row[index] ?? ''))),
  );
  const aligned = (row: readonly string[]) =>
    row
      .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(cell))))
      .join(GAP)
      .trimEnd();
  const widthOfFirst = (count: number) =>
    widths.slice(0, count).reduce((sum, one) => sum + one, GAP.length * (count - 1));
  let kept = columns.length;
  while (kept > 1 && widthOfFirst(kept) > room) kept -= 1;
  const line = (row: readonly string[]) => {
    if (kept === columns.length) return aligned(row);
    const rest = row.slice(kept).join(GAP).trim();
    return rest === '' ? aligned(row.slice(0, kept)) : `${aligned(row.slice(0, kept))}\n${GAP}${rest}`;
  };
  return { head: line(columns), rows: cells.map(line) };
}

function widthOf(character: string): number {
  if (UNSPACED.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Cuts at a number of columns, and what takes no column of its own at three characters for each. */
function shorten(whole: string, limit: number): string {
  const text = clip(whole, 3 * limit);
  if (columnsOf(text) <= limit) return text;
  let kept = '';
  let columns = 1;
  for (const character of text) {
    columns += widthOf(character);
    if (columns > limit) break;
    kept += character;
  }
  return `${kept}…`;
}
