/**
 * Merges a patch into a JSON value. As in Kubernetes' own patches, `null` removes a field and lists whose entries have
 * a `name` (or a condition's `type`) are merged entry by entry; other lists are replaced.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return mergeLists(target, patch);
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function mergeLists(target: unknown, patch: readonly unknown[]): unknown {
  const key = ['name', 'type'].find((candidate) => patch.every((entry) => isRecord(entry) && candidate in entry));
  if (key === undefined || patch.length === 0 || !Array.isArray(target)) return patch;
  const same = (entry: unknown, other: unknown) => isRecord(entry) && isRecord(other) && entry[key] === other[key];
  const merged = target.map((entry) => {
    const change = patch.find((candidate) => same(entry, candidate));
    return change === undefined ? entry : mergePatch(entry, change);
  });
  return [...merged, ...patch.filter((entry) => !target.some((existing) => same(existing, entry)))];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
