import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from './kube-object.ts';
import { type Resource, resourceOf } from './resources.ts';

/**
 * The objects of a `kube/` folder by file name: JSON or YAML files with one object, a list of `kubectl get -o json`, or
 * a typed list of the API. Objects of kinds that are not among the resources are left out; a missing folder is empty.
 */
export function readObjects(
  folder: string,
  resources: readonly Resource[],
): ReadonlyMap<string, readonly KubeObject[]> {
  const files = new Map<string, readonly KubeObject[]>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(json|ya?ml)$/.test(name)) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') continue;
    try {
      files.set(name, objectsOf(name.endsWith('.json') ? JSON.parse(text) : parse(text), resources));
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  return files;
}

function objectsOf(document: unknown, resources: readonly Resource[]): readonly KubeObject[] {
  if (Array.isArray(document)) return document.flatMap((entry) => objectsOf(entry, resources));
  if (typeof document !== 'object' || document === null) return [];
  const { kind, apiVersion, items } = document as Record<string, unknown>;
  if (Array.isArray(items)) {
    // Entries of a typed list (`PodList`) name neither kind nor version themselves.
    const inherited =
      typeof kind === 'string' && kind !== 'List' ? { kind: kind.replace(/List$/, ''), apiVersion } : {};
    return items.flatMap((item) => objectsOf({ ...inherited, ...item }, resources));
  }
  const object = document as KubeObject;
  const isNamed = typeof object.metadata?.name === 'string';
  return isNamed && resourceOf({ kind: String(kind), apiVersion: String(apiVersion) }, resources) !== undefined
    ? [object]
    : [];
}
