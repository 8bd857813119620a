import { describe, expect, it } from 'vitest';
import { configMapShape, leaseShape, podShape } from '../../src/kube/core-shapes.ts';
import { narrowObject, narrowPage } from '../../src/kube/narrow-objects.ts';

describe('narrowing', () => {
  it('keeps what is named, leaves out what is absent or null, and drops the rest', () => {
    const body = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a', labels: null, managedFields: [1], annotations: { ['__proto__']: 'x' } },
      spec: {
        containers: [{ name: 'c', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 's' } } }] }],
        nodeName: null,
      },
      status: null,
    };
    expect(narrowObject(JSON.parse(JSON.stringify(body)), 'Pod', podShape)).toEqual({
      metadata: { name: 'a', annotations: { ['__proto__']: 'x' } },
      spec: { containers: [{ name: 'c', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 's' } } }] }] },
      status: {},
    });
  });

  it('keeps times as they were written, microseconds included', () => {
    const spec = { holderIdentity: '', renewTime: '2026-11-23T18:35:36.424813Z' };
    expect(narrowObject({ kind: 'Lease', metadata: { name: 'l' }, spec }, 'Lease', leaseShape).spec).toEqual(spec);
  });

  it.each([
    [{ kind: 'Secret', metadata: { name: 'x' } }, 'kind: expected ConfigMap, got "Secret"'],
    [{ metadata: { name: 'x' } }, 'kind: expected ConfigMap, got nothing'],
    [{ kind: 'ConfigMap', metadata: { name: 5 } }, 'metadata.name: expected text, got 5'],
    [{ kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 1 } }, 'data.a: expected text, got 1'],
    [{ kind: 'ConfigMap', metadata: [] }, 'metadata: expected an object, got a list'],
    [`${'x'.repeat(50)} ${'y'.repeat(49)}`, `document: expected an object, got "${'x'.repeat(50)} …"`],
    [null, 'document: expected an object, got null'],
  ])('refuses %j', (body, message) => {
    expect(() => narrowObject(body, 'ConfigMap', configMapShape)).toThrow(message);
  });

  it.each([
    [{ kind: 'PodList', items: null, metadata: {} }, { items: [] }],
    [{ kind: 'PodList', items: [], metadata: { continue: '' } }, { items: [] }],
    [
      { kind: 'PodList', items: [], metadata: { continue: 'abc' } },
      { items: [], next: 'abc' },
    ],
    [{ kind: 'PodList' }, { items: [] }],
  ])('reads the page %j', (body, page) => {
    expect(narrowPage(body, 'Pod', podShape)).toEqual(page);
  });
});
