import type { MetricFigures, MetricRow } from '../domain/hpa-facts.ts';
import { isObjectName } from '../domain/kubernetes-names.ts';
import { formatMilli, parseQuantity } from '../domain/quantity.ts';
import type { PhraseContext } from './phrases.ts';

/** How often the Agent asks Datadog. */
export const REFRESH_SETTING = 'DD_EXTERNAL_METRICS_PROVIDER_REFRESH_PERIOD';
/** How often the HPA controller asks the Agent. */
export const SYNC_FLAG = '--horizontal-pod-autoscaler-sync-period';

/** Beyond this a command is cut on its way to the reader, and a cut command is worse than none. */
const LONGEST_SELECTOR = 400;

/** The parts of `namespace/name`; a name alone is in a namespace that the reader must fill in. `undefined`: no names, and those go into no command. */
export function objectName(full: string): { readonly namespace: string; readonly name: string } | undefined {
  const parts = full.split('/');
  const [namespace, name] = parts.length === 1 ? ['NAMESPACE', parts[0]] : parts;
  if (parts.length > 2 || namespace === undefined || name === undefined || !isObjectName(name)) return undefined;
  return namespace === 'NAMESPACE' || isObjectName(namespace) ? { namespace, name } : undefined;
}

/** `kubectl VERB hpa NAME -n NAMESPACE`, and what follows it. */
export function hpaCommand(hpa: string, verb: string, rest = ''): string | undefined {
  const found = objectName(hpa);
  return found && `kubectl ${verb} hpa ${found.name} -n ${found.namespace}${rest}`;
}

/** What HPAs there are: of one namespace, or of all where it is not known or no name of one. */
export function hpasCommand(namespace: string | null): string {
  return `kubectl get hpa ${namespace !== null && isObjectName(namespace) ? `-n ${namespace}` : '-A'}`;
}

/** A command about an HPA's scale target, `Deployment/nginx`, which lives in the HPA's namespace. */
export function targetCommand(hpa: string, scaleTarget: string, verb: string, rest = ''): string | undefined {
  const found = objectName(hpa);
  const [, kind, name] = /^([A-Za-z]{1,60})\/(.*)$/.exec(scaleTarget) ?? [];
  if (!found || kind === undefined || name === undefined || !isObjectName(name)) return undefined;
  return `kubectl ${verb} ${kind.toLowerCase()}/${name} -n ${found.namespace}${rest}`;
}

