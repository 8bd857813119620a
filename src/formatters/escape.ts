/** Bidirectional, zero-width and filler marks (Unicode's format characters and its blank letters): they make a text read as something it is not. */
const UNSEEN = /\p{Cf}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;
const ANSI = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g;

/** Removes terminal colours, control and unseen characters; line breaks and runs of spaces become one space. */
export function clean(text: string): string {
  return text
    .replace(ANSI, '')
    .replace(UNSEEN, '')
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}

/**
 * For text in a `rich_text` element, which Slack shows literally. Mentions are taken apart all the same, so that no
 * other reader of the message (a bridge, an export, a client without blocks) brings them to life.
 */
export function safeLiteral(text: string): string {
  return text.replace(/<(?=[!@#])/g, '‹');
}

/** For Slack's `text` and `mrkdwn`: the three characters that Slack asks to escape, so that no mention or link is left. */
export function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Code in `mrkdwn`. A backtick would end it, so it becomes a mark that looks like one. */
export function codeMrkdwn(text: string): string {
  return `\`${escapeMrkdwn(text.replace(/`/g, 'ˋ'))}\``;
}
