import type { AgentStatus } from '../../domain/agent-status.ts';
import { indentOf, opensDocument } from '../kubectl/document-openings.ts';
import type { Piece } from '../kubectl/kubectl-document.ts';
import { collectorFromText } from '../status/collector.ts';
import { zonesToldBy } from '../status/read-time.ts';

const UNDERLINE = /^\s{0,40}-{3,}$/;
const INSTANCE = /^\s{0,60}Instance ID: .{1,2000} \[(?:OK|WARNING|ERROR)\]$/;
const ABSENT = { state: 'absent' } as const;

/** Reads the entries of `Running Checks` that this line begins, copied out of a node Agent's `status`. */
export function runningChecksPiece(lines: readonly string[], at: number): Piece | undefined {
  if (!opensEntry(lines, at)) return undefined;
  const indent = indentOf(lines[at]!);
  let end = at + 3;
  for (let next = end; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '') continue;
    if ((indentOf(line) <= indent && !opensEntry(lines, next) && !UNDERLINE.test(line)) || opensDocument(lines, next))
      break;
    end = next + 1;
  }
  const own = lines
    .slice(at, end)
    .map((line) => (line === '' ? '' : ' '.repeat(4) + line.slice(Math.min(indent, indentOf(line)))));
  const read = collectorFromText({
    title: 'Collector',
    lines: ['  Running Checks', '  ==============', ...own],
    complete: true,
    zones: zonesToldBy(own),
  });
  if (read?.state !== 'present') return undefined;
  return { start: at, end, documents: [{ kind: 'running-checks', status: statusWith(read) }] };
}

function opensEntry(lines: readonly string[], at: number): boolean {
  const title = lines[at]!;
  return (
    title.length < 300 &&
    UNDERLINE.test(lines[at + 1] ?? '') &&
    INSTANCE.test(lines[at + 2] ?? '') &&
    indentOf(lines[at + 1]!) === indentOf(title)
  );
}

function statusWith(collector: AgentStatus['collector']): AgentStatus {
  return {
    flavor: 'node-agent',
    form: 'text',
    version: '',
    leaderElection: ABSENT,
    externalMetrics: ABSENT,
    clusterChecks: ABSENT,
    admission: ABSENT,
    forwarder: ABSENT,
    aggregator: ABSENT,
    collector,
    clusterAgentLink: ABSENT,
    renderErrors: [],
    unknownSections: [],
    cutOff: true,
  };
}
