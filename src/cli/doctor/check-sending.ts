import type { DoctorLine } from '../../formatters/terminal-notices.ts';
import type { DeadLetter } from '../../redis/dead-letters.ts';
import type { Fallback } from '../../redis/sending-record.ts';

const LOOK_BACK_MS = 24 * 3600 * 1000;

/** What became of the messages of the last day that could not be sent as meant; `now` in epoch milliseconds. */
export async function checkSending(
  now: number,
  read: {
    readonly fallbacks: () => Promise<readonly Fallback[]>;
    readonly letters: () => Promise<readonly DeadLetter[]>;
  },
): Promise<DoctorLine> {
  const isRecent = ({ at }: { readonly at: number }) => at > now - LOOK_BACK_MS;
  const plainer = (await read.fallbacks()).filter(isRecent);
  const givenUp = (await read.letters()).filter(isRecent);
  const words = [...givenUp.map(({ why, detail }) => detail || why), ...plainer.map(({ why }) => why)];
  return {
    check: 'sending',
    state: givenUp.length === 0 ? 'ok' : 'failed',
    facts: { givenUp: givenUp.length, plainer: plainer.length, why: [...new Set(words)] },
  };
}
