/** Terminals are at least this wide, and wider ones break hardly anything the Agent prints. */
const NARROWEST = 60;
const WIDEST = 250;

/** The width at which a terminal broke these lines, if one did: no line is longer. */
function brokenAt(lines: readonly string[]): number | undefined {
  let width = 0;
  for (const line of lines) {
    if (line.length > WIDEST) return undefined;
    width = Math.max(width, line.length);
  }
  return width < NARROWEST ? undefined : width;
}

/**
 * The lines with those put together again that a terminal broke at its last column; `undefined` where none can have
 * been. Every text has a longest line, so the result is only worth a try. `begins`: what is never the rest of another line.
 */
export function unwrapped(
  lines: readonly string[],
  begins: (line: string) => boolean = () => false,
): readonly string[] | undefined {
  const width = brokenAt(lines);
  if (width === undefined) return undefined;
  const whole: string[] = [];
  let parts: string[] = [];
  let changed = false;
  lines.forEach((line, i) => {
    parts.push(line);
    const next = lines[i + 1];
    if (line.length === width && next !== undefined && next !== '' && !begins(next)) {
      changed = true;
      return;
    }
    whole.push(parts.join(''));
    parts = [];
  });
  return changed ? whole : undefined;
}
