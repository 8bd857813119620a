import type { Reading } from '../domain/reading.ts';
import { reviewAccountAccess, reviewOwnAccess } from './access-reviews.ts';
import { openConnection } from './api-connection.ts';
import { externalMetricShape } from './autoscaling-shapes.ts';
import { clusterCalls } from './cluster-calls.ts';
import type { ClusterReader } from './cluster-reader.ts';
import { narrowCoreVersions, narrowGroupVersions } from './discovery-shapes.ts';
import { checkMetricName, externalMetricRequest } from './external-metric-path.ts';
import { type KubeConfigSource, loadKubeConfig } from './kube-config.ts';
import { kubectlCommands } from './kubectl-command.ts';
import { narrowList, narrowPage, narrowVersion } from './narrow-objects.ts';
import { readLog, streamLog } from './pod-logs.ts';
import { readScaleTarget } from './read-scale-target.ts';
import {
  API_SERVICES,
  AUTOSCALERS,
  CONFIG_MAPS,
  DATADOG_METRICS,
  DEPLOYMENTS,
  ENDPOINT_SLICES,
  EVENTS,
  LEASES,
  NODES,
  PODS,
  pathOf,
  SCALE_TARGETS,
  SERVICES,
} from './resources.ts';
import { runCommand, streamBytes, streamCommand } from './run-command.ts';

export { listContexts } from './kube-config.ts';

/** Of small objects that every application may have some of. */
const LONG_LIST_LIMIT = 20_000;

export interface OpenClusterOptions extends KubeConfigSource {
  /** How answers call the cluster; by default the context's name, `in-cluster` for a service account. */
  readonly name?: string;
  readonly now?: () => number;
  /** True where several clusters are served: sources then say `kubectl --context`. */
  readonly namesContext?: boolean;
}

/**
 * Opens a cluster for reading. Rejects with KubeConfigProblem when the kubeconfig cannot be used; nothing is sent to
 * the cluster until the first call.
 */
