import type {
  DatadogMetric,
  ExternalMetricValue,
  HorizontalPodAutoscaler,
  MetricIdentifier,
  ScaleTarget,
  ScaleTargetRef,
} from '../domain/autoscaling-objects.ts';
import type {
  ApiService,
  ClusterEvent,
  ConfigMap,
  Deployment,
  EndpointSlice,
  Lease,
  Node,
  Pod,
  Service,
} from '../domain/objects.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentCall } from './agent-commands.ts';

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
  readonly command: AgentCall;
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
  /** The one object meant; absent: any. */
  readonly name?: string;
}

/** The same of another account, which needs `create` on `subjectaccessreviews`. */
export interface AccountAccessQuestion extends AccessQuestion {
  /** `system:serviceaccount:NAMESPACE:NAME`; its groups follow from it. */
  readonly user: string;
}

/** Workload kinds whose lists tell the replicas of many scale targets at once. */
export const LISTED_TARGET_KINDS = ['Deployment', 'StatefulSet', 'ReplicaSet'] as const;
export type ListedTargetKind = (typeof LISTED_TARGET_KINDS)[number];

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
  /** All pages together, at most `limit` objects (default 5,000); one more is `truncated`. Without a namespace: all of them; `node` and `name` by field selector. */
  listPods(
    where: { namespace?: string; labelSelector?: string; node?: string; name?: string; limit?: number },
    bounds: CallBounds,
  ): Promise<Reading<readonly Pod[]>>;
  /** At most 20,000. */
  listNodes(bounds: CallBounds): Promise<Reading<readonly Node[]>>;
  getDeployment(namespace: string, name: string, bounds: CallBounds): Promise<Reading<Deployment>>;
  getLease(namespace: string, name: string, bounds: CallBounds): Promise<Reading<Lease>>;
  getConfigMap(namespace: string, name: string, bounds: CallBounds): Promise<Reading<ConfigMap>>;
  getHorizontalPodAutoscaler(
    namespace: string,
    name: string,
    bounds: CallBounds,
  ): Promise<Reading<HorizontalPodAutoscaler>>;
  /** `autoscaling/v2`, without annotations. `name`: only those of that name, in whichever namespace. At most `limit` (default 20,000). */
  listHorizontalPodAutoscalers(
    where: { namespace?: string; name?: string; limit?: number },
    bounds: CallBounds,
  ): Promise<Reading<readonly HorizontalPodAutoscaler[]>>;
  /** Deployments, StatefulSets and ReplicaSets by themselves; other kinds by discovery and their scale subresource. */
  getScaleTarget(namespace: string, ref: ScaleTargetRef, bounds: CallBounds): Promise<Reading<ScaleTarget>>;
  listScaleTargets(
    kind: ListedTargetKind,
    where: { namespace?: string },
    bounds: CallBounds,
  ): Promise<Reading<readonly ScaleTarget[]>>;
  getService(namespace: string, name: string, bounds: CallBounds): Promise<Reading<Service>>;
  /** Those of one Service. */
  listEndpointSlices(
    namespace: string,
    service: string,
    bounds: CallBounds,
  ): Promise<Reading<readonly EndpointSlice[]>>;
  /** Those of all Services, in all namespaces or one. At most 20,000 slices. */
  listAllEndpointSlices(where: { namespace?: string }, bounds: CallBounds): Promise<Reading<readonly EndpointSlice[]>>;
  getApiService(name: string, bounds: CallBounds): Promise<Reading<ApiService>>;
  /** `group/version` of everything the API server offers; an aggregated API that does not answer is still among them. */
  apiVersions(bounds: CallBounds): Promise<Reading<readonly string[]>>;
  listEvents(
    about: { namespace: string; kind: string; name: string },
    bounds: CallBounds,
  ): Promise<Reading<readonly ClusterEvent[]>>;
  /** The first page of all namespaces' events, at most `limit`; `more`: there are others. */
  pageOfEvents(
    limit: number,
    bounds: CallBounds,
  ): Promise<Reading<{ readonly events: readonly ClusterEvent[]; readonly more: boolean }>>;
  /** `absent` where the cluster has no such CustomResourceDefinition. */
  listDatadogMetrics(where: { namespace?: string }, bounds: CallBounds): Promise<Reading<readonly DatadogMetric[]>>;
  /** What `external.metrics.k8s.io/v1beta1` serves for the name and selector, as the HPA controller asks for it. */
  getExternalMetric(
    namespace: string,
    metric: MetricIdentifier,
    bounds: CallBounds,
  ): Promise<Reading<readonly ExternalMetricValue[]>>;
  podLog(target: LogTarget, bounds: CallBounds): Promise<Reading<string>>;
  /** Services of all namespaces or one, with the annotations that are for the Agent (`ad.datadoghq.com/…`) alone. At most 20,000. */
  listServices(where: { namespace?: string }, bounds: CallBounds): Promise<Reading<readonly Service[]>>;
  /**
   * The last `tailLines` of a log piece by piece as it arrives, for logs too large to hold; known when it ended. Of a
   * tail longer than `maxBytes` the rest is left out, which is its newest part. `more`: that happened, or as many lines
   * came as were asked for, so that the log may go back further.
   */
  streamLog(
    target: LogTarget & { readonly maxBytes: number },
    onText: (text: string) => void,
    bounds: CallBounds,
  ): Promise<Reading<{ readonly bytes: number; readonly more: boolean }>>;
  /** As `exec`, with stdout piece by piece as it arrives; more than `maxBytes` of output is `truncated`. */
  streamExec(
    target: ExecTarget & { readonly maxBytes: number },
    onStdout: (text: string) => void,
    bounds: CallBounds,
  ): Promise<Reading<Omit<ExecOutput, 'stdout'>>>;
  /** As `streamExec`, for output that is no text. */
  streamExecBytes(
    target: ExecTarget & { readonly maxBytes: number },
    onStdout: (bytes: Uint8Array) => void,
    bounds: CallBounds,
  ): Promise<Reading<Omit<ExecOutput, 'stdout'>>>;
  /** stdout over 8 MiB ends the call as `truncated`; a connection that ends without a status is `unreachable`. */
  exec(target: ExecTarget, bounds: CallBounds): Promise<Reading<ExecOutput>>;
  /** SelfSubjectAccessReview. */
  mayI(question: AccessQuestion, bounds: CallBounds): Promise<Reading<boolean>>;
  /** SubjectAccessReview. */
  mayAccount(question: AccountAccessQuestion, bounds: CallBounds): Promise<Reading<boolean>>;
  /** `kubectl version`: proves that the API server answers. */
  serverVersion(bounds: CallBounds): Promise<Reading<string>>;
  close(): Promise<void>;
}
