/**
 * The bot scopes that each Web API method asks for, as Slack's reference of the method has them. Reading messages, and
 * whether a conversation is shared, needs one scope for each kind of conversation that somebody may ask from.
 */
export const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  filesUploadV2: ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
};

/** Scopes of what Slack sends by itself. */
export const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = { app_mention: ['app_mentions:read'] };
export const COMMAND_SCOPE = 'commands';
