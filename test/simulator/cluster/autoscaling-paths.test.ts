import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scenarioFolder } from '../../kube/open-simulated.ts';
import { extendScenario, openClient, type SimulatedClient } from './simulated-client.ts';

let client: SimulatedClient;
beforeAll(async () => {
  client = await openClient(scenarioFolder('leader-and-follower'));
});
afterEach(() => client.cluster.faults.clear());
afterAll(() => client.close());

const HPAS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const EVENTS = '/api/v1/namespaces/default/events';
const CONFIG = '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication';

describe('objects of autoscaling', () => {
  it.each([
    [`${HPAS}/nginxext`, { kind: 'HorizontalPodAutoscaler', spec: { maxReplicas: 3 } }],
    ['/apis/apps/v1/namespaces/default/deployments/nginx', { status: { replicas: 3 } }],
    ['/api/v1/namespaces/datadog/services/datadog-cluster-agent-metrics-api', { spec: { ports: [{ port: 8443 }] } }],
    ['/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io', { spec: { versionPriority: 100 } }],
    [CONFIG, { data: { 'requestheader-client-ca-file': expect.stringContaining('BEGIN CERTIFICATE') } }],
    [
      '/apis/apps/v1/namespaces/default/deployments/nginx/scale',
      {
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        spec: { replicas: 3 },
        status: { replicas: 3, selector: 'app=nginx' },
      },
    ],
    [
      '/apis/apps/v1/namespaces/datadog/replicasets/datadog-cluster-agent-6c9c858f76/scale',
      { spec: { replicas: 2 }, status: { replicas: 2 } },
    ],
  ])('gives %s', async (path, expected) => {
    expect(await client.get(path)).toMatchObject({ status: 200, body: expected });
  });

  it.each([
    ['/apis/autoscaling/v2/horizontalpodautoscalers?fieldSelector=metadata.name%3Dbadmetric', 1],
    ['/apis/autoscaling/v2/horizontalpodautoscalers?fieldSelector=metadata.name%3Dnobody', 0],
    ['/apis/autoscaling/v2/horizontalpodautoscalers?fieldSelector=metadata.namespace%3Dshop', 0],
    [`${EVENTS}?fieldSelector=involvedObject.kind%3DHorizontalPodAutoscaler,involvedObject.name%3Dnginxext`, 15],
    [`${EVENTS}?fieldSelector=involvedObject.namespace%3Dshop`, 0],
    [
      '/apis/discovery.k8s.io/v1/namespaces/datadog/endpointslices?labelSelector=kubernetes.io/service-name%3Ddatadog-cluster-agent-metrics-api',
      1,
    ],
    ['/apis/apps/v1/statefulsets', 0],
  ])('lists %s: %i', async (path, count) => {
    const { status, body } = await client.get(path);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(count);
  });

  it.each([
    ['/apis/datadoghq.com/v1alpha1/datadogmetrics', 404],
    ['/apis/datadoghq.com/v1alpha1', 404],
    ['/apis/argoproj.io/v1alpha1/namespaces/default/rollouts/web/scale', 404],
    ['/apis/apps/v1/namespaces/default/deployments/nobody/scale', 404],
    ['/apis/apps/v1/namespaces/default/daemonsets/x/scale', 404],
    [`${HPAS}?fieldSelector=involvedObject.name%3Dx`, 400],
  ])('refuses %s with %i', async (path, status) => {
    expect((await client.get(path)).status).toBe(status);
  });

  it('pages through HPAs', async () => {
    const first = await client.get('/apis/autoscaling/v2/horizontalpodautoscalers?limit=1');
    expect(first.body.metadata.remainingItemCount).toBe(1);
    const second = await client.get(
      `/apis/autoscaling/v2/horizontalpodautoscalers?limit=1&continue=${first.body.metadata.continue}`,
    );
    expect([first, second].map(({ body }) => body.items[0].metadata.name)).toEqual(['badmetric', 'nginxext']);
    expect(second.body.metadata.continue).toBeUndefined();
  });
});

