import type { IncomingMessage } from 'node:http';
import type { Args } from './call.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** Thrown for a body above the size Slack would take; the server answers 413. */
export class BodyTooLarge extends Error {}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) throw new BodyTooLarge();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Fields of a form or of a JSON object, or undefined when the JSON cannot be read. Query fields come first. */
export function parseArgs(request: IncomingMessage, url: URL, body: Buffer): Args | undefined {
  const args: Args = Object.fromEntries(url.searchParams);
  const type = request.headers['content-type'] ?? '';
  if (type.includes('application/json')) {
    try {
      return { ...args, ...JSON.parse(body.toString('utf8') || '{}') };
    } catch {
      return undefined;
    }
  }
  if (type.includes('application/x-www-form-urlencoded')) {
    return { ...args, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
  }
  return args;
}

/** The bytes of an upload: the first file part of a multipart body, else the body itself. */
export function uploadedBytes(request: IncomingMessage, body: Buffer): Buffer {
  const boundary = /multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (!boundary) return body;
  const separator = Buffer.from(`--${boundary}`);
  let start = body.indexOf(separator);
  while (start >= 0) {
    const headerEnd = body.indexOf('\r\n\r\n', start);
    const next = body.indexOf(`\r\n--${boundary}`, start + separator.length);
    if (headerEnd < 0 || next < 0) break;
    if (/filename=/i.test(body.toString('latin1', start, headerEnd))) return body.subarray(headerEnd + 4, next);
    start = next + 2;
  }
  return body;
}
