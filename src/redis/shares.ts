import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as v from 'valibot';
import { type Progress, REPORT_SCHEMA, type Report } from '../domain/report.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Notices } from './notices.ts';
import { progressIn } from './progress.ts';
import { runScript, script } from './script.ts';
import { readStored } from './stored.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A collection that its owner has not confirmed for this long is free for another to take. */
const LEASE_MS = 3000;
const RENEW_MS = 1000;
const POLL_MS = 500;
/** A waiter not heard of for this long is gone. */
const WAITER_MS = 2500;
/** How old a report may be when it is handed to one more asker. */
const FRESH_MS = 10_000;

/** The right to collect for everybody who asks the same; kept up until one of the two ends. */
export interface SharedLease {
  /** How many other asks wait for this collection now. */
  others(): Promise<number>;
  /** Shows the others how far it is. */
  tell(progress: Progress): void;
  /** Ends the lease and gives the report to all who wait, and to whoever asks in the next 10 s. */
  publish(report: Report): Promise<void>;
  /** Ends the lease without a report: one of those who wait starts anew. */
  release(): Promise<void>;
}

export type Turn =
  | { readonly turn: 'mine'; readonly lease: SharedLease }
  | { readonly turn: 'shared'; readonly report: Report }
  /** The signal aborted first. */
  | { readonly turn: 'left' };

export interface ShareStore {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly notices: Notices;
}

const JOIN = script(`
local report = redis.call('GET', KEYS[2])
if report then
  redis.call('ZREM', KEYS[3], ARGV[3])
  return {'shared', report}
end
local holder = redis.call('GET', KEYS[1])
if not holder or holder == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  redis.call('ZREM', KEYS[3], ARGV[3])
  return {'mine'}
end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[3], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4], ARGV[3])
redis.call('PEXPIRE', KEYS[3], 60000)
return {'wait'}`);

const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** A lease that ran out unnoticed may still publish, unless somebody else collects by now. */
const PUBLISH = script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[1])
return 1`);

const RELEASE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`);

const OTHERS = script(`
local time = redis.call('TIME')
return redis.call('ZCOUNT', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), '+inf')`);

/**
 * Joins all asks of one collection (`share` names cluster and question). Resolves when this ask has to collect
 * itself, when another's report is there, or when `signal` aborts. If whoever collects dies, one of the others gets
 * the turn after 3 s.
 */
export async function joinShare(
  store: ShareStore,
  share: string,
  askId: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
): Promise<Turn> {
  const { redis, keys, notices } = store;
  const names = namesOf(keys, share);
  const token = `${askId} ${randomUUID()}`;
  const bell = makeBell();
  options.signal.addEventListener('abort', bell.ring, { once: true });
  const unlisten = notices.listen(names.channel, (message) => {
    const progress = progressIn(message);
    if (progress === undefined) bell.ring();
    else options.onProgress(progress);
  });
  try {
    while (!options.signal.aborted) {
      const answer = await runScript(
        redis,
        JOIN,
        [names.lease, names.report, names.waiters],
        [token, LEASE_MS, askId, WAITER_MS],
      );
      const [turn, text] = Array.isArray(answer) ? answer : [];
      if (turn === 'mine') return { turn, lease: keepLease(redis, names, token) };
      const report = turn === 'shared' && typeof text === 'string' ? await unpack(text) : undefined;
      if (report !== undefined) return { turn: 'shared', report };
      await bell.heard(POLL_MS);
    }
    redis.zrem(names.waiters, askId).catch(() => {});
    return { turn: 'left' };
  } finally {
    unlisten();
    options.signal.removeEventListener('abort', bell.ring);
  }
}

interface Names {
  readonly lease: string;
  readonly report: string;
  readonly waiters: string;
  readonly channel: string;
}

function namesOf(keys: Keys, share: string): Names {
  const part = (name: string) => keys.share(`${share}:${name}`);
  return { lease: part('lease'), report: part('report'), waiters: part('waiters'), channel: part('told') };
}

function keepLease(redis: Redis, names: Names, token: string): SharedLease {
  const timer = setInterval(() => {
    runScript(redis, RENEW, [names.lease], [token, LEASE_MS]).catch(() => {});
  }, RENEW_MS);
  const tellEnd = () => redis.publish(names.channel, 'ended');
  return {
    others: async () => Number(await runScript(redis, OTHERS, [names.waiters], [])),
    tell: (progress) => {
      redis.publish(names.channel, JSON.stringify(progress)).catch(() => {});
    },
    publish: async (report) => {
      clearInterval(timer);
      await runScript(redis, PUBLISH, [names.lease, names.report], [token, await pack(report), FRESH_MS]);
      await tellEnd();
    },
    release: async () => {
      clearInterval(timer);
      await runScript(redis, RELEASE, [names.lease], [token]);
      await tellEnd();
    },
  };
}

async function pack(report: Report): Promise<string> {
  return (await compress(JSON.stringify(report))).toString('base64');
}

/** The same report is handed to all who wait, each of whom would unpack it. */
let lastUnpacked: { readonly packed: string; readonly report: Report } | undefined;

/** What another version wrote is not shared. The rest of a report is checked where it is stored for good. */
const versionSchema = v.looseObject({ schema: v.literal(REPORT_SCHEMA) });

async function unpack(packed: string): Promise<Report | undefined> {
  if (lastUnpacked?.packed === packed) return lastUnpacked.report;
  const text = await decompress(Buffer.from(packed, 'base64')).catch(() => undefined);
  const record = readStored(text?.toString('utf8') ?? null, versionSchema);
  if (record.state !== 'found') return undefined;
  const report = record.value as unknown as Report;
  lastUnpacked = { packed, report };
  return report;
}

/** Something to wait at that can also be rung before anybody waits. */
function makeBell(): { ring(): void; heard(withinMs: number): Promise<void> } {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    heard: async (withinMs) => {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, withinMs);
        });
        clearTimeout(timer);
      }
      rung = false;
      wake = undefined;
    },
  };
}
