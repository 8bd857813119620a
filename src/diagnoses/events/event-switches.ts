import type { AgentSetting } from '../../domain/event-collection.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { holderPod, leadership } from '../leadership.ts';
import { type LoggedTrouble, loggedNow } from './event-log.ts';
import { leaderCheck } from './leader-check.ts';

/** `unknown`: the value comes from where dca-bot does not look. */
export type Switch = 'on' | 'off' | 'unknown';

export interface EventSwitch {
  readonly state: Switch;
  readonly setting: AgentSetting;
}

const TRUE = /^(?:true|t|1)$/i;

/**
 * Whether the Agent is to collect events. Its own code has that off; a configuration file may set it too, which shows
 * in events that were collected.
 */
export function collectionSwitch(snapshot: Snapshot): EventSwitch {
  const setting = settingOf(snapshot, 'DD_COLLECT_KUBERNETES_EVENTS');
  const seen = leaderCheck(snapshot);
  const collects = seen.known && (seen.check?.totalEvents ?? 0) > 0;
  return { state: collects ? 'on' : stateOf(setting), setting };
}

/**
 * Whether leader election is on. A value in the pod is what the container runs with; any other may have been changed
 * since, or stand in a configuration file, so that a lock that is being renewed and the Agent's own log tell more.
 */
export function electionSwitch(snapshot: Snapshot): EventSwitch & { readonly logged: LoggedTrouble } {
  const setting = settingOf(snapshot, 'DD_LEADER_ELECTION');
  const logged = loggedNow(snapshot, ({ kind }) => kind === 'election-off');
  const said = stateOf(setting);
  if (setting.from === 'pod' && said !== 'unknown') return { state: said, setting, logged };
  const pods = snapshot.pods.known ? snapshot.pods.value : [];
  const elects = leadership(snapshot).locks.some(
    ({ fresh, record }) => fresh === true && holderPod(pods, record.holder) !== undefined,
  );
  return { state: elects ? 'on' : logged.times > 0 ? 'off' : said, setting, logged };
}

function settingOf({ events }: Snapshot, name: string): AgentSetting {
  const none: AgentSetting = { name, value: null, from: 'elsewhere', place: null };
  return events?.settings.find((setting) => setting.name === name) ?? none;
}

function stateOf({ value, from }: AgentSetting): Switch {
  if (value !== null) return TRUE.test(value.trim()) ? 'on' : 'off';
  return from === 'default' ? 'off' : 'unknown';
}
