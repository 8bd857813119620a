import { isObject } from '../blocks/schema.ts';
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
import { joinedChannel } from './channel-access.ts';
import { fileJson } from './render.ts';

const scopes = ['files:write'];

function getUploadUrl(args: Args, context: ApiContext): Reply {
  const name = requiredArg(args, 'filename');
  const declaredBytes = Number(requiredArg(args, 'length'));
  if (!Number.isInteger(declaredBytes) || declaredBytes <= 0) refuse('invalid_arguments');
  const id = context.store.nextId('F');
  const uploader = context.seed.botUserId;
  context.store.addFile({ id, name, title: name, declaredBytes, content: undefined, channel: undefined, uploader });
  return { file_id: id, upload_url: `${context.baseUrl()}/upload/${id}` };
}

function completeUpload(args: Args, context: ApiContext): Reply {
  const given = jsonArg(args, 'files', 'invalid_arguments');
  if (!Array.isArray(given) || given.length === 0) return refuse('invalid_arguments');
  const files = given.map((entry: unknown) => {
    const id = isObject(entry) ? entry.id : undefined;
    const file = context.store.files().find((stored) => stored.id === id);
    if (!file?.content) return refuse('file_not_found');
    if (isObject(entry) && typeof entry.title === 'string') file.title = entry.title;
    return file;
  });
  const channelId = stringArg(args, 'channel_id');
  if (channelId) {
    const channel = joinedChannel({ channel: channelId }, context);
    const threadTs = stringArg(args, 'thread_ts');
    if (threadTs && !context.store.message(channel.id, threadTs)) refuse('thread_not_found');
    for (const file of files) file.channel = channel.id;
    context.store.addMessage({
      channel: channel.id,
      user: context.seed.botUserId,
      text: stringArg(args, 'initial_comment') ?? '',
      threadTs,
      files,
    });
  }
  return { files: files.map((file) => fileJson(file, context)) };
}

function deleteFile(args: Args, context: ApiContext): Reply {
  const id = requiredArg(args, 'file', 'file_not_found');
  const file = context.store.files().find((stored) => stored.id === id) ?? refuse('file_not_found');
  if (file.uploader !== context.seed.botUserId) refuse('cant_delete_file');
  context.store.removeFile(file);
  return {};
}

export const FILE_METHODS = {
  'files.getUploadURLExternal': { scopes, run: getUploadUrl },
  'files.completeUploadExternal': { scopes, run: completeUpload },
  'files.delete': { scopes, run: deleteFile },
} satisfies Record<string, Method>;
