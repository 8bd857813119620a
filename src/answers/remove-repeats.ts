import { readSent } from '../redis/outbox.ts';
import { clearRecheck, dueRechecks, planRecheck } from '../redis/rechecks.ts';
import { countSending } from '../redis/sending-record.ts';
import { CLOCK_MARGIN_MS } from './look-for-own.ts';
import type { SendingTools } from './sending-tools.ts';

/** After that, a call that was cut off will not arrive any more. */
const WORTH_MS = 15 * 60_000;

/**
 * Looks again for messages that were posted a second time after a call without a reply, and takes away the copy that
 * arrived late. Two gateways may do it at once: both keep the same one.
 */
export async function removeRepeats(tools: SendingTools): Promise<void> {
  const { redis, keys, port, now, limits, log } = tools;
  for (const due of await dueRechecks(redis, keys, now())) {
    const { recheck } = due;
    const sent = await readSent(redis, keys, recheck.entryId);
    const found = await port.findOwn(recheck, recheck.firstAt - CLOCK_MARGIN_MS);
    const settled = found.end === 'done' && sent !== undefined;
    if (found.end === 'done' && sent?.ts !== undefined && found.ts.includes(sent.ts)) {
      for (const ts of found.ts) {
        if (ts === sent.ts) continue;
        const removed = await port.remove(recheck.channel, ts);
        log?.('took back a message that was posted twice', { entry: recheck.entryId, ts, end: removed.end });
        await countSending(redis, keys, 'repeat-removed');
      }
    }
    if (settled || found.end === 'refused' || now() - recheck.firstAt > WORTH_MS) await clearRecheck(redis, keys, due);
    else await planRecheck(redis, keys, recheck, now() + limits.recheckMs);
  }
}
