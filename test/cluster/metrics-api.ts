import { createAuthority } from '../../simulator/cluster/certificate.ts';
import { metricsApiService, metricsService } from './stand-in/chart-objects.ts';
import { createMetricsServer } from './stand-in/metrics-server.ts';
import { EXTERNAL_METRICS_GROUP, METRICS_PORT, METRICS_SERVICE, NAMESPACE } from './stand-in/names.ts';
import { readerBinding } from './stand-in/rights-objects.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

export interface Availability {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The `Available` condition of the APIService of external metrics; undefined when there is no APIService. */
export async function availability({ plane }: World): Promise<Availability | undefined> {
  const service = await plane.kube.get(metricsApiService());
  const { conditions = [] } = (service?.status ?? {}) as { conditions?: (Availability & { type: string })[] };
  return conditions.find(({ type }) => type === 'Available');
}

/** Waits until the API server says this reason of availability: `Passed`, `MissingEndpoints` and so on. */
export async function untilAvailability(world: World, reason: string): Promise<Availability> {
  return until(`external metrics to be ${reason}`, async () => {
    const now = await availability(world);
    if (now?.reason === reason) return now;
    throw new Error(JSON.stringify(now));
  });
}

/** The API server checks every half minute, and at once when the Service changes. */
async function hastenAvailability({ plane, standIn }: World): Promise<void> {
  const annotations = { 'test/changed': new Date().toISOString() };
  await plane.kube.patch(metricsService(standIn.address), { metadata: { annotations } });
}

/** Makes the way from the API server to the stand-in whole again, whatever broke it. */
export async function repairMetricsApi(world: World): Promise<void> {
  const { plane, standIn } = world;
  await standIn.server.start();
  standIn.server.silence(false);
  await plane.kube.apply(metricsService(standIn.address), readerBinding(), metricsApiService());
  await hastenAvailability(world);
  await untilAvailability(world, 'Passed');
}

/** Breaks the way from the API server to the stand-in at one place. */
export const BREAKS = {
  'api-service-deleted': ({ plane }: World) => plane.kube.remove(metricsApiService()),
  'nobody-listens': async (world: World) => {
    await world.standIn.server.stop();
    await hastenAvailability(world);
  },
  'nobody-answers': async (world: World) => {
    world.standIn.server.silence(true);
    await hastenAvailability(world);
  },
  'service-deleted': ({ plane, standIn }: World) => plane.kube.remove(metricsService(standIn.address)),
  'no-endpoints': async ({ plane, standIn }: World) => {
    await plane.kube.patch(metricsService(standIn.address), { spec: { selector: { app: 'nobody' } } });
  },
  'wrong-port': ({ plane }: World) => pointTo({ name: METRICS_SERVICE, namespace: NAMESPACE, port: 443 }, plane),
  'owner-gone': ({ plane }: World) =>
    pointTo({ name: 'keda-operator-metrics-apiserver', namespace: 'keda', port: 443 }, plane),
  'wrong-certificate': async ({ plane }: World) => {
    const caBundle = Buffer.from(createAuthority('another').certificate).toString('base64');
    await plane.kube.apply(metricsApiService({ insecureSkipTLSVerify: false, caBundle }));
  },
} as const satisfies Record<string, (world: World) => Promise<void>>;

const CONTROLLER_ROLE = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'system:controller:horizontal-pod-autoscaler' },
} as const;

/**
 * Takes away both that let the autoscaling controller read external metrics: the chart's binding, and the right that
 * Kubernetes gives it by itself. Resolves to what gives that one back.
 */
export async function forbidReading({ plane: { kube } }: World): Promise<() => Promise<void>> {
  const { rules = [] } = ((await kube.get(CONTROLLER_ROLE)) ?? {}) as { rules?: { apiGroups?: string[] }[] };
  const fewer = rules.filter(({ apiGroups }) => !apiGroups?.includes(EXTERNAL_METRICS_GROUP));
  if (fewer.length === rules.length) throw new Error('the controller has no right of its own to external metrics');
  await kube.patch(CONTROLLER_ROLE, { rules: fewer });
  await kube.remove(readerBinding());
  return async () => {
    await kube.patch(CONTROLLER_ROLE, { rules });
  };
}

/**
 * Gives external metrics to another product, whose server answers every question with this message and status 500;
 * resolves, when the API server asks there, to what ends that server.
 */
export async function giveToAnotherOwner({ plane }: World, message: string): Promise<() => Promise<void>> {
  const [namespace, name, port] = ['keda', 'keda-operator-metrics-apiserver', METRICS_PORT];
  const address = `${plane.services}.44`;
  const server = createMetricsServer({
    address,
    port,
    certificate: plane.authority.issueServing(name),
    answer: () => ({ status: 500, reason: 'InternalError', message }),
  });
  await server.start();
  await plane.kube.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name },
      spec: { clusterIP: address, ports: [{ name: 'https', port, targetPort: port, protocol: 'TCP' }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.0.0.200'], conditions: { ready: true } }],
      ports: [{ name: 'https', port, protocol: 'TCP' }],
    },
  );
  await pointTo({ namespace, name, port }, plane);
  return server.stop;
}

async function pointTo(service: unknown, { kube }: World['plane']): Promise<void> {
  await kube.apply(metricsApiService({ service }));
}
