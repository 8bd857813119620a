const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

const TERM = /(\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(h|ms|m|s|us|µs|μs|ns)/y;

/** Reads a duration as Go prints it (`8758h59m59.9s`, `-1h2m0s`, `84ms`, `0`) into seconds; `undefined` when it is none. */
export function parseGoDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 100) {
    return undefined;
  }
  const sign = trimmed.startsWith('-') ? -1 : 1;
  const body = trimmed.replace(/^[+-]/, '');
  if (body === '0') {
    return 0;
  }
  let seconds = 0;
  let at = 0;
  while (at < body.length) {
    TERM.lastIndex = at;
    const term = TERM.exec(body);
    if (!term) {
      return undefined;
    }
    seconds += Number(term[1]) * SECONDS_PER_UNIT[term[2]!]!;
    at = TERM.lastIndex;
  }
  return at === 0 ? undefined : sign * seconds;
}
