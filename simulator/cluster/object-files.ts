import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from './kube-object.ts';
import { resourceOf } from './resources.ts';

/**
 * The objects of a `kube/` folder by file name: JSON or YAML files with one object, a list of `kubectl get -o json`, or
 * a typed list of the API. Objects of kinds the simulation does not serve are left out; a missing folder is empty.
 */
export function readObjects(folder: string): ReadonlyMap<string, readonly KubeObject[]> {
  const files = new Map<string, readonly KubeObject[]>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(json|ya?ml)$/.test(name)) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') continue;
    try {
      files.set(name, objectsOf(name.endsWith('.json') ? JSON.parse(text) : parse(text)));
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  return files;
}

function objectsOf(document: unknown): readonly KubeObject[] {
  if (Array.isArray(document)) return document.flatMap(objectsOf);
  if (typeof document !== 'object' || document === null) return [];
  const { kind, apiVersion, items } = document as Record<string, unknown>;
  if (Array.isArray(items)) {
    // Entries of a typed list (`PodList`) name neither kind nor version themselves.
    const inherited =
      typeof kind === 'string' && kind !== 'List' ? { kind: kind.replace(/List$/, ''), apiVersion } : {};
    return items.flatMap((item) => objectsOf({ ...inherited, ...item }));
  }
  const object = document as KubeObject;
  const isNamed = typeof object.metadata?.name === 'string';
  return isNamed && resourceOf({ kind: String(kind), apiVersion: String(apiVersion) }) !== undefined ? [object] : [];
}
