import { createHash } from 'node:crypto';

/** What Slack's id came with; the same id under two of them is two asks. */
export type AskSource = 'command' | 'mention' | 'click';

/**
 * The id of an ask, from what Slack calls it: a command's `trigger_id`, a mention's `event_id`; for a click, `clickId`. A
 * re-delivery gives the same id. It starts with a letter and holds letters and digits only, as a job's id must.
 */
export function askIdOf(source: AskSource, team: string, slackId: string): string {
  const name = JSON.stringify([source, team, slackId]);
  return `ask${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** What makes two clicks one: the message, the button and the person. */
export function clickId(click: {
  readonly channel: string;
  readonly messageTs: string;
  readonly action: string;
  readonly user: string;
}): string {
  return [click.channel, click.messageTs, click.action, click.user].join(' ');
}
