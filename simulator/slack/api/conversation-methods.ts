import type { StoredMessage } from '../state/entities.ts';
import {
  type ApiContext,
  type Args,
  flagArg,
  listArg,
  type Method,
  page,
  type Reply,
  refuse,
  requiredArg,
  stringArg,
} from './call.ts';
import { isMember, knownChannel, needScope, openDirectMessage } from './channel-access.ts';
import { channelJson, messageJson } from './render.ts';

const read = ['channels:read', 'groups:read', 'im:read'];
const history = ['channels:history', 'groups:history', 'im:history'];

function readableChannel(args: Args, context: ApiContext) {
  const channel = knownChannel(args, context);
  needScope(channel, 'history', context);
  if (!isMember(channel, context)) refuse('not_in_channel');
  return channel;
}

/** `ts` strings have the same width, so text order is time order. */
function withinBounds(messages: StoredMessage[], args: Args): StoredMessage[] {
  const oldest = stringArg(args, 'oldest');
  const latest = stringArg(args, 'latest');
  const inclusive = flagArg(args, 'inclusive');
  const after = (ts: string, bound: string) => Number(ts) > Number(bound) || (inclusive && ts === bound);
  const before = (ts: string, bound: string) => Number(ts) < Number(bound) || (inclusive && ts === bound);
  return messages.filter(
    ({ ts }) => (oldest === undefined || after(ts, oldest)) && (latest === undefined || before(ts, latest)),
  );
}

function messagesReply(messages: StoredMessage[], args: Args, context: ApiContext): Reply {
  const { items, next } = page(messages, args, 100);
  const withMetadata = flagArg(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageJson(message, context, withMetadata)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

function replies(args: Args, context: ApiContext): Reply {
  const channel = readableChannel(args, context);
  const ts = requiredArg(args, 'ts', 'thread_not_found');
  const asked = context.store.message(channel.id, ts) ?? refuse('thread_not_found');
  const [root, ...rest] = context.store.thread(channel.id, asked.threadTs ?? ts);
  const bounded = withinBounds(rest, args);
  return messagesReply(root ? [root, ...bounded] : bounded, args, context);
}

function conversationHistory(args: Args, context: ApiContext): Reply {
  const channel = readableChannel(args, context);
  const roots = context.store.messages(channel.id).filter((message) => !message.threadTs || message.broadcast);
  return messagesReply(withinBounds(roots, args).reverse(), args, context);
}

function info(args: Args, context: ApiContext): Reply {
  const channel = knownChannel(args, context);
  needScope(channel, 'read', context);
  return { channel: channelJson(channel, context) };
}

function open(args: Args, context: ApiContext): Reply {
  const given = stringArg(args, 'channel');
  if (given) return { channel: { id: knownChannel(args, context).id } };
  const users = listArg(args, 'users') ?? refuse('users_list_not_supplied');
  if (users.length !== 1) refuse('not_enough_users');
  const user = context.store.user(users[0] ?? '') ?? refuse('user_not_found');
  return { channel: { id: openDirectMessage(user.id, context).id } };
}

function members(args: Args, context: ApiContext): Reply {
  const channel = knownChannel(args, context);
  needScope(channel, 'read', context);
  const { items, next } = page([...channel.members], args, 100);
  return { members: items, response_metadata: { next_cursor: next } };
}

function list(args: Args, context: ApiContext): Reply {
  const types = listArg(args, 'types') ?? ['public_channel'];
  const kinds = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;
  const seen = context.store
    .channels()
    .filter((channel) => types.includes(kinds[channel.kind]))
    .filter((channel) => channel.kind === 'public' || isMember(channel, context))
    .filter((channel) => !(channel.isArchived && flagArg(args, 'exclude_archived')));
  const { items, next } = page(seen, args, 100);
  return { channels: items.map((channel) => channelJson(channel, context)), response_metadata: { next_cursor: next } };
}

function join(args: Args, context: ApiContext): Reply {
  const channel = knownChannel(args, context);
  if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type');
  channel.members.add(context.seed.botUserId);
  context.store.changed();
  return { channel: channelJson(channel, context) };
}

export const CONVERSATION_METHODS = {
  'conversations.info': { scopes: read, run: info },
  'conversations.replies': { scopes: history, run: replies },
  'conversations.history': { scopes: history, run: conversationHistory },
  'conversations.open': { scopes: ['im:write'], run: open },
  'conversations.members': { scopes: read, run: members },
  'conversations.list': { scopes: read, run: list },
  'conversations.join': { scopes: ['channels:join'], run: join },
} satisfies Record<string, Method>;
