const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** Zero times, and dates that are part of a product rather than of the capture, lie before this and stay. */
const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** `2026-11-23 18:35:50.76 UTC (1795458950760)`, `2026-11-23T18:18:19.305189Z`; the zone stays what it is. */
const ISO = /\b(\d{4})-(\d\d)-(\d\d)([T ])(\d\d):(\d\d):(\d\d)(\.\d{1,9})?( [^()\n]{1,24}\(\d{13}\))?/g;
/** `Mon, 23 Nov 2026 18:29:21 UTC`. */
const RFC_1123 = /\b(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)\b/g;
/** klog: `I1123 18:19:32.123456`; the year is not written. */
const KLOG = /^([IWEF])(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)(\.\d{6})/gm;
/** `"ts":1795458926` in seconds, milliseconds, microseconds or nanoseconds, also inside a JSON text that is a JSON string. */
const EPOCH_FIELD = /(\\?"([A-Za-z_]+)\\?"\s*:\s*)(\d{10}(?:\d{3}|\d{6}|\d{9})?)(\.\d+)?(?=\s*[,}\]]|\s*$)/g;
/** Keys under which the Agent prints moments as numbers. */
const EPOCH_KEY = /^ts$|time$|timestamp$|date$|_nano$/i;

/** Moves every moment that a text names by `deltaMs`; formats, precision and zones stay. Zero times stay zero. */
export function shiftText(text: string, deltaMs: number): string {
  if (deltaMs === 0) return text;
  return text
    .replace(ISO, (whole, year, month, day, separator, hour, minute, second, fraction = '', tail = '') => {
      const at = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
      if (!isPlausible(at)) return whole;
      const [seconds, digits] = moveFraction(at, fraction, deltaMs);
      const moved = new Date(seconds).toISOString();
      return `${moved.slice(0, 10)}${separator}${moved.slice(11, 19)}${digits}${shiftParenthesis(tail, deltaMs)}`;
    })
    .replace(RFC_1123, (whole, day, month, year, hour, minute, second) => {
      const at = Date.UTC(+year, MONTHS.indexOf(month), +day, +hour, +minute, +second);
      return MONTHS.includes(month) && isPlausible(at) ? formatRfc1123(at + deltaMs) : whole;
    })
    .replace(KLOG, (_whole, level, month, day, hour, minute, second, fraction) => {
      const moved = new Date(Date.UTC(2024, +month - 1, +day, +hour, +minute, +second) + deltaMs).toISOString();
      return `${level}${moved.slice(5, 7)}${moved.slice(8, 10)} ${moved.slice(11, 19)}${fraction}`;
    })
    .replace(EPOCH_FIELD, (whole, start, key, digits, fraction = '') =>
      EPOCH_KEY.test(key) ? `${start}${shiftEpochDigits(digits, deltaMs)}${fraction}` : whole,
    );
}

/** Moves every moment in a JSON value: in texts, and in numbers and numeric texts whose key says that they are one. */
export function shiftValue<T>(value: T, deltaMs: number): T {
  return deltaMs === 0 ? value : (shiftAt(value, '', deltaMs) as T);
}

/** `Mon, 23 Nov 2026 18:29:21`, without a zone. */
export function formatRfc1123(at: number): string {
  const date = new Date(at);
  const clock = date.toISOString().slice(11, 19);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${DAYS[date.getUTCDay()]}, ${day} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${clock}`;
}

function shiftAt(value: unknown, key: string, deltaMs: number): unknown {
  if (typeof value === 'string') {
    return /^\d{10}$/.test(value) && EPOCH_KEY.test(key) ? shiftEpochDigits(value, deltaMs) : shiftText(value, deltaMs);
  }
  if (typeof value === 'number') {
    const digits = String(value);
    return /^\d{10}(\d{3})?$/.test(digits) && EPOCH_KEY.test(key) ? Number(shiftEpochDigits(digits, deltaMs)) : value;
  }
  if (Array.isArray(value)) return value.map((item) => shiftAt(item, key, deltaMs));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shiftAt(item, name, deltaMs)]));
  }
  return value;
}

/** Adds to the whole seconds and the fraction apart, so that microseconds and dropped trailing zeros survive. */
function moveFraction(wholeSeconds: number, fraction: string, deltaMs: number): [number, string] {
  if (fraction === '') return [wholeSeconds + deltaMs, ''];
  const digits = fraction.slice(1).padEnd(9, '0');
  const nanos = BigInt(digits) + BigInt(Math.round(deltaMs)) * 1_000_000n;
  const billion = 1_000_000_000n;
  const carried = nanos >= 0n ? nanos / billion : (nanos - billion + 1n) / billion;
  const rest = String(nanos - carried * billion).padStart(9, '0');
  const width = Math.max(fraction.length - 1, 3);
  return [wholeSeconds + Number(carried) * 1000, `.${rest.slice(0, width)}`];
}

function shiftParenthesis(tail: string, deltaMs: number): string {
  return tail.replace(/\((\d{13})\)/, (_whole, digits) => `(${shiftEpochDigits(digits, deltaMs)})`);
}

/** Ten digits are seconds, three more each are milli-, micro- and nanoseconds. */
function shiftEpochDigits(digits: string, deltaMs: number): string {
  const unitsPerSecond = 10n ** BigInt(digits.length - 10);
  if (!isPlausible(Number(digits.slice(0, 10)) * 1000)) return digits;
  return String(BigInt(digits) + (BigInt(Math.round(deltaMs)) * unitsPerSecond) / 1000n);
}

function isPlausible(at: number): boolean {
  return at >= EARLIEST && at <= LATEST;
}
