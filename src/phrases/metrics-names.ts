import { objectName, tells } from './hpa-names.ts';
import { inNamespace, logCommand } from './names.ts';
import type { PhraseContext, Remedy } from './phrases.ts';
import { code, type Rich } from './rich.ts';

export const API_SERVICE = 'v1beta1.external.metrics.k8s.io';
export const API_SERVICE_COMMAND = `kubectl get apiservice ${API_SERVICE} -o yaml`;
/** Who may read external metrics, by the names that Datadog's installations give. */
export const READER_BINDINGS = "kubectl get clusterrolebindings -o wide | grep -E 'external-metrics|metrics-reader'";
/** Where the Agent serves external metrics unless it is told otherwise. */
export const METRICS_PORT = 8443;
/** The longest address that is sent as a link: longer ones are cut on their way to some reader. */
const LONGEST_LINK = 1500;

/** How many queries the Agent puts into one request to Datadog. */
export const QUERIES_PER_REQUEST = 35;

/** What asking for so many metrics so often costs of Datadog's rate limit. */
export function requests(metrics: number, refreshSeconds: number) {
  const each = Math.ceil(metrics / QUERIES_PER_REQUEST);
  return { each, anHour: Math.round((each * 3600) / Math.max(1, refreshSeconds)) };
}

/** A slower pace than the one at hand, and how old values may become at it without turning invalid. */
export function slowerPace(refreshSeconds: number): {
  readonly refreshSeconds: number;
  readonly maxAgeSeconds: number;
} {
  const slower = refreshSeconds < 120 ? 120 : 2 * refreshSeconds;
  return { refreshSeconds: slower, maxAgeSeconds: 3 * slower };
}

/** What the Agents say of external metrics; the leader among them asks Datadog. */
export function metricsLog(context: PhraseContext): string {
  return logCommand(null, context, "--tail=500 | grep -iE 'external metric|datadog|query'");
}

/** Has every replica start anew; `undefined` when no Deployment is known. */
export function restartCommand(context: PhraseContext): string | undefined {
  return context.deployment === null
    ? undefined
    : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`;
}

/** A command about a Service, `namespace/name`; `undefined` when that is no name of one. */
export function serviceCommand(service: string, rest: string): string | undefined {
  const found = serviceName(service);
  return found && `kubectl ${rest.replace('SERVICE', found.name)} -n ${found.namespace}`;
}

/** The addresses behind a Service. */
export function endpointsCommand(service: string): string | undefined {
  return serviceCommand(service, 'get endpointslices -l kubernetes.io/service-name=SERVICE');
}

/** The parts of a Service's name; the APIService's own name, told where the Service is not known, has none. */
export function serviceName(service: string): ReturnType<typeof objectName> {
  return service.includes('/') ? objectName(service) : undefined;
}

export function patchAskedPort(port: number): string {
  return `kubectl patch apiservice ${API_SERVICE} --type merge -p '{"spec":{"service":{"port":${port}}}}'`;
}

/** Kubernetes merges a Service's ports by their number, so only the one is changed. */
export function patchTargetPort(service: string, port: number, targetPort: number): string | undefined {
  return serviceCommand(
    service,
    `patch service SERVICE -p '{"spec":{"ports":[{"port":${port},"targetPort":${targetPort}}]}}'`,
  );
}

/** A bundle and the flag exclude each other. */
export const TRUST_COMMAND = `kubectl patch apiservice ${API_SERVICE} --type merge -p '{"spec":{"insecureSkipTLSVerify":true,"caBundle":""}}'`;

/** How a setting of the metrics API is spelled where this installation is managed. */
export function metricsSetting(name: keyof typeof SETTINGS, context: PhraseContext, value: string | number): Rich {
  const [field, separator] = SETTINGS[name][context.installer];
  return code(`${field}${separator}${value}`);
}

const SETTINGS = {
  port: {
    helm: ['clusterAgent.metricsProvider.service.port', ': '],
    operator: ['spec.features.externalMetricsServer.port', ': '],
    unknown: ['DD_EXTERNAL_METRICS_PROVIDER_PORT', '='],
  },
  register: {
    helm: ['clusterAgent.metricsProvider.registerAPIService', ': '],
    operator: ['spec.features.externalMetricsServer.registerAPIService', ': '],
    unknown: ['DD_EXTERNAL_METRICS_PROVIDER_ENABLED', '='],
  },
  hostNetwork: {
    helm: ['clusterAgent.useHostNetwork', ': '],
    operator: ['spec.override.clusterAgent.hostNetwork', ': '],
    unknown: ['hostNetwork', ': '],
  },
  image: {
    helm: ['clusterAgent.image.tag', ': '],
    operator: ['spec.override.clusterAgent.image.tag', ': '],
    unknown: ['image', ': '],
  },
} as const satisfies Record<string, Record<PhraseContext['installer'], readonly [string, string]>>;

/** A remedy whose place to look is Datadog's own page for the query, where the address is one and short enough to send. */
export function inExplorer(words: Rich, link: string | null): Remedy {
  const address = /^https:\/\/[a-z0-9.-]{1,80}\/metric\/explorer\?exp_query=[\w%.~!*'()-]+$/;
  return link !== null && link.length <= LONGEST_LINK && address.test(link)
    ? { say: words, link: { text: 'Metrics Explorer', url: link } }
    : { say: words };
}

/** What strikes many metrics is told, with its remedy, by another finding of the same answer. */
export function commonCauseTold(context: PhraseContext): boolean {
  return (
    tells(context, 'external-metrics-rate-limited') ||
    tells(context, 'external-metrics-keys-rejected') ||
    tells(context, 'external-metrics-batch-failed')
  );
}

/** `datadogmetric@NAMESPACE:NAME`, as an HPA names a DatadogMetric that somebody wrote. */
export function isDatadogMetric(metric: string): boolean {
  return /^datadogmetric@/i.test(metric);
}

/** An entry kept in a DatadogMetric is known by the object's name, one of the ConfigMap by a key. */
export function datadogMetricName(id: string): ReturnType<typeof objectName> {
  return id.includes('/') ? objectName(id) : undefined;
}

export function datadogMetricCommand(id: string): string {
  const found = datadogMetricName(id);
  return found ? `kubectl describe datadogmetric ${found.name} -n ${found.namespace}` : 'kubectl get datadogmetric -A';
}
