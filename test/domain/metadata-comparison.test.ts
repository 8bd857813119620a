import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClusterContent,
  compareMap,
  inBoth,
  isDifferent,
  type MapContent,
  type ServicesOfPods,
  tellDifferences,
} from '../../src/domain/metadata-comparison.ts';

type Rows = Readonly<Record<string, string>>;
const ALL = { kind: 'all' } as const;

function content(rows: Rows, nodes: Rows = {}): ServicesOfPods {
  return { services: new Map(Object.entries(rows)), nodeOf: new Map(Object.entries(nodes)) };
}

function map(rows: Rows, nodes: readonly string[] = ['n1'], nodeOf: Rows = {}): MapContent {
  return { ...content(rows, nodeOf), nodes: new Set(nodes) };
}

function cluster(ready: Rows, all: Rows = ready, nodes: readonly string[] = ['n1'], nodeOf: Rows = {}): ClusterContent {
  return { nodes: new Set(nodes), ready: content(ready, nodeOf), all: content(all, nodeOf) };
}

const told = (...sides: Parameters<typeof compareMap>) => tellDifferences(compareMap(...sides), 1);

describe('a map and the API server', () => {
  it.each([
    ['nothing on either side', map({}), cluster({}), {}],
    ['the same', map({ 'shop/a': 'web' }), cluster({ 'shop/a': 'web' }), {}],
    ['an endpoint that the map lacks', map({}), cluster({ 'shop/a': 'web' }), { missing: { a: ['web'] } }],
    [
      'one of two Services lacking',
      map({ 'shop/a': 'web' }),
      cluster({ 'shop/a': 'api web' }),
      { missing: { a: ['api'] } },
    ],
    ['one that is not ready and not mapped', map({}), cluster({}, { 'shop/a': 'web' }), {}],
    ['one that is not ready and mapped', map({ 'shop/a': 'web' }), cluster({}, { 'shop/a': 'web' }), {}],
    ['one that is gone and mapped', map({ 'shop/a': 'web' }), cluster({}), { stale: { a: ['web'] } }],
    [
      'another Service of one pod',
      map({ 'shop/a': 'old web' }),
      cluster({ 'shop/a': 'new web' }),
      { missing: { a: ['new'] }, stale: { a: ['old'] } },
    ],
    [
      'a pod of the same name elsewhere',
      map({ 'x/a': 'web' }),
      cluster({ 'x/a': 'web', 'y/a': 'web' }),
      { missing: { a: ['web'] } },
    ],
    ['a node that the map lacks', map({}, ['n1']), cluster({}, {}, ['n1', 'n3', 'n2']), { nodes: ['n2', 'n3'] }],
    ['a node that only the map has', map({}, ['n1', 'n9']), cluster({}), {}],
    ['a pod that no Service holds any more', map({ 'shop/a': '' }), cluster({}), {}],
  ] as const)(
    '%s',
    (_name, inMap, inCluster, expected: { missing?: object; stale?: object; nodes?: readonly string[] }) => {
      const { missing = {}, stale = {}, nodes = [] } = expected;
      const found = told(inMap, inCluster, ALL);
      const byPod = (list: typeof found.missing) =>
        Object.fromEntries(list.map(({ pod, services }) => [pod, services]));
      expect([byPod(found.missing), byPod(found.stale), found.missingNodes]).toEqual([missing, stale, nodes]);
      expect([found.missingTotal, found.staleTotal]).toEqual([Object.keys(missing).length, Object.keys(stale).length]);
      expect(isDifferent(compareMap(inMap, inCluster, ALL))).toBe(
        Object.keys({ ...missing, ...stale }).length + nodes.length > 0,
      );
    },
  );

  it('name the node that either side names', () => {
    const inMap = map({ 'shop/a': 'old' }, ['n1'], { 'shop/a': 'n1' });
    const found = told(inMap, cluster({ 'shop/b': 'web' }, { 'shop/b': 'web' }, ['n1'], { 'shop/b': 'n2' }), ALL);
    expect(found.stale).toEqual([{ namespace: 'shop', pod: 'a', node: 'n1', services: ['old'] }]);
    expect(found.missing).toEqual([{ namespace: 'shop', pod: 'b', node: 'n2', services: ['web'] }]);
  });

  describe('that have a pod on different nodes', () => {
    const elsewhere = (places: readonly { readonly node: string; readonly services: string }[]) =>
      new Map([['shop/a', places]]);
    const onN1 = map({ 'shop/a': 'api web' }, ['n1', 'n2'], { 'shop/a': 'n1' });
    const rows = { 'shop/a': 'api web' };
    const onN2 = cluster(rows, rows, ['n1', 'n2'], { 'shop/a': 'n2' });
    const a = (node: string, services = ['api', 'web']) => ({ namespace: 'shop', pod: 'a', node, services });
    const sides = (...[inMap, inCluster, scope]: Parameters<typeof compareMap>) => {
      const { missing, stale, missingTotal, staleTotal } = told(inMap, inCluster, scope);
      expect([missingTotal, staleTotal]).toEqual([missing.length, stale.length]);
      return { missing, stale };
    };

    it.each<[string, MapContent, ClusterContent, Parameters<typeof compareMap>[2], object]>([
      ['everywhere', onN1, onN2, ALL, { missing: [a('n2')], stale: [a('n1')] }],
      ['asked for its node', onN1, onN2, { kind: 'node', node: 'n2' }, { missing: [a('n2')], stale: [] }],
      ['asked for the other node', onN1, onN2, { kind: 'node', node: 'n1' }, { missing: [], stale: [a('n1')] }],
      [
        'asked for the pod',
        onN1,
        onN2,
        { kind: 'pod', namespace: 'shop', pod: 'a', node: 'n2' },
        { missing: [a('n2')], stale: [a('n1')] },
      ],
      [
        'with an endpoint that is not ready',
        onN1,
        cluster({}, rows, ['n1', 'n2'], { 'shop/a': 'n2' }),
        ALL,
        { missing: [], stale: [a('n1')] },
      ],
      ['where the API server names no node', onN1, cluster(rows, rows, ['n1', 'n2']), ALL, { missing: [], stale: [] }],
      ['where the map names no node', map(rows, ['n1', 'n2']), onN2, ALL, { missing: [], stale: [] }],
      [
        'in the map on both, the right one last',
        { ...onN1, elsewhere: elsewhere([{ node: 'n2', services: 'web' }]) },
        onN2,
        ALL,
        { missing: [a('n2', ['api'])], stale: [a('n1')] },
      ],
      [
        'in the map on both, the right one first',
        {
          ...map({ 'shop/a': 'api web' }, ['n1', 'n2'], { 'shop/a': 'n2' }),
          elsewhere: elsewhere([{ node: 'n1', services: 'web' }]),
        },
        onN2,
        ALL,
        { missing: [], stale: [a('n1', ['web'])] },
      ],
    ])('tell both: %s', (_name, inMap, inCluster, scope, expected) => {
      expect(sides(inMap, inCluster, scope)).toEqual(expected);
    });

    it('tell nothing where it has moved by the second look', () => {
      const moved = map({ 'shop/a': 'api web' }, ['n1', 'n2'], { 'shop/a': 'n2' });
      expect(isDifferent(inBoth(compareMap(onN1, onN2, ALL), compareMap(moved, onN2, ALL)))).toBe(false);
      expect(isDifferent(inBoth(compareMap(onN1, onN2, ALL), compareMap(onN1, onN2, ALL)))).toBe(true);
    });
  });

  it('are compared within what was asked about', () => {
    const rows = { 'shop/a': 'web', 'shop/b': 'web', 'shop/c': 'web' };
    const nodeOf = { 'shop/a': 'n1', 'shop/b': 'n2' };
    const inCluster = cluster(rows, rows, ['n1', 'n2'], nodeOf);
    const pods = (scope: Parameters<typeof compareMap>[2]) => told(map({}, []), inCluster, scope);
    const node = pods({ kind: 'node', node: 'n2' });
    expect([node.missing.map(({ pod }) => pod), node.missingNodes]).toEqual([['b'], ['n2']]);
    const pod = pods({ kind: 'pod', namespace: 'shop', pod: 'a', node: 'n1' });
    expect([pod.missing.map((one) => one.pod), pod.missingNodes]).toEqual([['a'], ['n1']]);
    expect(pods({ kind: 'pod', namespace: 'shop', pod: 'a', node: null }).missingNodes).toEqual([]);
    // Another namespace was not read: what the map holds of it is not left over.
    const others = map({ 'other/z': 'web', 'shop/a': 'web' });
    expect(told(others, inCluster, { kind: 'pod', namespace: 'shop', pod: 'a', node: 'n1' }).staleTotal).toBe(0);
  });
});

