import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as v from 'valibot';
import type { AnswerFile } from '../domain/flare.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { runScript, script } from './script.ts';
import { readStored } from './stored.ts';

export const BLOB_SECONDS = 10 * 60;
/** Packed as well as unpacked. */
export const BLOB_BYTES = 50_000_000;
const CHUNK_BYTES = 1024 * 1024;

/** `cut`: it is there in part, or is not what was stored. */
export type LoadedBlob =
  | { readonly state: 'found'; readonly file: AnswerFile }
  | { readonly state: 'absent' }
  | { readonly state: 'cut'; readonly detail: string };

const recordSchema = v.object({
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(300)),
  /** Chunks of two writers never mix. */
  writer: v.pipe(v.string(), v.nonEmpty()),
  chunks: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Math.ceil(BLOB_BYTES / CHUNK_BYTES) + 1)),
  packedBytes: v.pipe(v.number(), v.integer(), v.maxValue(BLOB_BYTES)),
  bytes: v.pipe(v.number(), v.integer(), v.maxValue(BLOB_BYTES)),
  /** SHA-256 of the packed bytes, hex. */
  hash: v.string(),
});

/** Nobody finds the blob before this has counted all its bytes; from then on its parts expire together. */
const COMPLETE = script(`
local bytes = 0
for i = 2, #KEYS do bytes = bytes + redis.call('STRLEN', KEYS[i]) end
if bytes ~= tonumber(ARGV[3]) then return bytes end
for i = 2, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[2]) end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 'complete'`);

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/**
 * Keeps a file for ten minutes under an id, gzipped and in chunks of 1 MB; a later one of the same id takes its place.
 * Throws a `RangeError` for more than 50 MB, and an `Error` when Redis lost some of it meanwhile.
 */
export async function storeBlob(redis: Redis, keys: Keys, id: string, { name, bytes }: AnswerFile): Promise<void> {
  if (bytes.length > BLOB_BYTES)
    throw new RangeError(`a file may have ${BLOB_BYTES} bytes, ${name} has ${bytes.length}`);
  const packed = await pack(bytes, { level: 1 });
  if (packed.length > BLOB_BYTES) throw new RangeError(`${name} takes ${packed.length} bytes packed`);
  const writer = randomUUID();
  const chunkKeys: string[] = [];
  for (let start = 0; start < packed.length; start += CHUNK_BYTES) {
    const key = keys.blobChunk(id, writer, chunkKeys.length);
    await redis.set(key, packed.subarray(start, start + CHUNK_BYTES), 'EX', BLOB_SECONDS);
    chunkKeys.push(key);
  }
  const hash = hashOf(packed);
  const record = { name, writer, chunks: chunkKeys.length, packedBytes: packed.length, bytes: bytes.length, hash };
  const values = [JSON.stringify(record), BLOB_SECONDS, packed.length];
  const end = await runScript(redis, COMPLETE, [keys.blob(id), ...chunkKeys], values);
  if (end !== 'complete') throw new Error(`of ${packed.length} bytes Redis kept ${String(end)}`);
}

export async function loadBlob(redis: Redis, keys: Keys, id: string): Promise<LoadedBlob> {
  const record = readStored(await redis.get(keys.blob(id)), recordSchema);
  if (record.state === 'absent') return record;
  if (record.state === 'unreadable') return { state: 'cut', detail: record.detail };
  const { name, writer, chunks, packedBytes, bytes, hash } = record.value;
  const pieces: Buffer[] = [];
  for (let at = 0; at < chunks; at++) {
    const piece = await redis.getBuffer(keys.blobChunk(id, writer, at));
    if (piece === null) return { state: 'cut', detail: `chunk ${at + 1} of ${chunks} is gone` };
    pieces.push(piece);
  }
  const packed = Buffer.concat(pieces);
  if (packed.length !== packedBytes) return { state: 'cut', detail: `${packed.length} of ${packedBytes} bytes` };
  if (hashOf(packed) !== hash) return { state: 'cut', detail: 'it is not what was stored' };
  try {
    const content = await unpack(packed, { maxOutputLength: Math.max(bytes, 1) });
    if (content.length !== bytes) return { state: 'cut', detail: `${content.length} of ${bytes} bytes` };
    return { state: 'found', file: { name, bytes: content } };
  } catch {
    return { state: 'cut', detail: 'it cannot be unpacked' };
  }
}

/** Removes a blob before its time. */
export async function dropBlob(redis: Redis, keys: Keys, id: string): Promise<void> {
  const record = readStored(await redis.get(keys.blob(id)), recordSchema);
  const chunks = record.state === 'found' ? record.value.chunks : 0;
  const writer = record.state === 'found' ? record.value.writer : '';
  await redis.del(keys.blob(id), ...Array.from({ length: chunks }, (_, at) => keys.blobChunk(id, writer, at)));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
