import type { Channel, StoredMessage } from '../state/entities.ts';
import { type ApiContext, type Args, refuse, requiredArg } from './call.ts';

/** A channel the bot can know of: private ones it is not in do not exist for it. */
export function knownChannel(args: Args, context: ApiContext, name = 'channel'): Channel {
  const id = requiredArg(args, name, 'channel_not_found');
  const channel = context.store.channels().find((entry) => entry.id === id);
  if (!channel || (channel.kind !== 'public' && !isMember(channel, context))) return refuse('channel_not_found');
  return channel;
}

/** A channel the bot is in; `chat.*` also takes a channel's name or a user id for the direct message. */
export function joinedChannel(args: Args, context: ApiContext, options: { byName?: boolean } = {}): Channel {
  const given = requiredArg(args, 'channel', 'channel_not_found');
  let id = given;
  if (options.byName) {
    id = context.store.user(given) ? openDirectMessage(given, context).id : (context.store.channel(given)?.id ?? given);
  }
  const channel = knownChannel({ channel: id }, context);
  if (!isMember(channel, context)) refuse('not_in_channel');
  if (channel.isArchived) refuse('is_archived');
  return channel;
}

export function openDirectMessage(user: string, context: ApiContext): Channel {
  const { store, seed } = context;
  const existing = store.channels().find((channel) => channel.kind === 'im' && channel.members.has(user));
  if (existing) return existing;
  const channel: Channel = {
    id: store.nextId('D'),
    name: `dm-${store.user(user)?.name ?? user}`,
    kind: 'im',
    isExtShared: false,
    isArchived: false,
    members: new Set([user, seed.botUserId]),
  };
  store.addChannel(channel);
  return channel;
}

export function isMember(channel: Channel, context: ApiContext): boolean {
  return channel.members.has(context.seed.botUserId);
}

/** One of the scopes `prefix:suffix` for the kind of a channel, for example `groups:history`. */
export function needScope(channel: Channel, suffix: 'history' | 'read', context: ApiContext): void {
  const prefix = { public: 'channels', private: 'groups', im: 'im' }[channel.kind];
  const needed = `${prefix}:${suffix}`;
  if (!context.scopes.has(needed)) refuse('missing_scope', { needed, provided: [...context.scopes].join(',') });
}

export function existingMessage(channel: Channel, ts: string, context: ApiContext): StoredMessage {
  return context.store.message(channel.id, ts) ?? refuse('message_not_found');
}
