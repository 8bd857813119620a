import { isClusterKind, type Question } from '../src/domain/question.ts';
import type { RegisteredCluster } from '../src/redis/registry.ts';
import { findCluster } from './choose-cluster.ts';
import type { Judge } from './gate.ts';
import type { Refusing } from './refusal.ts';

/**
 * The clusters that somebody may ask this of; the others are as if they were not there. A cluster that is named is
 * judged before anybody says whether it exists, so that a refusal tells nothing about it.
 */
export async function openClusters(
  judge: Judge,
  { kind, cluster, against }: Question,
  ofChannel: string | undefined,
  registered: readonly RegisteredCluster[],
): Promise<{ readonly clusters: readonly RegisteredCluster[] } | { readonly refused: Refusing }> {
  const names = registered.map(({ name }) => name);
  const other = against !== undefined && 'cluster' in against ? against.cluster : undefined;
  const isListed = kind === 'clusters';
  const touches = isClusterKind(kind) || other !== undefined;
  // A pasted text and a stored report are of no cluster that is chosen here.
  if (!isListed && !touches) return { clusters: registered };
  const judged = async (name: string) => judge('cluster-data', { kind, cluster: name });
  const named = touches ? [cluster ?? ofChannel, other].filter((name) => name !== undefined) : [];
  for (const judgement of await Promise.all(named.map((name) => judged(findCluster(name, names) ?? name))))
    if (!judgement.allowed) return { refused: judgement };
  const judgements = await Promise.all(registered.map(({ name }) => judged(name)));
  const clusters = registered.filter((_, index) => judgements[index]?.allowed === true);
  const [first] = judgements;
  if (clusters.length > 0 || isListed || first === undefined || first.allowed) return { clusters };
  // Which clusters there are is not for somebody who may ask of none of them.
  const { ruledOut } = first;
  return { refused: ruledOut?.about ? { ...first, ruledOut: { ...ruledOut, about: { kind } } } : first };
}
