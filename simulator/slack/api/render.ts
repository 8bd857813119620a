import type { Channel, StoredFile, StoredMessage, User } from '../state/entities.ts';
import type { ApiContext, Reply } from './call.ts';

/** A message as the Web API and interaction payloads show it. Metadata goes out only where it was asked for. */
export function messageJson(message: StoredMessage, context: ApiContext, withMetadata: boolean): Reply {
  const { seed, store } = context;
  const fromBot = message.user === seed.botUserId;
  const replies = message.threadTs ? [] : store.thread(message.channel, message.ts).slice(1);
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: seed.team.id,
    ...(fromBot ? { bot_id: seed.botId, app_id: seed.appId } : {}),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((file) => fileJson(file, context)) } : {}),
    ...(message.editedAt !== undefined
      ? { edited: { user: message.user, ts: `${Math.floor(message.editedAt / 1000)}.000000` } }
      : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((entry) => ({ ...entry, count: entry.users.length })) }
      : {}),
    ...(replies.length > 0
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: replies.at(-1)?.ts,
        }
      : {}),
  };
}

export function channelJson(channel: Channel, context: ApiContext): Reply {
  const isIm = channel.kind === 'im';
  return {
    id: channel.id,
    ...(isIm
      ? { user: [...channel.members].find((member) => member !== context.seed.botUserId) }
      : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: isIm,
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.isArchived,
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_member: channel.members.has(context.seed.botUserId),
    num_members: channel.members.size,
    context_team_id: context.seed.team.id,
  };
}

export function userJson(user: User, context: ApiContext, withLocale: boolean): Reply {
  return {
    id: user.id,
    team_id: context.seed.team.id,
    name: user.name,
    real_name: user.realName,
    deleted: false,
    tz: user.tz,
    is_bot: user.isBot,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    is_app_user: false,
    profile: { real_name: user.realName, display_name: user.name },
    ...(withLocale ? { locale: user.locale } : {}),
  };
}

export function fileJson(file: StoredFile, context: ApiContext): Reply {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.content?.length ?? file.declaredBytes,
    user: file.uploader,
    mode: 'hosted',
    url_private: `${context.baseUrl()}/files/${file.id}/${encodeURIComponent(file.name)}`,
    url_private_download: `${context.baseUrl()}/files/${file.id}/${encodeURIComponent(file.name)}`,
  };
}