it('shows fifty of each in the order of their names, and counts all', () => {
  const rows = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [`shop/p${String(119 - i).padStart(3, '0')}`, 'web']),
  );
  const nodes = Array.from({ length: 51 }, (_, i) => `n${String(50 - i).padStart(2, '0')}`);
  const found = told(map({}, []), cluster(rows, rows, nodes), ALL);
  expect([found.missingTotal, found.missing.length, found.missingNodesTotal, found.missingNodes.length]).toEqual([
    120, 50, 51, 50,
  ]);
  expect([found.missing[0]?.pod, found.missing[49]?.pod, found.missingNodes[0]]).toEqual(['p000', 'p049', 'n00']);
});

it('two looks keep what stood in both, Service by Service', () => {
  const first = compareMap(
    map({ 'shop/z': 'x y' }, []),
    cluster({ 'shop/a': 'api web', 'shop/b': 'web' }, undefined, ['n1', 'n2']),
    ALL,
  );
  const second = compareMap(
    map({ 'shop/z': 'y', 'shop/b': 'web' }, ['n1']),
    cluster({ 'shop/a': 'web', 'shop/b': 'web', 'shop/c': 'web' }, undefined, ['n1', 'n2']),
    ALL,
  );
  const both = tellDifferences(inBoth(first, second), 2);
  expect(both).toMatchObject({
    looks: 2,
    missingNodes: ['n2'],
    missing: [{ pod: 'a', services: ['web'] }],
    missingTotal: 1,
    stale: [{ pod: 'z', services: ['y'] }],
    staleTotal: 1,
  });
});

it('a map made of the API server never differs, and one link taken away is the one that is missing', () => {
  const services = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
    .map((list) => list.sort().join(' '));
  const rows = fc.dictionary(fc.constantFrom('x/1', 'x/2', 'y/1', 'y/2', 'z/1'), services, { minKeys: 1 });
  fc.assert(
    fc.property(rows, fc.nat(), (truth, seed) => {
      expect(isDifferent(compareMap(map(truth), cluster(truth), ALL))).toBe(false);
      const pods = Object.keys(truth);
      const pod = pods[seed % pods.length] ?? '';
      const all = (truth[pod] ?? '').split(' ');
      const gone = all[seed % all.length] ?? '';
      const less = { ...truth, [pod]: all.filter((one) => one !== gone).join(' ') };
      const found = compareMap(map(less), cluster(truth), ALL);
      expect([[...found.missing], found.stale.size]).toEqual([[[pod, [gone]]], 0]);
      expect([...compareMap(map(truth), cluster(less), ALL).stale]).toEqual([[pod, [gone]]]);
    }),
    { seed: 5, numRuns: 200 },
  );
});
