import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { makeAutoscaling } from './autoscaling/make-autoscaling.ts';
import { tellStored } from './autoscaling/told-by-status.ts';
import { captureTime } from './capture-time.ts';
import { AUTHENTICATION_CONFIG } from './default-objects.ts';
import { EXTERNAL_METRICS_FILE, readRows } from './external-metrics-file.ts';
import type { ClusterFault } from './faults.ts';
import type { KubeObject } from './kube-object.ts';
import { addLogLines } from './log-lines.ts';
import { mergePatch } from './merge-patch.ts';
import { readObjects } from './object-files.ts';
import { DATADOG_METRIC, RESOURCES, type Resource } from './resources.ts';
import { parseScenarioFile, type ScenarioFile } from './scenario-file.ts';

/** Everything a scenario folder says, before time passes over it. */
export interface Scenario {
  readonly name: string;
  readonly description?: { readonly en: string; readonly ja?: string | undefined };
  /** Everything the API serves lists of. */
  readonly resources: readonly Resource[];
  readonly objects: readonly KubeObject[];
  /** What commands and logs print, by file name (`leader-status.txt`). */
  readonly documents: ReadonlyMap<string, string>;
  /** Files of single pods: pod -> use (`status.json`, `log`) -> file name. */
  readonly podFiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Variables by pod; `null`: not set. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  /** What `flare` builds. */
  readonly flare?: Buffer;
  readonly leader?: string;
  /** Epoch milliseconds, where the folder says it. */
  readonly captured?: number;
  readonly faults: readonly ClusterFault[];
}

/** A scenario before its own changes are applied, so that another one can build upon it. */
interface Layers {
  readonly resources: readonly Resource[];
  readonly objects: Map<string, readonly KubeObject[]>;
  readonly documents: Map<string, string>;
  readonly flare?: Buffer;
  readonly files: readonly ScenarioFile[];
}

/**
 * Reads a scenario folder: `leader-status.txt|json`, `follower-status.txt|json`, `leader-cluster-agent.log`, other
 * `leader-*.txt`, `node1-*`, `flare.zip`, `kube/*.json`, and `scenario.yaml`. All of them are optional; a missing list is an empty
 * one. Throws with the file that cannot be read.
 */
export function loadScenario(folder: string): Scenario {
  const { objects, documents, files, resources, flare } = readLayers(resolve(folder), []);
  const own = files[files.length - 1];
  const written = files.findLast((file) => file.captured !== undefined)?.captured;
  const leader = files.findLast((file) => file.leader !== undefined)?.leader;
  const read: Scenario = {
    name: own?.name ?? basename(resolve(folder)),
    ...(own?.description ? { description: own.description } : {}),
    resources,
    objects: withDefaults([...objects.values()].flat()),
    documents,
    environment: Object.assign({}, ...files.map((file) => file.environment ?? {})),
    ...(flare === undefined ? {} : { flare }),
    podFiles: Object.assign({}, ...files.map((file) => file.pods ?? {})),
    ...(leader === undefined ? {} : { leader }),
    ...(written === undefined ? {} : { captured: Date.parse(written) }),
    faults: files.flatMap((file) => file.faults ?? []),
  };
  readRows(documents.get(EXTERNAL_METRICS_FILE));
  return files.some(isMade) ? makeUp(read, documents, files) : changeScenario(read, documents, files);
}

function isMade({ autoscaling, log }: ScenarioFile): boolean {
  return autoscaling !== undefined || log !== undefined;
}

/** What scenarios write as ages becomes moments, counted from the capture. */
function makeUp(read: Scenario, documents: Map<string, string>, files: readonly ScenarioFile[]): Scenario {
  const captured = captureTime(read);
  if (captured === undefined) throw new Error('scenario.yaml: autoscaling and log need a moment of capture');
  const autoscaling = files.findLast((file) => file.autoscaling !== undefined)?.autoscaling;
  let objects = read.objects;
  if (autoscaling) {
    const made = makeAutoscaling(autoscaling, objects, captured);
    objects = made.objects;
    for (const [name, text] of documents) documents.set(name, tellStored(name, text, made.entries));
  }
  for (const { log = {} } of files) {
    for (const [name, lines] of Object.entries(log)) {
      const component = name.endsWith('cluster-agent.log') ? 'CLUSTER' : 'CORE';
      documents.set(name, addLogLines(documents.get(name) ?? '', lines, { captured, component }));
    }
  }
  return changeScenario({ ...read, objects, captured }, documents, files);
}

function changeScenario(scenario: Scenario, documents: Map<string, string>, files: readonly ScenarioFile[]): Scenario {
  for (const file of files) editDocuments(documents, file);
  return { ...scenario, objects: files.reduce<readonly KubeObject[]>(changeObjects, scenario.objects) };
}

/** Every cluster with an aggregation layer has it; a capture seldom holds it. */
function withDefaults(objects: readonly KubeObject[]): readonly KubeObject[] {
  const { name, namespace } = AUTHENTICATION_CONFIG.metadata;
  const isCaptured = objects.some(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name && metadata.namespace === namespace,
  );
  return isCaptured ? objects : [...objects, AUTHENTICATION_CONFIG];
}

function readLayers(folder: string, below: readonly string[]): Layers {
  if (below.includes(folder)) throw new Error(`${folder}: scenarios extend each other in a circle`);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`${folder}: no such scenario folder`);
  const path = join(folder, 'scenario.yaml');
  const file = existsSync(path) ? parseScenarioFile(readFileSync(path, 'utf8'), path) : {};
  const base: Layers = file.extends
    ? readLayers(resolve(folder, file.extends), [...below, folder])
    : { resources: RESOURCES, objects: new Map(), documents: new Map(), files: [] };
  const resources = [...base.resources, ...declaredResources(file, base.resources)];
  for (const [name, objects] of readObjects(join(folder, 'kube'), resources)) base.objects.set(name, objects);
  for (const [name, text] of readDocuments(folder)) base.documents.set(name, text);
  const flare = join(folder, FLARE_FILE);
  const built = existsSync(flare) ? { flare: readFileSync(flare) } : {};
  return { ...base, ...built, resources, files: [...base.files, file] };
}

function declaredResources(
  { customResources = [], autoscaling }: ScenarioFile,
  known: readonly Resource[],
): readonly Resource[] {
  const declared = customResources.map(({ namespaced = true, scalable = false, ...resource }) => ({
    ...resource,
    namespaced,
    scalable,
  }));
  const needed = autoscaling?.store === 'datadogmetric' ? [DATADOG_METRIC] : [];
  return [...declared, ...needed].filter(({ kind }) => !known.some((resource) => resource.kind === kind));
}

const FLARE_FILE = 'flare.zip';
const FOLDERS = ['status', 'kube'];
const DOCUMENT = /\.(txt|json|log)$|^external-metrics\.yaml$/;
/** What `kube/` holds besides objects. */
const KUBE_DOCUMENTS = ['kube/api-versions.txt', 'kube/external-metric-value.json'];

function readDocuments(folder: string): readonly (readonly [string, string])[] {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    return FOLDERS.includes(entry.name)
      ? readdirSync(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
      : [];
  });
  return names
    .filter((name) => (name.startsWith('kube/') ? KUBE_DOCUMENTS.includes(name) : DOCUMENT.test(name)))
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
