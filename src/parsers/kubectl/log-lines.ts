import type { MetricsLogTrouble } from '../../domain/autoscaling.ts';
import { readMetricsLog } from '../external-metrics/metrics-log.ts';

const TEXT_LINE =
  /^\s{0,40}(?:\[pod\/[^\]]{1,600}\] )?(?:\d{4}-\d\d-\d\dT\S{1,40} )?\d{4}-\d\d-\d\d[ T]\S{1,40} (?:\S{1,12} )?\| (?:[A-Z-]{1,40} \| )?(?:TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) \|/;
const ANSI = /\x1b\[[0-9;?]{0,40}[A-Za-z]/g;

/** What the log lines in a text say about external metrics, wherever they stand in it. */
export function troublesInLogLines(text: string): readonly MetricsLogTrouble[] {
  if (!text.includes('|') && !text.includes('"msg"')) return [];
  const lines = text
    .replace(ANSI, '')
    .split(/\r?\n|\r/)
    .filter((line) => TEXT_LINE.test(line) || (line.includes('"msg"') && /^\s{0,40}\{/.test(line)));
  return lines.length === 0 ? [] : readMetricsLog(lines.map((line) => line.trim()).join('\n'));
}
