/**
 * Where a run ends that `pattern` describes: sticky, bounded, and true of any piece of the run. It is applied piece by
 * piece, since one match over millions of characters exhausts the regex engine's stack. `at` itself when none begins there.
 */
export function runEnd(pattern: RegExp, text: string, at: number): number {
  let end = at;
  for (pattern.lastIndex = end; pattern.test(text); pattern.lastIndex = end) end = pattern.lastIndex;
  return end;
}
