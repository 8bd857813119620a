import { type ApiContext, type Args, type Method, refuse, requiredArg } from './call.ts';
import { existingMessage, joinedChannel } from './channel-access.ts';

const scopes = ['reactions:write'];

function target(args: Args, context: ApiContext) {
  const channel = joinedChannel(args, context);
  const message = existingMessage(channel, requiredArg(args, 'timestamp', 'no_item_specified'), context);
  const name = requiredArg(args, 'name', 'invalid_name');
  if (!/^[a-z0-9_+'-]+(::skin-tone-\d)?$/.test(name)) refuse('invalid_name');
  return { message, name, reaction: message.reactions.find((entry) => entry.name === name) };
}

export const REACTION_METHODS = {
  'reactions.add': {
    scopes,
    run(args, context) {
      const { message, name, reaction } = target(args, context);
      const bot = context.seed.botUserId;
      if (reaction?.users.includes(bot)) refuse('already_reacted');
      if (reaction) reaction.users.push(bot);
      else message.reactions.push({ name, users: [bot] });
      context.store.changed();
      return {};
    },
  },
  'reactions.remove': {
    scopes,
    run(args, context) {
      const { message, reaction } = target(args, context);
      const bot = context.seed.botUserId;
      if (!reaction?.users.includes(bot)) return refuse('no_reaction');
      reaction.users = reaction.users.filter((user) => user !== bot);
      message.reactions = message.reactions.filter((entry) => entry.users.length > 0);
      context.store.changed();
      return {};
    },
  },
} satisfies Record<string, Method>;
