import type { MappedPod, MetadataMap } from '../../domain/metadata.ts';
import { stripNoise } from '../status/strip-noise.ts';
import type { UnreadOutput } from '../unread-output.ts';
import { jsonObjectIn, metamapFromJson } from './metamap-json.ts';
import { isClientsLog, readMetamap } from './metamap-output.ts';

export type ParsedMetamap = { readonly recognised: true; readonly value: MetadataMap } | UnreadOutput;

/**
 * Reads a whole text: what `datadog-cluster-agent metamap` prints, or the JSON of the API that it asks. Nodes, and pods of
 * a node, are in the order of the text; never throws.
 */
export function parseMetamap(text: string): ParsedMetamap {
  const reader = metamapReader();
  reader.take(text);
  // A paste has lost its last line break; that it also lost half of the last name nobody can see.
  reader.take('\n');
  const printed = reader.end();
  if (printed.recognised && printed.value.error === undefined) return printed;
  const value = metamapFromJson(jsonObjectIn(stripNoise(text).filter((line) => !isClientsLog(line))));
  return value === undefined ? printed : { recognised: true, value };
}

/** Reads a map as it arrives, and keeps all of it. */
export function metamapReader(): { take(text: string): void; end(): ParsedMetamap } {
  const nodes: { readonly node: string; readonly pods: MappedPod[] }[] = [];
  const reader = readMetamap({
    onNode: (node) => nodes.push({ node, pods: [] }),
    onPod: (_node, pod) => nodes.at(-1)?.pods.push(pod),
  });
  return {
    take: reader.take,
    end() {
      const read = reader.end();
      if (!read.recognised) return read;
      const { warnings, error, cutOff } = read;
      return { recognised: true, value: { nodes, warnings, ...(error !== undefined && { error }), cutOff } };
    },
  };
}
