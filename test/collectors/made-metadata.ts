import { sharedReadings } from '../../src/collectors/agent-readings.ts';
import { collectMetadata } from '../../src/collectors/collect-metadata.ts';
import { findAgents } from '../../src/collectors/find-agents.ts';
import type { Metadata } from '../../src/domain/metadata.ts';
import type { EndpointSlice, Node, Pod } from '../../src/domain/objects.ts';
import type { Question } from '../../src/domain/question.ts';
import { type MadeReader, NOW } from './made-reader.ts';

/** What `metamap` prints: node -> `namespace/pod` -> its Services. */
export function metamapText(
  nodes: Readonly<Record<string, Readonly<Record<string, string>>>>,
  warnings: readonly string[] = [],
): string {
  const banner = '===============\nMetadata Mapper\n===============\n\n';
  const warned = warnings.length === 0 ? '' : `Warnings:\n${warnings.map((one) => `   - ${one}\n`).join('')}\n`;
  const parts = Object.entries(nodes).map(([node, pods]) => {
    const namespaces = [...new Set(Object.keys(pods).map((path) => path.split('/')[0]))];
    const inside = namespaces.map((namespace) => {
      const rows = Object.entries(pods).filter(([path]) => path.startsWith(`${namespace}/`));
      const lines = rows.map(
        ([path, services]) => `      - Pod: ${path.split('/')[1]}\n        Services: [${services}]\n`,
      );
      return `  \n  - Namespace: ${namespace}\n${lines.join('')}`;
    });
    return `Node detected: ${node}\n${inside.join('')}\n`;
  });
  return `${banner}${warned}${parts.join('')}`;
}

export function node(name: string, ready: string | null = 'True'): Node {
  return { metadata: { name }, status: ready === null ? {} : { conditions: [{ type: 'Ready', status: ready }] } };
}

/** One Service's slice: pod `name@node`, with `!` where it is not ready. */
export function slice(namespace: string, service: string, ...pods: readonly string[]): EndpointSlice {
  return {
    metadata: { namespace, name: `${service}-x1`, labels: { 'kubernetes.io/service-name': service } },
    endpoints: pods.map((pod, index) => {
      const [name = '', nodeName = ''] = pod.replace('!', '').split('@');
      return {
        addresses: [`10.0.0.${index + 1}`],
        conditions: { ready: !pod.endsWith('!') },
        nodeName,
        targetRef: { kind: 'Pod', namespace, name },
      };
    }),
  };
}

/** A pod of some application. */
export function plainPod(namespace: string, name: string, nodeName?: string, phase = 'Running'): Pod {
  return {
    metadata: { namespace, name },
    spec: { containers: [{ name: 'app' }], ...(nodeName === undefined ? {} : { nodeName }) },
    status: { phase },
  };
}

export const QUICK = { everyMs: 2, forMs: 2 };

/** Collects the metadata of a made-up cluster, with a second look that does not keep anybody waiting. */
export async function metadataOf(
  { reader }: Pick<MadeReader, 'reader'>,
  subject?: Question['subject'],
  { exec = true, signal, pace = QUICK }: { exec?: boolean; signal?: AbortSignal; pace?: typeof QUICK } = {},
): Promise<Metadata> {
  const question: Question = subject === undefined ? { kind: 'metadata' } : { kind: 'metadata', subject };
  const clock = () => Date.parse(NOW);
  const options = { question, namespace: 'dd', exec, clock, ...(signal === undefined ? {} : { signal }) };
  const found = findAgents(reader, options);
  const told = Promise.resolve({ locks: [], statuses: [] });
  return collectMetadata(reader, options, { found, shared: sharedReadings(reader, options, { found, told }) }, pace);
}
