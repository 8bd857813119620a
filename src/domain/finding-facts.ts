import type { CheckFactsByCode } from './check-facts.ts';
import type { EventFactsByCode } from './event-facts.ts';
import type { FlareFactsByCode } from './flare-facts.ts';
import type { HealthFactsByCode } from './health-facts.ts';
import type { HpaFactsByCode } from './hpa-facts.ts';
import type { LockRef } from './leader-lock.ts';
import type { LogFactsByCode } from './log-facts.ts';
import type { MetadataFactsByCode } from './metadata-facts.ts';
import type { MetricsApiFactsByCode } from './metrics-api-facts.ts';
import type { NodeFactsByCode } from './node-facts.ts';
import type { Why } from './reading.ts';
import type { TextFactsByCode } from './text-facts.ts';

/** One claim about who leads: `by` is a pod that was asked, or a lock. Ages in seconds, `null` when they cannot be told. */
export interface LeaderClaim {
  readonly by: string;
  readonly kind: 'pod' | 'Lease' | 'ConfigMap';
  readonly leader: string;
  readonly ageSeconds: number | null;
}

/** What stops while no Cluster Agent works. `null`: not known whether it is in use. */
export interface Effects {
  readonly externalMetrics: boolean | null;
  /** HorizontalPodAutoscalers that hold their size. */
  readonly externalHpas: number | null;
  readonly events: boolean | null;
  readonly clusterChecks: boolean | null;
  readonly admission: boolean | null;
}

export interface PodTrouble {
  readonly name: string;
  readonly phase: string;
  readonly reason: string | null;
  readonly message: string | null;
}

export interface Right {
  readonly verb: string;
  readonly group: string;
  /** With a subresource after a slash: `pods/exec`. */
  readonly resource: string;
  readonly namespace: string | null;
}

export interface Attempt {
  readonly source: string;
  readonly why: Why;
  readonly detail: string;
}

/**
 * The facts of every finding code. This list is the contract between rules and phrases: a code without words in both
 * languages does not compile. Numbers are plain; seconds are whole; times are ISO 8601.
 */
