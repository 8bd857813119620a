/**
 * The parts of Slack's Block Kit that dca-bot sends: plain objects under Slack's own field names. Text of `rich_text`
 * is literal; only `mrkdwn` is parsed by Slack.
 */
export interface TextStyle {
  readonly bold?: true;
  readonly code?: true;
}

export interface RichTextText {
  readonly type: 'text';
  readonly text: string;
  readonly style?: TextStyle;
}

export interface RichTextEmoji {
  readonly type: 'emoji';
  readonly name: string;
}

export interface RichTextLink {
  readonly type: 'link';
  readonly url: string;
  readonly text: string;
}

export type RichTextInline = RichTextText | RichTextEmoji | RichTextLink;

export interface RichTextSection {
  readonly type: 'rich_text_section';
  readonly elements: readonly RichTextInline[];
}

export interface RichTextList {
  readonly type: 'rich_text_list';
  readonly style: 'bullet';
  readonly elements: readonly RichTextSection[];
}

export interface RichTextPreformatted {
  readonly type: 'rich_text_preformatted';
  readonly elements: readonly RichTextText[];
}

export type RichTextPart = RichTextSection | RichTextList | RichTextPreformatted;

export interface RichTextBlock {
  readonly type: 'rich_text';
  readonly elements: readonly RichTextPart[];
}

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji?: boolean;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Always set: Slack is not to turn names and addresses in our text into links by itself. */
  readonly verbatim: true;
}

export interface ContextBlock {
  readonly type: 'context';
  readonly elements: readonly (PlainText | Mrkdwn)[];
}

export interface DividerBlock {
  readonly type: 'divider';
}

export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  /** What a screen reader says in place of the text. */
  readonly accessibility_label?: string;
}

export interface ActionsBlock {
  readonly type: 'actions';
  readonly elements: readonly Button[];
}

export type SlackBlock = RichTextBlock | ContextBlock | DividerBlock | ActionsBlock;

/** What is posted: `text` is the notification and what screen readers read; it is escaped for Slack. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}
