import { SLACK_LIMITS as L } from './limits.ts';
import { anything, byType, flag, integer, list, number, oneOf, type Rule, shape, text } from './schema.ts';

const LONG = L.messageText;
const STYLES = ['bold', 'italic', 'strike', 'code'] as const;

function styleOf(names: readonly string[]): Rule {
  return shape({}, Object.fromEntries(names.map((name) => [name, flag])));
}

const style = styleOf(STYLES);
const mentionStyle = styleOf([...STYLES, 'highlight', 'client_highlight', 'unlink']);

const textRun = shape({ type: oneOf('text'), text: text(LONG) }, { style });
const link = shape({ type: oneOf('link'), url: text(LONG) }, { text: text(LONG, 0), unsafe: flag, style });

const inline = byType({
  text: textRun,
  link,
  emoji: shape({ type: anything, name: text(255) }, { unicode: text(64), url: text(LONG), style }),
  user: shape({ type: anything, user_id: text(64) }, { style: mentionStyle }),
  usergroup: shape({ type: anything, usergroup_id: text(64) }, { style: mentionStyle }),
  channel: shape({ type: anything, channel_id: text(64) }, { style: mentionStyle }),
  team: shape({ type: anything, team_id: text(64) }, { style: mentionStyle }),
  broadcast: shape({ type: anything, range: oneOf('here', 'channel', 'everyone') }, { style }),
  date: shape(
    { type: anything, timestamp: number, format: text(255) },
    { url: text(LONG), fallback: text(LONG), style },
  ),
  color: shape({ type: anything, value: text(7) }, { style }),
});

const border = integer(0, L.richTextBorder);
const section = shape({ type: oneOf('rich_text_section'), elements: list(inline) });

/** A `rich_text` block: sections, lists of sections, preformatted text and quotes. */
export const richText: Rule = shape(
  {
    type: oneOf('rich_text'),
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_list: shape(
          {
            type: anything,
            style: oneOf('bullet', 'ordered'),
            elements: list(byType({ rich_text_section: section }), { min: 1 }),
          },
          { indent: integer(0, L.richTextIndent), offset: integer(0, 1_000_000), border },
        ),
        rich_text_preformatted: shape(
          { type: anything, elements: list(byType({ text: textRun, link })) },
          { border, language: text(64) },
        ),
        rich_text_quote: shape({ type: anything, elements: list(inline) }, { border }),
      }),
      { min: 1 },
    ),
  },
  { block_id: text(L.blockId) },
);
