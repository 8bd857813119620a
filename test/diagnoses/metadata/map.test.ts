import { describe, expect, it } from 'vitest';
import { neededForMetadata } from '../../../src/diagnoses/metadata/needed-for-metadata.ts';
import type { MapView, Metadata } from '../../../src/domain/metadata.ts';
import { failed } from '../build.ts';
import {
  about,
  diagnosed,
  differences,
  factsOf,
  maps,
  members,
  metadata,
  pods,
  told,
  tree,
  view,
} from './build-metadata.ts';

const HEALTHY = 'metadata-map-healthy';
const LEFT_OUT =
  'Node worker-9 could not be added to the service map bundle: the key agent/KubernetesMetadataMapping/worker-9 was not found in the cache';
const node = { kind: 'node', node: 'worker-1' } as const;
const pod = { kind: 'pod', namespace: 'shop', pod: 'web-1', node: 'worker-1' } as const;
const one = (over: Partial<MapView>): Partial<Metadata> => ({ replicas: maps(view(over)) });
const differing = (over: Parameters<typeof differences>[0], map: Partial<MapView> = {}) =>
  one({ ...map, differences: differences(over) });
const many = Array.from({ length: 40 }, (_, at) => `api-${at}`);

const ROWS: readonly (readonly [string, Partial<Metadata>, readonly string[]])[] = [
  ['a map that agrees', {}, [`${HEALTHY} ok`]],
  ['an empty one that agrees', one({ nodes: 3, pods: 0, links: 0, tree: [] }), [`${HEALTHY} ok`]],
  ['a map with nothing to hold it against', one({ differences: null }), [`${HEALTHY} unknown`]],
  ['one broken off', one({ cutOff: true }), ['output-not-recognised unknown']],
  [
    'a broken one lacks nothing',
    differing({ missing: pods('worker-1', 'web-7') }, { cutOff: true }),
    ['output-not-recognised unknown'],
  ],
  [
    'one broken off beside one that is whole',
    { replicas: maps(view({ cutOff: true }), view()) },
    ['output-not-recognised explained', `${HEALTHY} ok`],
  ],
  ['one unread beside one that is read', { replicas: maps(failed('timeout'), view()) }, [`${HEALTHY} ok`]],
  ['no map read', { replicas: maps(failed('timeout'), failed('unreadable')) }, ['metadata-unread unknown']],
  ['no replica to ask', { replicas: [] }, ['metadata-unread unknown']],
  [
    'a name that means nothing',
    { scope: { kind: 'not-found', asked: 'wroker-1', near: ['worker-1'] }, replicas: [] },
    ['metadata-not-found unknown'],
  ],
  [
    'a name of several',
    { scope: { kind: 'ambiguous', asked: 'web', choices: ['shop/web', 'test/web'] }, replicas: [] },
    ['metadata-name-ambiguous unknown'],
  ],

  [
    'a node missing, empty, in one look',
    differing({ missingNodes: ['worker-9'], looks: 1 }),
    ['metadata-node-missing explained'],
  ],
  ['a node missing, empty, in two looks', differing({ missingNodes: ['worker-9'] }), ['metadata-node-missing warning']],
  [
    'a node missing with its pods, in one look',
    differing({ missingNodes: ['worker-9'], missing: pods('worker-9', 'web-7'), looks: 1 }),
    ['metadata-node-missing warning'],
  ],
  [
    'a node missing, and a pod of another',
    differing({ missingNodes: ['worker-9'], missing: [...pods('worker-9', 'web-7'), ...pods('worker-1', 'web-8')] }),
    ['metadata-node-missing warning', 'metadata-pod-missing warning'],
  ],
  [
    'a pod missing in one look',
    differing({ missing: pods('worker-1', 'web-7'), looks: 1 }),
    ['metadata-pod-missing explained'],
  ],
  ['a pod missing in two looks', differing({ missing: pods('worker-1', 'web-7') }), ['metadata-pod-missing warning']],
  [
    '39 of 79 pods missing in one look',
    differing({ missing: pods('worker-1', ...many.slice(1)), looks: 1 }),
    ['metadata-pod-missing explained'],
  ],
  [
    'half of the pods missing in one look',
    differing({ missing: pods('worker-1', ...many), looks: 1 }),
    ['metadata-pod-missing unknown'],
  ],
  [
    '39 of 79 pods missing in two looks',
    differing({ missing: pods('worker-1', ...many.slice(1)) }),
    ['metadata-pod-missing warning'],
  ],
  [
    'half of the pods missing in two looks',
    differing({ missing: pods('worker-1', ...many) }),
    ['metadata-pod-missing fault'],
  ],
  [
    'two pods missing of a map of none',
    differing({ missing: pods('worker-1', 'a', 'b') }, { pods: 0 }),
    ['metadata-pod-missing warning'],
  ],
  [
    'three pods missing of a map of none',
    differing({ missing: pods('worker-1', 'a', 'b', 'c') }, { pods: 0 }),
    ['metadata-pod-missing fault'],
  ],
  ['stale in one look', differing({ stale: pods('worker-1', 'old-1'), looks: 1 }), ['metadata-stale explained']],
  ['stale in two looks', differing({ stale: pods('worker-1', 'old-1') }), ['metadata-stale warning']],

  [
    'a failure of the whole map',
    one({ error: 'Could not run the service mapper: forbidden', nodes: 0, pods: 0, links: 0, tree: [] }),
    ['metadata-map-warning fault'],
  ],
  [
    'a failed map lacks nothing',
    differing({ missing: pods('worker-1', 'web-7') }, { error: 'Could not run the service mapper: forbidden' }),
    ['metadata-map-warning fault'],
  ],
  [
    'a warning of a missing node is told with it',
    differing({ missingNodes: ['worker-9'], looks: 1 }, { warnings: [LEFT_OUT] }),
    ['metadata-node-missing explained'],
  ],
  [
    'a warning of one of many missing nodes',
    differing({ missingNodes: ['worker-8'], missingNodesTotal: 60 }, { warnings: [LEFT_OUT] }),
    ['metadata-node-missing warning'],
  ],
  [
    'a warning of a node that the cluster no longer has',
    one({ warnings: [LEFT_OUT] }),
    ['metadata-map-warning explained', `${HEALTHY} ok`],
  ],
  [
    'a warning with nothing to hold the map against',
    one({ warnings: [LEFT_OUT], differences: null }),
    ['metadata-map-warning warning', `${HEALTHY} unknown`],
  ],
  [
    'another warning beside a difference',
    differing({ stale: pods('worker-1', 'old-1') }, { warnings: ['no idea'] }),
    ['metadata-stale warning', 'metadata-map-warning warning'],
  ],

  ['a node that agrees', { scope: node, ...one({ tree: tree('worker-1', 'web-1') }) }, [`${HEALTHY} ok`]],
  [
    'a difference of another node',
    { scope: node, ...differing({ stale: pods('worker-2', 'old-1'), missingNodes: ['worker-9'] }) },
    [`${HEALTHY} ok`],
  ],
  [
    'a difference of the node',
    { scope: node, ...differing({ stale: pods('worker-1', 'old-1') }) },
    ['metadata-stale warning'],
  ],
  [
    'the node itself missing',
    { scope: node, ...differing({ missingNodes: ['worker-1'] }) },
    ['metadata-node-missing warning'],
  ],
  ['a warning of another node', { scope: node, ...one({ warnings: [LEFT_OUT] }) }, [`${HEALTHY} ok`]],
  [
    'differences cut before this node',
    { scope: node, ...differing({ missing: pods('worker-2', 'x'), missingTotal: 51 }) },
    [`${HEALTHY} unknown`],
  ],
  [
    'differences cut, this node among them',
    { scope: node, ...differing({ missing: pods('worker-1', 'x'), missingTotal: 51 }) },
    ['metadata-pod-missing warning'],
  ],

  ['a pod that agrees', { scope: pod, ...one({ tree: tree('worker-1', 'web-1') }) }, [`${HEALTHY} ok`]],
  [
    'the pod missing in two looks',
    { scope: pod, ...differing({ missing: pods('worker-1', 'web-1') }, { tree: [] }) },
    ['metadata-pod-missing fault'],
  ],
  [
    'the pod missing in one look',
    { scope: pod, ...differing({ missing: pods('worker-1', 'web-1'), looks: 1 }, { tree: [] }) },
    ['metadata-pod-missing explained'],
  ],
  [
    'another pod missing',
    { scope: pod, ...differing({ missing: pods('worker-1', 'web-2') }, { tree: tree('worker-1', 'web-1') }) },
    [`${HEALTHY} ok`],
  ],
  [
    'a pod that no Service selects',
    { scope: pod, ...one({ tree: [] }), pods: members({ pod: 'web-1' }) },
    ['metadata-pod-without-service explained'],
  ],
  [
    'a pod that is not Ready',
    { scope: pod, ...one({ tree: [] }), pods: members({ pod: 'web-1', services: [{ service: 'web', ready: false }] }) },
    ['metadata-pod-without-service explained'],
  ],
  [
    'a pod in the map that is not Ready any more',
    {
      scope: pod,
      ...one({ tree: tree('worker-1', 'web-1') }),
      pods: members({ pod: 'web-1', services: [{ service: 'web', ready: false }] }),
    },
    [`${HEALTHY} ok`],
  ],
  [
    'a pod outside the map, nobody knows why',
    { scope: pod, ...one({ tree: [] }), pods: failed('forbidden') },
    [`${HEALTHY} unknown`],
  ],
  [
    'a pod without a Service, where nothing could be compared',
    { scope: pod, ...one({ tree: [], differences: null }), pods: members({ pod: 'web-1' }) },
    ['metadata-pod-without-service explained'],
  ],
  [
    'a node with a pod that no Service selects',
    {
      scope: node,
      ...one({ tree: tree('worker-1', 'web-1') }),
      pods: members({ pod: 'web-1', services: [{ service: 'web', ready: true }] }, { pod: 'job-5' }),
    },
    [`${HEALTHY} ok`, 'metadata-pod-without-service explained'],
  ],
  ['pods without Services are no news of the whole map', { pods: members({ pod: 'job-5' }) }, [`${HEALTHY} ok`]],
];

