import { collect } from '../../src/collectors/collect.ts';
import type { CollectOptions } from '../../src/collectors/collect-options.ts';
import type { NodeAgentLook, NodeAgents } from '../../src/domain/node-agent.ts';
import type { EnvVar, Pod, Service } from '../../src/domain/objects.ts';
import type { Question, Subject } from '../../src/domain/question.ts';
import { clusterChecksText, FOLLOWER_TEXT, nodeAgent } from './made-checks.ts';
import { node, slice } from './made-metadata.ts';
import { agentPod, type Made, type MadeReader, madeReader, NOW } from './made-reader.ts';

export const HOST = 'DATADOG_CLUSTER_AGENT_SERVICE_HOST';
const TOKEN: EnvVar = {
  name: 'DD_CLUSTER_AGENT_AUTH_TOKEN',
  valueFrom: { secretKeyRef: { name: 'dca-token', key: 'token' } },
};

/** What a node Agent's `status --json` says of its link. */
export function linkStatus(link: object = { Endpoint: 'https://10.96.0.5:5005', Version: '7.63.0' }): string {
  return JSON.stringify({ version: '7.63.0', flavor: 'agent', runnerStats: { Checks: {} }, clusterAgentStatus: link });
}

export const FAILING_LINK = linkStatus({ DetectionError: 'unexpected status code from cluster agent: 403' });

/** The Service of the Cluster Agent, or another one. */
export function agentService(name = 'datadog-cluster-agent', spec: Partial<Service['spec']> = {}): Service {
  return {
    metadata: { namespace: 'dd', name, creationTimestamp: '2026-11-01T00:00:00Z' },
    spec: {
      clusterIP: '10.96.0.5',
      selector: { 'agent.datadoghq.com/component': 'cluster-agent' },
      ports: [{ name: 'agentport', port: 5005, targetPort: 'agentport' }],
      ...spec,
    },
  };
}

/** The same pod with more in its environment, its state or its names. */
export function changed(
  pod: Pod,
  {
    env = [],
    spec = {},
    status = {},
    metadata = {},
  }: { env?: readonly EnvVar[]; spec?: object; status?: object; metadata?: object },
): Pod {
  const containers = pod.spec.containers.map((one) =>
    one.name === 'agent' || one.name === 'cluster-agent' ? { ...one, env: [...(one.env ?? []), ...env] } : one,
  );
  return {
    metadata: { ...pod.metadata, ...metadata },
    spec: { ...pod.spec, containers, ...spec },
    status: { ...pod.status, ...status },
  };
}

export function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** A cluster with so many node Agents, `agent-N` on `node-N`, each connected; the leader hears of `reporting`, by default of all. */
export function madeNodes(count: number, over: Partial<Made> & { reporting?: readonly string[] } = {}): MadeReader {
  const { reporting = numbered(count).map((number) => `node-${number}`), ...rest } = over;
  const agents = numbered(count).map((number) => changed(nodeAgent(number), { env: [TOKEN] }));
  const outputs = numbered(count).flatMap((number) => [
    [`agent-${number} node-status-json`, linkStatus()],
    [`agent-${number} printenv ${HOST}`, '10.96.0.5\n'],
  ]);
  return madeReader({
    nodes: numbered(count + 1).map((number) => node(`node-${number}`)),
    services: [agentService()],
    slices: [slice('dd', 'datadog-cluster-agent', 'dca-1@node-1', 'dca-2@node-1')],
    ...rest,
    pods: rest.pods ?? [changed(agentPod('dca-1'), { env: [TOKEN] }), agentPod('dca-2'), ...agents],
    outputs: {
      ...Object.fromEntries(outputs),
      'dca-1 clusterchecks': clusterChecksText({ dispatched: Object.fromEntries(reporting.map((name) => [name, []])) }),
      'dca-2 clusterchecks': FOLLOWER_TEXT,
      ...rest.outputs,
    },
  });
}

export async function nodesOf(
  { reader }: Pick<MadeReader, 'reader'>,
  subject?: Subject,
  over: Partial<CollectOptions> = {},
): Promise<NodeAgents> {
  const question: Question = subject === undefined ? { kind: 'node' } : { kind: 'node', subject };
  const { nodeAgents } = await collect(reader, {
    question,
    namespace: 'dd',
    exec: true,
    clock: () => Date.parse(NOW),
    ...over,
  });
  if (!nodeAgents) throw new Error('nothing about node Agents was collected');
  return nodeAgents;
}

export function lookAt({ looks }: NodeAgents, pod: string): NodeAgentLook {
  const look = looks.find((one) => one.pod.name === pod);
  if (!look) throw new Error(`nobody looked at ${pod}`);
  return look;
}
