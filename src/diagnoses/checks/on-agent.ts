import type { RunningCheck } from '../../domain/agent-status.ts';
import type { CheckConfig, CheckResult } from '../../domain/checks.ts';
import { harm, type Verdict } from '../../domain/finding.ts';
import { secondsBetween } from '../leadership.ts';
import type { AgentLook } from './agent-look.ts';
import type { CheckEnding, FollowedCheck } from './followed-check.ts';
import type { StepStates } from './way.ts';

/** Longer than the interval of the slowest common checks: until then an Agent that has just started may not have run each once. */
const YOUNG_SECONDS = 900;
/** A check that computes rates sends nothing in its first run. */
const RUNS_THAT_PROVE = 3;

export interface SeenOnAgent {
  readonly ending: CheckEnding;
  readonly verdict: Verdict;
  readonly states: StepStates;
  readonly evidence: readonly string[];
}

type Result = CheckResult;

/** What became of a configuration on the Agent it was given to. */
export function seenOnAgent(
  look: AgentLook,
  of: FollowedCheck['of'],
  config: CheckConfig,
  now: string | undefined,
): SeenOnAgent {
  const { status, configCheck } = look.runner;
  const sources = [status, configCheck].flatMap((reading) => (reading?.known ? [reading.source] : []));
  const has = look.has(of, config);
  if (has === false) return { ...notArrived(look, of), evidence: sources };
  const running = look.running(config);
  const result = running === undefined ? reported(config) : worstOf(running.map(asResult));
  if (result) return { ...ran(result, look.status?.time ?? now), evidence: sources };
  const error = running && look.loadingError(config.name);
  if (running && (has || error !== null)) {
    return { ...notLoaded(look, error ?? null, has === true, now), evidence: sources };
  }
  return { ...unseen(look, has === true), evidence: look.attempts.map(({ source }) => source) };
}

/** What the Agent told the leader, where it was not heard itself. */
function reported({ instances }: CheckConfig): Result | undefined {
  return worstOf(instances.flatMap(({ result }) => result ?? []));
}

function asResult({ name, version, id, source, lastError, ...result }: RunningCheck): Result {
  return { ...result, ...(lastError !== undefined && { error: lastError }) };
}

const BADNESS: Readonly<Record<Result['state'], Verdict>> = { OK: 'ok', WARNING: 'warning', ERROR: 'fault' };

function worstOf(results: readonly Result[]): Result | undefined {
  return results.toSorted((a, b) => harm(BADNESS[b.state]) - harm(BADNESS[a.state]))[0];
}

function ran(result: Result, now: string | undefined): Omit<SeenOnAgent, 'evidence'> {
  const { state, runs, totalSamples, lastRun, lastSuccess, error } = result;
  const arrived = { arrived: 'yes', loaded: 'yes' } as const;
  if (state !== 'OK') {
    const told = { error: error ?? null, runs: runs ?? null, lastSuccessSeconds: ageOf(lastSuccess, now) };
    const ending = { kind: 'failing', state, ...told } as const;
    return { ending, verdict: BADNESS[state], states: { ...arrived, ran: 'no' } };
  }
  const states = { ...arrived, ran: 'yes' } as const;
  if (runs !== undefined && runs >= RUNS_THAT_PROVE) {
    const verdict = silence(result);
    if (verdict !== undefined) return { ending: { kind: 'reports-nothing', runs }, verdict, states };
  }
  const told = { runs: runs ?? null, lastRunSeconds: ageOf(lastRun, now), samples: totalSamples ?? null };
  return { ending: { kind: 'running', ...told }, verdict: 'ok', states };
}

/** What to think of runs that sent no metric; `undefined` when they sent something, or their samples are not told. */
function silence({ totalSamples, totalEvents, totalServiceChecks, sendsMore }: Result): Verdict | undefined {
  const others = [totalEvents, totalServiceChecks];
  if (totalSamples !== 0 || sendsMore || others.some((total) => total !== undefined && total > 0)) return undefined;
  // Where the other totals are not told, it may be a check that sends only service checks or events.
  return others.includes(undefined) ? 'explained' : 'warning';
}

function ageOf(time: string | undefined, now: string | undefined): number | null {
  const age = secondsBetween(time, now);
  return age === null ? null : Math.max(0, age);
}

const NAMES_IN_SETTING = { cluster: 'clusterchecks', endpoint: 'endpointschecks' } as const;

/** The Agent fetches its checks every 10 s, so that one which it lacks for no visible reason may be on its way. */
function notArrived({ runner, hasAny }: AgentLook, of: FollowedCheck['of']): Omit<SeenOnAgent, 'evidence'> {
  const states = { arrived: 'no' } as const;
  const configured = runner.providers?.includes(NAMES_IN_SETTING[of]);
  if (of === 'cluster') {
    const cause = configured === false ? 'provider-off' : 'unknown';
    return { ending: { kind: 'not-arrived', cause }, verdict: configured === false ? 'fault' : 'warning', states };
  }
  if (configured === false) {
    return { ending: { kind: 'not-received', cause: 'provider-not-configured' }, verdict: 'fault', states };
  }
  // A provider that could not start says so in the Agent's log only, and is never tried again.
  const never = configured === true && hasAny(of) === false;
  const cause = never ? 'provider-never-started' : 'unknown';
  return { ending: { kind: 'not-received', cause }, verdict: never ? 'fault' : 'warning', states };
}

function notLoaded(
  { status }: AgentLook,
  error: string | null,
  has: boolean,
  now: string | undefined,
): Omit<SeenOnAgent, 'evidence'> {
  const age = secondsBetween(status?.started, status?.time ?? now);
  const young = error === null && age !== null && age < YOUNG_SECONDS;
  return {
    ending: { kind: 'not-loaded', error, agentVersion: status?.version || null },
    verdict: error !== null ? 'fault' : young ? 'unknown' : 'warning',
    states: { arrived: has ? 'yes' : 'unknown', loaded: young ? 'unknown' : 'no' },
  };
}

function unseen({ asked, attempts }: AgentLook, has: boolean): Omit<SeenOnAgent, 'evidence'> {
  const states = { arrived: has ? 'yes' : 'unknown' } as const;
  return { ending: asked ? { kind: 'unseen', attempts } : { kind: 'not-asked' }, verdict: 'unknown', states };
}
