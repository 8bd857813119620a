import { randomUUID } from 'node:crypto';
import { channelsWithMail } from '../redis/outbox.ts';
import { type Bell, makeBell } from './bell.ts';
import { drainChannel } from './drain-channel.ts';
import type { SendingTools } from './sending-tools.ts';

/** The part of a gateway that brings outboxes to Slack. */
export interface Sender {
  /** There is new mail for a channel. */
  ring(channel: string): void;
  /** Looks through all outboxes; called from time to time, since a ring may get lost. */
  sweep(): Promise<void>;
  /** Ends after the call to Slack that is under way, at most. */
  close(): Promise<void>;
}

/** As many channels are drained at once. */
const AT_ONCE = 100;

/** Starts a sender; any number of them may run, since a channel is drained by whoever has its lease. */
export function startSender(tools: SendingTools): Sender {
  const holder = randomUUID();
  const closing = new AbortController();
  const draining = new Map<string, { readonly bell: Bell; readonly done: Promise<void> }>();
  const restUntil = new Map<string, number>();

  const drain = async (channel: string, bell: Bell) => {
    try {
      let drained = await drainChannel(tools, channel, { holder, bell, closing: closing.signal });
      // Mail that came between the last look and the end of the lease.
      while (drained === 'empty' && bell.take()) {
        drained = await drainChannel(tools, channel, { holder, bell, closing: closing.signal });
      }
      if (drained === 'unreadable') restUntil.set(channel, tools.now() + tools.limits.unreadableMs);
    } catch (error) {
      tools.log?.('sending stopped', { channel, err: error });
    } finally {
      draining.delete(channel);
    }
  };

  const ring = (channel: string) => {
    const current = draining.get(channel);
    if (current !== undefined) {
      current.bell.ring();
      return;
    }
    if (closing.signal.aborted || draining.size >= AT_ONCE) return;
    const bell = makeBell();
    // `drain` awaits before it deletes itself from the map, so the entry is there first.
    draining.set(channel, { bell, done: drain(channel, bell) });
  };

  return {
    ring: (channel) => {
      restUntil.delete(channel);
      ring(channel);
    },
    sweep: async () => {
      const at = tools.now();
      for (const [channel, until] of restUntil) if (until <= at) restUntil.delete(channel);
      for (const channel of await channelsWithMail(tools.redis, tools.keys)) {
        if (!draining.has(channel) && !restUntil.has(channel)) ring(channel);
      }
    },
    close: async () => {
      closing.abort();
      const running = [...draining.values()];
      for (const { bell } of running) bell.ring();
      let timer: NodeJS.Timeout | undefined;
      const longEnough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, tools.limits.leaseMs);
      });
      // What is still under way after that is found again by its intent.
      await Promise.race([Promise.all(running.map(({ done }) => done)), longEnough]);
      clearTimeout(timer);
    },
  };
}