describe('the map', () => {
  it.each(ROWS)('%s', (_name, of, expected) => {
    expect(told(about(of))).toEqual(expected);
  });

  it('is not told of where none was read', () => {
    expect(diagnosed({ ...about({}), metadata: undefined } as never)).toEqual([]);
  });

  it('pasted agrees with nothing and is not in doubt', () => {
    expect(told(about(one({ differences: null }), { origin: 'text' }))).toEqual([`${HEALTHY} explained`]);
  });
});

describe('what is told of a map', () => {
  it('the counts of the whole map and what the tree leaves out', () => {
    expect(factsOf(about({ replicas: maps(view(), view()) }), HEALTHY)).toEqual({
      pod: 'dca-a',
      replicas: 2,
      nodes: 3,
      pods: 40,
      links: 44,
      left: 38,
      compared: true,
      tree: tree('worker-1', 'web-1', 'web-2'),
      about: null,
    });
  });

  it('the counts of a node alone', () => {
    const facts = factsOf(about({ scope: node }), HEALTHY);
    expect(facts).toMatchObject({ about: 'worker-1', nodes: 1, pods: 2, links: 4, left: 0 });
    expect(factsOf(about({ scope: pod }), HEALTHY)).toMatchObject({ about: 'shop/web-1' });
  });

  it('a map that could be compared before one that could not', () => {
    const replicas = maps(view({ differences: null }), view());
    expect(factsOf(about({ replicas }), HEALTHY)).toMatchObject({ pod: 'dca-b', compared: true, replicas: 2 });
  });

  it.each([
    ['all are listed', { missingNodes: ['w-9'], missing: [...pods('w-9', 'a', 'b'), ...pods('w-1', 'c')] }, 2],
    ['the pods are cut', { missingNodes: ['w-9'], missing: pods('w-9', 'a'), missingTotal: 70 }, null],
    ['the nodes are cut', { missingNodes: ['w-9'], missingNodesTotal: 51, missing: pods('w-9', 'a') }, null],
    ['the node of one is not known', { missingNodes: ['w-9'], missing: [...pods('w-9', 'a'), ...pods('', 'b')] }, null],
  ] as const)('pods on missing nodes, where %s', (_name, over, expected) => {
    expect(factsOf(about(differing(over)), 'metadata-node-missing')?.podsBehindServices).toBe(expected);
  });

  it('pods that are missing on nodes that are there', () => {
    const missing = [...pods('w-9', 'a', 'b'), ...pods('w-1', 'c')];
    const facts = factsOf(
      about(differing({ missingNodes: ['w-9'], missing, missingTotal: 53 })),
      'metadata-pod-missing',
    );
    expect(facts).toEqual({ pod: 'dca-a', pods: pods('w-1', 'c'), total: 51, looks: 2 });
  });

  it('what stood in two looks before more that was seen once', () => {
    const once = differences({ stale: pods('w-1', 'a', 'b', 'c'), looks: 1 });
    const twice = differences({ stale: pods('w-1', 'a') });
    const found = diagnosed(about({ replicas: maps(view({ differences: once }), view({ differences: twice })) }))[0];
    expect(found).toMatchObject({ verdict: 'warning', facts: { pod: 'dca-b', total: 1 } });
    expect(found?.evidence).toEqual([
      'metamap of dca-a',
      'metamap of dca-b',
      'kubectl get nodes',
      'kubectl get endpointslices',
    ]);
  });

  it('the pods without a Service, and those that are not Ready', () => {
    const services = [{ service: 'web', ready: false }];
    const of = about({
      scope: node,
      ...one({ tree: [] }),
      pods: members({ pod: 'job-5' }, { pod: 'web-7', services }),
    });
    expect(factsOf(of, 'metadata-pod-without-service')).toEqual({
      pods: ['shop/job-5', 'shop/web-7'],
      total: 2,
      node: 'worker-1',
      notReady: [{ pod: 'shop/web-7', service: 'web' }],
    });
  });
});

