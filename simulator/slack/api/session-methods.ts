import { type Method, refuse, requiredArg, stringArg } from './call.ts';
import { joinedChannel } from './channel-access.ts';

export const SESSION_METHODS = {
  'auth.test': {
    run: (_args, { seed, baseUrl }) => ({
      url: `${baseUrl()}/`,
      team: seed.team.name,
      user: 'dca',
      team_id: seed.team.id,
      user_id: seed.botUserId,
      bot_id: seed.botId,
      is_enterprise_install: false,
    }),
  },
  'apps.connections.open': { token: 'app', run: (_args, context) => ({ url: context.issueSocketUrl() }) },
  'assistant.threads.setStatus': {
    scopes: ['assistant:write', 'chat:write'],
    run(args, context) {
      const channel = joinedChannel({ channel: requiredArg(args, 'channel_id', 'channel_not_found') }, context);
      const threadTs = requiredArg(args, 'thread_ts', 'invalid_thread_ts');
      if (!context.store.message(channel.id, threadTs)) refuse('invalid_thread_ts');
      context.store.setAssistantStatus(channel.id, threadTs, stringArg(args, 'status') ?? '');
      return {};
    },
  },
} satisfies Record<string, Method>;
