import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ClusterFault } from './faults.ts';
import type { KubeObject } from './kube-object.ts';
import { mergePatch } from './merge-patch.ts';
import { readObjects } from './object-files.ts';
import { parseScenarioFile, type ScenarioFile } from './scenario-file.ts';

/** Everything a scenario folder says, before time passes over it. */
export interface Scenario {
  readonly name: string;
  readonly description?: { readonly en: string; readonly ja?: string | undefined };
  readonly objects: readonly KubeObject[];
  /** What commands and logs print, by file name (`leader-status.txt`). */
  readonly documents: ReadonlyMap<string, string>;
  /** Files of single pods: pod -> use (`status.json`, `log`) -> file name. */
  readonly podFiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly leader?: string;
  /** Epoch milliseconds, where the folder says it. */
  readonly captured?: number;
  readonly faults: readonly ClusterFault[];
}

/** A scenario before its own changes are applied, so that another one can build upon it. */
interface Layers {
  readonly objects: Map<string, readonly KubeObject[]>;
  readonly documents: Map<string, string>;
  readonly files: readonly ScenarioFile[];
}

/**
 * Reads a scenario folder: `leader-status.txt|json`, `follower-status.txt|json`, `leader-cluster-agent.log`, other
 * `leader-*.txt`, `node1-*`, `kube/*.json`, and `scenario.yaml`. All of them are optional; a missing list is an empty
 * one. Throws with the file that cannot be read.
 */
export function loadScenario(folder: string): Scenario {
  const { objects, documents, files } = readLayers(resolve(folder), []);
  const own = files[files.length - 1];
  const changed = files.reduce<readonly KubeObject[]>(changeObjects, [...objects.values()].flat());
  for (const file of files) editDocuments(documents, file);
  const captured = files.findLast((file) => file.captured !== undefined)?.captured;
  const leader = files.findLast((file) => file.leader !== undefined)?.leader;
  return {
    name: own?.name ?? basename(resolve(folder)),
    ...(own?.description ? { description: own.description } : {}),
    objects: changed,
    documents,
    podFiles: Object.assign({}, ...files.map((file) => file.pods ?? {})),
    ...(leader === undefined ? {} : { leader }),
    ...(captured === undefined ? {} : { captured: Date.parse(captured) }),
    faults: files.flatMap((file) => file.faults ?? []),
  };
}

function readLayers(folder: string, below: readonly string[]): Layers {
  if (below.includes(folder)) throw new Error(`${folder}: scenarios extend each other in a circle`);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`${folder}: no such scenario folder`);
  const path = join(folder, 'scenario.yaml');
  const file = existsSync(path) ? parseScenarioFile(readFileSync(path, 'utf8'), path) : {};
  const base: Layers = file.extends
    ? readLayers(resolve(folder, file.extends), [...below, folder])
    : { objects: new Map(), documents: new Map(), files: [] };
  for (const [name, objects] of readObjects(join(folder, 'kube'))) base.objects.set(name, objects);
  for (const [name, text] of readDocuments(folder)) base.documents.set(name, text);
  return { ...base, files: [...base.files, file] };
}

function readDocuments(folder: string): readonly (readonly [string, string])[] {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    return entry.name === 'status' ? readdirSync(join(folder, 'status')).map((name) => `status/${name}`) : [];
  });
  return names
    .filter((name) => /\.(txt|json|log)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
}

function changeObjects(
  objects: readonly KubeObject[],
  { remove = [], patch = [] }: ScenarioFile,
): readonly KubeObject[] {
  const isIt = (object: KubeObject, target: { kind: string; namespace?: string | undefined; name: string }) =>
    object.kind === target.kind &&
    object.metadata.name === target.name &&
    (target.namespace === undefined || object.metadata.namespace === target.namespace);
  for (const target of [...remove, ...patch]) {
    if (!objects.some((object) => isIt(object, target))) {
      throw new Error(`scenario.yaml: no ${target.kind} ${target.namespace ?? ''}/${target.name} to change`);
    }
  }
  return objects
    .filter((object) => !remove.some((target) => isIt(object, target)))
    .map((object) =>
      patch
        .filter((target) => isIt(object, target))
        .reduce((current, target) => mergePatch(current, target.merge) as KubeObject, object),
    );
}

function editDocuments(documents: Map<string, string>, { edit = {} }: ScenarioFile): void {
  for (const [name, changes] of Object.entries(edit)) {
    let text = documents.get(name);
    if (text === undefined) throw new Error(`scenario.yaml: no file ${name} to edit`);
    for (const change of changes) {
      if ('merge' in change) {
        text = JSON.stringify(mergePatch(JSON.parse(text), change.merge));
      } else {
        if (!text.includes(change.replace)) throw new Error(`scenario.yaml: ${name} does not hold ${change.replace}`);
        text = text.replaceAll(change.replace, change.with);
      }
    }
    documents.set(name, text);
  }
}