describe('discovery', () => {
  it('names every version of the capture and of what is served', async () => {
    expect((await client.get('/api')).body.versions).toEqual(['v1']);
    const { body } = await client.get('/apis');
    const versions = body.groups.flatMap((group: { versions: { groupVersion: string }[] }) =>
      group.versions.map(({ groupVersion }) => groupVersion),
    );
    expect(versions).toHaveLength(22);
    expect(versions).toContain('external.metrics.k8s.io/v1beta1');
    expect(versions).toContain('autoscaling/v1');
    expect(versions).not.toContain('datadoghq.com/v1alpha1');
    expect((await client.get('/apis/autoscaling')).body).toMatchObject({
      kind: 'APIGroup',
      versions: [{ version: 'v1' }, { version: 'v2' }],
    });
  });

  it('names resources with their kinds and scale subresources', async () => {
    const { body } = await client.get('/apis/apps/v1');
    const rows = body.resources.map(({ name, kind }: { name: string; kind: string }) => `${name} ${kind}`);
    expect(rows).toContain('statefulsets StatefulSet');
    expect(rows).toContain('statefulsets/scale Scale');
    expect(rows).not.toContain('daemonsets/scale Scale');
    expect((await client.get('/api/v1')).body.resources.length).toBeGreaterThan(6);
    expect((await client.get('/apis/policy/v1')).body.resources).toEqual([]);
  });

  it('knows no external metrics without their APIService', async () => {
    const other = await openClient(scenarioFolder('hpa-metrics-api-not-registered'));
    expect((await other.get('/apis/external.metrics.k8s.io')).status).toBe(404);
    expect((await other.get('/apis')).text).not.toContain('external.metrics.k8s.io');
    await other.close();
  });
});

describe('custom resources', () => {
  it('are served with their scale where a scenario declares them', async () => {
    const { folder, remove } = await extendScenario('leader-and-follower', {
      'scenario.yaml':
        'customResources: [{ group: argoproj.io, version: v1alpha1, plural: rollouts, kind: Rollout, scalable: true }]\n' +
        'remove: [{ kind: ConfigMap, namespace: kube-system, name: extension-apiserver-authentication }]\n',
    });
    await mkdir(join(folder, 'kube'));
    await writeFile(
      join(folder, 'kube/rollouts.yaml'),
      '- { apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: { name: web, namespace: shop }, spec: { replicas: 7 }, status: { replicas: 8, selector: app=web } }',
    );
    const other = await openClient(folder);
    const root = '/apis/argoproj.io/v1alpha1';
    expect((await other.get(root)).body.resources).toMatchObject([{ name: 'rollouts' }, { name: 'rollouts/scale' }]);
    expect((await other.get(`${root}/namespaces/shop/rollouts/web/scale`)).body).toMatchObject({
      spec: { replicas: 7 },
      status: { replicas: 8, selector: 'app=web' },
    });
    expect((await other.get(CONFIG)).status).toBe(404);
    await other.close();
    await remove();
  });
});

describe('SubjectAccessReview', () => {
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const controller = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
  const agent = 'system:serviceaccount:datadog:datadog-cluster-agent';
  const ask = async (user: string, group: string, resource: string, verb = 'list') => {
    const resourceAttributes = { verb, group, resource, namespace: 'default' };
    return (await client.post(path, { spec: { user, resourceAttributes } })).body.status?.allowed;
  };

  it('allows everything by default', async () => {
    expect(await ask(controller, 'external.metrics.k8s.io', 'queue.depth')).toBe(true);
  });

  it('denies what a fault takes from that account, and from it alone', async () => {
    const fault = { kind: 'deny', verb: '*', resource: '*' } as const;
    client.cluster.faults.add({ ...fault, user: controller, group: 'external.metrics.k8s.io' });
    expect(await ask(controller, 'external.metrics.k8s.io', 'queue.depth')).toBe(false);
    expect(await ask(controller, 'apps', 'deployments')).toBe(true);
    expect(await ask(agent, 'external.metrics.k8s.io', 'queue.depth')).toBe(true);
    expect((await client.get(`${HPAS}/nginxext`)).status).toBe(200);
  });

  it('is refused where dca-bot may not ask, and SelfSubjectAccessReview is not', async () => {
    client.cluster.faults.add({ kind: 'deny', verb: 'create', resource: 'subjectaccessreviews' });
    expect((await client.post(path, { spec: { user: agent } })).status).toBe(403);
    const own = await client.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      spec: { resourceAttributes: { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews' } },
    });
    expect(own.body.status.allowed).toBe(false);
  });

  it.each([null, 'a review', 7])('refuses a body that is no review: %j', async (body) => {
    expect(await client.post(path, body)).toMatchObject({
      status: 400,
      body: { message: 'the body is not a SubjectAccessReview' },
    });
  });
});
