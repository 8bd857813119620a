import { findHexKeys } from './hex-keys.ts';
import { findKeyValues } from './key-values.ts';
import { mark } from './mark.ts';
import { findPrivateKeys } from './private-keys.ts';
import { findShapes } from './secret-shapes.ts';
import type { SecretSpan } from './secret-span.ts';
import { findUrlCredentials } from './url-credentials.ts';

/**
 * Replaces every secret in a text by a mark with its rule's name and counts them. Masking a masked text changes and
 * counts nothing. Time grows linearly with the text, whatever it holds. `before` is text that stood in front of the
 * given one, such as the key of the entry whose value it is.
 */
export function maskText(text: string, before = ''): { text: string; masked: number } {
  const spans = mergeSpans([
    ...findShapes(text),
    ...findHexKeys(text, before),
    ...findPrivateKeys(text),
    ...findUrlCredentials(text),
    ...findKeyValues(text),
  ]);
  if (spans.length === 0) return { text, masked: 0 };
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, rule } of spans) {
    parts.push(text.slice(from, start), mark(rule));
    from = end;
  }
  parts.push(text.slice(from));
  return { text: parts.join(''), masked: spans.length };
}

/** One span where several rules saw the same secret or parts of it, so that it counts once; the widest gives the name. */
function mergeSpans(spans: SecretSpan[]): readonly SecretSpan[] {
  const sorted = spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: SecretSpan[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else if (span.end > last.end) merged[merged.length - 1] = { ...last, end: span.end };
  }
  return merged;
}
