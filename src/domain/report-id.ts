/** The id of an ask, which is also its report's: `ask` and 32 hexadecimal digits. */
const FULL = /^ask[0-9a-f]{32}$/;
/** Enough of it to type: of 100,000 reports kept at a time, two begin alike with a chance of one in 200. */
const SHORT_LENGTH = 13;
const SHORT = /^ask[0-9a-f]{10}$/;

/** What a person types for a report: the beginning of its id. */
export function shortReportId(askId: string): string {
  return askId.slice(0, SHORT_LENGTH);
}

/** Which form of a report's id this is; `undefined` for anything else. Upper case is what a phone makes of it. */
export function reportIdForm(typed: string): { readonly form: 'full' | 'short'; readonly id: string } | undefined {
  const id = typed.toLowerCase();
  if (FULL.test(id)) return { form: 'full', id };
  return SHORT.test(id) ? { form: 'short', id } : undefined;
}
