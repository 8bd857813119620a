import { setTimeout as wait } from 'node:timers/promises';
import type { FaultEffect, Faults } from '../faults.ts';

/** How planted faults change one call. */
export interface Gate {
  /** The effect that ends the call instead of carrying it out. */
  ending: Exclude<FaultEffect, { kind: 'delay' | 'hold_reply' | 'cut_after' }> | undefined;
  cutAfter: boolean;
  holdReplyMs: number;
}

/** Takes the faults planted for this call and waits out its delays. An aborted `signal` ends the wait. */
export async function passGate(
  faults: Faults,
  method: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Gate> {
  const gate: Gate = { ending: undefined, cutAfter: false, holdReplyMs: 0 };
  for (const effect of faults.take(method, args)) {
    if (effect.kind === 'delay') await wait(effect.ms, undefined, { signal }).catch(() => undefined);
    else if (effect.kind === 'hold_reply') gate.holdReplyMs += effect.ms;
    else if (effect.kind === 'cut_after') gate.cutAfter = true;
    else gate.ending = effect;
  }
  return gate;
}
