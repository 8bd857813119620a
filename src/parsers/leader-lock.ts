import type { LeaderLock } from '../domain/leader-lock.ts';
import type { ConfigMap, Lease } from '../domain/objects.ts';
import { cutText } from './cut-text.ts';
import { parseKubernetesTime } from './kubernetes-time.ts';

/** The annotation in which client-go keeps the election record of a ConfigMap lock. */
export const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';

const HOLDER = /"holderIdentity"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){0,512})"/;

/** The election record of a Lease; `null` when the Lease holds none. A released lock has an empty holder. */
export function lockFromLease(lease: Lease): LeaderLock | null {
  const spec = lease.spec;
  if (!spec || (spec.holderIdentity === undefined && spec.renewTime === undefined)) {
    return null;
  }
  return lockOf({
    // The API server leaves an empty holder out of what it stores, and then only the times are there.
    holder: spec.holderIdentity ?? '',
    leaseSeconds: spec.leaseDurationSeconds,
    acquired: spec.acquireTime,
    renewed: spec.renewTime,
    transitions: spec.leaseTransitions,
  });
}

/**
 * The election record in a ConfigMap's annotation. `lock: null` when there is no annotation; `ok: false` when there is
 * one that cannot be read. Of a record that a paste cut with `...` only the holder is kept.
 */
export function lockFromConfigMap(
  cm: ConfigMap,
): { readonly ok: true; readonly lock: LeaderLock | null } | { readonly ok: false; readonly detail: string } {
  const text = cm.metadata.annotations?.[LEADER_ANNOTATION];
  if (text === undefined) {
    return { ok: true, lock: null };
  }
  const record = parseRecord(text);
  if (record !== undefined) {
    const holder = record.holderIdentity;
    return typeof holder === 'string'
      ? {
          ok: true,
          lock: lockOf({
            holder,
            leaseSeconds: record.leaseDurationSeconds,
            acquired: record.acquireTime,
            renewed: record.renewTime,
            transitions: record.leaderTransitions,
          }),
        }
      : { ok: false, detail: `no "holderIdentity" in ${quoteStart(text)}` };
  }
  const holder = text.includes('...') || text.includes('…') ? HOLDER.exec(text.slice(0, 4_000))?.[1] : undefined;
  return holder === undefined
    ? { ok: false, detail: `not JSON: ${quoteStart(text)}` }
    : { ok: true, lock: { holder: unescapeJson(holder) } };
}

function lockOf(raw: {
  readonly holder: string;
  readonly leaseSeconds: unknown;
  readonly acquired: unknown;
  readonly renewed: unknown;
  readonly transitions: unknown;
}): LeaderLock {
  const leaseSeconds = wholeNumber(raw.leaseSeconds);
  const acquired = time(raw.acquired);
  const renewed = time(raw.renewed);
  const transitions = wholeNumber(raw.transitions);
  return {
    holder: raw.holder,
    ...(leaseSeconds !== undefined && { leaseSeconds }),
    ...(acquired !== undefined && { acquired }),
    ...(renewed !== undefined && { renewed }),
    ...(transitions !== undefined && { transitions }),
  };
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function unescapeJson(body: string): string {
  try {
    const value: unknown = JSON.parse(`"${body}"`);
    return typeof value === 'string' ? value : body;
  } catch {
    return body;
  }
}

function time(value: unknown): string | undefined {
  return typeof value === 'string' ? parseKubernetesTime(value) : undefined;
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function quoteStart(text: string): string {
  return JSON.stringify(cutText(text, 120));
}
