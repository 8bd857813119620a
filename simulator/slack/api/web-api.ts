import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import { type ApiContext, type Args, type Method, type Reply, SlackRefusal } from './call.ts';
import { passGate } from './fault-gate.ts';
import { METHODS } from './methods.ts';
import { parseArgs, readBody } from './read-body.ts';
import { sendJson } from './replies.ts';

export interface Tokens {
  botToken: string;
  appToken: string;
}

/** Answers one Web API call: token, scope, pace, planted faults, then the method itself. */
export async function handleApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  context: ApiContext,
  tokens: Tokens,
  faults: Faults,
  signal: AbortSignal,
): Promise<void> {
  const name = url.pathname.slice('/api/'.length);
  const body = await readBody(request);
  const args = parseArgs(request, url, body);
  const { store } = context;
  const record = (outcome: string) => store.recordCall({ method: name, args: args ?? {}, at: context.now(), outcome });
  store.recordText('app', args ? readableArgs(args) : body);
  if (!args) {
    record('invalid_json');
    return sendJson(response, 200, { ok: false, error: 'invalid_json' });
  }

  const gate = await passGate(faults, name, args, signal);
  const { ending } = gate;
  if (ending?.kind === 'cut_before') {
    record('cut_before');
    request.socket.destroy();
    return;
  }
  if (ending?.kind === 'http_status') {
    record(`http_${ending.status}`);
    response.writeHead(ending.status, { 'content-type': 'text/plain' }).end('upstream error');
    return;
  }
  if (ending?.kind === 'rate_limited') {
    record('ratelimited');
    return sendRateLimited(response, ending.retryAfterSeconds);
  }
  if (ending?.kind === 'error') {
    record(ending.error);
    return sendJson(response, 200, { ok: false, error: ending.error, ...ending.extra });
  }

  const reply = answer(name, args, request, context, tokens);
  if (reply.error === 'ratelimited') {
    record('ratelimited');
    return sendRateLimited(response, 1);
  }
  record(gate.cutAfter ? 'cut_after' : reply.ok === true ? 'ok' : String(reply.error));
  if (gate.cutAfter) {
    request.socket.destroy();
    return;
  }
  if (gate.holdReplyMs > 0) await wait(gate.holdReplyMs, undefined, { signal }).catch(() => undefined);
  const scopes = { 'x-oauth-scopes': [...context.scopes].join(','), 'x-slack-req-id': store.nextId('req') };
  sendJson(response, 200, reply, scopes);
}

function answer(name: string, args: Args, request: IncomingMessage, context: ApiContext, tokens: Tokens): Reply {
  try {
    const method = METHODS.get(name);
    if (!method) return { ok: false, error: 'unknown_method', req_method: name };
    checkToken(method, args, request, tokens);
    checkScope(method, context);
    if (name === 'chat.postMessage' && context.rateLimiter.secondsToWait(String(args.channel)) > 0) {
      return { ok: false, error: 'ratelimited' };
    }
    return { ok: true, ...method.run(args, context) };
  } catch (error) {
    if (error instanceof SlackRefusal) return { ok: false, error: error.code, ...error.extra };
    throw error;
  }
}

function checkToken(method: Method, args: Args, request: IncomingMessage, tokens: Tokens): void {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (typeof args.token === 'string' ? args.token : undefined);
  if (!token) throw new SlackRefusal('not_authed');
  const wanted = method.token === 'app' ? tokens.appToken : tokens.botToken;
  if (token === wanted) return;
  const known = token === tokens.botToken || token === tokens.appToken;
  throw new SlackRefusal(known ? 'not_allowed_token_type' : 'invalid_auth');
}

function checkScope(method: Method, context: ApiContext): void {
  if (!method.scopes || method.scopes.some((scope) => context.scopes.has(scope))) return;
  throw new SlackRefusal('missing_scope', {
    needed: method.scopes.join(','),
    provided: [...context.scopes].join(','),
  });
}

function sendRateLimited(response: ServerResponse, seconds: number): void {
  sendJson(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
}

/** JSON fields of a form are opened, so that a search for a secret meets its characters unescaped. */
function readableArgs(args: Args): Args {
  const { token: _token, ...rest } = args;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => {
      if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}
