import type { ServerResponse } from 'node:http';
import type { FaultBoard, FaultOf, RequestSpoil } from './faults.ts';
import { type Answer, statusAnswer } from './status-bodies.ts';

/** What a request is matched by. */
export interface RequestFacts {
  readonly path: string;
  readonly verb: string;
  readonly resource: string;
}

export function strikeRequest(faults: FaultBoard, facts: RequestFacts): FaultOf<'request'> | undefined {
  return faults.strike(
    'request',
    ({ path, verb, resource }) =>
      (path === undefined || facts.path.includes(path)) &&
      (verb === undefined || verb === facts.verb) &&
      (resource === undefined || resource === facts.resource),
  );
}

/** Spoils one answer; `good` is what the request would have got. */
export function spoilAnswer(response: ServerResponse, spoil: RequestSpoil, good: Answer): void {
  const body = typeof good.body === 'string' ? good.body : JSON.stringify(good.body);
  switch (spoil.do) {
    case 'silent':
      return;
    case 'reset':
      // Ends the connection hard: the client sees ECONNRESET rather than an orderly end.
      response.socket?.destroy();
      return;
    case 'garbage':
      response.socket?.end(Buffer.from([0x16, 0x03, 0xff, 0x00, 0x80, 0x0d, 0x0a, 0x7f, 0x45, 0x4c, 0x46]));
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.write(Buffer.from(body).subarray(0, Math.floor(Buffer.byteLength(body) / 2)), () => {
        response.socket?.destroy();
      });
      return;
    case 'half-json':
      response.writeHead(good.status, { 'content-type': 'application/json' });
      response.end(body.slice(0, Math.floor(body.length / 2)));
      return;
    case 'body':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(typeof spoil.body === 'string' ? spoil.body : JSON.stringify(spoil.body));
      return;
    case 'status':
      sendStatus(response, spoil);
      return;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'Timeout',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function sendStatus(response: ServerResponse, { code, message, html }: Extract<RequestSpoil, { do: 'status' }>): void {
  if (html) {
    response.writeHead(code, { 'content-type': 'text/html' });
    response.end(`<html><body><h1>${code}</h1>${message ?? 'from a proxy in between'}</body></html>`);
    return;
  }
  const { body } = statusAnswer(code, REASONS[code] ?? 'InternalError', message ?? `a simulated answer ${code}`);
  response.writeHead(code, { 'content-type': 'application/json', ...(code === 429 ? { 'retry-after': '7' } : {}) });
  response.end(JSON.stringify(body));
}
