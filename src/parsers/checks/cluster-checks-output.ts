import type { CheckConfig, Dispatching } from '../../domain/checks.ts';
import { isErrorLine, type UnreadOutput, unreadOutput } from '../unread-output.ts';
import { configBlocks } from './config-blocks.ts';
import { outputLines } from './output-lines.ts';
import { sharedCopies } from './own-copy.ts';

export type ParsedClusterChecks = { readonly recognised: true; readonly dispatching: Dispatching } | UnreadOutput;

/** Reads `clusterchecks` as it arrives. */
export interface ClusterChecksReader {
  /** Takes the next piece, of any size. */
  take(text: string): void;
  /** What all pieces together said; never throws. */
  end(): ParsedClusterChecks;
}

type Part =
  | { readonly is: 'disabled' | 'warming-up' | 'unassigned' | 'no-agents' }
  | { readonly is: 'not-running'; readonly role: 'follower' | 'starting' }
  | { readonly is: 'agents'; readonly count: number }
  | { readonly is: 'agent'; readonly name: string }
  | { readonly is: 'endpoints'; readonly count: number };

const NO_AGENTS = 'No check will be dispatched until agents report to the cluster-agent';
const LONGEST_FORM = 4_096;
// As much of a text that is something else as it takes to say what.
const FIRST_LINES = 50;

/**
 * A reader of the output of `datadog-cluster-agent clusterchecks`, of any Agent's age. It keeps what it found and never
 * the text, so that 40 MB cost no more than the checks in them. `cutOff` also when the output contradicts its own
 * counts: the agents it announces, the configurations of each, the endpoint checks.
 */
export function clusterChecksReader(): ClusterChecksReader {
  const shared = sharedCopies();
  const firstLines: string[] = [];
  const agents: { readonly name: string; readonly configurations: number }[] = [];
  const dispatched: { readonly agent: string; readonly config: CheckConfig }[] = [];
  const unassigned: CheckConfig[] = [];
  const endpointChecks: CheckConfig[] = [];
  const seen = new Map<Part['is'], Part>();
  let part: Part | undefined;
  let explainsNoAgents = false;
  let damaged = false;

  function damage(): void {
    damaged = true;
  }

  function takeConfig(config: CheckConfig): void {
    if (part?.is === 'agent') dispatched.push({ agent: part.name, config });
    else if (part?.is === 'unassigned') unassigned.push(config);
    else if (part?.is === 'endpoints') endpointChecks.push(config);
    else damage();
  }

  const blocks = configBlocks({ config: takeConfig, damaged: damage });

  function takeLine(line: string): void {
    if (line === '') return;
    if (seen.size === 0 && firstLines.length < FIRST_LINES) firstLines.push(line);
    const heading = line.length > LONGEST_FORM ? undefined : partOf(line, blocks.isOpen());
    if (heading) {
      blocks.finish('part');
      // Once is all that the Agent says any of these: a second document begins.
      if (seen.has(heading.is) && heading.is !== 'agent') damage();
      else seen.set(heading.is, heading);
      part = heading.is === 'agent' ? { is: 'agent', name: shared(heading.name) } : heading;
    } else if (!blocks.isOpen() && isErrorLine(line.trim())) {
      blocks.finish('part');
      if (!seen.has('disabled')) damage();
    } else if (!blocks.take(line)) {
      if (part?.is === 'agents') takeRow(line);
      explainsNoAgents ||= part?.is === 'no-agents' && line === NO_AGENTS;
      // A heading that nobody knows, or half of one.
      if (line.startsWith('=')) damage();
    }
  }

  function takeRow(line: string): void {
    const at = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
    const count = line.slice(at + 1);
    if (at > 0 && /^\d{1,9}$/.test(count)) {
      agents.push({ name: shared(line.slice(0, at).trim()), configurations: Number(count) });
    }
  }

  const lines = outputLines(takeLine);

  return {
    take: lines.take,
    end() {
      lines.end();
      blocks.finish('end');
      const role = roleOf(seen);
      if (role === undefined) return unreadOutput(firstLines);
      const told = { agents, dispatched, unassigned, endpointChecks };
      return {
        recognised: true,
        dispatching: {
          role,
          warmingUp: seen.has('warming-up'),
          agents,
          noAgents: seen.has('no-agents'),
          dispatched,
          unassigned,
          ...(seen.has('endpoints') && { endpointChecks }),
          cutOff: damaged || explainsNoAgents !== seen.has('no-agents') || contradicts(role, seen, told),
        },
      };
    },
  };
}

