/** Questions the worker answers from a cluster. */
export const CLUSTER_KINDS = ['status', 'leader', 'hpa', 'metrics', 'checks', 'endpoints', 'logs'] as const;
/** Questions the gateway answers by itself. */
export const GATEWAY_KINDS = ['clusters', 'help'] as const;

export type ClusterKind = (typeof CLUSTER_KINDS)[number];
export type GatewayKind = (typeof GATEWAY_KINDS)[number];
export type QuestionKind = ClusterKind | GatewayKind | 'explain';

/** The object a question is about, as far as the asker named it. Absent parts are looked up or mean all. */
export interface Subject {
  readonly namespace?: string;
  readonly name?: string;
  /**
   * What `name` is where that was said: a HorizontalPodAutoscaler or the workload it scales, a check, a node, a Service.
   * A check's name may hold what no Kubernetes name may (`http_check`).
   */
  readonly resource?: 'hpa' | 'deployment' | 'statefulset' | 'replicaset' | 'check' | 'node' | 'service';
}

/** What is asked, and of which cluster; `cluster` is absent when the channel's or the only one is meant. */
export interface Question {
  readonly kind: QuestionKind;
  readonly cluster?: string;
  readonly subject?: Subject;
  /** Which page of a list, from 1; absent: the first. */
  readonly page?: number;
}

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How much of the answer is shown. Rules never see it: only formatters do. */
export const DEPTHS = ['line', 'normal', 'teach'] as const;
export type Depth = (typeof DEPTHS)[number];

/** How the asker wants to be answered; `language` is absent when the asker's Slack locale decides. */
export interface Manner {
  readonly language?: Language;
  readonly depth: Depth;
}

export function isClusterKind(kind: QuestionKind): kind is ClusterKind {
  return (CLUSTER_KINDS as readonly string[]).includes(kind);
}
