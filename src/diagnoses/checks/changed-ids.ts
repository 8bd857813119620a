import type { CheckConfig, Checks } from '../../domain/checks.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Reading } from '../../domain/reading.ts';
import { checkKey } from './check-key.ts';
import type { FollowedCheck } from './followed-check.ts';

/** The same check under different IDs, as each command prints its own: normal, and a riddle to who compares them. */
export function changedIds({ configCheck, runners }: Checks, followed: FollowedCheck | undefined): readonly Finding[] {
  const { config, story } = followed ?? {};
  if (config === undefined || story === undefined) return [];
  const runner = runners.known ? runners.value.find(({ pod }) => pod === story.pod) : undefined;
  const seen = [configCheck, runner?.configCheck].map((reading) => firstLike(config, reading));
  const read = [config, ...seen.flatMap(({ found }) => found ?? [])];
  const ids = new Set(read.flatMap(({ instances }) => instances[0]?.id ?? []));
  if (ids.size < 2) return [];
  const facts = { check: story.check, ids: [...ids] };
  const evidence = [...(followed?.evidence ?? [])];
  return [{ code: 'check-id-changed-by-dispatch', verdict: 'explained', subject: story.check, facts, evidence }];
}

function firstLike(config: CheckConfig, reading: Reading<{ readonly configs: readonly CheckConfig[] }> | undefined) {
  const key = checkKey(config);
  const configs = reading?.known ? reading.value.configs : [];
  return { found: configs.find((one) => checkKey(one) === key) };
}
