import * as v from 'valibot';

const times = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));

const requestFault = v.strictObject({
  /** Spoils answers to matching requests, exec excepted. */
  kind: v.literal('request'),
  /** Part of the path with its query. */
  path: v.optional(v.string()),
  verb: v.optional(v.picklist(['get', 'list', 'create'])),
  /** Plural, with a subresource after a slash: `pods/log`. */
  resource: v.optional(v.string()),
  /** How many requests are spoiled; all of them by default. */
  times,
  delayMs: v.optional(v.number()),
  spoil: v.optional(
    v.variant('do', [
      /** The connection stays open and nothing ever comes. */
      v.strictObject({ do: v.literal('silent') }),
      v.strictObject({
        do: v.literal('status'),
        code: v.number(),
        message: v.optional(v.string()),
        html: v.optional(v.boolean()),
      }),
      /** Half of the announced body, then the connection ends. */
      v.strictObject({ do: v.literal('cut') }),
      /** A well-framed answer whose JSON breaks off. */
      v.strictObject({ do: v.literal('half-json') }),
      v.strictObject({ do: v.literal('reset') }),
      /** Bytes that are no HTTP at all. */
      v.strictObject({ do: v.literal('garbage') }),
      /** Another body, with status 200. */
      v.strictObject({ do: v.literal('body'), body: v.unknown() }),
    ]),
  ),
});

const execFault = v.strictObject({
  /** Spoils commands run in pods. */
  kind: v.literal('exec'),
  /** A pod's name, `leader` or `followers`; every pod by default. */
  pod: v.optional(v.string()),
  /** Part of the command line: `status --json`. */
  command: v.optional(v.string()),
  times,
  delayMs: v.optional(v.number()),
  spoil: v.optional(
    v.variant('do', [
      v.strictObject({ do: v.literal('hang') }),
      /** Half of the output, then the connection ends without a status. */
      v.strictObject({ do: v.literal('drop') }),
      /** Half of the output and a good end, as of a command that was cut off inside. */
      v.strictObject({ do: v.literal('truncate') }),
      v.strictObject({ do: v.literal('binary') }),
      v.strictObject({
        do: v.literal('exit'),
        code: v.number(),
        stderr: v.optional(v.string()),
        stdout: v.optional(v.string()),
      }),
      v.strictObject({ do: v.literal('print'), bytes: v.number() }),
      v.strictObject({ do: v.literal('stdout'), text: v.string() }),
      v.strictObject({ do: v.literal('executable-missing') }),
      /** A closing status that is no JSON. */
      v.strictObject({ do: v.literal('garbage-status') }),
      v.strictObject({ do: v.literal('refuse'), code: v.number(), message: v.string() }),
    ]),
  ),
});

const denyFault = v.strictObject({
  /** Takes a right away. `*` and absent fields mean all. */
  kind: v.literal('deny'),
  verb: v.string(),
  /** Plural, with a subresource after a slash: `pods/exec`. */
  resource: v.string(),
  /** Every API group by default; `''` is the core group. */
  group: v.optional(v.string()),
  /** From this account rather than from dca-bot, as SubjectAccessReviews tell it. */
  user: v.optional(v.string()),
  namespace: v.optional(v.string()),
  /** Only across all namespaces, as in an installation whose rights end at its own. */
  clusterWide: v.optional(v.boolean()),
});

const clockFault = v.strictObject({
  /** The API server's `Date` header runs ahead (negative: behind). */
  kind: v.literal('clock'),
  aheadSeconds: v.number(),
});

const lockFault = v.strictObject({
  kind: v.literal('lock'),
  /** Which locks; both kinds by default. */
  lock: v.optional(v.picklist(['Lease', 'ConfigMap'])),
  change: v.variant('to', [
    /** Last renewed that many seconds before the fault was added, and never again. */
    v.strictObject({ to: v.literal('frozen'), ageSeconds: v.number() }),
    /** The holder's clock is ahead; `moving: false` adds that it renews no more. */
    v.strictObject({ to: v.literal('future'), aheadSeconds: v.number(), moving: v.optional(v.boolean()) }),
    v.strictObject({ to: v.literal('empty') }),
    v.strictObject({ to: v.literal('holder'), holder: v.string() }),
    v.strictObject({ to: v.literal('deleted') }),
  ]),
});

