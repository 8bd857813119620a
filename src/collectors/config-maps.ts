import type { ConfigMap } from '../domain/objects.ts';
import type { Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { onceFor } from './once.ts';

/** Reads ConfigMaps of one namespace by name, each once. */
export type ReadConfigMap = (name: string) => Promise<Reading<ConfigMap>>;

export function configMapsIn(reader: ClusterReader, namespace: string, bounds: CallBounds): ReadConfigMap {
  return onceFor(
    (name) => name,
    (name) => reader.getConfigMap(namespace, name, bounds),
  );
}