export async function openCluster(options: OpenClusterOptions): Promise<ClusterReader> {
  const loaded = await loadKubeConfig(options);
  const now = options.now ?? Date.now;
  const connection = openConnection(loaded, now);
  const closing = new AbortController();
  const kubectl = kubectlCommands(options.namesContext ? loaded.context : undefined);

  const calls = clusterCalls(connection, kubectl, now, closing.signal);

  return {
    cluster: options.name ?? (loaded.context === 'inClusterContext' ? 'in-cluster' : loaded.context),
    ...(loaded.namespace === undefined ? {} : { ownNamespace: loaded.namespace }),
    skewMs: connection.skewMs,
    listPods({ node, name, ...where }, bounds) {
      const fields = [
        ...(node === undefined ? [] : [`spec.nodeName=${node}`]),
        ...(name === undefined ? [] : [`metadata.name=${name}`]),
      ];
      const some = fields.length === 0 ? {} : { fieldSelector: fields.join(','), names: { node, pod: name } };
      return calls.listObjects(PODS, { ...where, ...some }, bounds);
    },
    listNodes: (bounds) => calls.listObjects(NODES, { limit: LONG_LIST_LIMIT }, bounds),
    getDeployment: (namespace, name, bounds) => calls.getObject(DEPLOYMENTS, { namespace, name }, bounds),
    getLease: (namespace, name, bounds) => calls.getObject(LEASES, { namespace, name }, bounds),
    getConfigMap: (namespace, name, bounds) => calls.getObject(CONFIG_MAPS, { namespace, name }, bounds),
    getHorizontalPodAutoscaler: (namespace, name, bounds) => calls.getObject(AUTOSCALERS, { namespace, name }, bounds),
    listHorizontalPodAutoscalers({ name, limit = LONG_LIST_LIMIT, ...where }, bounds) {
      const one = name === undefined ? {} : { fieldSelector: `metadata.name=${name}`, names: { name } };
      return calls.listObjects(AUTOSCALERS, { ...where, ...one, limit }, bounds);
    },
    getScaleTarget: (namespace, ref, bounds) => readScaleTarget(calls, kubectl, namespace, ref, bounds),
    listScaleTargets: (kind, where, bounds) =>
      calls.listObjects(SCALE_TARGETS[kind], { ...where, limit: LONG_LIST_LIMIT }, bounds),
    getService: (namespace, name, bounds) => calls.getObject(SERVICES, { namespace, name }, bounds),
    listEndpointSlices(namespace, service, bounds) {
      const labelSelector = `kubernetes.io/service-name=${service}`;
      return calls.listObjects(ENDPOINT_SLICES, { namespace, labelSelector, names: { service } }, bounds);
    },
    listAllEndpointSlices: (where, bounds) =>
      calls.listObjects(ENDPOINT_SLICES, { ...where, limit: LONG_LIST_LIMIT }, bounds),
    getApiService: (name, bounds) => calls.getObject(API_SERVICES, { name }, bounds),
    apiVersions: (bounds) =>
      calls.read(kubectl.apiVersions(), {}, bounds, async (deadline) => {
        const [core, groups] = await Promise.all([
          calls.fetchJson({ path: '/api' }, deadline),
          calls.fetchJson({ path: '/apis' }, deadline),
        ]);
        return [...narrowCoreVersions(core), ...narrowGroupVersions(groups)].sort();
      }),
    listEvents({ namespace, kind, name }, bounds) {
      const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
      return calls.listObjects(EVENTS, { namespace, fieldSelector, names: { kind, name } }, bounds);
    },
    pageOfEvents(limit, bounds) {
      const path = pathOf(EVENTS);
      const query = { limit: String(limit) };
      return calls.read(kubectl.raw(`${path}?${new URLSearchParams(query)}`), {}, bounds, async (deadline) => {
        const { items, next } = narrowPage(await calls.fetchJson({ path, query }, deadline), EVENTS.kind, EVENTS.shape);
        return { events: items, more: next !== undefined };
      });
    },
    listDatadogMetrics: async (where, bounds) =>
      absentWithoutDefinition(await calls.listObjects(DATADOG_METRICS, { ...where, limit: LONG_LIST_LIMIT }, bounds)),
    getExternalMetric(namespace, metric, bounds) {
      const { path, query } = externalMetricRequest(namespace, metric);
      const source = kubectl.raw(query === undefined ? path : `${path}?${new URLSearchParams(query)}`);
      return calls.read(source, { namespace }, bounds, async (deadline) => {
        checkMetricName(metric.name);
        const body = await calls.fetchJson(query === undefined ? { path } : { path, query }, deadline);
        return narrowList(body, 'ExternalMetricValue', externalMetricShape);
      });
    },
    podLog: (target, bounds) => readLog(calls, connection, kubectl, target, bounds),
    listServices: (where, bounds) => calls.listObjects(SERVICES, { ...where, limit: LONG_LIST_LIMIT }, bounds),
    streamLog: (target, onText, bounds) => streamLog(calls, connection, kubectl, target, onText, bounds),
    streamExec: (target, onStdout, bounds) => streamCommand(calls, connection, kubectl, target, onStdout, bounds),
    streamExecBytes: (target, onStdout, bounds) => streamBytes(calls, connection, kubectl, target, onStdout, bounds),
    exec: (target, bounds) => runCommand(calls, connection, kubectl, target, bounds),
    mayI: (question, bounds) => reviewOwnAccess(calls, kubectl, question, bounds),
    mayAccount: (question, bounds) => reviewAccountAccess(calls, kubectl, question, bounds),
    serverVersion: (bounds) =>
      calls.read(kubectl.version(), {}, bounds, async (deadline) =>
        narrowVersion(await calls.fetchJson({ path: '/version' }, deadline)),
      ),
    async close() {
      closing.abort(new Error('closed'));
      await connection.close();
    },
  };
}

/** Where the cluster does not have the kind at all, there is no such object either. */
function absentWithoutDefinition<T>(reading: Reading<T>): Reading<T> {
  return reading.known || reading.why !== 'unsupported' ? reading : { ...reading, why: 'absent' };
}
