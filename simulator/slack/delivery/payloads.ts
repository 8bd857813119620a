import type { ApiContext } from '../api/call.ts';
import type { Channel, User } from '../state/entities.ts';

/** Fields every payload shares. The verification token is deprecated at Slack but still sent. */
export const VERIFICATION_TOKEN = 'local-verification-token';

export function commandPayload(
  input: { channel: Channel; user: User; command: string; text: string; triggerId: string; responseUrl: string },
  context: ApiContext,
): Record<string, unknown> {
  const { seed } = context;
  return {
    token: VERIFICATION_TOKEN,
    team_id: seed.team.id,
    team_domain: seed.team.domain,
    channel_id: input.channel.id,
    channel_name: input.channel.kind === 'im' ? 'directmessage' : input.channel.name,
    user_id: input.user.id,
    user_name: input.user.name,
    command: input.command,
    text: input.text,
    api_app_id: seed.appId,
    is_enterprise_install: 'false',
    response_url: input.responseUrl,
    trigger_id: input.triggerId,
  };
}

export function eventPayload(
  event: Record<string, unknown>,
  channel: Channel | undefined,
  context: ApiContext,
): Record<string, unknown> & { event_id: string } {
  const { seed, store } = context;
  return {
    token: VERIFICATION_TOKEN,
    team_id: seed.team.id,
    context_team_id: seed.team.id,
    context_enterprise_id: null,
    api_app_id: seed.appId,
    event,
    type: 'event_callback',
    event_id: store.nextId('Ev'),
    event_time: Math.floor(context.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: seed.team.id,
        user_id: seed.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: store.nextId('EC'),
  };
}

/** The head of every interactive payload. */
export function interactionPayload(
  type: 'block_actions' | 'view_submission' | 'message_action',
  user: User,
  triggerId: string,
  context: ApiContext,
): Record<string, unknown> {
  const { seed } = context;
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: seed.team.id },
    api_app_id: seed.appId,
    token: VERIFICATION_TOKEN,
    trigger_id: triggerId,
    team: { id: seed.team.id, domain: seed.team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** What Slack says about an element that was acted on: a button gives its value, a select the option chosen. */
export function actionJson(
  block: Record<string, unknown>,
  element: Record<string, unknown>,
  value: string | undefined,
  at: number,
): Record<string, unknown> {
  const action = {
    action_id: element.action_id,
    block_id: block.block_id,
    type: element.type,
    action_ts: (at / 1000).toFixed(6),
  };
  const type = String(element.type);
  if (type === 'button') {
    const chosen = value ?? element.value;
    return { ...action, text: element.text, ...(chosen === undefined ? {} : { value: chosen }) };
  }
  if (type === 'users_select') return { ...action, selected_user: value };
  if (type === 'channels_select') return { ...action, selected_channel: value };
  if (type === 'conversations_select') return { ...action, selected_conversation: value };
  return { ...action, selected_option: optionOf(element, value) };
}

function optionOf(element: Record<string, unknown>, value: string | undefined): unknown {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const options = [element, ...groups].flatMap((holder) => (Array.isArray(holder.options) ? holder.options : []));
  return options.find((option) => option.value === value) ?? { text: { type: 'plain_text', text: value ?? '' }, value };
}
