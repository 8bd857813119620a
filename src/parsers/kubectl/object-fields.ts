import type { LabelSelector } from '../../domain/autoscaling-objects.ts';
import type { ObjectCondition, ObjectMeta } from '../../domain/objects.ts';
import { parseQuantity } from '../../domain/quantity.ts';
import { parseKubernetesTime } from '../kubernetes-time.ts';
import { asList, asObject, type JsonObject, textEntries } from '../status/json-value.ts';

/** Thrown for an object that lacks what it must have, or holds something else there; caught where objects are read. */
export class DamagedObject extends Error {}

/** A text; numbers count as such, because YAML does not tell `9` from `"9"`. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function countOf(value: unknown): number | undefined {
  const text = textOf(value);
  const count = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
}

export function quantityOf(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = textOf(value);
  if (text === undefined || parseQuantity(text) === undefined) throw new DamagedObject(`${path} is no quantity`);
  return text;
}

/** A field that must be there. */
export function needed<T>(value: T | undefined, path: string): T {
  if (value === undefined) throw new DamagedObject(`${path} is missing`);
  return value;
}

/** The fields that are there: an absent one stays absent. */
export function present<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}

// As long as the rest of the object, and only says what somebody once applied.
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function metadataOf(object: JsonObject): ObjectMeta {
  const metadata = asObject(object.metadata);
  const annotations = textsOf(metadata?.annotations);
  if (annotations) delete annotations[LAST_APPLIED];
  return {
    name: needed(textOf(metadata?.name) || undefined, 'metadata.name'),
    ...present({
      namespace: textOf(metadata?.namespace) || undefined,
      uid: textOf(metadata?.uid),
      labels: textsOf(metadata?.labels),
      annotations: annotations && Object.keys(annotations).length > 0 ? annotations : undefined,
      creationTimestamp: timeOf(metadata?.creationTimestamp),
      deletionTimestamp: timeOf(metadata?.deletionTimestamp),
    }),
  };
}

/** A time as it is written, where it is one. */
export function timeOf(value: unknown): string | undefined {
  const text = textOf(value);
  return parseKubernetesTime(text) === undefined ? undefined : text;
}

export function textsOf(value: unknown): Record<string, string> | undefined {
  return asObject(value) ? Object.fromEntries(textEntries(value)) : undefined;
}

export function conditionsOf(value: unknown): readonly (ObjectCondition & { lastUpdateTime?: string })[] | undefined {
  return asList(value)?.flatMap((raw) => {
    const condition = asObject(raw);
    const type = textOf(condition?.type);
    const status = textOf(condition?.status);
    if (!type || !status) return [];
    return [
      {
        type,
        status,
        ...present({
          reason: textOf(condition?.reason),
          message: textOf(condition?.message),
          lastTransitionTime: timeOf(condition?.lastTransitionTime),
          lastUpdateTime: timeOf(condition?.lastUpdateTime),
        }),
      },
    ];
  });
}

export function selectorOf(value: unknown, path: string): LabelSelector | undefined {
  const selector = asObject(value);
  if (!selector) return undefined;
  const matchExpressions = asList(selector.matchExpressions)?.map((raw) => {
    const one = asObject(raw);
    return {
      key: needed(textOf(one?.key), `${path}.matchExpressions[].key`),
      operator: needed(textOf(one?.operator), `${path}.matchExpressions[].operator`),
      ...present({ values: asList(one?.values)?.flatMap((text) => textOf(text) ?? []) }),
    };
  });
  return present({ matchLabels: textsOf(selector.matchLabels), matchExpressions });
}
