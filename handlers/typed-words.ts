const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
/** `<@U1|ann>`, `<#C1|ops>`, `<!here>`, `<!subteam^S1|@sre>`, `<https://x|x>`: how Slack writes what it recognised. */
const REFERENCE = /<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>/g;

/** The words as the person saw them in the composer, from the form in which Slack hands over text. */
export function typedWords(text: string): string {
  return text
    .replace(REFERENCE, (_whole, mark: string, target: string, label: string | undefined) =>
      readable(mark, target, label),
    )
    .replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}

/** What is said to the bot: the words after its first mention, or those before it where nothing follows. */
export function wordsToBot(text: string, botUserId: string): string {
  const mention = new RegExp(`<@${botUserId}(?:\\|[^<>]{0,200})?>`);
  const found = mention.exec(text);
  if (found === null) return typedWords(text);
  const after = typedWords(text.slice(found.index + found[0].length));
  return after === '' ? typedWords(text.slice(0, found.index)) : after;
}

function readable(mark: string, target: string, label: string | undefined): string {
  if (mark === '') return label === undefined || label === '' ? target.replace(/^mailto:/, '') : label;
  const name = label === undefined || label === '' ? target.replace(/\^.*$/s, '') : label.replace(/^[@#]/, '');
  return mark === '#' ? `#${name}` : `@${name}`;
}