function partOf(line: string, inBlock: boolean): Part | undefined {
  if (line.startsWith('==')) return headingOf(line);
  if (inBlock || !line.startsWith('Cluster-check')) return undefined;
  switch (line) {
    case 'Cluster-checks are not enabled':
      return { is: 'disabled' };
    case 'Cluster-check dispatching logic not running: currently follower':
      return { is: 'not-running', role: 'follower' };
    case 'Cluster-check dispatching logic not running: Startup in progress':
      return { is: 'not-running', role: 'starting' };
    default:
      return undefined;
  }
}

function headingOf(line: string): Part | undefined {
  switch (line) {
    case '=== Warmup in progress ===':
      return { is: 'warming-up' };
    case '=== Unassigned configurations ===':
      return { is: 'unassigned' };
    case '=== Zero agent reporting ===':
      return { is: 'no-agents' };
  }
  const agent = /^===== Checks on (.+) =====$/.exec(line)?.[1];
  if (agent !== undefined) return { is: 'agent', name: agent };
  // Agents of 2018 and 2019 say `node-agents`.
  const agents = /^=== (\d{1,9}) (?:node-)?agents? reporting ===$/.exec(line)?.[1];
  if (agents !== undefined) return { is: 'agents', count: Number(agents) };
  const endpoints = /^===== (\d{1,9}) Pod-backed Endpoints-Checks scheduled =====$/.exec(line)?.[1];
  return endpoints === undefined ? undefined : { is: 'endpoints', count: Number(endpoints) };
}

type Seen = ReadonlyMap<Part['is'], Part>;

/** `undefined`: nothing shows which; a follower prints the heading of the endpoint checks too, with a zero. */
function roleOf(seen: Seen): Dispatching['role'] | undefined {
  if (seen.has('disabled')) return 'disabled';
  const notRunning = seen.get('not-running');
  if (notRunning?.is === 'not-running') return notRunning.role;
  const endpoints = seen.get('endpoints');
  const leads = [...seen.keys()].some((is) => is !== 'endpoints');
  return leads || (endpoints?.is === 'endpoints' && endpoints.count > 0) ? 'leader' : undefined;
}

type Told = Pick<Dispatching, 'agents' | 'dispatched' | 'unassigned'> & Required<Pick<Dispatching, 'endpointChecks'>>;

/** True when parts that belong to the output are missing, or hold less or more than the output itself says. */
function contradicts(role: Dispatching['role'], seen: Seen, told: Told): boolean {
  const endpoints = seen.get('endpoints');
  if (endpoints?.is === 'endpoints' && endpoints.count !== told.endpointChecks.length) return true;
  if (seen.has('unassigned') && told.unassigned.length === 0) return true;
  const announced = seen.get('agents');
  if (role !== 'leader') return announced !== undefined || told.dispatched.length > 0;
  if (announced?.is !== 'agents') return !seen.has('no-agents') || told.dispatched.length > 0;
  const missing = new Map<string, number>();
  for (const { name, configurations } of told.agents) missing.set(name, (missing.get(name) ?? 0) + configurations);
  for (const { agent } of told.dispatched) missing.set(agent, (missing.get(agent) ?? 0) - 1);
  return announced.count !== told.agents.length || [...missing.values()].some((count) => count !== 0);
}
