import { mergePatch } from '../merge-patch.ts';
import type { StoredEntry } from '../stored-metrics.ts';

const CRD_TEXT =
  'External metrics provider uses DatadogMetric - Check status directly from Kubernetes with: `kubectl get datadogmetric`';
const LISTED = /(^ {2}External Metrics\n {2}-+\n {4}Total: )\d+(\n {4}Valid: )\d+/m;
/** From the ConfigMap's name up to the list that the text breaks off at. */
const WHOLE_LIST = /^ {2}ConfigMap name: .*\n {2}External Metrics\n[\s\S]*?\n {2}\* *\n/m;
const RENDER_ERRORS = /^=+\nStatus render errors\n=+\n[\s\S]*$/m;

/** A printed `status` with the metrics that are stored; `undefined`: the Agent keeps them in DatadogMetrics. */
export function tellStored(name: string, text: string, entries: readonly StoredEntry[] | undefined): string {
  if (/status\.json$/.test(name)) return tellInJson(text, entries);
  if (!/status\.txt$/.test(name)) return text;
  if (entries === undefined) return text.replace(WHOLE_LIST, `  ${CRD_TEXT}\n\n`).replace(RENDER_ERRORS, '');
  const valid = entries.filter((entry) => entry.valid).length;
  return text.replace(LISTED, (_whole, total, rest) => `${total}${entries.length}${rest}${valid}`);
}

function tellInJson(text: string, entries: readonly StoredEntry[] | undefined): string {
  const status = JSON.parse(text);
  if (status.custommetrics === undefined) return text;
  if (entries === undefined) return JSON.stringify({ ...status, custommetrics: { NoStatus: CRD_TEXT } });
  const valid = entries.filter((entry) => entry.valid).length;
  const External = { Metrics: entries, Total: entries.length, Valid: valid };
  return JSON.stringify({ ...status, custommetrics: mergePatch(status.custommetrics, { External }) });
}
