const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };

/** How kubectl prints an age (`5m22s`, `14m`, `2y10d`), as part of a larger expression. */
export const AGE = '(?:\\d{1,6}[smhdy]){1,4}';

const WHOLE = new RegExp(`^${AGE}$`);

/** Seconds; `undefined` for `<unknown>` and whatever else is no age. */
export function ageSeconds(text: string | undefined): number | undefined {
  if (text === undefined || !WHOLE.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdy])/g)) seconds += Number(count) * (UNITS[unit!] ?? 0);
  return seconds;
}
