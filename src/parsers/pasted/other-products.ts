import type { TextFactsByCode } from '../../domain/text-facts.ts';
import { cutText } from '../cut-text.ts';

type Foreign = Omit<TextFactsByCode['not-a-cluster-agent-matter'], 'from'>;

const LONGEST_LINE = 200;
const MOST_LINES = 5_000;

/** Marks that only the product itself leaves; a mere mention of its name is none. */
const MARKS: readonly (readonly [Foreign['product'], RegExp])[] = [
  ['metrics-server', /^[IWEF]\d{4} .{0,80}\bscraper\.go:\d+\]/],
  [
    'metrics-server',
    /"(?:Failed to scrape node|Unable to fully scrape metrics)"|unable to fully scrape metrics from (?:source|node)/,
  ],
  ['metrics-server', /^\s{0,40}v1beta1\.metrics\.k8s\.io\s+\S+\/metrics-server\s/],
  [
    'keda',
    /"(?:logger|controllerKind)"\s{0,4}:\s{0,4}"(?:scale_?handler|scaleexecutor|ScaledObject|ScaledJob|keda[\w-]{0,60})"/,
  ],
  ['keda', /\t(?:scale_handler|scaleexecutor|KEDAScalersInfo|keda_metrics_adapter)\t/],
  ['keda', /^\s{0,40}apiVersion: keda\.sh\/|"apiVersion"\s{0,4}:\s{0,4}"keda\.sh\//],
  ['keda', /\bkeda-operator-metrics-apiserver\b.{0,300}\b(?:scaled ?object|metric)/i],
  ['prometheus-adapter', /sigs\.k8s\.io\/prometheus-adapter|github\.com\/DirectXMan12\/k8s-prometheus-adapter/],
  [
    'prometheus-adapter',
    /^[IWEF]\d{4} .{0,80}\] unable to update list of all metrics: unable to fetch metrics for query/,
  ],
  [
    'datadog-operator',
    /"(?:logger|controller)"\s{0,4}:\s{0,4}"(?:controllers\.)?Datadog(?:Agent|Monitor|SLO|Dashboard|AgentProfile)\w{0,40}"/i,
  ],
  ['datadog-operator', /"controllerKind"\s{0,4}:\s{0,4}"Datadog(?:Agent|Monitor|SLO)\w{0,40}"/],
  [
    'kubernetes',
    /^(?:[A-Z][a-z]{2} {1,2}\d{1,2} [\d:]{8} \S{1,253} )?(?:kubelet|containerd|kube-proxy|dockerd)\[\d{1,9}\]: /,
  ],
  [
    'kubernetes',
    /^[IWEF]\d{4} [\d:.]{8,20}\s+\d{1,9} (?:kubelet(?:_\w{1,40})?|pod_workers|kuberuntime_\w{1,40}|proxier|garbagecollector|scheduler|schedule_one|replica_set|horizontal|node_lifecycle_controller)\.go:\d{1,6}\]/,
  ],
];

/** Whose text this is, by the first line with a mark that nobody else leaves. */
export function foreignProduct(text: string): Foreign | undefined {
  for (const raw of text.split('\n', MOST_LINES)) {
    const line = raw.length > 4_000 ? raw.slice(0, 4_000) : raw.trimEnd();
    const found = MARKS.find(([, mark]) => mark.test(line));
    if (found) return { product: found[0], line: cutText(line.trim(), LONGEST_LINE) };
  }
  return undefined;
}
