import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type OpenedCluster, openSimulated, scenarioFolder } from './open-simulated.ts';

/** A DatadogMetric of {@link openScaling}. */
export const DATADOG_METRIC = { namespace: 'shop', name: 'orders-rate', currentValue: '157.5' };
/** A scale target of a custom kind of {@link openScaling}, in the namespace `shop`. */
export const ROLLOUT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' };

/** The usual simulated cluster with DatadogMetrics and a custom kind that can be scaled. */
export async function openScaling(): Promise<OpenedCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'dca-bot-'));
  const { namespace, name, currentValue } = DATADOG_METRIC;
  const scenario = {
    extends: relative(folder, scenarioFolder('leader-and-follower')),
    customResources: [
      { group: 'datadoghq.com', version: 'v1alpha1', plural: 'datadogmetrics', kind: 'DatadogMetric' },
      { group: 'argoproj.io', version: 'v1alpha1', plural: 'rollouts', kind: 'Rollout', scalable: true },
    ],
  };
  const objects = [
    {
      apiVersion: 'datadoghq.com/v1alpha1',
      kind: 'DatadogMetric',
      metadata: { namespace, name },
      spec: { query: 'avg:orders{*}' },
      status: { currentValue },
    },
    {
      ...ROLLOUT,
      metadata: { namespace: 'shop', name: ROLLOUT.name },
      spec: { replicas: 4 },
      status: { replicas: 5 },
    },
  ];
  await mkdir(join(folder, 'kube'));
  await writeFile(join(folder, 'scenario.yaml'), JSON.stringify(scenario));
  await writeFile(join(folder, 'kube/custom-resources.json'), JSON.stringify(objects));
  const opened = await openSimulated(folder);
  return {
    ...opened,
    async close() {
      await opened.close();
      await rm(folder, { recursive: true });
    },
  };
}
