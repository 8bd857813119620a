import type { ConfigMap, Deployment, HorizontalPodAutoscaler, Lease, Pod } from '../domain/objects.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentCommand } from './agent-commands.ts';

/** Bounds of one call. The reader gives up at whichever comes first. */
export interface CallBounds {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Aborted when the question was stopped or its own deadline passed. */
  readonly signal?: AbortSignal;
}

export interface ExecTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: AgentCommand;
}

/** What an Agent command printed. `exitCode` 0 alone proves nothing: soft refusals exit 0 too. */
export interface ExecOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface LogTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before the last restart. */
  readonly previous: boolean;
  readonly tailLines: number;
}

export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Absent: all namespaces. */
  readonly namespace?: string;
}

/**
 * Everything dca-bot ever does to a cluster: read. No method throws for what a cluster can do to it; a failure is a
 * Reading with its reason. Names are checked against RFC 1123 before they reach a URL.
 */
export interface ClusterReader {
  /** The kubeconfig context or configured name. */
  readonly cluster: string;
  /** The namespace this process runs in (service account) or the context's default; absent when neither says. */
  readonly ownNamespace?: string;
  /** Milliseconds our clock is ahead of the API server's by its last `Date` header (1 s resolution); absent before the first answer. */
  skewMs(): number | undefined;
  /** All pages together, at most `limit` objects (default 5,000); one more is `truncated`. Without a namespace: all of them. */
  listPods(
    where: { namespace?: string; labelSelector?: string; limit?: number },
    bounds: CallBounds,
  ): Promise<Reading<readonly Pod[]>>;
  getDeployment(namespace: string, name: string, bounds: CallBounds): Promise<Reading<Deployment>>;
  listDeployments(
    where: { namespace: string; labelSelector?: string },
    bounds: CallBounds,
  ): Promise<Reading<readonly Deployment[]>>;
  getLease(namespace: string, name: string, bounds: CallBounds): Promise<Reading<Lease>>;
  getConfigMap(namespace: string, name: string, bounds: CallBounds): Promise<Reading<ConfigMap>>;
  listHorizontalPodAutoscalers(bounds: CallBounds): Promise<Reading<readonly HorizontalPodAutoscaler[]>>;
  podLog(target: LogTarget, bounds: CallBounds): Promise<Reading<string>>;
  /** stdout over 8 MiB ends the call as `truncated`; a connection that ends without a status is `unreachable`. */
  exec(target: ExecTarget, bounds: CallBounds): Promise<Reading<ExecOutput>>;
  /** SelfSubjectAccessReview. */
  mayI(question: AccessQuestion, bounds: CallBounds): Promise<Reading<boolean>>;
  /** `kubectl version`: proves that the API server answers. */
  serverVersion(bounds: CallBounds): Promise<Reading<string>>;
  close(): Promise<void>;
}
