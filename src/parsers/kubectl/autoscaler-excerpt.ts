import { readDescribedAutoscaler } from './described-autoscaler.ts';
import { isCommandLine, opensDescription } from './document-openings.ts';
import { joinWrapped } from './join-wrapped.ts';
import type { KubectlDocument, Piece } from './kubectl-document.ts';

const OPENING =
  /^\s{0,40}(?:Conditions:|Type\s+Status\s+Reason\s+Message|(?:AbleToScale|ScalingActive)\s+(?:True|False|Unknown)\s+\w)/;
const ROW =
  /^\s{0,40}(?:Conditions:$|Type\s|----|[A-Z]\w{1,60}\s+(?:True|False|Unknown)\s+\w|Events:|(?:Normal|Warning)\s)/;
const OF_AN_HPA = /^\s{0,40}(?:AbleToScale|ScalingActive|ScalingLimited)\s+(?:True|False|Unknown)\s/;
const EVENT = /^\s{0,40}(?:Normal|Warning)\s+\S{1,80}\s.{1,60}\shorizontal-pod-autoscaler\s/;
const METRIC = /external metric ([a-z0-9-]{1,63})\/([^\s/]{1,300})\/(?:&LabelSelector|nil)/;
/** Stands for the name and the target that nobody copied along. */
const NOT_COPIED = '…';

/** Reads the conditions of an HPA that somebody copied out of its description; its events alone only say what they are. */
export function autoscalerExcerpt(lines: readonly string[], at: number): Piece | undefined {
  if (lines[at]!.length < 20_000 && EVENT.test(lines[at]!)) {
    return { start: at, end: at + 1, documents: [{ kind: 'mere-piece', piece: 'events-objects' }] };
  }
  if (lines[at]!.length > 20_000 || !OPENING.test(lines[at]!)) return undefined;
  let end = at + 1;
  let isWrapped = true;
  for (let next = end; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '') {
      isWrapped = false;
      continue;
    }
    const isRow = ROW.test(line);
    if (isCommandLine(line) || opensDescription(lines, next) || (!isRow && !isWrapped)) break;
    isWrapped = true;
    end = next + 1;
  }
  const own = lines.slice(at, end);
  if (!own.some((line) => OF_AN_HPA.test(line))) return undefined;
  const whole = joinWrapped(own, (line) => ROW.test(line));
  return { start: at, end, documents: [read(whole)] };
}

/** Without the lines above, only an error tells that it is about an external metric. */
function read(rows: readonly string[]): KubectlDocument {
  const [, namespace, name] = rows.flatMap((row) => METRIC.exec(row.slice(0, 20_000)) ?? []);
  if (namespace === undefined || name === undefined) return { kind: 'mere-piece', piece: 'hpa' };
  const head = [
    `Name: ${NOT_COPIED}`,
    `Namespace: ${namespace}`,
    `Reference: ${NOT_COPIED}/${NOT_COPIED}`,
    'Metrics: ( current / target )',
    `"${name}" (target value): <unknown> / 0`,
    'Max replicas: 0',
  ];
  const isTitled = rows[0]?.trim() === 'Conditions:';
  return readDescribedAutoscaler([...head, ...(isTitled ? [] : ['Conditions:']), ...rows.map((row) => row.trim())]);
}
