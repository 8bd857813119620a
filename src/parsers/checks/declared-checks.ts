import type { DeclaredCheck } from '../../domain/checks.ts';
import type { Service } from '../../domain/objects.ts';
import { asList, asObject, asText, type JsonObject } from '../status/json-value.ts';
import { jsonFault } from './json-fault.ts';

type Of = DeclaredCheck['of'];
type ReadList = { readonly list: readonly unknown[] } | { readonly problem: string };

/**
 * The checks that a Service's annotations ask for: `ad.datadoghq.com/service.checks` and `…/endpoints.checks` (one JSON
 * object), or the three lists `check_names`, `init_configs` and `instances` of older ones. Where both stand, the Agent
 * reads the first alone. An annotation that the Agent cannot use is an entry with a `problem`, which never quotes it.
 */
export function declaredChecks(service: Service): readonly DeclaredCheck[] {
  const annotations = service.metadata.annotations ?? {};
  return (['service', 'endpoints'] as const).flatMap((of) => {
    const annotation = `ad.datadoghq.com/${of}.checks`;
    const text = annotations[annotation];
    return text === undefined ? inLists(of, annotations) : inOneObject(of, annotation, text);
  });
}

function inOneObject(of: Of, annotation: string, text: string): readonly DeclaredCheck[] {
  const broken = (problem: string): readonly DeclaredCheck[] => [{ of, annotation, problem }];
  const read = readJson(text);
  if ('problem' in read) return broken(read.problem);
  const checks = asObject(read.json);
  if (!checks) return broken('it is JSON, but not an object with the names of checks as keys');
  const entries = Object.entries(checks);
  if (entries.length === 0) return broken('it names no check');
  const declared: DeclaredCheck[] = [];
  for (const [key, value] of entries) {
    const check = asObject(value);
    if (!check) return broken(`what stands under ${JSON.stringify(key)} is not an object`);
    const fault = faultInObject(check);
    if (fault !== undefined) return broken(`under ${JSON.stringify(key)} ${fault}`);
    const instances = asList(check.instances)?.length ?? 0;
    // Logs are collected without an instance; that is no check.
    if (instances === 0 && check.logs !== undefined) continue;
    const name = asText(check.name) || key;
    declared.push({
      of,
      annotation,
      check: name,
      instances,
      ...(instances === 0 && { problem: `${name} has no instances` }),
    });
  }
  return declared;
}

function faultInObject(check: JsonObject): string | undefined {
  if (check.instances === undefined || check.instances === null) return undefined;
  const instances = asList(check.instances);
  if (!instances) return 'instances is not a list';
  const wrong = instances.findIndex((instance) => !asObject(instance));
  return wrong < 0 ? undefined : `instance ${wrong + 1} is not an object`;
}

const LISTS = ['check_names', 'init_configs', 'instances'] as const;

function inLists(of: Of, annotations: Readonly<Record<string, string>>): readonly DeclaredCheck[] {
  const read = LISTS.map((list) => {
    const annotation = `ad.datadoghq.com/${of}.${list}`;
    const text = annotations[annotation];
    return { annotation, text, result: readList(list, text) };
  });
  if (read.every(({ text }) => text === undefined)) return [];
  const broken = read.flatMap(({ annotation, result }) =>
    'problem' in result ? [{ of, annotation, problem: result.problem }] : [],
  );
  if (broken.length > 0) return broken;
  const [names = [], initConfigs = [], instances = []] = read.map(({ result }) =>
    'list' in result ? result.list : [],
  );
  const annotation = read[0]!.annotation;
  if (names.length !== initConfigs.length || names.length !== instances.length) {
    const lengths = `check_names has ${names.length}, init_configs ${initConfigs.length}, instances ${instances.length}`;
    return [{ of, annotation, problem: `the three lists differ in length: ${lengths}` }];
  }
  return names.map((name, i): DeclaredCheck => {
    const own = asList(instances[i]);
    return { of, annotation, check: String(name), instances: own ? own.length : 1 };
  });
}

function readList(list: (typeof LISTS)[number], text: string | undefined): ReadList {
  if (text === undefined) return { problem: 'it is missing beside the others' };
  const read = readJson(text);
  if ('problem' in read) return read;
  const values = asList(read.json);
  if (!values) return { problem: 'it is JSON, but not a list' };
  if (list === 'check_names') {
    if (values.length === 0) return { problem: 'it names no check' };
    const wrong = values.findIndex((name) => !asText(name));
    return wrong < 0 ? { list: values } : { problem: `entry ${wrong + 1} is not the name of a check` };
  }
  // One check may have several instances: a list inside the list.
  const wrong = values.findIndex((value) => (asList(value) ?? [value]).some((one) => !asObject(one)));
  return wrong < 0 ? { list: values } : { problem: `entry ${wrong + 1} is not an object` };
}

function readJson(text: string): { readonly json: unknown } | { readonly problem: string } {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { problem: `not JSON: ${jsonFault(text) ?? 'it cannot be read'}` };
  }
}
