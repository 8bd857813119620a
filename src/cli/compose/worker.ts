import { agentIdentity } from '../../collectors/agent-identity.ts';
import type { ClusterConfig, Config } from '../../config/config.ts';
import { isClusterKind } from '../../domain/question.ts';
import { checkRights } from '../../kube/check-rights.ts';
import { type OpenClusterOptions, openCluster } from '../../kube/live-cluster.ts';
import { maskText } from '../../masking/mask-text.ts';
import type { RedisSettings } from '../../redis/connection.ts';
import type { HealthCheck } from '../../telemetry/health-server.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { EngineThreads } from '../../worker/engine-threads.ts';
import { startWorker } from '../../worker/start-worker.ts';
import { VERSION } from '../version.ts';

export interface WorkerOptions {
  readonly config: Config;
  readonly served: ClusterConfig;
  readonly redis: RedisSettings;
  /** Where the cluster's questions are answered, over connections of their own. */
  readonly threads: Pick<EngineThreads, 'run'>;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface ClusterWorker {
  readonly cluster: string;
  readonly ready: Readonly<Record<string, HealthCheck>>;
  /** Resolves once asks are being taken. */
  taking(): Promise<void>;
  close(): Promise<void>;
}

/** Wires the Kubernetes side for one cluster. Rejects with KubeConfigProblem when its kubeconfig cannot be used. */
export async function openWorker(options: WorkerOptions): Promise<ClusterWorker> {
  const { config, served, log, metrics } = options;
  const reached: Omit<OpenClusterOptions, 'now'> = {
    ...(served.kubeconfig === undefined ? {} : { kubeconfig: served.kubeconfig }),
    ...(served.context === undefined ? {} : { context: served.context }),
    ...(served.inCluster === undefined ? {} : { inCluster: served.inCluster }),
    ...(served.name === undefined ? {} : { name: served.name }),
    namesContext: config.clusters.length > 1,
  };
  const reader = await openCluster(reached);
  const configuredNamespace = served.namespace ?? config.agent.namespace;
  const identity = await agentIdentity(reader, configuredNamespace);
  const cluster = served.name ?? identity.clusterName ?? reader.cluster;
  const agentNamespace = configuredNamespace ?? identity.namespace ?? reader.ownNamespace ?? 'datadog';
  const deadlineMs = Math.max(...Object.values(config.deadlines));
  const worker = await startWorker({
    redis: options.redis,
    cluster,
    version: VERSION,
    concurrency: config.worker.concurrency,
    log: log.child({ role: 'worker' }),
    metrics,
    deadlineMs,
    mask: maskText,
    rights: async () =>
      (await checkRights(reader, agentNamespace)).map(({ right, allowed }) => ({ ...right, allowed })),
    answer: (question, hooks) =>
      options.threads.run(
        {
          do: 'answer',
          cluster: reached,
          question,
          options: {
            cluster,
            exec: served.exec,
            deadlineMs: isClusterKind(question.kind) ? config.deadlines[question.kind] : deadlineMs,
            ...(configuredNamespace === undefined ? {} : { namespace: configuredNamespace }),
            ...(config.agent.leaseNames === undefined ? {} : { lockNames: config.agent.leaseNames }),
          },
        },
        hooks,
      ),
  });
  return {
    cluster,
    ready: { [`redis (${cluster})`]: worker.health.redis, [`registered (${cluster})`]: worker.health.registered },
    taking: () => worker.ready(),
    close: async () => {
      await worker.close();
      await reader.close();
    },
  };
}
