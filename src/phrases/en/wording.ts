import type { Effects, PodTrouble } from '../../domain/finding-facts.ts';
import type { Why } from '../../domain/reading.ts';
import { duration, number } from '../measure.ts';
import type { PhraseContext } from '../phrases.ts';
import { code, join, type Rich, say } from '../rich.ts';

export const WHYS = {
  forbidden: 'not allowed',
  absent: 'not there',
  timeout: 'no answer in time',
  unreachable: 'could not be reached',
  unreadable: 'could not be understood',
  unsupported: 'not offered by this version',
  truncated: 'cut off',
} as const satisfies Record<Why, string>;

/** `1 pod`, `18,900 pods`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

export function lasting(seconds: number): string {
  return duration(seconds, 'en');
}

/** `14 s ago`; in a pasted text, where now is long past, `14 s before the text was made`. */
export function ago(seconds: number, context: PhraseContext): string {
  return context.origin === 'text' ? `${lasting(seconds)} before the text was made` : `${lasting(seconds)} ago`;
}

/** `a, b and c`, or `a, b, c and 4 more`. */
export function list(parts: readonly Rich[], limit = 5): Rich {
  if (parts.length > limit) return say`${join(parts.slice(0, limit), ', ')} and ${number(parts.length - limit)} more`;
  if (parts.length < 2) return parts[0] ?? [];
  return say`${join(parts.slice(0, -1), ', ')} and ${parts.at(-1) ?? []}`;
}

export function codes(names: readonly string[], limit = 5): Rich {
  return list(names.map(code), limit);
}

/** The first few names of a list that may itself be cut: `a, b and 37 more`. */
export function codesOf(names: readonly string[], total: number, limit = 4): Rich {
  const shown = names.slice(0, limit).map(code);
  const left = Math.max(0, total - shown.length);
  return left === 0 ? list(shown, limit) : say`${join(shown, ', ')} and ${number(left)} more`;
}

export function because(why: Why, detail: string): Rich {
  return detail === '' ? say`${WHYS[why]}` : say`${WHYS[why]} (${code(detail)})`;
}

/** What stands still, in words; empty when nothing is known to. */
export function effects(facts: Effects | null): Rich {
  if (facts === null) return [];
  const parts: Rich[] = [];
  const hpas = facts.externalHpas;
  if (hpas !== null && hpas > 0 && facts.externalMetrics !== false)
    parts.push(say`${count(hpas, 'HPA')} on external metrics ${hpas === 1 ? 'holds its' : 'hold their'} size`);
  else if (facts.externalMetrics === true && hpas === null) parts.push(say`HPAs on external metrics hold their size`);
  if (facts.events === true) parts.push(say`no Kubernetes events are collected`);
  if (facts.clusterChecks === true)
    parts.push(say`node Agents keep the cluster checks they have, nothing is re-dispatched`);
  if (facts.admission === true) parts.push(say`new pods start without what the admission controller injects`);
  return parts.length === 0 ? [] : say`${join(parts, '; ')}.`;
}

export function podTrouble(pod: PodTrouble): Rich {
  // The phase stays Running while a container crash-loops; beside the reason it would read like a contradiction.
  const state = pod.reason ?? pod.phase;
  return pod.message === null
    ? say`${code(pod.name)}: ${state}`
    : say`${code(pod.name)}: ${state}: ${code(pod.message)}`;
}
