import { indentOf } from './document-openings.ts';

/**
 * Puts lines together again that a terminal or a mail program broke: a line that begins nothing (`begins`) belongs to
 * the one before it where that one is full. Others are left out, since they are no part of the document.
 */
export function joinWrapped(written: readonly string[], begins: (line: string) => boolean): readonly string[] {
  const indent = written.reduce((least, line) => (line === '' ? least : Math.min(least, indentOf(line))), 1_000);
  const lines = written.map((line) => line.slice(indent));
  const width = lines.reduce((widest, line) => (begins(line) ? Math.max(widest, line.length) : widest), 0);
  const logical: string[][] = [];
  let before = '';
  for (const line of lines) {
    if (line === '') continue;
    if (begins(line)) {
      logical.push([line]);
    } else if (logical.length > 0 && isFull(before, line, width)) {
      // A terminal breaks at the last column, be it in a word; a mail program breaks at a space and drops it.
      logical.at(-1)!.push(before.length >= width && !line.startsWith(' ') ? '' : ' ', line.trimStart());
    }
    before = line;
  }
  return logical.map((parts) => parts.join(''));
}

function isFull(before: string, line: string, width: number): boolean {
  const word = /^\s*(\S{0,2000})/.exec(line)?.[1] ?? '';
  return before.length + 1 + word.length > width;
}
