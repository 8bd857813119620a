import { captureTime, statusDate } from './capture-time.ts';
import { clusterAgentPods, findLeader, nodeAgentPods } from './cluster-agents.ts';
import type { FaultBoard, FaultOf } from './faults.ts';
import { isPod, type KubeObject, type PodObject } from './kube-object.ts';
import { type LivingLocks, livingLocks } from './living-locks.ts';
import { spoilPod } from './pod-faults.ts';
import type { Resource } from './resources.ts';
import type { Scenario } from './scenario.ts';
import { shiftText, shiftValue } from './time-shift.ts';
import { createTimedChanges } from './timed-changes.ts';

/** The scenario as it stands at this moment: moved in time, its leader alive, and with the faults in force. */
export interface SimulatedWorld {
  readonly now: () => number;
  readonly resources: readonly Resource[];
  /** Objects of one kind that are there now, as they were captured. */
  captured(kind: string): readonly KubeObject[];
  /** One of them, moved to now. */
  present(object: KubeObject): KubeObject;
  /** Objects of one kind, moved to now. */
  objects(kind: string): readonly KubeObject[];
  /** Counts a request, given as path with query, for changes that come after some. */
  note(path: string): void;
  pod(namespace: string, name: string): PodObject | undefined;
  roleOf(pod: PodObject): PodRole;
  /** A printed file, moved to now; undefined when the scenario has none of that name. */
  document(name: string): string | undefined;
  /** The file a scenario names for one pod (`status.json`), moved to now. */
  podDocument(pod: string, use: string): string | undefined;
  /** What a scenario says of a variable in a pod's containers; undefined: nothing. */
  variable(pod: string, name: string): string | null | undefined;
  /** What `flare` builds; undefined where the scenario has none. */
  readonly flare: Buffer | undefined;
  /** Paths of the archives that lie in a pod now. */
  archivesIn(pod: string): Set<string>;
  readonly description: Scenario['description'];
}

/** What a pod's commands print by. `number` counts node Agents from 1. */
export type PodRole =
  | { readonly is: 'leader' }
  | { readonly is: 'follower' }
  | { readonly is: 'node'; readonly number: number }
  | { readonly is: 'other' };

/** Lets time pass over a scenario. Without `shift` every moment stays as it was captured. */
export function createWorld(scenario: Scenario, faults: FaultBoard, now: () => number, shift: boolean): SimulatedWorld {
  const leader = findLeader(scenario);
  const agents = clusterAgentPods(scenario.objects).map(({ metadata }) => metadata.name);
  const nodeAgents = nodeAgentPods(scenario.objects).map(({ metadata }) => metadata.name);
  const captured = captureTime(scenario);
  const byKind = groupByKind(scenario.objects);
  const locks: LivingLocks = livingLocks(scenario, captured, now(), shift);
  const changes = createTimedChanges(faults, now);
  const archives = new Map<string, Set<string>>();
  const delta = (): number => (shift && captured !== undefined ? now() - captured : 0);

  const appliesTo = ({ pod = 'every' }: { pod?: string | undefined }, name: string): boolean => {
    if (pod === name) return true;
    if (!agents.includes(name)) return false;
    return pod === 'every' || (pod === 'leader' && name === leader) || (pod === 'followers' && name !== leader);
  };
  const faultsOf = (pod: PodObject): readonly FaultOf<'pod'>[] =>
    faults
      .active('pod')
      .map(({ fault }) => fault)
      .filter((fault) => appliesTo(fault, pod.metadata.name));

  function current(object: KubeObject): readonly KubeObject[] {
    const moved = shiftValue(object, delta());
    if (changes.isGone(object)) return [];
    if (!isPod(moved)) return locks.apply(object, moved, faults.active('lock'), now()).map(changes.apply);
    return faultsOf(moved).reduce<readonly PodObject[]>(
      (pods, fault) => pods.flatMap((pod) => spoilPod(pod, fault, now())),
      [moved],
    );
  }

  /** Only pods and locks have faults that take them away besides the timed ones: no need to move all others to see it. */
  function isThere(object: KubeObject): boolean {
    const mayVanish = isPod(object) || object.kind === 'Lease' || object.kind === 'ConfigMap';
    return mayVanish ? current(object).length > 0 : !changes.isGone(object);
  }

  const there = (kind: string) => (byKind.get(kind) ?? []).filter(isThere);
  const present = (object: KubeObject) => current(object)[0] ?? object;

  function printedNow(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    // A command prints the moment at which it runs, whichever second of the capture it was run in.
    const printed = shift && captured !== undefined ? statusDate(text) : undefined;
    const moved = shiftText(text, printed === undefined ? delta() : now() - printed);
    return locks.rewrite(moved, faults.active('lock'), now());
  }

  return {
    description: scenario.description,
    flare: scenario.flare,
    variable: (pod, name) => scenario.environment[pod]?.[name],
    archivesIn(pod) {
      const found = archives.get(pod) ?? new Set();
      archives.set(pod, found);
      return found;
    },
    now,
    resources: scenario.resources,
    captured: there,
    present,
    objects: (kind) => there(kind).map(present),
    note: changes.note,
    pod(namespace, name) {
      const found = scenario.objects.find(
        (object) => isPod(object) && object.metadata.name === name && object.metadata.namespace === namespace,
      );
      return found ? current(found).find(isPod) : undefined;
    },
    roleOf({ metadata: { name } }) {
      if (name === leader) return { is: 'leader' };
      if (agents.includes(name)) return { is: 'follower' };
      const index = nodeAgents.indexOf(name);
      return index >= 0 ? { is: 'node', number: index + 1 } : { is: 'other' };
    },
    document: (name) => printedNow(scenario.documents.get(name)),
    podDocument(pod, use) {
      const crashed = use === 'previous.log' ? previousLogOf(faults, (fault) => appliesTo(fault, pod)) : undefined;
      const name = scenario.podFiles[pod]?.[use] ?? `status/${pod}.${use.replace(/^status\./, '')}`;
      return crashed ?? printedNow(scenario.documents.get(name));
    },
  };
}

function groupByKind(objects: readonly KubeObject[]): ReadonlyMap<string, readonly KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const group = groups.get(object.kind);
    if (group) group.push(object);
    else groups.set(object.kind, [object]);
  }
  return groups;
}

function previousLogOf(faults: FaultBoard, applies: (fault: FaultOf<'pod'>) => boolean): string | undefined {
  for (const { fault } of faults.active('pod')) {
    if (fault.change.to === 'crash-looping' && fault.change.previousLog !== undefined && applies(fault)) {
      return fault.change.previousLog;
    }
  }
  return undefined;
}
