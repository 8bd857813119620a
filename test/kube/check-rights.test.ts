import { expect, it, vi } from 'vitest';
import { checkRights } from '../../src/kube/check-rights.ts';
import { NEEDED_RIGHTS } from '../../src/kube/needed-rights.ts';
import { openStub } from './stub-api-server.ts';

it('asks about every right where it is needed, and names the one object that is meant', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  const stub = await openStub();
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  stub.answers({ [path]: { body: { kind: 'SelfSubjectAccessReview', status: { allowed: true } } } });
  const checked = await checkRights(stub.reader, 'monitoring');
  expect(checked).toHaveLength(NEEDED_RIGHTS.length);
  expect(checked.every(({ allowed }) => allowed)).toBe(true);
  const asked = stub.posted.map((body) => (body as { spec: { resourceAttributes: object } }).spec.resourceAttributes);
  expect(asked).toContainEqual({ verb: 'list', group: '', resource: 'pods', namespace: 'monitoring' });
  expect(asked).toContainEqual({
    verb: 'get',
    group: '',
    resource: 'configmaps',
    name: 'extension-apiserver-authentication',
    namespace: 'kube-system',
  });
  expect(asked).toContainEqual({ verb: 'list', group: 'external.metrics.k8s.io', resource: '*' });
  expect(checked.map(({ right }) => right)).toContainEqual({
    verb: 'get',
    group: '',
    resource: 'configmaps/extension-apiserver-authentication',
    namespace: 'kube-system',
  });
  stub.answers({});
  expect((await checkRights(stub.reader, 'monitoring')).every(({ allowed }) => allowed === null)).toBe(true);
  await stub.close();
  process.off('warning', warned);
  expect(warned).not.toHaveBeenCalled();
});
