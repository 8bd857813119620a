/** Questions the worker answers from a cluster. */
export const CLUSTER_KINDS = [
  'status',
  'leader',
  'hpa',
  'metrics',
  'checks',
  'endpoints',
  'metadata',
  'node',
  'events',
  'logs',
  'health',
  'flare',
] as const;
/** Questions the gateway answers by itself. */
export const GATEWAY_KINDS = ['clusters', 'help'] as const;
/** Questions about texts and stored reports, answered through the engine without a cluster. */
export const TEXT_KINDS = ['explain', 'compare', 'replay'] as const;

export type ClusterKind = (typeof CLUSTER_KINDS)[number];
export type GatewayKind = (typeof GATEWAY_KINDS)[number];
export type TextKind = (typeof TEXT_KINDS)[number];
export type QuestionKind = ClusterKind | GatewayKind | TextKind;

/** The object a question is about, as far as the asker named it. Absent parts are looked up or mean all. */
export interface Subject {
  readonly namespace?: string;
  readonly name?: string;
  /**
   * What `name` is where that was said: a HorizontalPodAutoscaler or the workload it scales, a check, a node, a Service, a pod.
   * A check's name may hold what no Kubernetes name may (`http_check`).
   */
  readonly resource?: 'hpa' | 'deployment' | 'statefulset' | 'replicaset' | 'check' | 'node' | 'service' | 'pod';
}

/** What is asked, and of which cluster; `cluster` is absent when the channel's or the only one is meant. */
export interface Question {
  readonly kind: QuestionKind;
  readonly cluster?: string;
  readonly subject?: Subject;
  /** Which page of a list, from 1; absent: the first. */
  readonly page?: number;
  /** `compare`: what `cluster` is held against: another cluster, or (without `cluster`) a report asked again now. */
  readonly against?: { readonly cluster: string } | { readonly report: string };
  /** `replay`: the stored report's id. */
  readonly report?: string;
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

export function isTextKind(kind: QuestionKind): kind is TextKind {
  return (TEXT_KINDS as readonly string[]).includes(kind);
}
