import type { MetricsChain } from '../domain/autoscaling.ts';
import { known, mapReading, type Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';

const EXTERNAL_METRICS_API = 'v1beta1.external.metrics.k8s.io';
/** Without this certificate no extension API server can tell the API server's own requests from others. */
const FRONT_PROXY = { namespace: 'kube-system', name: 'extension-apiserver-authentication' } as const;
const FRONT_PROXY_KEY = 'requestheader-client-ca-file';

/** Who answers for the external metrics API: the APIService, its Service and what stands behind it. */
export async function readMetricsApi(
  reader: ClusterReader,
  bounds: CallBounds,
): Promise<Pick<MetricsChain, 'apiService' | 'service' | 'endpoints'>> {
  const apiService = await reader.getApiService(EXTERNAL_METRICS_API, bounds);
  const { namespace, name } = (apiService.known && apiService.value.spec.service) || {};
  if (!namespace || !name) return { apiService };
  const [service, endpoints] = await Promise.all([
    reader.getService(namespace, name, bounds),
    reader.listEndpointSlices(namespace, name, bounds),
  ]);
  return { apiService, service, endpoints };
}

/** The whole way from the HPA controller to the Agent. */
export async function readChain(reader: ClusterReader, bounds: CallBounds): Promise<MetricsChain> {
  const [metricsApi, aggregationLayer, apiVersions, serverVersion] = await Promise.all([
    readMetricsApi(reader, bounds),
    readAggregationLayer(reader, bounds),
    reader.apiVersions(bounds),
    reader.serverVersion(bounds),
  ]);
  return { ...metricsApi, aggregationLayer, apiVersions, serverVersion };
}

async function readAggregationLayer(reader: ClusterReader, bounds: CallBounds): Promise<Reading<boolean>> {
  const map = await reader.getConfigMap(FRONT_PROXY.namespace, FRONT_PROXY.name, bounds);
  if (!map.known && map.why === 'absent') return known(false, map.source, map.at);
  return mapReading(map, ({ data }) => (data?.[FRONT_PROXY_KEY] ?? '').trim() !== '');
}
