import type { MappedPod, MetadataMap, MetadataNode } from '../../domain/metadata.ts';
import { cutText } from '../cut-text.ts';
import { asList, asObject, asText, type JsonObject } from '../status/json-value.ts';

const LONGEST_ERROR = 1_000;

/**
 * The map as the Cluster Agent's API gives it: `{"Nodes":{NODE:{"services":{NAMESPACE:{POD:{SERVICE:{}}}}}},
 * "Warnings":[…],"Errors":"…"}`, of which each key may be missing; `undefined` when it is something else. `cutOff` where
 * a part has not its form.
 */
export function metamapFromJson(value: unknown): MetadataMap | undefined {
  const object = asObject(value);
  if (!object || 'kind' in object) return undefined;
  const nodes = asObject(object.Nodes);
  const error = asText(object.Errors) || undefined;
  if (!nodes && error === undefined) return undefined;
  let damaged = false;
  function entriesOf(part: unknown): readonly (readonly [string, unknown])[] {
    // Go writes a map without a value as `null`; Agents of 2018 keep such a node beside its warning.
    const entries = part === null || part === undefined ? {} : asObject(part);
    damaged ||= entries === undefined;
    return Object.entries(entries ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
  function podsOf(node: unknown): readonly MappedPod[] {
    const part = node === null ? null : asObject(node);
    damaged ||= part === undefined;
    return entriesOf(part?.services).flatMap(([namespace, pods]) =>
      entriesOf(pods).map(([pod, services]) => ({
        namespace,
        pod,
        services: entriesOf(services).map(([service]) => service),
      })),
    );
  }
  const read: readonly MetadataNode[] = entriesOf(nodes).map(([node, part]) => ({ node, pods: podsOf(part) }));
  const warnings = object.Warnings === null || object.Warnings === undefined ? [] : asList(object.Warnings);
  damaged ||= warnings?.some((one) => typeof one !== 'string') ?? true;
  return {
    nodes: read,
    warnings: (warnings ?? []).flatMap((one) => (typeof one === 'string' ? one : [])),
    ...(error !== undefined && { error: cutText(error, LONGEST_ERROR) }),
    cutOff: damaged,
  };
}

// The client puts the body of an answer 503 behind its own words.
const BODY = /^(?:Could not reach agent: |Error: )?(\{.{1,60000}\})$/;

/** What an API answer says in one line why there is no map; `undefined` when the line is none. */
export function mapErrorIn(line: string): string | undefined {
  const body = BODY.exec(line)?.[1];
  return body === undefined ? undefined : metamapFromJson(parsed(body))?.error;
}

/** The JSON object that a text begins with, at its first line with a brace; what follows it has to be blank. */
export function jsonObjectIn(lines: readonly string[]): JsonObject | undefined {
  const start = lines.findIndex((line) => line.startsWith('{'));
  return start < 0 ? undefined : asObject(parsed(lines.slice(start).join('\n')));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
