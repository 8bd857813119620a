import type { BlockAction } from '@slack/bolt';
import type { Address } from '../src/domain/ask.ts';
import type { AnswerClick } from './answer-click.ts';
import { clickId } from './ask-id.ts';
import type { ListenerTools } from './listener-tools.ts';
import type { Person } from './tell-person.ts';

/** A click on one of our buttons, as far as every click has it. */
export interface Clicked extends Pick<AnswerClick, 'slackId' | 'userLanguage' | 'judge'> {
  readonly value: string;
  readonly address: Address;
  /** Where the person sees what is said to them alone. */
  readonly person: Person;
}

/** Reads Slack's payload of a click; `undefined` for one that no button of a message makes. */
export function clickedIn(
  { action, body }: { readonly action: BlockAction['actions'][number]; readonly body: BlockAction },
  { languages, gate }: Pick<ListenerTools, 'languages' | 'gate'>,
): Clicked | undefined {
  const { container, message, response_url: responseUrl } = body;
  const channel = body.channel?.id;
  const messageTs: unknown = container.message_ts;
  if (action.type !== 'button' || action.value === undefined || channel === undefined) return undefined;
  if (typeof messageTs !== 'string') return undefined;
  const user = body.user.id;
  const own: unknown = container.thread_ts ?? message?.thread_ts;
  // What only one person sees begins no thread.
  const thread = typeof own === 'string' ? own : container.is_ephemeral === true ? undefined : messageTs;
  const place = { channel, user, ...(thread === undefined ? {} : { thread }) };
  const reply = responseUrl === undefined ? {} : { responseUrl };
  return {
    value: action.value,
    slackId: clickId({ channel, messageTs, action: action.action_id, user }),
    address: { team: body.team?.id ?? body.user.team_id ?? '', ...place, ...reply },
    // In a thread the response URL would speak beside it.
    person: thread === undefined ? { ...place, ...reply } : place,
    userLanguage: () => languages.of(user),
    judge: gate.judgeOf({ user, channel, team: body.user.team_id }),
  };
}
