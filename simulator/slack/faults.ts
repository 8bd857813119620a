/** What goes wrong with one call. `delay` and `hold_reply` let the call go on; the others decide how it ends. */
export type FaultEffect =
  | { kind: 'delay'; ms: number }
  | { kind: 'http_status'; status: number }
  | { kind: 'rate_limited'; retryAfterSeconds: number }
  | { kind: 'error'; error: string; extra?: Record<string, unknown> }
  /** The connection is destroyed and nothing is stored. */
  | { kind: 'cut_before' }
  /** The call is carried out, then the connection is destroyed: the caller cannot know. */
  | { kind: 'cut_after' }
  /** The call is carried out, the reply comes `ms` later. */
  | { kind: 'hold_reply'; ms: number };

export interface FaultOptions {
  /** How many calls it hits; default 1, `Infinity` until removed. */
  times?: number;
  match?: (args: Record<string, unknown>) => boolean;
}

export interface PlantedFault {
  hits(): number;
  remove(): void;
}

/** Faults planted by Web API method; `*` is any method, `response_url` and `files.upload` are the two unnamed doors. */
export interface Faults {
  add(method: string, effect: FaultEffect, options?: FaultOptions): PlantedFault;
  clear(): void;
  /** Faults which can still hit. */
  pending(): number;
  take(method: string, args: Record<string, unknown>): FaultEffect[];
}

interface Planted {
  method: string;
  effect: FaultEffect;
  left: number;
  hits: number;
  match: (args: Record<string, unknown>) => boolean;
}

const GOES_ON = new Set<FaultEffect['kind']>(['delay', 'hold_reply']);

export function createFaults(): Faults {
  let planted: Planted[] = [];
  return {
    add(method, effect, options = {}) {
      const fault = { method, effect, left: options.times ?? 1, hits: 0, match: options.match ?? (() => true) };
      planted.push(fault);
      return {
        hits: () => fault.hits,
        remove: () => {
          planted = planted.filter((other) => other !== fault);
        },
      };
    },
    clear() {
      planted = [];
    },
    pending: () => planted.filter((fault) => fault.left > 0).length,
    take(method, args) {
      const effects: FaultEffect[] = [];
      for (const fault of planted) {
        if (fault.left <= 0 || (fault.method !== '*' && fault.method !== method) || !fault.match(args)) continue;
        fault.left -= 1;
        fault.hits += 1;
        effects.push(fault.effect);
        if (!GOES_ON.has(fault.effect.kind)) break;
      }
      return effects;
    },
  };
}