describe('replicas', () => {
  const counts = (nodes: number, count: number, links: number) =>
    view({ nodes, pods: count, links, differences: null });
  it.each([
    ['equal', counts(3, 40, 44), counts(3, 40, 44), false],
    ['a node apart', counts(3, 40, 44), counts(4, 40, 44), false],
    ['two nodes apart', counts(3, 40, 44), counts(5, 40, 44), true],
    ['two pods apart', counts(3, 40, 44), counts(3, 42, 46), false],
    ['three pods apart', counts(3, 40, 44), counts(3, 43, 44), true],
    ['three links apart', counts(3, 40, 44), counts(3, 40, 47), true],
    ['a twentieth apart', counts(100, 4000, 4000), counts(105, 4200, 4200), false],
    ['more than that', counts(100, 4000, 4000), counts(105, 4211, 4200), true],
    ['one of them empty', counts(3, 40, 44), counts(0, 0, 0), true],
    ['far apart, and both agree with the API server', view({ pods: 40 }), view({ pods: 60 }), false],
    ['one of them stale', view(), view({ differences: differences({ stale: pods('w-1', 'a', 'b', 'c') }) }), true],
    [
      'one of them stale in one look',
      view(),
      view({ differences: differences({ stale: pods('w-1', 'a', 'b', 'c'), looks: 1 }) }),
      false,
    ],
    [
      'both alike stale',
      view({ differences: differences({ stale: pods('w-1', 'a', 'b', 'c') }) }),
      view({ differences: differences({ stale: pods('w-1', 'a', 'b', 'c') }) }),
      false,
    ],
    ['one of them broken off', counts(3, 40, 44), { ...counts(1, 4, 4), cutOff: true }, false],
    ['one of them failed', counts(3, 40, 44), { ...counts(0, 0, 0), error: 'no' }, false],
  ] as const)('%s', (_name, a, b, expected) => {
    const codes = told(about({ replicas: maps(a, b) }));
    expect(codes.includes('metadata-replicas-disagree warning')).toBe(expected);
  });

  it('are told with their counts', () => {
    expect(
      factsOf(about({ replicas: maps(counts(3, 40, 44), counts(0, 0, 0)) }), 'metadata-replicas-disagree'),
    ).toEqual({
      replicas: [
        { pod: 'dca-a', nodes: 3, pods: 40, links: 44 },
        { pod: 'dca-b', nodes: 0, pods: 0, links: 0 },
      ],
    });
  });
});

describe('what the answer hangs on', () => {
  it.each([
    [
      'one map and the API server',
      { replicas: maps(view(), failed('timeout', 'b', 'map b')) },
      ['kubectl get nodes', 'kubectl get endpointslices'],
    ],
    [
      'every map where none was read',
      { replicas: maps(failed('timeout', 'a', 'map a')) },
      ['map a', 'kubectl get nodes', 'kubectl get endpointslices'],
    ],
    [
      'the pods asked about',
      { scope: pod, pods: failed('forbidden', 'x', 'the pods') },
      ['kubectl get nodes', 'kubectl get endpointslices', 'the pods'],
    ],
    ['nothing, where the name means nothing', { scope: { kind: 'not-found', asked: 'x', near: [] } }, []],
  ] as const)('%s', (_name, of, expected) => {
    expect(neededForMetadata(metadata(of)).map(({ source }) => source)).toEqual(expected);
  });
});
