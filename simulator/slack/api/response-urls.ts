import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../faults.ts';
import { type ApiContext, flagArg, SlackRefusal } from './call.ts';
import { passGate } from './fault-gate.ts';
import { messageContent } from './message-content.ts';
import { parseArgs, readBody } from './read-body.ts';
import { sendJson } from './replies.ts';

const MAX_USES = 5;
const LIFE_MS = 30 * 60 * 1000;

interface Issued {
  channel: string;
  user: string;
  messageTs: string | undefined;
  issuedAt: number;
  uses: number;
}

/** Response URLs answer a command or a click without a token: five times, for thirty minutes. */
export interface ResponseUrls {
  issue(target: { channel: string; user: string; messageTs?: string | undefined }): string;
  handle(request: IncomingMessage, response: ServerResponse, url: URL, signal: AbortSignal): Promise<void>;
}

export function createResponseUrls(context: ApiContext, faults: Faults): ResponseUrls {
  const issued = new Map<string, Issued>();
  return {
    issue({ channel, user, messageTs }) {
      const path = `/response/${context.seed.team.id}/${context.store.nextId('R')}`;
      issued.set(path, { channel, user, messageTs, issuedAt: context.now(), uses: 0 });
      return `${context.baseUrl()}${path}`;
    },
    async handle(request, response, url, signal) {
      const body = await readBody(request);
      const args = parseArgs(request, url, body);
      context.store.recordText('app', args ?? body);
      const record = (outcome: string) =>
        context.store.recordCall({ method: 'response_url', args: args ?? {}, at: context.now(), outcome });
      const { ending, cutAfter } = await passGate(faults, 'response_url', args ?? {}, signal);
      if (ending?.kind === 'cut_before') return void request.socket.destroy();
      if (ending) return sendJson(response, ending.kind === 'http_status' ? ending.status : 500, { ok: false });

      const target = issued.get(url.pathname);
      const problem = !target
        ? 'invalid_url'
        : context.now() - target.issuedAt > LIFE_MS
          ? 'expired_url'
          : target.uses >= MAX_USES
            ? 'used_url'
            : undefined;
      if (!target || problem || !args) {
        record(problem ?? 'invalid_payload');
        return sendJson(response, 404, { ok: false, error: problem ?? 'invalid_payload' });
      }
      try {
        apply(args, target, context);
        target.uses += 1;
        record('ok');
        if (cutAfter) return void request.socket.destroy();
        sendJson(response, 200, { ok: true });
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        record(error.code);
        sendJson(response, 400, { ok: false, error: error.code, ...error.extra });
      }
    },
  };
}

function apply(args: Record<string, unknown>, target: Issued, context: ApiContext): void {
  const { store, seed } = context;
  const { channel, user, messageTs } = target;
  const original = messageTs ? store.message(channel, messageTs) : undefined;
  if (flagArg(args, 'delete_original')) {
    if (original) store.removeMessage(original);
    else if (messageTs) store.removeEphemeral(channel, messageTs);
    return;
  }
  const content = messageContent(args, context);
  if (flagArg(args, 'replace_original') && messageTs) {
    if (original) {
      store.changeMessage(original, { ...content, metadata: content.metadata ?? original.metadata });
      return;
    }
    store.removeEphemeral(channel, messageTs);
  }
  const threadTs = typeof args.thread_ts === 'string' ? args.thread_ts : undefined;
  if (args.response_type === 'in_channel') {
    store.addMessage({ ...content, channel, user: seed.botUserId, threadTs });
  } else {
    store.addEphemeral({ channel, user, text: content.text, blocks: content.blocks, threadTs, source: 'response_url' });
  }
}
