import { isObject } from '../blocks/schema.ts';
import { viewProblems } from '../blocks/validate-view.ts';
import type { OpenView } from '../state/entities.ts';
import {
  type ApiContext,
  type Args,
  jsonArg,
  type Method,
  type Reply,
  refuse,
  requiredArg,
  stringArg,
} from './call.ts';
import { withIds } from './message-content.ts';

/** The view as payloads carry it. */
export function viewJson(view: OpenView, context: ApiContext): Reply {
  return {
    ...view.view,
    id: view.id,
    team_id: context.seed.team.id,
    app_id: context.seed.appId,
    bot_id: context.seed.botId,
    hash: view.hash,
    root_view_id: view.id,
    state: { values: {} },
  };
}

function givenView(args: Args, kind: 'modal' | 'home', context: ApiContext): Record<string, unknown> {
  const view = jsonArg(args, 'view', 'invalid_arguments');
  if (!isObject(view) || view.type !== kind) return refuse('invalid_arguments');
  const messages = viewProblems(view);
  if (messages.length > 0) refuse('invalid_arguments', { response_metadata: { messages } });
  return { ...view, blocks: withIds(view.blocks as Record<string, unknown>[], context) };
}

function save(view: Omit<OpenView, 'hash'>, context: ApiContext): Reply {
  const saved = { ...view, hash: context.store.nextId('h') };
  context.store.saveView(saved);
  return { view: viewJson(saved, context) };
}

function openModal(args: Args, context: ApiContext): Reply {
  const trigger = context.triggers.use(requiredArg(args, 'trigger_id'));
  if ('error' in trigger) return refuse(trigger.error);
  const view = givenView(args, 'modal', context);
  return save({ id: context.store.nextId('V'), user: trigger.user, kind: 'modal', view, open: true }, context);
}

function update(args: Args, context: ApiContext): Reply {
  const id = stringArg(args, 'view_id');
  const externalId = stringArg(args, 'external_id');
  const matches = (view: OpenView) => (id ? view.id === id : view.view.external_id === externalId);
  const existing = context.store.views().find(matches) ?? refuse('not_found');
  const hash = stringArg(args, 'hash');
  if (hash && hash !== existing.hash) refuse('hash_conflict');
  return save({ ...existing, view: givenView(args, existing.kind, context) }, context);
}

function publish(args: Args, context: ApiContext): Reply {
  const user = context.store.user(requiredArg(args, 'user_id')) ?? refuse('user_not_found');
  const existing = context.store.views().find((view) => view.kind === 'home' && view.user === user.id);
  const hash = stringArg(args, 'hash');
  if (hash && existing && hash !== existing.hash) refuse('hash_conflict');
  const id = existing?.id ?? context.store.nextId('V');
  return save({ id, user: user.id, kind: 'home', view: givenView(args, 'home', context), open: true }, context);
}

export const VIEW_METHODS = {
  'views.open': { run: openModal },
  'views.push': { run: openModal },
  'views.update': { run: update },
  'views.publish': { run: publish },
} satisfies Record<string, Method>;
