import type { Right } from '../domain/finding-facts.ts';

/** What `doctor` looks at, with the facts each check can tell. `detail` is the other side's own words. */
export interface DoctorFacts {
  readonly node: { readonly found: string; readonly wanted: string };
  readonly 'redis-reachable': { readonly address: string; readonly detail: string | null };
  readonly 'redis-version': { readonly found: string; readonly wanted: string };
  /** `maxmemory-policy`. */
  readonly 'redis-eviction': { readonly found: string };
  /** Whether the append-only file is on. */
  readonly 'redis-persistence': { readonly appendOnly: boolean };
  /** Messages of the last 24 hours: never sent, sent in a plainer form than meant, and why, the newest first. */
  readonly sending: { readonly givenUp: number; readonly plainer: number; readonly why: readonly string[] };
  readonly 'slack-token': { readonly detail: string | null };
  readonly 'slack-scopes': { readonly missing: readonly string[] };
  readonly 'kubernetes-reachable': { readonly context: string; readonly detail: string | null };
  readonly 'kubernetes-right': { readonly right: Right; readonly lost: string | null };
}

export type DoctorCheck = keyof DoctorFacts;
export const DOCTOR_STATES = ['ok', 'failed', 'skipped'] as const;
export type DoctorState = (typeof DOCTOR_STATES)[number];
