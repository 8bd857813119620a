export type JsonObject = Readonly<Record<string, unknown>>;

/** Narrows outside JSON: `undefined` means "not of that type", which a reader reports as not understood. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The entries of an object whose values are counts above zero; the Agent's text leaves the zeros out as well. */
export function countsAboveZero(value: unknown): Record<string, number> {
  const counts: [string, number][] = [];
  for (const [key, raw] of Object.entries(asObject(value) ?? {})) {
    const count = asCount(raw);
    if (count !== undefined && count > 0) {
      counts.push([key, count]);
    }
  }
  return Object.fromEntries(counts);
}

export function textEntries(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([key, raw]) => (typeof raw === 'string' ? [[key, raw]] : []));
}

/** The text of a part that is kept because nobody knows it; never throws, not even where the nesting is too deep to print. */
export function printJson(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  } catch {
    return '(nested too deeply to print)';
  }
}
