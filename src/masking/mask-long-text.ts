import { maskText } from './mask-text.ts';

/** A line that begins an entry of a log: nothing that masking looks at together goes over from the one before. */
const ENTRY = /\n(?=\d{4}-\d\d-\d\d[ T]|\{")/g;
const PIECE = 512 * 1024;

/**
 * Masks a text of any length in pieces, so that the memory it takes stays small and `rest` can let others run in
 * between. Only logs are cut, between two entries; any other text is one piece, for a secret may go over many lines.
 */
export async function maskLongText(
  text: string,
  rest: () => Promise<void>,
): Promise<{ readonly text: string; readonly masked: number }> {
  const pieces: string[] = [];
  let masked = 0;
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start);
    const result = maskText(text.slice(start, end));
    pieces.push(result.text);
    masked += result.masked;
    start = end;
    if (start < text.length) await rest();
  }
  return { text: pieces.join(''), masked };
}

function pieceEnd(text: string, start: number): number {
  if (text.length - start <= PIECE) return text.length;
  ENTRY.lastIndex = start + PIECE;
  const next = ENTRY.exec(text);
  return next === null ? text.length : next.index + 1;
}
