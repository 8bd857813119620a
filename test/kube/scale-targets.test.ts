import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScaleTarget, ScaleTargetRef } from '../../src/domain/autoscaling-objects.ts';
import { openStub, type StubAnswer, type StubApiServer } from './stub-api-server.ts';

const BOUNDS = { timeoutMs: 5000 };
const metadata = { name: 'web', namespace: 'shop' };

let stub: StubApiServer;
beforeAll(async () => {
  stub = await openStub();
});
afterAll(() => stub.close());

function body(kind: string, spec?: object, status?: object): StubAnswer {
  return { body: { kind, metadata, ...(spec ? { spec } : {}), ...(status ? { status } : {}) } };
}

function resources(...rows: readonly object[]): StubAnswer {
  return { body: { kind: 'APIResourceList', groupVersion: 'x/v1', resources: rows } };
}

const ROLLOUT = { name: 'rollouts', kind: 'Rollout', namespaced: true };
const ROLLOUT_SCALE = { name: 'rollouts/scale', kind: 'Scale', namespaced: true };

describe('a built-in scale target', () => {
  const all = { replicas: 7, readyReplicas: 5, updatedReplicas: 3 };
  const rows: readonly [ScaleTargetRef, string, StubAnswer, Omit<ScaleTarget, 'kind' | 'name' | 'namespace'>][] = [
    [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      '/apis/apps/v1/namespaces/shop/deployments/web',
      body('Deployment', { replicas: 6 }, all),
      { wanted: 6, replicas: 7, ready: 5, updated: 3 },
    ],
    [
      { apiVersion: 'apps/v1beta2', kind: 'Deployment', name: 'web' },
      '/apis/apps/v1/namespaces/shop/deployments/web',
      body('Deployment', {}, {}),
      { wanted: 1, replicas: 0, ready: 0, updated: 0 },
    ],
    [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      '/apis/apps/v1/namespaces/shop/deployments/web',
      body('Deployment', { replicas: 0 }),
      { wanted: 0, replicas: 0, ready: 0, updated: 0 },
    ],
    [
      { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' },
      '/apis/apps/v1/namespaces/shop/statefulsets/web',
      body('StatefulSet', { replicas: 11 }, all),
      { wanted: 11, replicas: 7, ready: 5, updated: 3 },
    ],
    [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' },
      '/apis/apps/v1/namespaces/shop/replicasets/web',
      body('ReplicaSet', { replicas: 13 }, all),
      { wanted: 13, replicas: 7, ready: 5 },
    ],
    [
      { kind: 'ReplicationController', name: 'web' },
      '/api/v1/namespaces/shop/replicationcontrollers/web',
      body('ReplicationController', { replicas: 17 }, all),
      { wanted: 17, replicas: 7, ready: 5 },
    ],
  ];
  it.each(rows)('%j is read from %s', async (ref, path, answer, counts) => {
    stub.answers({ [path]: answer });
    const reading = await stub.reader.getScaleTarget('shop', ref, BOUNDS);
    expect(reading).toMatchObject({
      known: true,
      value: { kind: ref.kind, namespace: 'shop', name: 'web', ...counts },
      source: `kubectl get ${ref.kind.toLowerCase()} web -n shop -o yaml`,
    });
    expect(Object.keys(reading.known ? reading.value : {})).toHaveLength(3 + Object.keys(counts).length);
    expect(stub.sent).toEqual([`GET ${path}`]);
  });

  it('is refused where a count is no number, rather than read as 0', async () => {
    stub.answers({ '/apis/apps/v1/namespaces/shop/deployments/web': body('Deployment', {}, { replicas: '3' }) });
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    expect(await stub.reader.getScaleTarget('shop', ref, BOUNDS)).toMatchObject({
      known: false,
      why: 'unreadable',
      detail: 'status.replicas: expected a number, got "3"',
    });
  });
});

describe('a scale target of another kind', () => {
  const ref = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' };
  const api = '/apis/argoproj.io/v1alpha1';
  const path = `${api}/namespaces/shop/rollouts/web/scale`;
  const discovery = { [api]: resources(ROLLOUT_SCALE, { ...ROLLOUT, name: 'rollouts/status' }, ROLLOUT) };

  it.each([
    [body('Scale', { replicas: 4 }, { replicas: 9, selector: 'a=b' }), { wanted: 4, replicas: 9 }],
    [body('Scale', {}, { replicas: 0 }), { wanted: 0, replicas: 0 }],
  ])('is looked up and read by its scale subresource: %j', async (answer, counts) => {
    stub.answers({ ...discovery, [path]: answer });
    const reading = await stub.reader.getScaleTarget('shop', ref, BOUNDS);
    expect(reading.known && reading.value).toEqual({ kind: 'Rollout', namespace: 'shop', name: 'web', ...counts });
    expect(stub.sent).toEqual([`GET ${api}`, `GET ${path}`]);
    expect(reading.source).toBe('kubectl get Rollout.v1alpha1.argoproj.io web -n shop --subresource=scale -o yaml');
  });

  const named404 = {
    status: 404,
    body: { kind: 'Status', message: 'rollouts.argoproj.io "web" not found', details: { name: 'web' } },
  };
  const failures: readonly [string, ScaleTargetRef, Readonly<Record<string, StubAnswer>>, string, string][] = [
    ['a group that is not served', ref, {}, 'unsupported', 'the server could not find the requested resource'],
    [
      'a kind that the group does not have',
      ref,
      { [api]: resources({ ...ROLLOUT, kind: 'Experiment' }) },
      'unsupported',
      'no matches for kind "Rollout" in version "argoproj.io/v1alpha1"',
    ],
    [
      'a kind outside namespaces',
      ref,
      { [api]: resources({ ...ROLLOUT, namespaced: false }) },
      'unsupported',
      'no matches for kind "Rollout" in version "argoproj.io/v1alpha1"',
    ],
    ['no scale subresource', ref, discovery, 'unsupported', 'the server could not find the requested resource'],
    ['no such object', ref, { ...discovery, [path]: named404 }, 'absent', 'rollouts.argoproj.io "web" not found'],
    [
      'another body',
      ref,
      { ...discovery, [path]: body('Rollout', {}, {}) },
      'unreadable',
      'kind: expected Scale, got "Rollout"',
    ],
    [
      'a list that is none',
      ref,
      { [api]: { body: { kind: 'APIResourceList', resources: {} } } },
      'unreadable',
      'resources: expected a list, got an object',
    ],
    [
      'a resource name that leads elsewhere',
      ref,
      { [api]: resources({ ...ROLLOUT, name: '..' }) },
      'unreadable',
      'not a Kubernetes object name (RFC 1123): ".."',
    ],
    [
      'a Deployment without its group',
      { kind: 'Deployment', name: 'web' },
      { '/api/v1': resources({ name: 'pods', kind: 'Pod', namespaced: true }) },
      'unsupported',
      'no matches for kind "Deployment" in version "v1"',
    ],
  ];
  it.each(failures)('tells of %s', async (_what, wanted, answers, why, detail) => {
    stub.answers(answers);
    expect(await stub.reader.getScaleTarget('shop', wanted, BOUNDS)).toMatchObject({ known: false, why, detail });
  });

  it.each([
    { apiVersion: 'argoproj.io/../../api' },
    { apiVersion: 'argoproj.io/v1?x=' },
    { apiVersion: '../api/v1' },
    { kind: 'Roll/out' },
    { kind: '' },
    { name: '../secrets' },
    { name: 'web/scale?' },
  ])('sends nothing for %j', async (part) => {
    stub.answers(discovery);
    const reading = await stub.reader.getScaleTarget('shop', { ...ref, ...part }, BOUNDS);
    expect(reading).toMatchObject({ known: false, why: 'unreadable' });
    expect(reading).toHaveProperty('detail', expect.stringMatching(/^not a Kubernetes /));
    expect(stub.sent).toEqual([]);
  });
});
