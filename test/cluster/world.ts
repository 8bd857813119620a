import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts';
import { type Hpa, type HpaSpec, hpaObject, hpaRef } from './hpa.ts';
import { type StandIn, type StandInOptions, startStandIn } from './stand-in/stand-in.ts';
import { until } from './until.ts';

/** What a test may take for starting a world, in milliseconds: the programs may have to be built first. */
export const WORLD_PATIENCE = 900_000;

/** A control plane with a stand-in for the Cluster Agent, and what tests do with both. */
export interface World {
  readonly plane: ControlPlane;
  readonly standIn: StandIn;
  /** Makes a namespace in which pods can be created. */
  namespace(name: string): Promise<void>;
  /** A Deployment whose pods are all ready when this resolves; its labels are `app: NAME`. */
  deployment(namespace: string, name: string, replicas: number): Promise<void>;
  /** An autoscaler; by default of the Deployment of the same name, with 1 to 10 replicas. */
  autoscaler(namespace: string, name: string, spec: HpaSpec): Promise<void>;
  /** Waits until the autoscaler looks like that, and answers it; a failure tells its last status. */
  untilHpa(namespace: string, name: string, isIt: (hpa: Hpa) => boolean): Promise<Hpa>;
  close(): Promise<void>;
}

/** Starts a control plane that looks at autoscalers every two seconds unless told otherwise, and the stand-in on it. */
export async function openWorld(options: ControlPlaneOptions & StandInOptions = {}): Promise<World> {
  const plane = await startControlPlane({ hpaSyncSeconds: 2, ...options });
  const { kube } = plane;
  const standIn = await startStandIn(plane, options).catch(async (error) => {
    const logs = await plane.logs();
    await plane.stop();
    throw new Error(`The stand-in did not start: ${error instanceof Error ? error.message : error}\n${logs}`);
  });
  return {
    plane,
    standIn,
    async namespace(name) {
      await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: name, name: 'default' } };
      await until(`the ServiceAccount of ${name}`, () => kube.get(account));
    },
    async deployment(namespace, name, replicas) {
      const object = deploymentObject(namespace, name, replicas);
      await kube.apply(object);
      await until(`${replicas} ready pods of ${namespace}/${name}`, async () => {
        const { readyReplicas = 0, replicas: made = 0 } = ((await kube.get(object))?.status ?? {}) as Replicas;
        return (readyReplicas === replicas && made === replicas) || undefined;
      });
    },
    async autoscaler(namespace, name, spec) {
      await kube.apply(hpaObject(namespace, name, spec));
    },
    async untilHpa(namespace, name, isIt) {
      let last: unknown;
      return until(`the autoscaler ${namespace}/${name}`, async () => {
        const hpa = (await kube.get(hpaRef(namespace, name))) as Hpa | undefined;
        last = hpa?.status;
        if (hpa !== undefined && isIt(hpa)) return hpa;
        throw new Error(JSON.stringify(last, null, 1));
      });
    },
    async close() {
      await standIn.close();
      await plane.stop();
    },
  };
}

interface Replicas {
  readonly replicas?: number;
  readonly readyReplicas?: number;
}

export function deploymentObject(namespace: string, name: string, replicas: number): KubeObject {
  const labels = { app: name };
  const container = { name, image: 'nginx:1.29', resources: { requests: { cpu: '10m' } } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}
