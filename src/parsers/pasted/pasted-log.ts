import type { MetadataQueries } from '../../domain/metadata.ts';
import { readLogLine } from '../logs/log-line.ts';
import { logScanner, type ScannedLog } from '../logs/log-scanner.ts';
import { nodeLinkScanner } from '../node-link/node-log.ts';
import { metadataQueriesInLog } from '../telemetry/metadata-queries-in-log.ts';
import { unwrapped } from './unwrap-lines.ts';

/** The log lines of a pasted text, by the Agent that wrote them. */
export interface PastedLog {
  readonly of: 'cluster-agent' | 'node-agent';
  readonly scan: ScannedLog;
  readonly queries?: MetadataQueries;
  /** The first line, cut. */
  readonly line: string;
}

const ANSI = /\x1b\[[0-9;?]{0,40}[A-Za-z]/g;
const TEXT_LINE = /^(?:\[pod\/[^\]]{1,600}\] )?\d{4}-\d\d-\d\d[ T]/;
const COMPONENT = /^[^|]{1,700}\| ([A-Z-]{1,40}) \| (?:TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) \|/;
const KLOG = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d/;
const COMMAND = /^(?:[$#%>] |```)/;

/**
 * What the log lines in a text say, wherever they stand in it; `alone`: there is nothing else, so that lines between them
 * belong to the entries above.
 */
export function pastedLogs(text: string, alone: boolean): readonly PastedLog[] {
  if (!text.includes('|') && !text.includes('"msg"')) return [];
  const lines = text
    .replace(ANSI, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  const isStart = (line: string) => isAgentLine(line) || KLOG.test(line);
  const whole = unwrapped(lines, (line) => isStart(line) || COMMAND.test(line)) ?? lines;
  const byAgent = { 'cluster-agent': [] as string[], 'node-agent': [] as string[] };
  let current: string[] | undefined;
  let seen = false;
  for (const line of whole) {
    if (isAgentLine(line)) {
      seen = true;
      current = byAgent[writerOf(line)];
      current.push(line);
    } else if (KLOG.test(line)) byAgent['cluster-agent'].push(line);
    else if (line === '' || COMMAND.test(line)) current = undefined;
    else if (alone) current?.push(line);
  }
  if (!seen) return [];
  return (['cluster-agent', 'node-agent'] as const).flatMap((of): readonly PastedLog[] => {
    const own = byAgent[of];
    const first = own.find(isAgentLine);
    if (first === undefined) return [];
    const joined = `${own.join('\n')}\n`;
    const scanner = of === 'cluster-agent' ? logScanner() : nodeLinkScanner();
    scanner.take(joined);
    const queries = of === 'cluster-agent' ? metadataQueriesInLog(joined) : undefined;
    return [{ of, scan: scanner.end(), ...(queries && { queries }), line: first.slice(0, 200) }];
  });
}

function isAgentLine(line: string): boolean {
  if (!TEXT_LINE.test(line) && !(line.startsWith('{') && line.includes('"msg"'))) return false;
  return readLogLine(line)?.form === 'agent';
}

/** Agents of 2018 name no component; theirs is the Cluster Agent's unless the text says otherwise. */
function writerOf(line: string): 'cluster-agent' | 'node-agent' {
  if (line.startsWith('{')) return /"agent"\s{0,4}:\s{0,4}"(?!cluster")/.test(line) ? 'node-agent' : 'cluster-agent';
  const component = COMPONENT.exec(line)?.[1];
  return component === undefined || component === 'CLUSTER' ? 'cluster-agent' : 'node-agent';
}
