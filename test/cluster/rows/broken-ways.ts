import { BREAKS, forbidReading, giveToAnotherOwner, untilAvailability } from '../metrics-api.ts';
import { type ConditionRow, metricOf, noValue, web } from './row.ts';

const METRIC = '{ns}.depth.external.metrics.k8s.io';
const UNAVAILABLE = `the server is currently unable to handle the request (get ${METRIC})`;

const PASSED = { reason: 'Passed', message: 'all checks passed' };

/** The way from the API server to the Agent is broken, or leads elsewhere. */
export const BROKEN_WAY_ROWS: readonly ConditionRow[] = [
  broken('api-service-deleted', `the server could not find the requested resource (get ${METRIC})`),
  broken('nobody-listens', UNAVAILABLE, {
    reason: 'FailedDiscoveryCheck',
    message:
      /^failing or missing response from (https:\/\/127[\d.]+:8443\/apis\/external\.metrics\.k8s\.io\/v1beta1): Get "\1": dial tcp 127[\d.]+:8443: connect: connection refused$/,
  }),
  broken('nobody-answers', UNAVAILABLE, {
    reason: 'FailedDiscoveryCheck',
    message:
      /^failing or missing response from (https:\/\/127[\d.]+:8443\/apis\/external\.metrics\.k8s\.io\/v1beta1): Get "\1": .*$/,
  }),
  broken('service-deleted', UNAVAILABLE, {
    reason: 'ServiceNotFound',
    message: 'service/datadog-cluster-agent-metrics-api in "datadog" is not present',
  }),
  broken('no-endpoints', UNAVAILABLE, {
    reason: 'MissingEndpoints',
    message:
      'endpointslices for service/datadog-cluster-agent-metrics-api in "datadog" have no addresses with port name "metricsapi"',
  }),
  broken('wrong-port', UNAVAILABLE, {
    reason: 'ServicePortError',
    message: 'service/datadog-cluster-agent-metrics-api in "datadog" is not listening on port 443',
  }),
  broken('owner-gone', UNAVAILABLE, {
    reason: 'ServiceNotFound',
    message: 'service/keda-operator-metrics-apiserver in "keda" is not present',
  }),
  // The check of availability does not verify the certificate; only real questions do.
  broken('wrong-certificate', UNAVAILABLE, PASSED),
  {
    ...noValue(
      'reading-forbidden',
      async (world, ns) => {
        const giveBack = await forbidReading(world);
        await web(world, ns, ['2472']);
        return giveBack;
      },
      '{ns}.depth.external.metrics.k8s.io is forbidden: User "system:serviceaccount:kube-system:horizontal-pod-autoscaler" cannot list resource "{ns}.depth" in API group "external.metrics.k8s.io" in the namespace "{ns}"',
    ),
    alone: true,
    available: PASSED,
  },
  {
    ...noValue(
      'another-owner',
      async (world, ns) => {
        const end = await giveToAnotherOwner(world, `no matching metrics found for ${metricOf(ns)}`);
        await untilAvailability(world, 'Passed');
        await web(world, ns, ['2472']);
        return end;
      },
      'no matching metrics found for {ns}.depth',
    ),
    alone: true,
    available: PASSED,
  },
];

function broken(name: keyof typeof BREAKS, why: string, available?: ConditionRow['available']): ConditionRow {
  const arrange: ConditionRow['arrange'] = async (world, namespace) => {
    await BREAKS[name](world);
    if (available !== undefined) await untilAvailability(world, available.reason);
    await web(world, namespace, ['2472']);
  };
  return { ...noValue(name, arrange, why), alone: true, ...(available === undefined ? {} : { available }) };
}
