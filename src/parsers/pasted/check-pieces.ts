import type { ConfigCheck } from '../../domain/checks.ts';
import { clusterChecksReader } from '../checks/cluster-checks-output.ts';
import { parseConfigCheck } from '../checks/config-check-output.ts';
import { isCommandLine, opensDocument } from '../kubectl/document-openings.ts';
import type { KubectlDocument, Piece } from '../kubectl/kubectl-document.ts';
import { isElided, isElision } from './elision.ts';

const BLOCK = /^=== .{1,4000} check ===$/;
/** Headings of `clusterchecks` by their place in it. */
const PARTS: readonly RegExp[] = [
  /^(?:Cluster-checks are not enabled|Cluster-check dispatching logic not running: .{1,200}|=== Warmup in progress ===)$/,
  /^=== Unassigned configurations ===$/,
  /^=== (?:Zero agent|\d{1,9} (?:node-)?agents?) reporting ===$/,
  /^===== Checks on .{1,4000} =====$/,
  /^===== \d{1,9} Pod-backed Endpoints-Checks scheduled =====$/,
];
const PER_AGENT = 3;
const OF_CONFIGCHECK =
  /^=== (?:Configuration errors|Resolve warnings|Unresolved Configs|(?:Collected configs|Services) \(matched and unmatched\)) ===$/;
const TITLE_ROW = /^ {0,12}={3,}$/;
/** What may stand behind a block that has ended: results of its instances, or YAML after all. */
const BEHIND_BLOCK = /^(?:\s|- |[\w.-]{1,200}:(?: |$)|~$|===$|\* |State: )/;
const IN_PART =
  /^(?:\s|\* |\S{1,300}\s{2,}\d{1,9}$|Name\s+Running checks|No check will be dispatched|No configuration has been processed|[^\s:]{1,200}: |Templates:|- |[\w. -]{1,60}:)/;

/** The lines of one `clusterchecks` or `configcheck`. */
interface Extent {
  readonly end: number;
  readonly isDispatching: boolean;
}

/** Reads the `clusterchecks` or `configcheck` that this line begins, whole or a part of it. */
export function checkPiece(lines: readonly string[], at: number): Piece | undefined {
  const line = lines[at]!;
  if (!line.startsWith('===') && !line.startsWith('Cluster-check')) return undefined;
  if (partOf(line) < 0 && !BLOCK.test(line) && !OF_CONFIGCHECK.test(line)) return undefined;
  const { end, isDispatching } = extentOf(lines, at);
  const own = lines.slice(at, end);
  const elided = isElided(lines, at, end);
  const text = `${own.filter((one) => !isElision(one)).join('\n')}\n`;
  const above = lines.slice(Math.max(at - 4, 0), at).findLast(isCommandLine) ?? '';
  const document = isDispatching ? dispatchingIn(text, elided) : configCheckIn(text, elided, above);
  return { start: at, end, documents: [document] };
}

function partOf(line: string): number {
  return line.length > 4_100 ? -1 : PARTS.findIndex((part) => part.test(line));
}

function extentOf(lines: readonly string[], at: number): Extent {
  let place: 'block' | 'behind' | 'part' | 'anything' = 'behind';
  let rank = -1;
  let isDispatching = false;
  let end = at;
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '') continue;
    if (isCommandLine(line) || isTitle(lines, next)) break;
    const part = partOf(line);
    if (part >= 0 && !(place === 'block' && part === 0)) {
      // Nothing of it comes twice or goes back: a second document begins, or what came before was a `configcheck`.
      const goesBack = part < rank || (part === rank && part !== PER_AGENT);
      if (next > at && (goesBack || (rank < 0 && !isDispatching))) break;
      [rank, isDispatching, place] = [part, true, 'part'];
    } else if (BLOCK.test(line)) place = 'block';
    else if (OF_CONFIGCHECK.test(line)) {
      if (isDispatching && place !== 'block') break;
      place = line.startsWith('=== Configuration errors') ? 'part' : 'anything';
    } else if (place === 'block' || place === 'anything') {
      if (next > at && opensObject(lines, next)) break;
      if (line === '===') place = place === 'block' ? 'behind' : place;
    } else if (place === 'behind' ? !BEHIND_BLOCK.test(line) : !IN_PART.test(line)) {
      if (!isElision(line) && !line.startsWith('=')) break;
    } else if (opensDocument(lines, next) && line !== '---') break;
    end = next + 1;
  }
  return { end: Math.max(end, at + 1), isDispatching };
}

/** The three lines of a banner, as other outputs of the Agent begin. */
function isTitle(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  const next = lines[at + 1] ?? '';
  return (
    line.length > 4 &&
    TITLE_ROW.test(line) &&
    next !== '' &&
    !next.startsWith('=') &&
    TITLE_ROW.test(lines[at + 2] ?? '')
  );
}

/** Objects of Kubernetes have no place in the YAML of an instance. */
function opensObject(lines: readonly string[], at: number): boolean {
  return /^(?:Error from server \(|apiVersion: |\{$)/.test(lines[at]!) && opensDocument(lines, at);
}

function dispatchingIn(text: string, elided: boolean): KubectlDocument {
  const reader = clusterChecksReader();
  reader.take(text);
  const read = reader.end();
  if (!read.recognised) {
    // The heading of the endpoint checks with a zero is printed by whoever does not lead, and tells nothing.
    return { kind: 'damaged', detail: read.detail };
  }
  const { dispatching } = read;
  return { kind: 'clusterchecks', dispatching: elided ? { ...dispatching, cutOff: true } : dispatching };
}

function configCheckIn(text: string, elided: boolean, command: string): KubectlDocument {
  const read = parseConfigCheck(text);
  if (!read.recognised) return { kind: 'damaged', detail: read.detail };
  const { configCheck } = read;
  return {
    kind: 'configcheck',
    by: printedBy(configCheck, command),
    configCheck: elided ? { ...configCheck, cutOff: true } : configCheck,
  };
}

const OF_NODE_AGENT: readonly string[] = ['cluster-checks', 'endpoints-checks'];
const OF_CLUSTER_AGENT: readonly string[] = [
  'kubernetes-services',
  'kubernetes-endpoints',
  'kubernetes-services-file',
  'kubernetes-endpoints-file',
  'prometheus-services',
];

/** Whose configurations they are: a node Agent gets them from the Cluster Agent, and dispatches none. */
function printedBy({ configs }: ConfigCheck, command: string): 'cluster-agent' | 'node-agent' | 'unknown' {
  if (configs.some(({ provider }) => OF_NODE_AGENT.includes(provider))) return 'node-agent';
  if (configs.some(({ isClusterCheck, provider }) => isClusterCheck || OF_CLUSTER_AGENT.includes(provider)))
    return 'cluster-agent';
  return /cluster-agent/.test(command) ? 'cluster-agent' : 'unknown';
}
