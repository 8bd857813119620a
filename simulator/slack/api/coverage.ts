export interface Coverage {
  status: 'supported' | 'partial';
  notes?: string;
}

/** What the local Slack does of each method. A test compares the names with the methods really registered. */
export const COVERAGE: Record<string, Coverage> = {
  'apps.connections.open': { status: 'supported' },
  'assistant.threads.setStatus': { status: 'partial', notes: 'kept until the next post in the thread; no plan check' },
  'auth.test': { status: 'supported', notes: 'scopes in the x-oauth-scopes header' },
  'chat.delete': { status: 'partial', notes: 'a deleted root leaves no tombstone' },
  'chat.getPermalink': { status: 'supported' },
  'chat.postEphemeral': { status: 'supported' },
  'chat.postMessage': {
    status: 'partial',
    notes: 'attachments of the app are not stored; text over 40,000 is refused, not cut',
  },
  'chat.update': { status: 'partial', notes: 'text without blocks removes the blocks; metadata left out is kept' },
  'conversations.history': { status: 'supported' },
  'conversations.info': { status: 'supported' },
  'conversations.join': { status: 'supported' },
  'conversations.list': { status: 'partial', notes: 'no group direct messages' },
  'conversations.members': { status: 'supported' },
  'conversations.open': { status: 'partial', notes: 'one user; no group direct messages' },
  'conversations.replies': { status: 'supported' },
  'files.completeUploadExternal': { status: 'partial', notes: 'the file is visible at once; channel_id only' },
  'files.delete': { status: 'partial', notes: 'the message keeps its words' },
  'files.getUploadURLExternal': { status: 'supported' },
  'reactions.add': { status: 'supported' },
  'reactions.remove': { status: 'supported' },
  'usergroups.list': { status: 'supported' },
  'usergroups.users.list': { status: 'supported' },
  'users.info': { status: 'supported' },
  'views.open': { status: 'partial', notes: 'the page shows the newest modal, without its inputs' },
  'views.publish': { status: 'partial', notes: 'stored, not shown on the page' },
  'views.push': { status: 'partial', notes: 'opens like views.open, no stack' },
  'views.update': { status: 'supported' },
};
