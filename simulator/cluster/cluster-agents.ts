import { isPod, type KubeObject, type PodObject } from './kube-object.ts';
import { type LockRecord, readLock } from './lock-objects.ts';
import type { Scenario } from './scenario.ts';

const COMPONENT = 'agent.datadoghq.com/component';
const LEFT_BEHIND_MS = 120_000;
const PLAIN_COMPONENT = 'app.kubernetes.io/component';

/** The Cluster Agent pods, by the labels of Helm and the Operator, of older charts and manifests, else by image. */
export function clusterAgentPods(objects: readonly KubeObject[]): readonly PodObject[] {
  return firstFound(objects.filter(isPod), [
    (pod) => pod.metadata.labels?.[COMPONENT] === 'cluster-agent',
    (pod) => pod.metadata.labels?.[PLAIN_COMPONENT] === 'cluster-agent',
    (pod) => pod.metadata.labels?.app === 'datadog-cluster-agent',
    (pod) => hasImage(pod, /\/cluster-agent(?:[:@]|$)/),
  ]);
}

/** The node Agent pods, in the order of their nodes: `node1-…` files belong to the first. */
export function nodeAgentPods(objects: readonly KubeObject[]): readonly PodObject[] {
  const pods = firstFound(objects.filter(isPod), [
    (pod) => pod.metadata.labels?.[COMPONENT] === 'agent',
    (pod) => pod.metadata.labels?.[PLAIN_COMPONENT] === 'agent',
    (pod) => hasImage(pod, /\/agent(?:[:@]|$)/),
  ]);
  return [...pods].sort((a, b) => (a.spec.nodeName ?? '').localeCompare(b.spec.nodeName ?? ''));
}

/** The leading pod's name: by the locks, else by `leader-status`, else as `scenario.yaml` says, else the first pod. */
export function findLeader(scenario: Scenario): string | undefined {
  const pods = clusterAgentPods(scenario.objects);
  const claims = [
    ...holders(scenario.objects, 'Lease'),
    ...holders(scenario.objects, 'ConfigMap'),
    ...printedLeaders(scenario.documents),
  ];
  for (const claim of claims) {
    // With host networking, Agents before 7.46 hold the lock by the name of their node.
    const pod =
      pods.find(({ metadata }) => metadata.name === claim) ?? pods.find(({ spec }) => spec.nodeName === claim);
    if (pod) return pod.metadata.name;
  }
  return scenario.leader ?? pods[0]?.metadata.name;
}

/** Holders of the locks that were in use; one that was left behind when the other kind took over says nothing. */
function holders(objects: readonly KubeObject[], kind: 'Lease' | 'ConfigMap'): readonly string[] {
  const locks = objects
    .map(readLock)
    .filter((lock) => lock !== undefined && lock.holder !== '') as readonly LockRecord[];
  const newest = Math.max(...locks.map(({ renewed = 0 }) => renewed));
  return locks
    .filter((lock) => lock.kind === kind && newest - (lock.renewed ?? 0) < LEFT_BEHIND_MS)
    .map(({ holder }) => holder);
}

function printedLeaders(documents: ReadonlyMap<string, string>): readonly string[] {
  const text = /^\s*Leader Name is: (\S+)/m.exec(documents.get('leader-status.txt') ?? '')?.[1];
  const json = /"leaderName"\s*:\s*"([^"]+)"/.exec(documents.get('leader-status.json') ?? '')?.[1];
  return [text, json].filter((name) => name !== undefined);
}

function hasImage(pod: PodObject, pattern: RegExp): boolean {
  return pod.spec.containers.some(({ image }) => pattern.test(image ?? ''));
}

function firstFound(pods: readonly PodObject[], tests: readonly ((pod: PodObject) => boolean)[]): readonly PodObject[] {
  for (const test of tests) {
    const found = pods.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}
