import type { AgentStatus } from './agent-status.ts';
import type { Autoscaling } from './autoscaling.ts';
import type { Checks } from './checks.ts';
import type { EventCollection } from './event-collection.ts';
import type { Flares } from './flare.ts';
import type { LeaderLock, LockRef } from './leader-lock.ts';
import type { LogScan } from './log-scan.ts';
import type { Metadata } from './metadata.ts';
import type { NodeAgents } from './node-agent.ts';
import type { PastedText } from './pasted-text.ts';
import type { Question } from './question.ts';
import type { Reading } from './reading.ts';

/** One Cluster Agent pod, as Kubernetes tells it. */
export interface AgentPod {
  readonly name: string;
  readonly namespace: string;
  readonly node?: string;
  readonly phase: string;
  readonly ready: boolean;
  /** Kubernetes is deleting it. */
  readonly leaving: boolean;
  readonly startedAt?: string;
  /** The container that runs the Cluster Agent (`cluster-agent`; hand-written manifests differ). */
  readonly container: string;
  readonly image: string;
  readonly restarts: number;
  readonly state: 'running' | 'waiting' | 'terminated' | 'unknown';
  /** Kubernetes' word for a waiting or terminated container (`CrashLoopBackOff`, `OOMKilled`), else the pod's. */
  readonly reason?: string;
  readonly message?: string;
  readonly lastTermination?: { readonly exitCode: number; readonly reason?: string; readonly finishedAt?: string };
  /** `resources.limits.memory`, as written. */
  readonly memoryLimit?: string;
  /** Settings written literally in the pod; values from Secrets, ConfigMaps and fields are left out. */
  readonly env: Readonly<Record<string, string>>;
  /** `spec.serviceAccountName`; `default` where it is left out. */
  readonly serviceAccount?: string;
  /** Which installation it belongs to: the value of `app.kubernetes.io/managed-by` (`Helm`, `datadog-operator`) and the owner. */
  readonly managedBy?: string;
  readonly owner?: string;
}

export interface LockReading {
  readonly lock: LockRef;
  /** `null`: the object is there and holds no election record. */
  readonly reading: Reading<LeaderLock | null>;
  /** The same lock some seconds later; read only when a renewal lies in the future. */
  readonly again?: Reading<LeaderLock | null>;
}

export interface StatusReading {
  /** The pod asked; for pasted text the name of the file or `text 1`. */
  readonly from: string;
  readonly reading: Reading<AgentStatus>;
}

/** What stands still while no Cluster Agent works. `null`: could not be read. */
export interface Dependents {
  /** HorizontalPodAutoscalers with an external metric. */
  readonly externalHpas: Reading<number>;
}

/**
 * Everything one question needed, read together. Rules look at nothing else, so a stored snapshot gives the same
 * findings again.
 */
export interface Snapshot {
  readonly question: Question;
  /** `cluster`: read live; `text`: pasted or saved, so that nothing can be looked up again. */
  readonly origin: 'cluster' | 'text';
  readonly cluster: string;
  readonly namespace: string;
  /** The API server's clock when the reading ended, or the document's own date; absent: ages cannot be told. ISO 8601. */
  readonly now?: string;
  /** Milliseconds that our clock is ahead of the API server's. */
  readonly skewMs?: number;
  readonly pods: Reading<readonly AgentPod[]>;
  /** The places searched for the Agent's pods, each as a command that repeats the search. */
  readonly searched: readonly string[];
  /** `.spec.replicas` of the pods' Deployment. */
  readonly replicasWanted: Reading<number>;
  readonly locks: readonly LockReading[];
  readonly statuses: readonly StatusReading[];
  /** Last lines of a crashed container's previous run, by pod. */
  readonly previousLogs: readonly { readonly pod: string; readonly reading: Reading<readonly string[]> }[];
  readonly dependents?: Dependents;
  /** HPAs, the metrics API and the stored values; read by `hpa` and `metrics`, or found in a text. */
  readonly autoscaling?: Autoscaling;
  /** Dispatching, configurations and the Agents that run them; read by `checks` and `endpoints`. */
  readonly checks?: Checks;
  /** What the replicas' logs hold, by pod; read by `logs`. */
  readonly logs?: readonly LogScan[];
  /** The metadata maps beside what the API server says; read by `metadata`. */
  readonly metadata?: Metadata;
  /** The node Agents and their link to the Cluster Agent; read by `node`. */
  readonly nodeAgents?: NodeAgents;
  /** Settings, rights and results of the event collection; read by `events`. */
  readonly events?: EventCollection;
  /** The flare that was built, or those that were read; `logs` may be from one. */
  readonly flares?: Flares;
  /** What was found in each pasted text, and whose it is. */
  readonly texts?: readonly PastedText[];
  /** False when the installation forbids exec (`exec: off`): then `status` was not asked, on purpose. */
  readonly execAllowed: boolean;
}
