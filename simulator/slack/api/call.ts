import type { Seed } from '../state/seed.ts';
import type { SlackStore } from '../state/store.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Triggers } from './triggers.ts';

/** What every Web API method can reach. */
export interface ApiContext {
  store: SlackStore;
  seed: Seed;
  scopes: Set<string>;
  now: () => number;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  baseUrl: () => string;
  triggers: Triggers;
  rateLimiter: RateLimiter;
  /** A fresh single-use address for a Socket Mode connection. */
  issueSocketUrl: () => string;
}

export type Args = Record<string, unknown>;
export type Reply = Record<string, unknown>;

export interface Method {
  /** Scopes of which one is enough; none for methods every token may call. */
  scopes?: readonly string[];
  token?: 'bot' | 'app';
  run(args: Args, context: ApiContext): Reply;
}

/** The refusal of a call, as `{ ok: false, error, ...extra }`. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly extra: Reply;
  constructor(code: string, extra: Reply = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export function refuse(code: string, extra: Reply = {}): never {
  throw new SlackRefusal(code, extra);
}

export function stringArg(args: Args, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function requiredArg(args: Args, name: string, error = 'invalid_arguments'): string {
  return (
    stringArg(args, name) ??
    refuse(error, { response_metadata: { messages: [`[ERROR] missing required field: ${name}`] } })
  );
}

export function flagArg(args: Args, name: string): boolean {
  return [true, 'true', '1', 1].includes(args[name] as never);
}

export function listArg(args: Args, name: string): string[] | undefined {
  const value = args[name];
  if (Array.isArray(value)) return value.map(String);
  return stringArg(args, name)
    ?.split(',')
    .map((entry) => entry.trim());
}

/** A field that arrives as JSON text inside a form, or already as JSON. `undefined` when absent or empty. */
export function jsonArg(args: Args, name: string, error: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return refuse(error);
  }
}

/** One page of a list; the cursor is the next index. */
export function page<T>(all: readonly T[], args: Args, defaultLimit: number): { items: T[]; next: string } {
  const start = Number(stringArg(args, 'cursor') ?? 0);
  if (!Number.isInteger(start) || start < 0) refuse('invalid_cursor');
  const limit = Math.max(1, Number(stringArg(args, 'limit') ?? defaultLimit) || defaultLimit);
  const items = all.slice(start, start + limit);
  return { items, next: start + limit < all.length ? String(start + limit) : '' };
}
