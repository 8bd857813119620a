import { loadAsk } from '../redis/asks.ts';
import { pushProgress } from '../redis/outbox.ts';
import type { ReceivingTools } from './receive-reports.ts';

/** Turns the progress of asks into edits of their openings. */
export interface ProgressEditor {
  /** An ask came further. Cheap to call often. */
  moved(askId: string): void;
  /** Ends after what is under way. */
  close(): Promise<void>;
}

/** As many asks are remembered as were seen to move last. */
const REMEMBERED = 1_000;

/**
 * Edits go by the outbox like all else, so that none can come after the verdict: at most one every `everyMs`, over all
 * gateways, and none once the answer waits there.
 */
export function makeProgressEditor(tools: ReceivingTools, everyMs: number): ProgressEditor {
  const channels = new Map<string, { readonly channel: string | undefined; nextAt: number }>();
  const running = new Set<Promise<void>>();
  let closed = false;

  const push = async (askId: string) => {
    const { redis, keys, now, ring } = tools;
    let known = channels.get(askId);
    if (known === undefined) {
      const ask = await loadAsk(redis, keys, askId);
      const shown = ask.state === 'found' && ask.value.parent === undefined;
      known = { channel: shown ? ask.value.address.channel : undefined, nextAt: 0 };
      channels.set(askId, known);
      const [oldest] = channels.keys();
      if (channels.size > REMEMBERED && oldest !== undefined) channels.delete(oldest);
    }
    if (known.channel === undefined || now() < known.nextAt) return;
    known.nextAt = now() + everyMs;
    if (await pushProgress(redis, keys, known.channel, askId, now())) ring(known.channel);
  };

  return {
    moved: (askId) => {
      if (closed) return;
      // A progress that is not shown is made up for by the next one.
      const work: Promise<void> = push(askId)
        .catch(() => {})
        .finally(() => running.delete(work));
      running.add(work);
    },
    close: async () => {
      closed = true;
      await Promise.all(running);
    },
  };
}
