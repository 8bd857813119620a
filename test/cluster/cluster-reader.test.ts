import { openCluster } from '../../src/kube/live-cluster.ts';
import { clusterReaderContract } from '../kube/cluster-reader-contract.ts';
import { external, shownValues } from './hpa.ts';
import { CONTAINER, DEPLOYMENT, LEASE, METRICS_CONFIG_MAP, NAMESPACE } from './stand-in/names.ts';
import { openWorld } from './world.ts';

const LABELS = { app: 'puppet', env: 'demo' };
const METRIC = 'nginx.net.request_per_s';

clusterReaderContract('LiveCluster on a real control plane', async () => {
  const world = await openWorld();
  const user = { namespace: 'default', name: 'nginxext' };
  world.standIn.serve(METRIC, [{ value: '2472', labels: LABELS, for: user }]);
  await world.standIn.setDatadogMetric({ ...user, query: 'avg:nginx.net.request_per_s{*}', value: '2472' });
  await world.deployment('default', 'nginxext', 1);
  await world.autoscaler('default', 'nginxext', { max: 3, metrics: [external(METRIC, { averageValue: '9' }, LABELS)] });
  await world.untilHpa('default', 'nginxext', (hpa) => shownValues(hpa)[0] === '824');
  await world.standIn.sync();
  const reader = await openCluster({ kubeconfig: world.plane.kubeconfig });
  return {
    reader,
    namespace: NAMESPACE,
    pod: world.standIn.pods()[0] ?? '',
    container: CONTAINER,
    deployment: DEPLOYMENT,
    lease: LEASE,
    configMap: METRICS_CONFIG_MAP,
    autoscaler: 'nginxext',
    autoscalerNamespace: 'default',
    served: '2472',
    datadogMetric: { ...user, currentValue: '2472' },
    close: world.close,
  };
});
