import {
  type ApiContext,
  type Args,
  flagArg,
  type Method,
  type Reply,
  refuse,
  requiredArg,
  stringArg,
} from './call.ts';
import { existingMessage, joinedChannel, knownChannel } from './channel-access.ts';
import { messageContent } from './message-content.ts';
import { messageJson } from './render.ts';

const scopes = ['chat:write'];

/** The thread a call names, which must be the root of one. */
function threadOf(args: Args, channel: string, context: ApiContext): string | undefined {
  const threadTs = stringArg(args, 'thread_ts');
  if (threadTs === undefined) return undefined;
  const root = context.store.message(channel, threadTs);
  if (!root || root.threadTs !== undefined) refuse('thread_not_found');
  return threadTs;
}

function ownMessage(args: Args, context: ApiContext, refusal: string) {
  const channel = joinedChannel(args, context);
  const message = existingMessage(channel, requiredArg(args, 'ts', 'message_not_found'), context);
  if (message.user !== context.seed.botUserId) refuse(refusal);
  return { channel, message };
}

function postMessage(args: Args, context: ApiContext): Reply {
  const channel = joinedChannel(args, context, { byName: true });
  const content = messageContent(args, context);
  const threadTs = threadOf(args, channel.id, context);
  const message = context.store.addMessage({
    ...content,
    channel: channel.id,
    user: context.seed.botUserId,
    threadTs,
    broadcast: threadTs !== undefined && flagArg(args, 'reply_broadcast'),
  });
  if (threadTs) context.store.setAssistantStatus(channel.id, threadTs, '');
  return { channel: channel.id, ts: message.ts, message: messageJson(message, context, true) };
}

function update(args: Args, context: ApiContext): Reply {
  const { channel, message } = ownMessage(args, context, 'cant_update_message');
  const content = messageContent(args, context);
  const metadata = args.metadata === undefined ? message.metadata : content.metadata;
  context.store.changeMessage(message, { ...content, metadata });
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(message, context, true),
  };
}

function remove(args: Args, context: ApiContext): Reply {
  const { channel, message } = ownMessage(args, context, 'cant_delete_message');
  context.store.removeMessage(message);
  return { channel: channel.id, ts: message.ts };
}

function postEphemeral(args: Args, context: ApiContext): Reply {
  const channel = joinedChannel(args, context, { byName: true });
  const user = requiredArg(args, 'user', 'user_not_in_channel');
  if (!channel.members.has(user)) refuse('user_not_in_channel');
  const { text, blocks } = messageContent(args, context);
  const threadTs = threadOf(args, channel.id, context);
  const message = context.store.addEphemeral({
    channel: channel.id,
    user,
    text,
    blocks,
    threadTs,
    source: 'postEphemeral',
  });
  return { message_ts: message.ts };
}

function getPermalink(args: Args, context: ApiContext): Reply {
  const channel = knownChannel(args, context);
  const message = existingMessage(channel, requiredArg(args, 'message_ts', 'message_not_found'), context);
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  return {
    channel: channel.id,
    permalink: `${context.baseUrl()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
  };
}

export const CHAT_METHODS = {
  'chat.postMessage': { scopes, run: postMessage },
  'chat.update': { scopes, run: update },
  'chat.delete': { scopes, run: remove },
  'chat.postEphemeral': { scopes, run: postEphemeral },
  'chat.getPermalink': { run: getPermalink },
} satisfies Record<string, Method>;