/** The request that the HPA controller sends, to be sent by hand. */
export function servedCommand(hpa: string, metric: string, selector: string): string | undefined {
  const found = objectName(hpa);
  if (!found || !/^[\w.:@-]{1,253}$/.test(metric) || !/^[ -~]*$/.test(selector)) return undefined;
  if (selector.length > LONGEST_SELECTOR) return undefined;
  const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${found.namespace}/${metric}`;
  const query = selector === '' ? '' : `?labelSelector=${encodeURIComponent(selector).replace(/'/g, '%27')}`;
  return `kubectl get --raw '${path}${query}'`;
}

/** What the Agent keeps of a metric, to be sent along with a text that does not hold it. */
export function keptCommand(metric: string, context: PhraseContext): string {
  const [, id] = /^datadogmetric@(.+)$/.exec(metric) ?? [];
  const found = id === undefined ? undefined : objectName(id.replace(':', '/'));
  return found
    ? `kubectl get datadogmetric ${found.name} -n ${found.namespace} -o yaml`
    : `kubectl get configmap datadog-custom-metrics -n ${context.namespace ?? 'NAMESPACE'} -o yaml`;
}

/**
 * The HPA controller's own words without the request it begins every error with, a Go dump of the selector: what went
 * wrong comes last, and is not to be cut off.
 */
export function controllerWords(message: string): string {
  return message.replace(/^.*&LabelSelector\{[^&]*,\}: (?=\S)/s, '');
}

/** The commands that show each figure of the sum where it comes from. */
export function figureCommands(figures: MetricFigures): readonly (string | undefined)[] {
  return [
    hpaCommand(figures.hpa, 'get', " -o jsonpath='{.status.currentMetrics}'"),
    targetCommand(figures.hpa, figures.scaleTarget, 'get', " -o jsonpath='{.status.replicas}'"),
    servedCommand(figures.hpa, figures.metric, figures.selector),
  ];
}

/** Lifts the limit of an HPA. */
export function raiseMaxCommand(namespace: string, name: string, max: number): string | undefined {
  return hpaCommand(`${namespace}/${name}`, 'patch', ` --type merge -p '{"spec":{"maxReplicas":${max}}}'`);
}

/** What a metric would be called as a DatadogMetric beside its HPA, and the command that makes it from the query in use. */
export function datadogMetricFor(figures: MetricFigures): { readonly name: string; readonly command?: string } {
  const namespace = objectName(figures.hpa)?.namespace ?? 'NAMESPACE';
  const plain = figures.metric
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  const name = plain === '' ? 'NAME' : plain;
  const query = figures.stored?.query ?? null;
  if (query === null || query.length > LONGEST_SELECTOR || !/^[ !#-&(-[\]-~]+$/.test(query) || / {2}/.test(query))
    return { name: `datadogmetric@${namespace}:${name}` };
  const object = {
    apiVersion: 'datadoghq.com/v1alpha1',
    kind: 'DatadogMetric',
    metadata: { name, namespace },
    spec: { query },
  };
  return {
    name: `datadogmetric@${namespace}:${name}`,
    command: `echo '${JSON.stringify(object)}' | kubectl apply -f -`,
  };
}

/** What the Agent says of invalid metrics: a text that many share once, with the first of them and how many others. */
export function complaints(
  rows: readonly MetricRow[],
): readonly { readonly id: string; readonly others: number; readonly error: string }[] {
  const found = new Map<string, { readonly id: string; readonly others: number; readonly error: string }>();
  for (const { id, valid, error } of rows) {
    if (valid || error === null) continue;
    const before = found.get(error);
    found.set(error, before === undefined ? { id, others: 0, error } : { ...before, others: before.others + 1 });
  }
  return [...found.values()];
}

/** A metric as Datadog's queries write it: `queue.depth{queue:orders}`. A selector that is more than equalities stays as it is. */
export function metricName(metric: string, selector: string): string {
  if (selector === '') return metric;
  const labels = /^[^=!(),\s]+=[^=!(),\s]*(,[^=!(),\s]+=[^=!(),\s]*)*$/.test(selector)
    ? selector.replaceAll('=', ':')
    : selector;
  return `${metric}{${labels}}`;
}

/** What the TARGETS column of kubectl shows: `824/9 (avg)`, `4944/3k`, `<unknown>/9 (avg)`. */
export function targetsColumn(figures: MetricFigures): string {
  const current = figures.printed ?? (figures.shown === null ? '<unknown>' : asQuantity(figures.shown));
  return `${current}/${figures.target === '' ? '<unknown>' : asQuantity(figures.target)}${figures.targetType === 'AverageValue' ? ' (avg)' : ''}`;
}

const THOUSANDS = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** A plain decimal as the API server writes quantities: `157.5` is `157500m`, `3000` is `3k`. Another text stays as it is. */
export function asQuantity(decimal: string): string {
  const milli = /^-?\d{1,40}(\.\d+)?$/.test(decimal) ? parseQuantity(decimal)?.milli : undefined;
  if (milli === undefined) return decimal;
  if (milli % 1000n !== 0n) return `${milli}m`;
  let whole = milli / 1000n;
  let power = 0;
  while (whole !== 0n && whole % 1000n === 0n && power < THOUSANDS.length - 1) {
    whole /= 1000n;
    power += 1;
  }
  return `${whole}${THOUSANDS[power]}`;
}

/** The figures of the metric are themselves in doubt, as another finding of the same answer tells. */
export function metricInDoubt({ codes }: PhraseContext): boolean {
  return codes.some(
    (code) => code === 'value-summed-over-hpas' || code === 'value-contradiction' || code === 'hpa-partly-blind',
  );
}

/** What another finding of the same answer tells need not be told twice. */
export function tells({ codes }: PhraseContext, code: PhraseContext['codes'][number]): boolean {
  return codes.includes(code);
}

/** The most pods that an HPA without `spec.behavior` may have one step after `pods`: twice as many, and always four. */
export function oneDefaultStep(pods: number): number {
  return Math.max(2 * pods, 4);
}

/** Thousandths as a percentage: `100` is `10`. */
export function percent(milli: number): string {
  return formatMilli(BigInt(Math.trunc(milli)) * 100n);
}

/** What to ask for the next page of a list; `undefined` on the last. */
export function nextPage({ question }: PhraseContext, page: number, pages: number): string | undefined {
  if (page >= pages) return undefined;
  const kind = question.kind === 'metrics' ? 'metrics' : 'hpa';
  const namespace = question.subject?.namespace;
  return `${kind}${namespace === undefined ? '' : ` -n ${namespace}`} --page ${page + 1}`;
}

/** Where the values the Agent holds can be seen; `undefined` for a ConfigMap whose name is not known. */
export function storeCommand(store: 'configmap' | 'datadogmetric', configMap: string | null): string | undefined {
  if (store === 'datadogmetric') return 'kubectl get datadogmetric -A';
  const found = objectName(configMap ?? '');
  return found && `kubectl get configmap ${found.name} -n ${found.namespace} -o yaml`;
}
