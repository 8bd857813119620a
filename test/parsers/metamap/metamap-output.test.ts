import { describe, expect, it } from 'vitest';
import type { MappedPod, MetadataMap } from '../../../src/domain/metadata.ts';
import { type MetamapSummary, readMetamap } from '../../../src/parsers/metamap/metamap-output.ts';
import { parseMetamap } from '../../../src/parsers/metamap/parse-metamap.ts';
import type { UnreadOutput } from '../../../src/parsers/unread-output.ts';
import { CAPTURED, FLARE, fixtureText } from './read-fixture.ts';

function mapIn(text: string): MetadataMap {
  const parsed = parseMetamap(text);
  if (!parsed.recognised) throw new Error(parsed.detail);
  return parsed.value;
}

function pod(namespace: string, name: string, ...services: readonly string[]): MappedPod {
  return { namespace, pod: name, services };
}

const BANNER = '===============\nMetadata Mapper\n===============\n\n';
const WARNING = (node: string) =>
  `Node ${node} could not be added to the service map bundle: the key agent/KubernetesMetadataMapping/${node} was not found in the cache`;

describe('maps', () => {
  it('captured: every node, and each pod with its Services in order', () => {
    const { nodes, ...rest } = mapIn(fixtureText(`${CAPTURED}/leader-metamap.txt`));
    expect(rest).toEqual({ warnings: [], cutOff: false });
    expect(nodes.map(({ node, pods }) => [node, pods.length])).toEqual([
      ['default-pool-bce5cd34-7g24', 4],
      ['default-pool-bce5cd34-slx3', 2],
      ['default-pool-bce5cd34-ttw6', 2],
    ]);
    expect(nodes[0]?.pods.at(-1)).toEqual(pod('default', 'nginx-5ddf989794-nqdsn', 'load-svc', 'nginx', 'ntp-svc'));
  });

  it('two replicas say the same in another order', () => {
    const [leader, follower] = ['leader', 'follower'].map((one) => fixtureText(`${CAPTURED}/${one}-metamap.txt`));
    expect(follower).not.toBe(leader);
    expect(mapIn(follower!)).toEqual(mapIn(leader!));
  });

  it('of a flare', () => {
    const { nodes, cutOff } = mapIn(fixtureText(FLARE));
    expect([nodes.length, nodes.flatMap(({ pods }) => pods).length, cutOff]).toEqual([4, 9, false]);
    expect(nodes.at(-1)).toEqual({ node: 'node-a', pods: [pod('datadog', 'datadog-rhd8g', 'datadog')] });
  });

  it('of 2018, with a blank line behind each pod', () => {
    expect(mapIn(fixtureText('made/metamap-2018.txt'))).toEqual({
      nodes: [
        {
          node: 'gke-shop-default-pool-068cb9c0-sf1w',
          pods: [
            pod('kube-system', 'kube-dns-788979dc8f-hzbj5', 'kube-dns'),
            pod('kube-system', 'kube-state-metrics-5587867c9f-xllnm', 'kube-state-metrics'),
          ],
        },
        {
          node: 'gke-shop-default-pool-068cb9c0-wntj',
          pods: [
            pod('default', 'datadog-cluster-agent-8568545574-x9tc9', 'datadog-custom-metrics-server', 'dca'),
            pod('kube-system', 'heapster-v1.5.2-6d59ff54cf-g7q4h', 'heapster'),
          ],
        },
      ],
      warnings: [],
      cutOff: false,
    });
  });

  const SHOP = [pod('shop', 'api-7fd4-q9m2z', 'api'), pod('shop', 'web-6bd9c5-7xk2p', 'web', 'web-internal')];

  it('with warnings, and a node without pods', () => {
    expect(mapIn(fixtureText('made/metamap-2021-warnings.txt'))).toEqual({
      nodes: [
        { node: 'worker-3', pods: SHOP },
        { node: 'worker-4', pods: [] },
      ],
      warnings: [WARNING('worker-9'), WARNING('worker-8')],
      cutOff: false,
    });
  });

  it('as the API gives it', () => {
    expect(mapIn(fixtureText('made/metamap-api.json'))).toEqual({
      nodes: [
        { node: 'worker-3', pods: SHOP },
        { node: 'worker-4', pods: [] },
        { node: 'worker-9', pods: [] },
      ],
      warnings: [WARNING('worker-9')],
      cutOff: false,
    });
  });

  it('of a node that there is not', () => {
    const { nodes, warnings, cutOff } = mapIn(fixtureText('made/metamap-2024-unknown-node.txt'));
    expect([nodes, warnings.length, cutOff]).toEqual([[], 1, false]);
    expect(warnings[0]).toContain('metadata map bundle');
  });

  it('of a cluster of which nothing is known', () => {
    expect(mapIn(BANNER)).toEqual({ nodes: [], warnings: [], cutOff: false });
  });
});

