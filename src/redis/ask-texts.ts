import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { readStored, type Stored } from './stored.ts';

/** What somebody pasted to have it explained. */
export interface AskText {
  /** Without its secrets. */
  readonly text: string;
  /** How many of them were taken out. */
  readonly masked: number;
}

/** For as long as an ask may wait to be answered; what people paste is not kept for the day an ask is. */
export const ASK_TEXT_SECONDS = 3600;
/** Far above what one message holds. */
const UNPACKED_BYTES = 1024 * 1024;

const textSchema = v.object({ text: v.string(), masked: v.number() });

export function packAskText(text: AskText): Buffer {
  return gzipSync(JSON.stringify(text));
}

export async function loadAskText(redis: Redis, keys: Keys, askId: string): Promise<Stored<AskText>> {
  const packed = await redis.getBuffer(keys.askText(askId));
  if (packed === null) return { state: 'absent' };
  try {
    return readStored(gunzipSync(packed, { maxOutputLength: UNPACKED_BYTES }).toString('utf8'), textSchema);
  } catch {
    return { state: 'unreadable', detail: 'not gzip, or too large' };
  }
}
