import type { SecretSpan } from './secret-span.ts';

/**
 * Datadog's keys are bare hexadecimal: 32 digits (API) and 40 (application). Text that was escaped for JSON or a URL
 * glues an escape to the key, which is why a word boundary alone would miss some. A dot and a letter after it make it
 * a host name.
 */
const HEX = /(?:(?<![\w-])|(?<=\\[nrt]|%[0-9a-f]{2}|\\u[0-9a-f]{4}))(?:[0-9a-f]{40}|[0-9a-f]{32})(?![\w-]|\.[a-z])/gi;

/** Words right before a hash that say what it is. Forty digits are a commit only where the text says so. */
const HASH_BEFORE = {
  40: /(?:^|[^a-z])(?:git|commit|git[-_ ]?commit|revision|rev|sha-?1?|digest|checksum|(?:git|commit|image)[-_ ]?(?:sha|hash|digest|revision))["'\\]*(?:\s*[:=@/#(]\s*|\s+)["'\\]*(?:v?[\d.]+[-+]g?)?$/i,
  32: /(?:^|[^a-z])(?:machine[-_ ]?id|md5|md5sum|trace[-_ ]?id|etag|digest|checksum|config\.(?:hash|mirror))["'\\]*(?:\s*[:=/(]\s*|\s+)["'\\]*$/i,
} as const;

const LOOK_BACK = 64;

/**
 * Finds Datadog API and application keys by their form. `before` is text that stood in front of the given one, such as
 * the key of the entry whose value it is.
 */
export function* findHexKeys(text: string, before = ''): Iterable<SecretSpan> {
  for (const match of text.matchAll(HEX)) {
    const start = match.index;
    const length = match[0].length === 40 ? 40 : 32;
    const near =
      start < LOOK_BACK ? (before + text.slice(0, start)).slice(-LOOK_BACK) : text.slice(start - LOOK_BACK, start);
    if (HASH_BEFORE[length].test(near)) continue;
    yield { start, end: start + length, rule: length === 40 ? 'app-key' : 'api-key' };
  }
}
