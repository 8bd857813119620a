import type { RightPurpose } from './autoscaling.ts';
import type { Attempt, Right } from './finding-facts.ts';
import type { StoredFigure } from './hpa-facts.ts';

/** Facts of the findings about the way from the HPA controller to a value that the Agent holds. */
export interface MetricsApiFactsByCode {
  // the metrics API
  'metrics-api-healthy': { readonly service: string; readonly sinceSeconds: number | null };
  'aggregation-layer-missing': { readonly configMap: string; readonly key: string };
  'metrics-api-not-registered': {
    readonly apiService: string;
    /** Whether the Agent's provider is on; `null`: not known. */
    readonly providerEnabled: boolean | null;
    /** HPAs that hold their size by this; `null`: not counted. */
    readonly hpas: number | null;
  };
  'metrics-api-foreign-owner': {
    readonly apiService: string;
    readonly service: string;
    /** `KEDA`, `Prometheus Adapter`; `null`: not known. */
    readonly product: string | null;
    readonly available: boolean | null;
    readonly stored: StoredFigure | null;
    readonly hpas: number | null;
  };
  'metrics-api-service-missing': { readonly apiService: string; readonly service: string };
  'metrics-api-port-mismatch': {
    readonly service: string;
    /** The APIService asks the Service for this port. */
    readonly asked: number;
    readonly servicePorts: readonly number[];
    /** Where the Service's port leads; a name or a number. */
    readonly targetPort: string | null;
    /** Where the Agent listens; `assumed` when only its version tells (443 until 1.20, 8443 after). */
    readonly agentPort: number | null;
    readonly agentPortFrom: 'setting' | 'assumed' | null;
    /** Which two do not meet. */
    readonly between: 'apiservice-and-service' | 'service-and-agent';
  };
  'metrics-api-certificate': {
    readonly service: string;
    readonly message: string;
    readonly insecureSkipTLSVerify: boolean;
    readonly hasBundle: boolean;
  };
  'metrics-api-unavailable': {
    readonly service: string;
    readonly reason: string;
    readonly message: string;
    readonly sinceSeconds: number | null;
    /** Ready addresses behind the Service; `null`: not known. */
    readonly readyEndpoints: number | null;
    /** Ready Agent pods; `null`: not known. */
    readonly readyAgents: number | null;
    readonly hpas: number | null;
    /** What the APIService says of itself; `null`: not known. True where single calls fail. */
    readonly available: boolean | null;
  };
  /** It times out with the Agent Ready: something between the control plane and the port. */
  'metrics-api-blocked': {
    readonly service: string;
    readonly port: number;
    readonly message: string;
    readonly readyAgents: number;
  };
  'metrics-reader-forbidden': {
    readonly user: string;
    readonly metric: string;
    readonly message: string | null;
    /** By SubjectAccessReview; `null`: not asked. */
    readonly allowed: boolean | null;
  };
  'agent-rights-missing': {
    readonly account: string;
    readonly missing: readonly { readonly purpose: RightPurpose; readonly right: Right }[];
  };
  /** The Agent asks for an API that this Kubernetes no longer has. */
  'agent-kubernetes-mismatch': {
    readonly agentVersion: string;
    readonly kubernetesVersion: string;
    readonly api: string;
  };

  // the stored value
  'hpa-no-metric-returned': {
    readonly hpa: string;
    readonly metric: string;
    readonly selector: string;
    readonly cause: 'invalid' | 'not-stored' | 'labels-differ' | 'served-now' | 'unknown';
    readonly stored: StoredFigure | null;
    /** Labels under which the metric is stored, where they differ. */
    readonly storedLabels: string | null;
    /** The stored query in Metrics Explorer of the Agent's site. */
    readonly link: string | null;
    readonly sinceSeconds: number | null;
  };
  'external-metric-no-series': {
    readonly metric: string;
    readonly id: string;
    readonly problem: 'none' | 'multiple';
    readonly message: string;
    readonly query: string | null;
    /** Metrics Explorer of the Agent's site. */
    readonly link: string | null;
    readonly users: readonly string[];
  };
  'external-metric-stale': {
    readonly metric: string;
    readonly id: string;
    readonly message: string | null;
    readonly query: string | null;
    readonly link: string | null;
    /** The last data point. */
    readonly at: string | null;
    readonly ageSeconds: number | null;
    readonly maxAgeSeconds: number;
    readonly otherValid: number;
    readonly users: readonly string[];
  };
  /** The Agent refuses to serve anything since its own refresh has stopped. */
  'external-metrics-refresh-dead': {
    readonly pod: string | null;
    readonly updatedSeconds: number | null;
    readonly maxAgeSeconds: number;
    readonly message: string;
  };
  'datadogmetric-not-found': { readonly hpa: string; readonly datadogMetric: string; readonly message: string };
  /** What the Agent stores could not be read, or is not where it should be: nothing is known of its metrics. */
  'external-metrics-unreadable': { readonly attempts: readonly Attempt[] };
  /** No autoscaler uses them, so they are not refreshed. */
  'external-metrics-unused': { readonly ids: readonly string[] };

  // external metrics server
  'external-metrics-healthy': {
    readonly configMap: string;
    readonly total: number;
    readonly oldestSeconds: number | null;
  };
  'external-metrics-disabled': { readonly pod: string };
  'external-metrics-in-datadogmetrics': { readonly pod: string };
  'external-metrics-error': { readonly pod: string; readonly store: string | null; readonly detail: string };
  'external-metric-invalid': {
    readonly configMap: string;
    readonly total: number;
    readonly valid: number;
    /** `null` when the document holds only counts. */
    readonly invalid:
      | readonly { readonly name: string; readonly autoscaler: string; readonly ageSeconds: number | null }[]
      | null;
  };
  'external-metrics-batch-failed': {
    readonly pod: string;
    readonly sources: readonly {
      readonly url: string;
      readonly lastFailure: string | null;
      readonly lastSuccess: string | null;
    }[];
    readonly total: number;
    /** The Agent's own words; `null` when only the endpoint's state is known. */
    readonly detail: string | null;
    /** Queries of the batch that are likely to be the bad one. */
    readonly suspects: readonly { readonly id: string; readonly query: string | null }[];
  };
  'external-metrics-rate-limited': {
    readonly pod: string;
    readonly detail: string;
    /** Lines in the leader's log; `null`: not counted. */
    readonly times: number | null;
    readonly since: string | null;
    /** Metrics this cluster asks for; `null`: not known. */
    readonly metrics: number | null;
    readonly refreshSeconds: number;
  };
  'external-metrics-keys-rejected': { readonly pod: string; readonly detail: string };
}
