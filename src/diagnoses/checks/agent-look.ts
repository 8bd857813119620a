import type { AgentStatus, Collector, RunningCheck } from '../../domain/agent-status.ts';
import type { CheckConfig, CheckRunner, ConfigCheck } from '../../domain/checks.ts';
import type { Attempt } from '../../domain/finding-facts.ts';
import type { Reading, Unknown } from '../../domain/reading.ts';
import { checkKey } from './check-key.ts';
import type { FollowedCheck } from './followed-check.ts';

/** As an Agent's `configcheck` names the provider that fetches from the Cluster Agent. */
const PROVIDERS = { cluster: 'cluster-checks', endpoint: 'endpoints-checks' } as const;
/** One loader's complaint, which says nothing where another loader has the check. */
const OTHER_LOADER = /not found in Catalog/;

/** One node Agent or runner, ready to be asked for each check it is to run. */
export interface AgentLook {
  readonly runner: CheckRunner;
  readonly asked: boolean;
  readonly status?: AgentStatus;
  /** Whether it has the configuration, by its own word; each that it has answers for one asked only. `undefined`: not known. */
  readonly has: (of: FollowedCheck['of'], config: CheckConfig) => boolean | undefined;
  /** Whether it has any configuration of the kind. */
  readonly hasAny: (of: FollowedCheck['of']) => boolean | undefined;
  /** What it runs of a configuration; `undefined`: not known. */
  readonly running: (config: CheckConfig) => readonly RunningCheck[] | undefined;
  /** Why it could not load a check, in its own words. */
  readonly loadingError: (check: string) => string | null;
  /** What could not be read of it. */
  readonly attempts: readonly Attempt[];
}

/** Sorts what an Agent says by check, once for all of them. */
export function lookAtAgent(runner: CheckRunner): AgentLook {
  const { status, configCheck } = runner;
  const read = status?.known ? status.value : undefined;
  const collector = read?.collector.state === 'present' ? read.collector.value : undefined;
  const complete = configCheck?.known && !configCheck.value.cutOff;
  const left = countByKey(configCheck);
  const byName = groupByName(collector);
  return {
    runner,
    asked: status !== undefined || configCheck !== undefined,
    ...(read && { status: read }),
    has: (of, config) => {
      const key = `${PROVIDERS[of]} ${checkKey(config)}`;
      const count = left.get(key) ?? 0;
      if (count > 0) left.set(key, count - 1);
      return count > 0 ? true : complete ? false : undefined;
    },
    hasAny: (of) => {
      const configs = configCheck?.known ? configCheck.value.configs : [];
      if (configs.some(({ provider }) => provider === PROVIDERS[of])) return true;
      return complete ? false : undefined;
    },
    running: (config) => collector && runningOf(config, byName.get(config.name) ?? []),
    loadingError: (check) => {
      const error = collector?.loadingErrors[check];
      if (error !== undefined) return byName.has(check) && OTHER_LOADER.test(error) ? null : error;
      const errors = configCheck?.known ? configCheck.value.errors : [];
      return errors.find((one) => one.check === check)?.text ?? null;
    },
    attempts: [...statusAttempts(status), ...configAttempts(configCheck)],
  };
}

function countByKey(configCheck: Reading<ConfigCheck> | undefined): Map<string, number> {
  const left = new Map<string, number>();
  for (const config of configCheck?.known ? configCheck.value.configs : []) {
    const key = `${config.provider} ${checkKey(config)}`;
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return left;
}

function groupByName(collector: Collector | undefined): ReadonlyMap<string, readonly RunningCheck[]> {
  const byName = new Map<string, RunningCheck[]>();
  for (const check of collector?.checks ?? []) {
    const same = byName.get(check.name) ?? [];
    same.push(check);
    byName.set(check.name, same);
  }
  return byName;
}

/**
 * The running checks of a configuration: by ID where the leader's is the Agent's, else by the instance's name inside the
 * ID, else whatever comes from the same source under a bare name, as checks do that run once in an Agent.
 */
function runningOf({ name, source, instances }: CheckConfig, checks: readonly RunningCheck[]): readonly RunningCheck[] {
  const own = checks.filter((check) => check.source === undefined || check.source === source);
  const ids = new Set(instances.map(({ id }) => id));
  const byId = own.filter(({ id }) => ids.has(id));
  if (byId.length > 0) return byId;
  const named = instances.flatMap((instance) => instance.name ?? []);
  const byName = own.filter(({ id }) => named.some((instance) => id.startsWith(`${name}:${instance}:`)));
  if (byName.length > 0) return byName;
  // An ID with no instance's name in it: the bare name, or the name and a hash.
  return own.filter(({ id }) => id === name || (named.length === 0 && /^:[0-9a-f]+$/.test(id.slice(name.length))));
}

function statusAttempts(reading: Reading<AgentStatus> | undefined): readonly Attempt[] {
  if (reading === undefined) return [];
  if (!reading.known) return [attemptOf(reading)];
  const { collector, cutOff } = reading.value;
  if (collector.state === 'present') return [];
  const detail = 'text' in collector ? collector.text : 'Collector';
  return [{ source: reading.source, why: cutOff ? 'truncated' : 'unreadable', detail }];
}

function configAttempts(reading: Reading<ConfigCheck> | undefined): readonly Attempt[] {
  if (reading === undefined) return [];
  if (!reading.known) return [attemptOf(reading)];
  return reading.value.cutOff ? [{ source: reading.source, why: 'truncated', detail: 'configcheck' }] : [];
}

export function attemptOf({ source, why, detail }: Unknown): Attempt {
  return { source, why, detail };
}
