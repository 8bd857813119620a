import type { Unknown } from '../domain/reading.ts';

/** Whether the next command in the same container would fail as well: nobody is to wait for that twice. */
export function isOutOfReach({ why }: Unknown): boolean {
  return why === 'forbidden' || why === 'timeout' || why === 'unreachable';
}
