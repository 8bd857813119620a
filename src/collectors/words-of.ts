/** The words of a setting that lists names with spaces between them; undefined where it is not written. */
export function wordsOf(setting: string | undefined): readonly string[] | undefined {
  return setting?.split(/[\s,]+/).filter((word) => word !== '');
}
