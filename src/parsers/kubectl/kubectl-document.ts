import type { MetricsLogTrouble, StoredMetric } from '../../domain/autoscaling.ts';
import type { ExternalMetricValue, HorizontalPodAutoscaler } from '../../domain/autoscaling-objects.ts';
import type { ApiService, ClusterEvent, EndpointSlice, Service } from '../../domain/objects.ts';
import type { Why } from '../../domain/reading.ts';
import type { AgentDocument } from '../pasted/agent-document.ts';

/** The form of a text, from the one that tells most to the one that tells least. */
export const OBJECT_FORMS = ['json', 'yaml', 'describe', 'table'] as const;
export type ObjectForm = (typeof OBJECT_FORMS)[number];

/** An event as `kubectl describe` prints it: without times, but with ages. */
export interface AgedEvent {
  readonly event: ClusterEvent;
  readonly lastSeconds?: number;
  readonly firstSeconds?: number;
}

/** One of the `TARGETS` of `kubectl get hpa`, which names no metric. */
export interface ShownTarget {
  /** `null`: `<unknown>`. */
  readonly current: string | null;
  readonly target: string;
  /** `(avg)` stands behind it. */
  readonly average: boolean;
  /** It is a share of a request, or a resource is named: not an external metric. */
  readonly resource: boolean;
}

/** A workload's size as far as the text tells it; an absent number is not told. */
export interface ShownScaleTarget {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly wanted?: number;
  readonly replicas?: number;
  readonly ready?: number;
  readonly updated?: number;
}

/** One thing that kubectl printed, or the Agent's commands through it. */
export type KubectlDocument =
  | AgentDocument
  | {
      readonly kind: 'hpa';
      readonly form: ObjectForm;
      readonly hpa: HorizontalPodAutoscaler;
      /** Only from `describe`. */
      readonly events?: readonly AgedEvent[];
      /** Only from the table, whose `hpa` holds no metrics. */
      readonly shown?: readonly ShownTarget[];
      /** Metrics that the table counts and does not show. */
      readonly more?: number;
    }
  | { readonly kind: 'scale-target'; readonly form: ObjectForm; readonly target: ShownScaleTarget }
  | { readonly kind: 'api-service'; readonly form: ObjectForm; readonly apiService: ApiService }
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'endpoints'; readonly slice: EndpointSlice }
  | {
      readonly kind: 'stored';
      readonly form: ObjectForm | 'status';
      readonly store: StoredMetric['store'];
      readonly metrics: readonly StoredMetric[];
      readonly unreadable: readonly string[];
      /** `namespace/name`. */
      readonly configMap?: string;
      readonly updatedAt?: string;
    }
  | {
      readonly kind: 'served';
      readonly values: readonly ExternalMetricValue[];
      /** What was asked for, where the text tells. */
      readonly asked?: { readonly namespace: string; readonly metric: string };
    }
  | {
      readonly kind: 'events';
      readonly namespace: string;
      readonly name: string;
      readonly events: readonly ClusterEvent[];
    }
  | { readonly kind: 'aggregation-layer'; readonly present: boolean }
  | { readonly kind: 'api-versions'; readonly versions: readonly string[] }
  | { readonly kind: 'server-version'; readonly version: string }
  | {
      /** The API server's own word that an object is not there or may not be read. */
      readonly kind: 'refusal';
      /** In the plural, without its group: `apiservices`. */
      readonly resource: string;
      readonly name?: string;
      readonly why: Why;
      readonly detail: string;
    }
  | { readonly kind: 'log'; readonly troubles: readonly MetricsLogTrouble[] }
  /** A file that is always so, and proves nothing. */
  | { readonly kind: 'no-news'; readonly detail: string }
  /** Something that kubectl prints and that cannot be read. */
  | { readonly kind: 'damaged'; readonly detail: string }
  /** Objects that nothing here asks for. */
  | { readonly kind: 'other-objects'; readonly kinds: readonly string[] };

/** The lines of a text that make one document, `end` excluded, and what is in them. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly documents: readonly KubectlDocument[];
}
