/** Every string inside a value, keys of objects included: what a search for a leaked secret must look at. */
export function collectStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Buffer.isBuffer(value)) return [value.toString('utf8')];
  if (Array.isArray(value)) return value.flatMap(collectStrings);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, entry]) => [key, ...collectStrings(entry)]);
  }
  return typeof value === 'number' ? [String(value)] : [];
}
