/**
 * A piece of a sentence. `data` marks text that came from a cluster, a person or a clock rather than from our own
 * words: it is raw here, and made safe in one place, when a formatter renders it.
 */
export interface Span {
  readonly text: string;
  readonly data: boolean;
  readonly bold: boolean;
  readonly code: boolean;
}

/** A sentence before it knows where it will be shown: Slack, a terminal or plain text. */
export type Rich = readonly Span[];

const PLAIN = { data: false, bold: false, code: false } as const;

/** Builds a sentence: the literal parts are our words, a string or number put in is data, a `Rich` is spliced in. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Rich)[]): Rich {
  const spans: Span[] = [];
  words.forEach((text, index) => {
    if (text !== '') spans.push({ ...PLAIN, text });
    const value = values[index];
    if (value === undefined || value === '') return;
    if (typeof value === 'object') spans.push(...value);
    else spans.push({ ...PLAIN, text: String(value), data: true });
  });
  return spans;
}

/** `say` in bold: the sentence of an answer that stands alone. */
export function strong(words: TemplateStringsArray, ...values: readonly (string | number | Rich)[]): Rich {
  return say(words, ...values).map((span) => ({ ...span, bold: true }));
}

/** A sentence without its weight: a headline told as one line of many. */
export function plain(rich: Rich): Rich {
  return rich.map((span) => (span.bold ? { ...span, bold: false } : span));
}

/** A name, setting or quoted output, shown in a fixed-width face. */
export function code(text: string): Rich {
  return text === '' ? [] : [{ text, data: true, bold: false, code: true }];
}

/** Joins sentences or list members with a separator of our own words. */
export function join(parts: readonly Rich[], separator: string): Rich {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ ...PLAIN, text: separator }, ...part]));
}

/** The sentence without any markup, for tests, notifications and comparisons; not yet escaped for any target. */
export function textOf(rich: Rich): string {
  return rich.map((span) => span.text).join('');
}
