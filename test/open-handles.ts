import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** Milliseconds for closing what was told to close. */
const PATIENCE = 3000;
/** What the runtime opens and closes by itself all the time, and what talks to vitest. */
const COMING_AND_GOING = new Set(['Immediate', 'TickObject', 'CloseReq', 'FSReqPromise', 'FSReqCallback']);

/**
 * Sockets, servers, child processes and timers that keep the process alive, by kind. A test file that leaves more of
 * them than it found fails: whatever opens, closes.
 */
function open(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo())
    if (!COMING_AND_GOING.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function leftOpen(before: ReadonlyMap<string, number>): readonly string[] {
  return [...open()]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind, count]) => `${count - (before.get(kind) ?? 0)} × ${kind}`);
}

const atStart = open();

afterAll(async () => {
  const deadline = performance.now() + PATIENCE;
  let left = leftOpen(atStart);
  while (left.length > 0 && performance.now() < deadline) {
    await delay(20);
    left = leftOpen(atStart);
  }
  if (left.length > 0) throw new Error(`This test file left open: ${left.join(', ')}`);
});
