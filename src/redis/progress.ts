import * as v from 'valibot';
import type { Progress } from '../domain/report.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Notices } from './notices.ts';
import { readStored } from './stored.ts';

const PROGRESS_TTL_SECONDS = 120;
const WRITE_EVERY_MS = 500;

const progressSchema = v.object({
  step: v.picklist(['pods', 'locks', 'status', 'kubernetes', 'flare', 'diagnosis']),
  done: v.number(),
  total: v.number(),
});
const noticeSchema = v.object({ ask: v.string(), progress: progressSchema });

/** Writes how far an ask has come: at once, then at most every 500 ms, always the newest. */
export interface ProgressWriter {
  note(progress: Progress): void;
  /** Nothing is written after this. */
  end(): void;
}

/** Opens a writer for one ask. A write that fails is not repeated: the next one says more. */
export function progressWriter(redis: Redis, keys: Keys, askId: string): ProgressWriter {
  let newest: Progress | undefined;
  let resting: NodeJS.Timeout | undefined;
  let ended = false;
  const write = () => {
    resting = undefined;
    if (ended || newest === undefined) return;
    const progress = newest;
    newest = undefined;
    resting = setTimeout(write, WRITE_EVERY_MS);
    redis
      .multi()
      .set(keys.progress(askId), JSON.stringify(progress), 'EX', PROGRESS_TTL_SECONDS)
      .publish(keys.progressChannel(), JSON.stringify({ ask: askId, progress }))
      .exec()
      .catch(() => {});
  };
  return {
    note: (progress) => {
      newest = progress;
      if (resting === undefined) write();
    },
    end: () => {
      ended = true;
      clearTimeout(resting);
    },
  };
}

/** How far an ask had come at the last write; `undefined` when nothing was written in the last two minutes. */
export async function readProgress(redis: Redis, keys: Keys, askId: string): Promise<Progress | undefined> {
  return checked(progressSchema, await redis.get(keys.progress(askId)));
}

/** Calls `listener` whenever any ask comes further; returns how to stop. */
export function listenProgress(
  notices: Notices,
  keys: Keys,
  listener: (askId: string, progress: Progress) => void,
): () => void {
  return notices.listen(keys.progressChannel(), (message) => {
    const notice = checked(noticeSchema, message);
    if (notice !== undefined) listener(notice.ask, notice.progress);
  });
}

/** A progress message of the share channel, or `undefined` when it is something else. */
export function progressIn(message: string): Progress | undefined {
  return checked(progressSchema, message);
}

function checked<T>(schema: v.GenericSchema<unknown, T>, text: string | null): T | undefined {
  const record = readStored(text, schema);
  return record.state === 'found' ? record.value : undefined;
}
