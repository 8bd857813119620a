const ESCAPED = /&(amp|lt|gt);/g;
const LINK = /<(?:https?:\/\/|mailto:)[^|<>\s]{1,2000}\|([^|<>\n]{1,2000})>/g;
const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/**
 * Takes back what Slack does to a text: `&amp;`, `&lt;`, `&gt;`, and names that it made links of. Slack escapes every
 * `&`, so a text with a bare one did not come through Slack and is left alone.
 */
export function unescapeSlack(text: string): string {
  const unlinked = text.includes('|') ? text.replace(LINK, '$1') : text;
  return /&(?:amp|lt|gt);/.test(unlinked) && !/&(?!(?:amp|lt|gt);)/.test(unlinked)
    ? unlinked.replace(ESCAPED, (_whole, name: string) => CHARACTERS[name] ?? '')
    : unlinked;
}
