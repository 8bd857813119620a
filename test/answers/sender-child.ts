/** A gateway's sender as a process of its own, which stops itself at a named step. Run by `sender-process.ts`. */
import { startSender } from '../../src/answers/sender.ts';
import type { SlackPort } from '../../src/answers/slack-port.ts';
import { makeWebClient, webClientPort } from '../../src/answers/web-client-port.ts';
import { openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { SHORT_LIMITS } from './sending-world.ts';

const [, , url = '', apiUrl = '', token = '', step = '', entry = '', signal = 'SIGKILL'] = process.argv;

let stopped = false;
function stopAt(reached: string): void {
  if (reached !== step || stopped) return;
  stopped = true;
  process.kill(process.pid, signal);
}

/** Which step a script is, by the keys and values it gets; it goes by its text or by its hash. */
function stepOf(args: readonly unknown[]): string | undefined {
  const names = args.slice(2, 2 + Number(args[1])).map(String);
  if (names.includes(keys.intent(entry))) return 'intent';
  if (names.includes(keys.sent(entry))) return 'sent';
  if (args.some((arg) => String(arg).includes(`"${entry}"`))) return 'remove';
  return undefined;
}

const keys = keysOf('{dca}');
const plain = openCommands({ url, prefix: '{dca}' });
const redis = new Proxy(plain, {
  get: (target, name) => {
    const value: unknown = Reflect.get(target, name, target);
    if (typeof value !== 'function') return value;
    if (name !== 'eval' && name !== 'evalsha') return value.bind(target);
    return async (...args: unknown[]) => {
      const at = stepOf(args);
      if (at !== undefined) stopAt(`before-${at}`);
      const result: unknown = await value.apply(target, args);
      if (at !== undefined) stopAt(`after-${at}`);
      return result;
    };
  },
}) as Redis;

const slack = webClientPort(makeWebClient(token, apiUrl, 400), { timeoutMs: 400 });
const port: SlackPort = {
  ...slack,
  post: async (target, message) => {
    if (target.entryId === entry) stopAt('before-post');
    const outcome = await slack.post(target, message);
    if (target.entryId === entry) stopAt('after-post');
    return outcome;
  },
  shareFile: async (channel, file) => {
    stopAt('before-share');
    const outcome = await slack.shareFile(channel, file);
    stopAt('after-share');
    return outcome;
  },
};

await whenReady(plain, 10_000);
const sender = startSender({
  redis,
  keys,
  port,
  mask: (text) => ({ text, masked: 0 }),
  now: Date.now,
  limits: SHORT_LIMITS,
  readProgress: async () => undefined,
});
setInterval(() => {
  sender.sweep().catch(() => {});
}, SHORT_LIMITS.sweepMs);
process.stdout.write('ready\n');
