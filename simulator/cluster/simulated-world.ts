import { captureTime, statusDate } from './capture-time.ts';
import { clusterAgentPods, findLeader, nodeAgentPods } from './cluster-agents.ts';
import type { FaultBoard, FaultOf } from './faults.ts';
import { isPod, type KubeObject, type PodObject } from './kube-object.ts';
import { type LivingLocks, livingLocks } from './living-locks.ts';
import { spoilPod } from './pod-faults.ts';
import type { Scenario } from './scenario.ts';
import { shiftText, shiftValue } from './time-shift.ts';

/** The scenario as it stands at this moment: moved in time, its leader alive, and with the faults in force. */
export interface SimulatedWorld {
  /** Objects of one kind, moved to now. */
  objects(kind: string): readonly KubeObject[];
  pod(namespace: string, name: string): PodObject | undefined;
  roleOf(pod: PodObject): PodRole;
  /** A printed file, moved to now; undefined when the scenario has none of that name. */
  document(name: string): string | undefined;
  /** The file a scenario names for one pod (`status.json`), moved to now. */
  podDocument(pod: string, use: string): string | undefined;
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
  const locks: LivingLocks = livingLocks(scenario, captured, now(), shift);
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
    if (!isPod(moved)) return locks.apply(object, moved, faults.active('lock'), now());
    return faultsOf(moved).reduce<readonly PodObject[]>(
      (pods, fault) => pods.flatMap((pod) => spoilPod(pod, fault, now())),
      [moved],
    );
  }

  function printedNow(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    // A command prints the moment at which it runs, whichever second of the capture it was run in.
    const printed = shift && captured !== undefined ? statusDate(text) : undefined;
    const moved = shiftText(text, printed === undefined ? delta() : now() - printed);
    return locks.rewrite(moved, faults.active('lock'), now());
  }

  return {
    description: scenario.description,
    objects: (kind) => scenario.objects.filter((object) => object.kind === kind).flatMap(current),
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

function previousLogOf(faults: FaultBoard, applies: (fault: FaultOf<'pod'>) => boolean): string | undefined {
  for (const { fault } of faults.active('pod')) {
    if (fault.change.to === 'crash-looping' && fault.change.previousLog !== undefined && applies(fault)) {
      return fault.change.previousLog;
    }
  }
  return undefined;
}
