import { storedInStatus } from '../external-metrics/stored-in-status.ts';
import { metricListFromText } from '../status/external-metric-list.ts';
import type { Piece } from './kubectl-document.ts';

const START = /^\s{0,40}(?:hpa:|wpa:|\* (?:horizontal|watermark) pod autoscaler: \S+)$/;
const PART =
  /^\s{0,40}(?:hpa:|wpa:|\* (?:horizontal|watermark) pod autoscaler: |- [\w./-]{1,400}:|labels:|Labels:|Metric name:|metricName:|Value:|value:|Timestamp:|ts:|Valid:|valid:)/;

/** Metrics as the Agent lists them, pasted without the section around them: what its guide shows. */
export function metricBlocks(lines: readonly string[], at: number): Piece | undefined {
  if (!START.test(lines[at]!)) return undefined;
  let end = at + 1;
  let blocks = 1;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '') continue;
    if (!PART.test(line)) break;
    if (START.test(line)) blocks += 1;
    end = next + 1;
  }
  const metrics = storedInStatus(metricListFromText(lines.slice(at, end)));
  const lost = blocks - metrics.length;
  return {
    start: at,
    end,
    documents: [
      ...(metrics.length > 0
        ? [{ kind: 'stored' as const, form: 'status' as const, store: 'configmap' as const, metrics, unreadable: [] }]
        : []),
      ...(lost > 0
        ? [{ kind: 'damaged' as const, detail: `${lost} of ${blocks} blocks of external metrics are not whole` }]
        : []),
    ],
  };
}
