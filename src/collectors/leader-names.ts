import type { AgentPod, Snapshot } from '../domain/snapshot.ts';

/** What was read of who leads. */
export type LeaderWords = Pick<Snapshot, 'locks' | 'statuses'>;

/** Holders of the locks, the newest renewal first, then whom the replicas call their leader. */
export function leaderNames({ locks, statuses }: LeaderWords): readonly string[] {
  const records = locks.flatMap(({ reading, again = reading }) => (again.known && again.value ? [again.value] : []));
  const newestFirst = records.toSorted((a, b) => ((a.renewed ?? '') < (b.renewed ?? '') ? 1 : -1));
  const told = statuses.flatMap(({ reading }) => {
    const election = reading.known ? reading.value.leaderElection : undefined;
    return election?.state === 'present' ? [election.value.leaderName] : [];
  });
  return [...newestFirst.map(({ holder }) => holder), ...told].filter((name) => name !== '');
}

/** The first of these pods that is called leader. With host networking, Agents before 7.46 lead by the name of their node. */
export function leadingPod(words: LeaderWords, pods: readonly AgentPod[]): AgentPod | undefined {
  return leaderNames(words)
    .map((name) => pods.find((pod) => pod.name === name) ?? pods.find((pod) => pod.node === name))
    .find((pod) => pod !== undefined);
}
