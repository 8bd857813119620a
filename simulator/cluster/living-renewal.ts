const DEFAULT_LEASE_SECONDS = 60;
/** A renewal is at least this old, since clocks that are compared by a header of whole seconds differ by that much. */
const YOUNGEST_MS = 1000;

export interface CapturedRenewal {
  readonly renewed: number;
  readonly leaseSeconds?: number | undefined;
  /** When the capture was made. */
  readonly captured: number;
}

/**
 * When a captured lock was last renewed, seen at `now`, `started` being when the simulation began; epoch milliseconds.
 * A leader that was alive in the capture stays alive and renews every quarter of its lease, as the Agent does; its
 * first age is that of the capture. One that was dead, or ahead of everybody's clock, renews no more.
 */
export function livingRenewal(
  { renewed, leaseSeconds = DEFAULT_LEASE_SECONDS, captured }: CapturedRenewal,
  started: number,
  now: number,
): number {
  const age = captured - renewed;
  const lease = Math.max(leaseSeconds, 4) * 1000;
  if (age < 0 || age > lease) return renewed + (started - captured);
  const turn = Math.min(lease / 4, 15_000) - YOUNGEST_MS;
  const elapsed = age - YOUNGEST_MS + (now - started);
  return now - (YOUNGEST_MS + (((elapsed % turn) + turn) % turn));
}
