import type { Finding } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { collectionSwitch, type EventSwitch, electionSwitch } from './event-switches.ts';

/** Whether the Agent's settings let it collect events at all. Collection that is off is a choice; without a leader nobody collects. */
export const eventSettings: Rule = {
  topic: 'events',
  codes: ['events-leader-election-off', 'events-collection-off'],
  looksAt:
    '`DD_LEADER_ELECTION` and `DD_COLLECT_KUBERNETES_EVENTS` of the leader’s pod and its ConfigMaps, the locks, and the leader’s log',
  diagnose: (snapshot): readonly Finding[] => {
    if (snapshot.events === undefined || snapshot.events.settings.length === 0) return [];
    const collection = collectionSwitch(snapshot);
    if (collection.state === 'off') return [collectionOff(snapshot, collection)];
    const election = electionSwitch(snapshot);
    if (election.state !== 'off') return [];
    const { setting, logged } = election;
    return [
      {
        code: 'events-leader-election-off',
        verdict: collection.state === 'on' ? 'fault' : 'warning',
        subject: setting.place ?? snapshot.namespace,
        facts: { setting, logTimes: logged.times },
        evidence: [snapshot.pods.source, ...logged.sources],
      },
    ];
  },
};

function collectionOff({ namespace, pods }: Snapshot, { setting }: EventSwitch): Finding {
  const subject = setting.place ?? namespace;
  return { code: 'events-collection-off', verdict: 'explained', subject, facts: { setting }, evidence: [pods.source] };
}