const podFault = v.strictObject({
  kind: v.literal('pod'),
  /** A pod's name, `leader`, `followers` or `every` Cluster Agent pod. */
  pod: v.string(),
  change: v.variant('to', [
    v.strictObject({ to: v.literal('gone') }),
    v.strictObject({ to: v.literal('not-ready') }),
    v.strictObject({
      to: v.literal('crash-looping'),
      restarts: v.number(),
      exitCode: v.number(),
      reason: v.optional(v.string()),
      /** What `logs --previous` prints. */
      previousLog: v.optional(v.string()),
    }),
    v.strictObject({ to: v.literal('oom-killed'), restarts: v.number(), memoryLimit: v.string() }),
    v.strictObject({ to: v.literal('pending'), message: v.optional(v.string()) }),
  ]),
});

/** When a change comes; at once where none of it is given. */
const trigger = {
  /** From the request after that many on; those count that name the object or metric, or hold `path`. */
  afterRequests: times,
  /** Part of the path with its query. */
  path: v.optional(v.string()),
  /** After so many seconds without such a request the count begins anew, and the change is undone. */
  restartSeconds: v.optional(v.number()),
  /** Seconds since the fault was added. */
  afterSeconds: v.optional(v.number()),
};

const objectFault = v.strictObject({
  kind: v.literal('object'),
  object: v.strictObject({ kind: v.string(), namespace: v.optional(v.string()), name: v.string() }),
  ...trigger,
  change: v.variant('to', [
    v.strictObject({ to: v.literal('gone') }),
    /** As in `patch` of `scenario.yaml`. */
    v.strictObject({ to: v.literal('merged'), merge: v.unknown() }),
  ]),
});

const metricFault = v.strictObject({
  /** What the Agent stores of a metric, and so serves, changes. */
  kind: v.literal('metric'),
  /** As an HPA names it: `queue.depth`, `datadogmetric@shop:orders-rate`. */
  metric: v.string(),
  ...trigger,
  value: v.optional(v.number()),
  valid: v.optional(v.boolean()),
});

const certificateFault = v.strictObject({
  /** The server shows a certificate of an authority nobody trusts. */
  kind: v.literal('certificate'),
});

export const faultSchema = v.variant('kind', [
  requestFault,
  execFault,
  denyFault,
  clockFault,
  lockFault,
  podFault,
  objectFault,
  metricFault,
  certificateFault,
]);

export type ClusterFault = v.InferOutput<typeof faultSchema>;
export type FaultKind = ClusterFault['kind'];
export type FaultOf<K extends FaultKind> = Extract<ClusterFault, { kind: K }>;
export type RequestSpoil = NonNullable<FaultOf<'request'>['spoil']>;
export type ExecSpoil = NonNullable<FaultOf<'exec'>['spoil']>;

/** What is wrong with the simulated cluster right now. */
export interface ClusterFaults {
  /** Returns what takes the fault away again. */
  add(fault: ClusterFault): () => void;
  clear(): void;
}

export interface ActiveFault<K extends FaultKind = FaultKind> {
  readonly fault: FaultOf<K>;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** The faults and who asks for them. */
export interface FaultBoard extends ClusterFaults {
  active<K extends FaultKind>(kind: K): readonly ActiveFault<K>[];
  /** The first matching fault, counted down if it only strikes some times. */
  strike<K extends 'request' | 'exec'>(kind: K, matches: (fault: FaultOf<K>) => boolean): FaultOf<K> | undefined;
}

/** Keeps the list of faults; `onChange` hears of every change. */
export function createFaultBoard(now: () => number, onChange: () => void): FaultBoard {
  let entries: { readonly fault: ClusterFault; readonly since: number; left: number }[] = [];
  return {
    add(fault) {
      const left = 'times' in fault && fault.times !== undefined ? fault.times : Number.POSITIVE_INFINITY;
      const entry = { fault, since: now(), left };
      entries.push(entry);
      onChange();
      return () => {
        entries = entries.filter((other) => other !== entry);
        onChange();
      };
    },
    clear() {
      entries = [];
      onChange();
    },
    active<K extends FaultKind>(kind: K) {
      return entries.filter((entry): entry is typeof entry & ActiveFault<K> => entry.fault.kind === kind);
    },
    strike<K extends 'request' | 'exec'>(kind: K, matches: (fault: FaultOf<K>) => boolean) {
      const entry = entries.find(({ fault, left }) => left > 0 && fault.kind === kind && matches(fault as FaultOf<K>));
      if (!entry) return undefined;
      entry.left--;
      return entry.fault as FaultOf<K>;
    },
  };
}
