import { clusterReaderContract } from './cluster-reader-contract.ts';
import { CONTAINER, LEADER, NAMESPACE, openSimulated } from './open-simulated.ts';

clusterReaderContract('LiveCluster over TLS and WebSocket to the simulated cluster', async () => {
  const opened = await openSimulated();
  return {
    reader: opened.reader,
    namespace: NAMESPACE,
    pod: LEADER,
    container: CONTAINER,
    deployment: 'datadog-cluster-agent',
    lease: 'datadog-leader-election',
    configMap: 'datadog-custom-metrics',
    autoscaler: 'nginxext',
    close: opened.close,
  };
});
