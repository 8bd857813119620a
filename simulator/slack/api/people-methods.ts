import { flagArg, type Method, refuse, requiredArg } from './call.ts';
import { userJson } from './render.ts';

export const PEOPLE_METHODS = {
  'users.info': {
    scopes: ['users:read'],
    run(args, context) {
      const user = context.store.user(requiredArg(args, 'user', 'user_not_found')) ?? refuse('user_not_found');
      return { user: userJson(user, context, flagArg(args, 'include_locale')) };
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    run(args, context) {
      const groups = context.store.userGroups().map((group) => ({
        id: group.id,
        team_id: context.seed.team.id,
        is_usergroup: true,
        name: group.name,
        handle: group.handle,
        date_delete: 0,
        user_count: group.users.length,
        ...(flagArg(args, 'include_users') ? { users: group.users } : {}),
      }));
      return { usergroups: groups };
    },
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    run(args, context) {
      const id = requiredArg(args, 'usergroup', 'no_such_subteam');
      const group = context.store.userGroups().find((entry) => entry.id === id) ?? refuse('no_such_subteam');
      return { users: group.users };
    },
  },
} satisfies Record<string, Method>;
