import type { ClusterEntry } from '../src/phrases/notice.ts';
import type { RegisteredCluster } from '../src/redis/registry.ts';

/** A registered cluster as people are shown it; `now` in epoch milliseconds. */
export function clusterEntry(cluster: RegisteredCluster, now: number): ClusterEntry {
  const { name, version, lastSeen, silentSeconds } = cluster;
  return {
    name,
    version,
    silent: silentSeconds !== undefined,
    lastSeenSeconds: silentSeconds ?? Math.max(0, Math.floor((now - lastSeen) / 1000)),
  };
}
