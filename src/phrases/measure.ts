import { formatMilli } from '../domain/quantity.ts';
import type { Language } from '../domain/question.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = {
  en: { second: ['s', 's'], minute: ['min', 'min'], hour: ['h', 'h'], day: ['day', 'days'] },
  ja: { second: ['秒', '秒'], minute: ['分', '分'], hour: ['時間', '時間'], day: ['日', '日'] },
} as const satisfies Record<Language, Record<string, readonly [string, string]>>;

/** A length of time in its largest unit that still tells at least two of it: `14 s`, `6 min`, `41 days`. Whole numbers, cut. */
export function duration(seconds: number, language: Language): string {
  const units = UNITS[language];
  const [size, unit] =
    seconds < 2 * MINUTE
      ? ([1, units.second] as const)
      : seconds < 2 * HOUR
        ? ([MINUTE, units.minute] as const)
        : seconds < 2 * DAY
          ? ([HOUR, units.hour] as const)
          : ([DAY, units.day] as const);
  const count = Math.floor(seconds / size);
  return `${number(count)} ${unit[count === 1 ? 0 : 1]}`;
}

/** Digits grouped by three, as both languages write them. */
export function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** Milliseconds as people wait for them: `1.2 s`, and `0.4 s` rather than `400 ms`. */
export function took(milliseconds: number, language: Language): string {
  return `${(milliseconds / 1000).toFixed(1)} ${UNITS[language].second[0]}`;
}

/** `18:35:36 UTC`, with the day in front unless `sameDayAs` falls on it. A text that is no time stays as it is. */
export function clockTime(iso: string, sameDayAs?: string): string {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) return iso;
  const text = new Date(milliseconds).toISOString();
  const time = `${text.slice(11, 19)} UTC`;
  return sameDayAs?.slice(0, 10) === text.slice(0, 10) ? time : `${text.slice(0, 10)} ${time}`;
}

/** A plain decimal with its digits kept exactly and grouped from 10,000 on: `2472`, `18,900`, `157.5`. Another text stays as it is. */
export function amount(value: string | number): string {
  const text = String(value);
  const [, sign, whole, fraction] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (sign === undefined || whole === undefined || whole.length < 5) return text;
  return `${sign}${whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',')}${fraction ?? ''}`;
}

/** How many times the target a figure is, from whole thousandths: `1.05`, and from ten on to the nearest tenth, `91.6`. */
export function times(milli: string): string {
  if (!/^\d{1,60}$/.test(milli)) return milli;
  const exact = BigInt(milli);
  if (exact < 10_000n) return formatMilli(exact);
  return amount(formatMilli(((exact + 50n) / 100n) * 100n));
}