describe('no map', () => {
  it.each([
    [
      'the mapper failed',
      fixtureText('made/metamap-2024-mapper-failed.txt'),
      'Failed to get nodes from the API server: nodes is forbidden: User "system:serviceaccount:datadog:datadog-cluster-agent" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
    [
      'status 503',
      fixtureText('made/metamap-2024-unavailable.txt'),
      'Failed to get nodes from the API server: context deadline exceeded',
    ],
    ['its body alone', '{"Nodes":{},"Warnings":null,"Errors":"Failed to get nodes: x"}', 'Failed to get nodes: x'],
    ['its body without nodes', '{\n  "Errors": "Failed to get nodes: y"\n}', 'Failed to get nodes: y'],
    [
      'its body on the other stream',
      'Error: {"Nodes":{},"Errors":"Failed to get nodes: z"}\n',
      'Failed to get nodes: z',
    ],
  ])('%s', (_name, text, error) => {
    expect(mapIn(text)).toEqual({ nodes: [], warnings: [], error, cutOff: false });
  });

  it.each<[string, string, UnreadOutput['why'], string]>([
    [
      'no Agent in the container',
      fixtureText('made/metamap-2024-unreachable.txt'),
      'agent-unreachable',
      'Get "https://localhost:5005/api/v1/tags/pod": dial tcp 127.0.0.1:5005: connect: connection refused',
    ],
    ['nothing', '', 'empty', 'no output'],
    ['blank lines', '\n  \n', 'empty', 'no output'],
    ['another token', 'Error: invalid session token\n', 'error-text', 'Error: invalid session token'],
    ['starting', '{"error":"agent not initialized"}', 'error-text', '{"error":"agent not initialized"}'],
    ['another output', '=== 3 agents reporting ===\n', 'other-text', 'it begins with: === 3 agents reporting ==='],
    ['another JSON', '{"kind":"List","Nodes":{}}', 'other-text', 'it begins with: {"kind":"List","Nodes":{}}'],
    ['half a JSON', '{"Nodes":{"worker-3":{', 'other-text', 'it begins with: {"Nodes":{"worker-3":{'],
    ['lines of equals signs', '=====\n=====\n', 'other-text', 'it begins with: ====='],
  ])('%s', (_name, text, why, detail) => {
    expect(parseMetamap(text)).toEqual({ recognised: false, why, detail });
  });
});

describe('damage', () => {
  const node = 'Node detected: worker-3\n';
  const space = '  - Namespace: shop\n';
  const one = '      - Pod: web-1\n        Services: [web]\n';
  const two = '      - Pod: web-2\n        Services: [web]\n';
  it.each([
    ['nothing', BANNER + node + space + one + two, false],
    ['an empty list', `${BANNER}${node}${space}      - Pod: a\n        Services: []\n`, false],
    ['a node without pods between others', `${BANNER}Node detected: a\n${node}${space}${one}`, false],
    ['no beginning', node + space + one, true],
    ['half a banner', `Metadata Mapper\n===============\n${node}`, true],
    ['the other half', `===============\nMetadata Mapper\n${node}`, true],
    ['no end of the banner', '===============\nMetadata Mapper\n', true],
    ['half a heading', `${BANNER}${node}  - Namesp\n`, true],
    ['a namespace without pods', BANNER + node + space, true],
    ['a namespace without pods before another', `${BANNER}${node}${space}  - Namespace: a\n${one}`, true],
    ['a pod without Services', `${BANNER}${node}${space}${one}      - Pod: web-2\n`, true],
    ['a pod without Services before another', `${BANNER}${node}${space}      - Pod: web-0\n${one}`, true],
    ['half a list', `${BANNER}${node}${space}      - Pod: web-2\n        Services: [web we\n`, true],
    ['a list without a pod', `${BANNER}${node}${space}${one}        Services: [web]\n`, true],
    ['a list that is two', `${BANNER}${node}${space}      - Pod: a\n        Services: [web [api]\n`, true],
    ['a list with a Service twice', `${BANNER}${node}${space}      - Pod: a\n        Services: [web web]\n`, true],
    ['a pod without a namespace', BANNER + node + one, true],
    ['a namespace without a node', BANNER + space + one, true],
    ['a node twice', BANNER + node + space + one + node + space + two, true],
    ['a namespace twice', BANNER + node + space + one + space + two, true],
    ['a pod twice', BANNER + node + space + one + one, true],
    ['a second map', BANNER + node + BANNER, true],
    ['a line of something else', `${BANNER}${node}command terminated with exit code 137\n`, true],
    ['warnings behind the nodes', `${BANNER}${node}Warnings:\n   - x\n`, true],
    ['a name of two words', `${BANNER}Node detected: worker 3\n`, true],
  ])('%s', (_name, text, cutOff) => {
    expect(mapIn(text).cutOff).toBe(cutOff);
  });

  it.each([
    ['a pod of the same name on another node', 'Node detected: a\n', 'Node detected: b\n'],
    ['a pod of the same name in another namespace', node, '  - Namespace: x\n'],
  ])('none: %s', (_name, first, second) => {
    const own = first === node ? '' : space;
    expect(mapIn(BANNER + first + space + one + second + own + one).cutOff).toBe(false);
  });

  it.each([
    ['JSON whose pods are none', '{"Nodes":{"a":{"services":{"shop":["web"]}}}}'],
    ['JSON whose node is none', '{"Nodes":{"a":7}}'],
    ['JSON whose warnings are none', '{"Nodes":{},"Warnings":{"a":"b"}}'],
    ['JSON whose warning is none', '{"Nodes":{},"Warnings":[7]}'],
  ])('%s', (_name, text) => {
    expect(mapIn(text).cutOff).toBe(true);
  });
});

describe('as it arrives', () => {
  function read(text: string, pieceLength: number): [readonly string[], MetamapSummary | UnreadOutput] {
    const told: string[] = [];
    const reader = readMetamap({
      onNode: (node) => told.push(node),
      onPod: (node, { namespace, pod: name, services }) => told.push(`${node} ${namespace}/${name} ${services}`),
    });
    for (let at = 0; at < text.length; at += pieceLength) reader.take(text.slice(at, at + pieceLength));
    return [told, reader.end()];
  }

  it.each([1, 2, 7, 64, 100_000])('in pieces of %i', (pieceLength) => {
    const [told, summary] = read(fixtureText('made/metamap-2021-warnings.txt').replaceAll('\n', '\r\n'), pieceLength);
    expect(told).toEqual([
      'worker-3',
      'worker-3 shop/api-7fd4-q9m2z api',
      'worker-3 shop/web-6bd9c5-7xk2p web,web-internal',
      'worker-4',
    ]);
    expect(summary).toEqual({
      recognised: true,
      warnings: [WARNING('worker-9'), WARNING('worker-8')],
      cutOff: false,
      nodes: 2,
      pods: 2,
      links: 3,
    });
  });

  it.each([
    ['a node', `${BANNER}Node detected: worker-3`, true],
    ['a node and its line break', `${BANNER}Node detected: worker-3\n`, false],
    ['a list', `${BANNER}Node detected: a\n- Namespace: b\n- Pod: c\nServices: [d]`, false],
  ])('that ends in %s', (_name, text, cutOff) => {
    expect(read(text, 5)[1]).toMatchObject({ recognised: true, cutOff });
    // Of a paste the last line break is lost anyway.
    expect(mapIn(text).cutOff).toBe(false);
  });

  it('what is no map tells nobody of anything', () => {
    expect(read('Could not reach agent: refused\n', 4)).toEqual([
      [],
      { recognised: false, why: 'agent-unreachable', detail: 'refused' },
    ]);
  });
});
