import type { AgentSetting } from '../../domain/event-collection.ts';
import { EVENT_CHECK, EVENT_SETTINGS, setVariable } from '../event-names.ts';
import { number } from '../measure.ts';
import { remedy, setting } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say } from '../rich.ts';

export const HOW_EVENTS_ARE_COLLECTED: readonly Rich[] = [
  say`リーダーのレプリカの ${code(EVENT_CHECK)} チェックが API サーバーのイベントを watch し、Datadog に送ります。フォロワーでは実行されません。`,
  say`${code(EVENT_SETTINGS[0])} と ${code(EVENT_SETTINGS[1])}(Agent 自体の既定値はどちらも無効で、Helm と Operator が設定します)、およびイベントの ${code('get')}、${code('list')}、${code('watch')} の権限が必要です。`,
  say`どこまで読み取ったかは ConfigMap(${code('datadogtoken')})に記録されます。Kubernetes のイベント保持は約 1 時間です。`,
];

export const EVENTS_LOST = say`Kubernetes イベントが Datadog に届きません。Kubernetes のイベント保持は約 1 時間のため、それ以前のものは戻りません。`;

/** A setting, its value, and where that comes from. */
export function settingTold({ name, value, from, place }: AgentSetting): Rich {
  const told = value === null ? code(name) : code(`${name}=${value}`);
  switch (from) {
    case 'pod':
      return say`${place === null ? say`Pod` : code(place)} に ${told} が設定されています`;
    case 'config-map':
      return say`${told} の設定元は ${place === null ? say`ConfigMap` : code(place)} です`;
    case 'elsewhere':
      return say`${code(name)} の設定元は ${place === null ? say`Secret またはフィールド` : code(place)} で、値は読んでいません`;
    case 'default':
      return say`${code(name)} は${place === null ? 'どこにも' : say` ${code(place)} に`}設定されていません。Agent 自体の既定値は無効です`;
  }
}

/** Has a setting set to true where it stands, and where this installation is managed. */
export function switchOnHere(one: AgentSetting, name: 'leaderElection' | 'events', context: PhraseContext): Remedy {
  if (one.from === 'config-map' && one.place !== null)
    return remedy(
      say`${code(one.place)} の ${code(one.name)} を ${code('true')} にして、Cluster Agent を再起動してください。`,
    );
  if (one.from === 'elsewhere')
    return remedy(say`設定元で ${code(one.name)} を ${code('true')} にして、Cluster Agent を再起動してください。`);
  return context.installer === 'unknown'
    ? remedy(say`Cluster Agent に ${setting(name, context)} を設定してください。`, setVariable(one, 'true', context))
    : remedy(say`${setting(name, context)} を設定してください。`);
}

/** Runs and events of the check, as far as it told them. */
export function figures({
  runs,
  lastEvents,
  totalEvents,
}: {
  readonly runs: number | null;
  readonly lastEvents?: number | null;
  readonly totalEvents?: number | null;
}): readonly Rich[] {
  return [
    ...(runs === null ? [] : [say`実行 ${number(runs)} 回`]),
    ...(lastEvents === null || lastEvents === undefined ? [] : [say`直近のイベント ${number(lastEvents)} 件`]),
    ...(totalEvents === null || totalEvents === undefined ? [] : [say`累計 ${number(totalEvents)} 件`]),
  ];
}
