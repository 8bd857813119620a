import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCluster } from '../../src/kube/live-cluster.ts';
import { conditionOf, external, type Hpa, shownValues } from './hpa.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

const METRIC = 'nginx.net.request_per_s';
const LABELS = { app: 'puppet', env: 'demo' };

let world: World;
let hpa: Hpa;

/** The example of Datadog's guide to external metrics: 2472 requests, a target of 9 for each of three pods. */
beforeAll(async () => {
  world = await openWorld();
  world.standIn.serve(METRIC, [{ value: '2472', labels: LABELS, for: { namespace: 'default', name: 'nginxext' } }]);
  await world.deployment('default', 'nginx', 3);
  await world.autoscaler('default', 'nginxext', {
    target: { kind: 'Deployment', name: 'nginx' },
    max: 3,
    metrics: [external(METRIC, { averageValue: '9' }, LABELS)],
  });
  hpa = await world.untilHpa('default', 'nginxext', (seen) => shownValues(seen)[0] !== undefined);
}, WORLD_PATIENCE);
afterAll(() => world?.close());

async function kubectl(...words: readonly string[]): Promise<string> {
  const { programs, kubeconfig } = world.plane;
  const { stdout } = await promisify(execFile)(programs.kubectl, ['--kubeconfig', kubeconfig, ...words]);
  return stdout;
}

describe('a ServiceAccount on a real control plane', () => {
  it('may do what RBAC gives it, which is nothing at first', async () => {
    const kubeconfig = await world.plane.kubeconfigFor({ namespace: 'default', name: 'default' });
    const reader = await openCluster({ kubeconfig });
    const reading = await reader.listPods({ namespace: 'datadog' }, { timeoutMs: 10_000 });
    await reader.close();
    expect(reading).toMatchObject({
      known: false,
      why: 'forbidden',
      detail: expect.stringContaining('User "system:serviceaccount:default:default" cannot list resource "pods"'),
    });
  });
});

describe("the guide's example on a real control plane", () => {
  it('shows the value for each pod', () => {
    expect(shownValues(hpa)).toEqual(['824']);
    expect(hpa.status).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });
    expect(conditionOf(hpa, 'ScalingLimited')).toMatchObject({ status: 'True', reason: 'TooManyReplicas' });
  });

  it('is what kubectl prints', async () => {
    const [heads = '', values = ''] = (await kubectl('get', 'hpa', 'nginxext')).split('\n');
    const at = heads.indexOf('TARGETS');
    expect(values.slice(at, heads.indexOf('MINPODS')).trim()).toBe('824/9 (avg)');
  });

  it('is 2472 in what the API serves, in the ConfigMap and in what the leader says of itself', async () => {
    const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/default/${METRIC}?labelSelector=env%3Ddemo`;
    const { items } = JSON.parse((await world.plane.kube.send('GET', path)).text);
    expect(items).toMatchObject([{ metricName: METRIC, metricLabels: LABELS, value: '2472' }]);
    await world.standIn.sync();
    const [leader = ''] = world.standIn.pods();
    const stored = JSON.parse(await kubectl('get', 'cm', 'datadog-custom-metrics', '-n', 'datadog', '-o', 'json')).data;
    const entry = JSON.parse(stored[`external_metric-horizontal-default-nginxext-${METRIC}`]);
    expect(entry).toMatchObject({ metricName: METRIC, labels: LABELS, value: 2472, valid: true });
    const printed = await kubectl('exec', '-n', 'datadog', leader, '--', 'datadog-cluster-agent', 'status', '--json');
    const status = JSON.parse(printed);
    expect(status.leaderelection.leaderName).toBe(leader);
    expect(status.custommetrics.External).toMatchObject({ Metrics: [entry], Total: 1, Valid: 1 });
    const lease = JSON.parse(await kubectl('get', 'lease', 'datadog-leader-election', '-n', 'datadog', '-o', 'json'));
    expect(lease.spec.holderIdentity).toBe(leader);
  });
});
