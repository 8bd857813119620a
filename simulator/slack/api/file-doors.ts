import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../faults.ts';
import type { ApiContext } from './call.ts';
import { passGate } from './fault-gate.ts';
import { readBody, uploadedBytes } from './read-body.ts';
import { sendJson } from './replies.ts';

/** Takes the bytes of a file announced by `files.getUploadURLExternal`. */
export async function handleUpload(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  context: ApiContext,
  faults: Faults,
  signal: AbortSignal,
): Promise<void> {
  const bytes = uploadedBytes(request, await readBody(request));
  const id = url.pathname.slice('/upload/'.length);
  context.store.recordText('app', bytes);
  const { ending, cutAfter } = await passGate(faults, 'files.upload', { file_id: id }, signal);
  if (ending?.kind === 'cut_before') return void request.socket.destroy();
  if (ending) return sendJson(response, ending.kind === 'http_status' ? ending.status : 500, { ok: false });
  const file = context.store.files().find((stored) => stored.id === id);
  if (!file) return sendJson(response, 404, { ok: false, error: 'file_not_found' });
  if (bytes.length !== file.declaredBytes) return sendJson(response, 400, { ok: false, error: 'length_mismatch' });
  file.content = Buffer.from(bytes);
  if (cutAfter) return void request.socket.destroy();
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${bytes.length}`);
}

/** Serves a file to the bot: `url_private` wants the bot token. */
export function handleDownload(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  context: ApiContext,
  botToken: string,
): void {
  const id = url.pathname.split('/')[2];
  const file = context.store.files().find((stored) => stored.id === id);
  if (request.headers.authorization !== `Bearer ${botToken}` || !context.scopes.has('files:read')) {
    response.writeHead(403).end();
    return;
  }
  if (!file?.content) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.content.length });
  response.end(file.content);
}
