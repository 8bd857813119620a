import type { Effects, PodTrouble } from '../../domain/finding-facts.ts';
import type { Why } from '../../domain/reading.ts';
import { duration, number } from '../measure.ts';
import type { PhraseContext } from '../phrases.ts';
import { code, join, type Rich, say } from '../rich.ts';

export const WHYS = {
  forbidden: '権限なし',
  absent: '存在しない',
  timeout: '時間内に応答なし',
  unreachable: '接続できない',
  unreadable: '内容を解釈できない',
  unsupported: 'このバージョンでは未対応',
  truncated: '途中で切れている',
} as const satisfies Record<Why, string>;

export function lasting(seconds: number): string {
  return duration(seconds, 'ja');
}

/** `14 秒前`; in a pasted text, where now is long past, `テキスト作成の 14 秒前`. */
export function ago(seconds: number, context: PhraseContext): string {
  return context.origin === 'text' ? `テキスト作成の ${lasting(seconds)}前` : `${lasting(seconds)}前`;
}

/** `a、b、c`, or `a、b、c、他 4 件`. */
export function list(parts: readonly Rich[], limit = 5): Rich {
  if (parts.length > limit) return say`${join(parts.slice(0, limit), '、')}、他 ${number(parts.length - limit)} 件`;
  return join(parts, '、');
}

export function codes(names: readonly string[], limit = 5): Rich {
  return list(names.map(code), limit);
}

/** The first few names of a list that may itself be cut: `a、b、他 37 件`. */
export function codesOf(names: readonly string[], total: number, limit = 4): Rich {
  const shown = names.slice(0, limit).map(code);
  const left = Math.max(0, total - shown.length);
  return left === 0 ? list(shown, limit) : say`${join(shown, '、')}、他 ${number(left)} 件`;
}

export function because(why: Why, detail: string): Rich {
  return detail === '' ? say`${WHYS[why]}` : say`${WHYS[why]}(${code(detail)})`;
}

/** What stands still, in words; empty when nothing is known to. */
export function effects(facts: Effects | null): Rich {
  if (facts === null) return [];
  const parts: Rich[] = [];
  const hpas = facts.externalHpas;
  if (hpas !== null && hpas > 0 && facts.externalMetrics !== false)
    parts.push(say`外部メトリクスを使う HPA ${number(hpas)} 個は現在のサイズのまま動きません`);
  else if (facts.externalMetrics === true && hpas === null)
    parts.push(say`外部メトリクスを使う HPA は現在のサイズのまま動きません`);
  if (facts.events === true) parts.push(say`Kubernetes イベントは収集されません`);
  if (facts.clusterChecks === true)
    parts.push(say`Node Agent は手元のクラスターチェックを続けますが、再配布は行われません`);
  if (facts.admission === true) parts.push(say`新しい Pod には Admission Controller による注入が行われません`);
  return parts.length === 0 ? [] : say`${join(parts, '。')}。`;
}

export function podTrouble(pod: PodTrouble): Rich {
  // The phase stays Running while a container crash-loops; beside the reason it would read like a contradiction.
  const state = pod.reason ?? pod.phase;
  return pod.message === null
    ? say`${code(pod.name)}: ${state}`
    : say`${code(pod.name)}: ${state}: ${code(pod.message)}`;
}
