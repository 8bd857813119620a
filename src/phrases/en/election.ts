import { code, type Rich, say } from '../rich.ts';

/** What stands still while nobody leads. */
export const NOBODY_LEADS: Rich = say`while nobody leads, no Kubernetes events are collected, external metrics are not refreshed (HPAs hold their size), and cluster checks stay where they are.`;

export const HOW_ELECTION_WORKS: readonly Rich[] = [
  say`All replicas run the same program; one leads. The leader writes its pod name and the time into a lock (a Lease, or a ConfigMap in older setups), by default every 15 s of a 60 s lease; the other replicas watch that time.`,
  say`When the lock has not been renewed for a whole lease, another replica takes it. On a clean shutdown the leader releases it at once.`,
  say`The leader alone collects Kubernetes events, refreshes external metrics and dispatches cluster checks. Followers answer node Agents and pass the rest on to the leader.`,
  say`${code('status')} prints the same ${code('Leader Election')} block on every replica: compare ${code('Leader Name is')} with the pod you asked. There is no word for a follower in it.`,
];
