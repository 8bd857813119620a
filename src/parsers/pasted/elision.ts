/** How people mark what they left out, on a line of its own. */
const ELISION =
  /^\s{0,200}(?:#\s{0,10})?(?:\[?(?:\.{3,10}|…)\]?|<snip>|\(snip\)|\[?\(?(?:truncated|output (?:cut|omitted))\)?\]?)$/i;

export function isElision(line: string): boolean {
  return line.length < 300 && ELISION.test(line);
}

/** Whether somebody left something out of the lines from `start` up to `end`, or right before or behind them. */
export function isElided(lines: readonly string[], start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isElision(lines[at]!)) return true;
  return isElision(neighbour(lines, start, -1)) || isElision(neighbour(lines, end - 1, 1));
}

function neighbour(lines: readonly string[], from: number, step: 1 | -1): string {
  let at = from + step;
  // Blank lines between are few; more of them part two things.
  for (let blank = 0; lines[at] === '' && blank < 3; blank += 1) at += step;
  return lines[at] ?? '';
}
