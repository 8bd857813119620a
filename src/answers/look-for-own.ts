import { countSending } from '../redis/sending-record.ts';
import type { SendingTools } from './sending-tools.ts';
import type { PostTarget } from './slack-port.ts';

/** Slack's clock and ours may differ by as much. */
export const CLOCK_MARGIN_MS = 10 * 60_000;

/** A found file has no `ts` of its own worth keeping, but whatever carries the entry is a message. */
export type Look =
  | { readonly look: 'found'; readonly ts: string }
  | { readonly look: 'absent' }
  | { readonly look: 'cannot-tell' }
  /** Slack named a time to wait. */
  | { readonly look: 'later'; readonly ms: number }
  | { readonly look: 'slack-away' };

/** Looks whether a message is at Slack already. Of several copies the oldest stays. */
export async function lookForOwn(tools: SendingTools, target: PostTarget, firstAt: number): Promise<Look> {
  const { port, redis, keys, log } = tools;
  const found = await port.findOwn(target, firstAt - CLOCK_MARGIN_MS);
  switch (found.end) {
    case 'done': {
      const [first, ...copies] = found.ts;
      if (first === undefined) return { look: 'absent' };
      for (const ts of copies) {
        const removed = await port.remove(target.channel, ts);
        log?.('took back a message that was posted twice', { entry: target.entryId, ts, end: removed.end });
        await countSending(redis, keys, 'repeat-removed');
      }
      return { look: 'found', ts: first };
    }
    case 'wait':
      return found.why === 'rate' ? { look: 'later', ms: found.ms } : { look: 'slack-away' };
    case 'ambiguous':
      return { look: 'slack-away' };
    case 'refused':
      return { look: found.why === 'auth' ? 'slack-away' : 'cannot-tell' };
  }
}
