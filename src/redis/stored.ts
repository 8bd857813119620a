import * as v from 'valibot';

/** A record read back. `unreadable`: it is there, and written by a version of dca-bot that this one cannot read. */
export type Stored<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly detail: string };

/** Reads JSON that was kept in Redis, trusting nothing in it. */
export function readStored<T>(text: string | null, schema: v.GenericSchema<unknown, T>): Stored<T> {
  if (text === null) return { state: 'absent' };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { state: 'unreadable', detail: 'not JSON' };
  }
  const parsed = v.safeParse(schema, data);
  if (parsed.success) return { state: 'found', value: parsed.output };
  const [issue] = parsed.issues;
  return { state: 'unreadable', detail: `${v.getDotPath(issue) ?? 'record'}: ${issue.message}` };
}
