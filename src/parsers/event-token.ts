import type { EventToken } from '../domain/event-collection.ts';
import type { ConfigMap } from '../domain/objects.ts';
import { civilToMs, isoFromMs, offsetMinutes, parseKubernetesTime } from './kubernetes-time.ts';

const KEY = 'event.tokenKey';
const TIME = 'event.tokenTimestamp';
/** `23 Nov 26 18:40 UTC`, by Agents of 2018. */
const RFC822 = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}) (UTC|GMT|[+-]\d{4})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How far the Agent has read the events, out of the ConfigMap in which it keeps that; what cannot be read is left out. */
export function readEventToken({ metadata: { name }, data = {} }: ConfigMap): EventToken {
  const key = data[KEY];
  const at = parseKubernetesTime(data[TIME]) ?? readOldTime(data[TIME]);
  return { name, ...(key ? { key } : {}), ...(at === undefined ? {} : { at }) };
}

function readOldTime(text = ''): string | undefined {
  const [, day, month = '', year, hour, minute, zone = ''] = RFC822.exec(text.trim().slice(0, 64)) ?? [];
  const place = MONTHS.indexOf(month);
  if (place < 0) return undefined;
  const civil = {
    year: 2000 + Number(year),
    month: place + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: 0,
    ms: 0,
  };
  const ms = civilToMs(civil, /^[A-Z]/.test(zone) ? 0 : offsetMinutes(zone));
  return ms === undefined ? undefined : isoFromMs(ms);
}