export interface FactsByCode
  extends HpaFactsByCode,
    MetricsApiFactsByCode,
    CheckFactsByCode,
    LogFactsByCode,
    MetadataFactsByCode,
    NodeFactsByCode,
    EventFactsByCode,
    HealthFactsByCode,
    FlareFactsByCode,
    TextFactsByCode {
  // leader election
  'leader-healthy': {
    readonly holder: string;
    /** `null` when only the Agent's own `status` told it. */
    readonly lock: LockRef | null;
    readonly renewedAt: string | null;
    readonly ageSeconds: number | null;
    readonly leaseSeconds: number | null;
    readonly transitions: number | null;
    /** How many replicas were asked, and how many name the same leader. */
    readonly asked: number;
    readonly agreeing: number;
    /** The renewal lay in the future and moved between two reads. */
    readonly movedBetweenReads: boolean;
  };
  'leader-single-replica': { readonly holder: string };
  'leader-missing': {
    readonly cause: 'no-holder' | 'no-lock' | 'election-off' | 'failing';
    readonly detail: string | null;
    readonly tried: readonly LockRef[];
  };
  'leader-unreadable': { readonly attempts: readonly Attempt[] };
  'leader-renewal-stale': {
    readonly holder: string;
    readonly lock: LockRef | null;
    readonly ageSeconds: number;
    readonly leaseSeconds: number;
    /** `null`: could not be read. */
    readonly replicas: number | null;
    /** Seconds until the age passes two leases; 0 when it has. */
    readonly retrySeconds: number;
  };
  /** The renewal lies in the future and did not move, or could not be read twice: nobody can tell whether it is alive. */
  'leader-renewal-unclear': {
    readonly holder: string;
    readonly lock: LockRef | null;
    readonly aheadSeconds: number | null;
    readonly readTwice: boolean;
  };
  'leader-holder-gone': {
    readonly holder: string;
    readonly lock: LockRef | null;
    readonly ageSeconds: number | null;
    readonly leaseSeconds: number | null;
    readonly pods: readonly string[];
  };
  /** The lock is fresh, and the container of the pod it names does not run: it runs out unless that pod comes back first. */
  'leader-holder-down': {
    readonly holder: string;
    readonly lock: LockRef;
    readonly ageSeconds: number | null;
    readonly leaseSeconds: number;
    /** Kubernetes' word: `CrashLoopBackOff`, `OOMKilled`. */
    readonly reason: string | null;
    /** Others that could take over. */
    readonly otherPods: readonly string[];
  };
  'leaders-disagree': { readonly claims: readonly LeaderClaim[] };
  'leader-lock-leftover': {
    readonly used: LockRef;
    readonly leftover: LockRef;
    readonly holder: string;
    readonly ageSeconds: number | null;
    readonly holderGone: boolean;
  };
  'asked-a-follower': {
    readonly pod: string;
    readonly leader: string | null;
    readonly leaderIp: string | null;
  };
  'clock-skew': { readonly who: 'holder' | 'bot'; readonly node: string | null; readonly aheadSeconds: number };

  // the Agent itself
  'agent-running': {
    readonly namespace: string;
    readonly ready: number;
    readonly wanted: number | null;
    readonly version: string | null;
    readonly image: string | null;
    readonly restarts: number;
  };
  /** A pasted `status`: it ran when the text was made. */
  'agent-status-read': {
    readonly version: string;
    readonly hostname: string | null;
    readonly startedAt: string | null;
    readonly statusAt: string | null;
  };
  'agent-not-running': {
    readonly namespace: string;
    readonly cause: 'no-pods' | 'not-ready' | 'pending' | 'stopped';
    readonly pods: readonly PodTrouble[];
    /** How the pods were looked for. */
    readonly tried: readonly string[];
    readonly effects: Effects;
  };
  'agent-oom-killed': {
    readonly pod: string;
    readonly memoryLimit: string | null;
    readonly restarts: number;
    readonly killedAt: string | null;
    readonly ageSeconds: number | null;
    readonly runningNow: boolean;
    readonly effects: Effects | null;
  };
  'agent-crash-looping': {
    readonly pod: string;
    readonly restarts: number;
    readonly exitCode: number | null;
    readonly reason: string | null;
    readonly finishedAt: string | null;
    readonly lastLines: readonly string[];
    /** Why the previous log could not be read. */
    readonly logMissing: string | null;
    readonly effects: Effects | null;
  };
  'agent-not-ready': {
    readonly trouble: readonly PodTrouble[];
    readonly ready: number;
    readonly wanted: number | null;
  };
  'agent-command-failed': {
    readonly pod: string;
    readonly command: string;
    readonly why: Why;
    readonly detail: string;
  };
  'agent-version-unclear': { readonly title: string; readonly image: string };
  'two-cluster-agents': {
    readonly installs: readonly { readonly owner: string; readonly managedBy: string | null; readonly pods: number }[];
  };
  'intake-failing': {
    readonly pod: string;
    /** Other replicas that fail alike. */
    readonly alsoOn: readonly string[];
    readonly httpErrors: readonly { readonly code: string; readonly times: number }[];
    readonly errorsByType: readonly { readonly type: string; readonly times: number }[];
    readonly seriesFlushErrors: number;
    readonly flushes: number;
    readonly successes: number;
  };
  'forwarder-dropping': { readonly pod: string; readonly dropped: number; readonly retryQueueSize: number };
  'api-key-rejected': {
    readonly pod: string;
    /** Times the intake answered 403. */
    readonly forbidden: number;
    readonly keys: readonly { readonly endsWith: string; readonly text: string }[];
  };
  'admission-disabled': { readonly pod: string };
  'admission-healthy': { readonly pod: string; readonly webhooks: number; readonly certificateSeconds: number | null };
  'admission-failing': {
    readonly pod: string;
    readonly problems: readonly {
      readonly what:
        | 'error'
        | 'webhook-error'
        | 'secret-error'
        | 'digest-differs'
        | 'certificate-expired'
        | 'certificate-expiring';
      readonly detail: string;
    }[];
  };
  'output-not-recognised': {
    readonly from: string;
    readonly kind: 'document' | 'sections' | 'cut-off';
    readonly sections: readonly string[];
    readonly detail: string | null;
  };
  /** The Agent could not print a part of its own text; `knownBug`: the metric list that Agents from 7.57 break off. */
  'status-render-error': { readonly from: string; readonly errors: readonly string[]; readonly knownBug: boolean };
  'version-unsupported': { readonly from: string; readonly title: string };
  'node-agent-status': {
    readonly from: string;
    readonly version: string;
    readonly hostname: string | null;
  };

  // cluster checks
  'cluster-checks-healthy': {
    readonly pod: string;
    readonly agents: number;
    readonly configurations: number;
    readonly dispatched: number;
  };
  'cluster-checks-disabled': { readonly pod: string };
  'cluster-checks-warming-up': { readonly pod: string };
  'cluster-checks-state-unknown': { readonly pod: string; readonly detail: string };
  'cluster-checks-contradiction': {
    readonly pod: string;
    readonly configurations: number;
    readonly dispatched: number;
    readonly unassigned: number;
  };
  'no-node-agents-reporting': { readonly pod: string; readonly configurations: number };
  'check-unassigned': {
    readonly pod: string;
    readonly unassigned: number;
    readonly configurations: number;
    readonly dispatched: number;
    readonly agents: number;
    readonly unscheduled: readonly string[];
  };

  // running dca-bot
  'rights-missing': { readonly rights: readonly Right[]; readonly refused: readonly Attempt[] };
  'exec-off': { readonly lost: readonly string[] };
  /** dca-bot itself broke down over the question, or did not end in time; `cluster` is empty where none was asked. */
  'answer-failed': { readonly cluster: string; readonly why: Why; readonly detail: string };
  'cluster-unreachable': { readonly cluster: string; readonly why: Why; readonly detail: string };
  'worker-silent': { readonly cluster: string; readonly lastSeenSeconds: number | null };
  'worker-died': { readonly cluster: string; readonly times: number };
  'queue-full': { readonly cluster: string; readonly waiting: number };
  'question-stopped': { readonly by: string };
  'nothing-to-explain': { readonly from: string };
}
