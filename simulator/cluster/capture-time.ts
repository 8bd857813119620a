import { readLock } from './lock-objects.ts';
import type { Scenario } from './scenario.ts';

/** Locks may be read a little after everything else; one renewed later than that was written by a clock ahead. */
const LOCK_LATITUDE_MS = 60_000;
/** Fields that are written as things happen, and so show until when objects were captured. */
const WITNESS =
  /"(?:lastHeartbeatTime|lastTimestamp|eventTime|custom-metrics\.datadoghq\.com\/last-updated)":"(\d{4}-[^"]+)"/g;

/**
 * When a scenario was captured, in epoch milliseconds: its newest status date or lock renewal, unless `scenario.yaml`
 * says it. Undefined when the folder names no moment at all.
 */
export function captureTime(scenario: Scenario): number | undefined {
  if (scenario.captured !== undefined) return scenario.captured;
  const statuses = [...scenario.documents].filter(([name]) => name.includes('status'));
  const printed = newest(statuses.map(([, text]) => statusDate(text)).filter((at) => at !== undefined));
  const renewals = scenario.objects.map((object) => readLock(object)?.renewed).filter((at) => at !== undefined);
  const witnessed = newest([...(printed === undefined ? [] : [printed]), ...witnessedMoments(scenario)]);
  const limit = printed === undefined ? Number.POSITIVE_INFINITY : (witnessed ?? printed) + LOCK_LATITUDE_MS;
  return newest([...(printed === undefined ? [] : [printed]), ...renewals.filter((at) => at <= limit)]);
}

/** When a `status` document was printed, in epoch milliseconds; undefined for documents that do not say it. */
export function statusDate(text: string): number | undefined {
  const milliseconds = /^\s*Status date: .*\((\d{13})\)\s*$/m.exec(text)?.[1];
  if (milliseconds !== undefined) return Number(milliseconds);
  const nanos = /"time_nano"\s*:\s*(\d{19})\b/.exec(text)?.[1];
  if (nanos !== undefined) return Number(BigInt(nanos) / 1_000_000n);
  const written = /^\s*Status date: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* UTC/m.exec(text);
  const at = written ? Date.parse(`${written[1]}T${written[2]}Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function witnessedMoments({ objects }: Scenario): readonly number[] {
  return [...JSON.stringify(objects).matchAll(WITNESS)]
    .map(([, written = '']) => Date.parse(written))
    .filter((at) => !Number.isNaN(at));
}

function newest(moments: readonly number[]): number | undefined {
  return moments.length === 0 ? undefined : Math.max(...moments);
}
