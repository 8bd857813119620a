import { type ContractCluster, clusterReaderContract, STRANGER } from './cluster-reader-contract.ts';
import { CONTAINER, LEADER, NAMESPACE, type OpenedCluster, openSimulated } from './open-simulated.ts';
import { DATADOG_METRIC, openScaling } from './scaling-scenario.ts';

clusterReaderContract('LiveCluster over TLS and WebSocket to the simulated cluster', async () =>
  contractCluster(await openSimulated()),
);

clusterReaderContract('LiveCluster to a simulated cluster with DatadogMetrics', async () => ({
  ...contractCluster(await openScaling()),
  datadogMetric: DATADOG_METRIC,
}));

function contractCluster({ simulated, reader, close }: OpenedCluster): ContractCluster {
  simulated.faults.add({ kind: 'deny', verb: '*', resource: '*', user: STRANGER });
  return {
    reader,
    namespace: NAMESPACE,
    pod: LEADER,
    container: CONTAINER,
    deployment: 'datadog-cluster-agent',
    lease: 'datadog-leader-election',
    configMap: 'datadog-custom-metrics',
    autoscaler: 'nginxext',
    autoscalerNamespace: 'default',
    served: '2472',
    close,
  };
}
