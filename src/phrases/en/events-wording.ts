import type { AgentSetting } from '../../domain/event-collection.ts';
import { EVENT_CHECK, EVENT_SETTINGS, setVariable } from '../event-names.ts';
import { remedy, setting } from '../names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say } from '../rich.ts';
import { count } from './wording.ts';

export const HOW_EVENTS_ARE_COLLECTED: readonly Rich[] = [
  say`The check ${code(EVENT_CHECK)} of the replica that leads watches the API server's events and sends them on. Followers do not run it.`,
  say`It needs ${code(EVENT_SETTINGS[0])} and ${code(EVENT_SETTINGS[1])}, both off in the Agent's own code (Helm and the operator set them), and the right to ${code('get')}, ${code('list')} and ${code('watch')} events.`,
  say`How far it has read stands in a ConfigMap (${code('datadogtoken')}). Kubernetes keeps events for about an hour.`,
];

export const EVENTS_LOST = say`no Kubernetes events reach Datadog. Kubernetes keeps them for about an hour: older ones stay lost.`;

/** A setting, its value, and where that comes from. */
export function settingTold({ name, value, from, place }: AgentSetting): Rich {
  switch (from) {
    case 'pod':
      return say`${value === null ? code(name) : code(`${name}=${value}`)} is set in ${place === null ? say`its pod` : code(place)}`;
    case 'config-map':
      return say`${value === null ? code(name) : code(`${name}=${value}`)} comes from ${place === null ? say`a ConfigMap` : code(place)}`;
    case 'elsewhere':
      return say`${code(name)} comes from ${place === null ? say`a Secret or a field` : code(place)}, which I do not read`;
    case 'default':
      return say`${code(name)} is set nowhere${place === null ? [] : say` in ${code(place)}`}; the Agent's own code has it off`;
  }
}

/** Has a setting set to true where it stands, and where this installation is managed. */
export function switchOnHere(one: AgentSetting, name: 'leaderElection' | 'events', context: PhraseContext): Remedy {
  if (one.from === 'config-map' && one.place !== null)
    return remedy(
      say`set ${code(`${one.name}`)} to ${code('true')} in ${code(one.place)} and restart the Cluster Agent.`,
    );
  if (one.from === 'elsewhere')
    return remedy(say`set ${code(one.name)} to ${code('true')} where it comes from, and restart the Cluster Agent.`);
  return context.installer === 'unknown'
    ? remedy(say`set ${setting(name, context)} on the Cluster Agent:`, setVariable(one, 'true', context))
    : remedy(say`set ${setting(name, context)}.`);
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
    ...(runs === null ? [] : [say`${count(runs, 'run')}`]),
    ...(lastEvents === null || lastEvents === undefined ? [] : [say`${count(lastEvents, 'event')} in the last one`]),
    ...(totalEvents === null || totalEvents === undefined ? [] : [say`${count(totalEvents, 'event')} in all`]),
  ];
}
