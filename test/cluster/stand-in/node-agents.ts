import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statusDate } from '../../../simulator/cluster/capture-time.ts';
import type { KubeObject } from '../../../simulator/cluster/kube-object.ts';
import { shiftText } from '../../../simulator/cluster/time-shift.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';
import { inTheWorld } from './agent-documents.ts';
import { envList } from './chart-objects.ts';
import { runningChecks } from './check-documents.ts';
import { DEPLOYMENT, NAMESPACE, NODE_AGENT_LABELS, NODE_AGENTS, NODE_CONTAINER, TOKEN_SECRET } from './names.ts';
import { serviceLinks } from './service-links.ts';

const CAPTURE = join(import.meta.dirname, '../../../simulator/cluster/scenarios/leader-and-follower');
/** Since 2024 `status` repeats what was true at the first contact. */
const VERSION = '7.63.0';

/** What `status --json` says of the link to the Cluster Agent. */
export type LinkWords =
  | { readonly DetectionError: string }
  | { readonly Endpoint: string; readonly Version: string; readonly ConnectionError?: string };

/** What a test changes of the DaemonSet. */
export interface NodeAgentSettings {
  /** `undefined` leaves a variable of the chart out. */
  readonly env?: Readonly<Record<string, string | object | undefined>>;
  readonly token?: string;
  readonly serviceLinks?: boolean;
}

export interface NodeAgentPod {
  readonly name: string;
  readonly node: string;
}

/** Plays the node Agents of a world: a real DaemonSet, whose pods say what the test says. */
export interface NodeAgentStandIn {
  /** Makes the DaemonSet so, and waits until its pods are those of it, with the environment of that moment. */
  apply(settings?: NodeAgentSettings): Promise<void>;
  /** Pods that run now, by their nodes. */
  pods(): Promise<readonly NodeAgentPod[]>;
  /** What the Agent of a node says of its link; of all of them without a node. By default that it is connected. */
  say(link: LinkWords, node?: string): Promise<void>;
  /** What the leader's `clusterchecks` names as reporting. */
  report(nodes: readonly string[]): Promise<void>;
}

/** Puts a node Agent on every node of a world of three. */
export async function startNodeAgents(world: World): Promise<NodeAgentStandIn> {
  const { plane, standIn } = world;
  const { kube } = plane;
  const capture = async (node: string, document: string) =>
    inTheWorld(await readFile(join(CAPTURE, `${node.replace('-', '')}-${document}`), 'utf8'));
  const equipped = new Set<string>();

  async function pods(): Promise<readonly NodeAgentPod[]> {
    const found = await kube.list('v1', 'Pod', NAMESPACE, `app=${NODE_AGENT_LABELS.app}`);
    return found
      .filter(({ metadata, status }) => !metadata.deletionTimestamp && phaseOf(status) === 'Running')
      .map(({ metadata, spec }) => ({ name: metadata.name, node: nodeOf(spec) }))
      .toSorted((a, b) => a.node.localeCompare(b.node));
  }

  async function write({ name, node }: NodeAgentPod, link: LinkWords): Promise<void> {
    const stdout = statusOf(await capture(node, 'status.json'), link);
    await standIn.agents.write(name, 'status.json', { stdout });
    await standIn.agents.write(name, 'configcheck.txt', {
      stdout: runningChecks(await capture(node, 'configcheck.txt')),
    });
  }

  async function equip(withLinks: boolean): Promise<void> {
    for (const pod of await pods()) {
      if (equipped.has(pod.name)) continue;
      equipped.add(pod.name);
      const links = withLinks ? await serviceLinks(kube, NAMESPACE) : {};
      await standIn.agents.equip(pod.name, NODE_CONTAINER, links);
      await standIn.agents.writeLog(pod.name, logOf([]));
      const host = links[HOST] ?? '';
      await write(pod, { Endpoint: `https://${host}:5005`, Version: VERSION });
    }
  }

  async function apply(settings: NodeAgentSettings = {}): Promise<void> {
    const object = daemonSet(settings);
    const [{ metadata }] = (await kube.apply(object)) as unknown as readonly [{ metadata: { generation: number } }];
    await until('the node Agents of that DaemonSet', async () => {
      const status = ((await kube.get(object))?.status ?? {}) as Readonly<Record<string, number>>;
      const {
        observedGeneration = 0,
        desiredNumberScheduled: wanted = 0,
        updatedNumberScheduled,
        numberReady,
      } = status;
      if (observedGeneration < metadata.generation || wanted === 0) return undefined;
      const there = await pods();
      return (updatedNumberScheduled === wanted && numberReady === wanted && there.length === wanted) || undefined;
    });
    await equip(settings.serviceLinks !== false);
    for (const { name } of await pods()) {
      const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}/log?tailLines=1&container=${NODE_CONTAINER}`;
      await until('its log', async () => (await kube.send('GET', path)).status === 200 || undefined);
    }
  }

  return {
    apply,
    pods,
    async say(link, node) {
      for (const pod of await pods()) if (node === undefined || pod.node === node) await write(pod, link);
    },
    async report(nodes) {
      const [leader = ''] = standIn.pods();
      await standIn.print(leader, 'clusterchecks.txt', { stdout: reportingText(nodes) });
    },
  };
}

/** The variable of the Cluster Agent's Service. */
export const HOST = 'DATADOG_CLUSTER_AGENT_SERVICE_HOST';

function statusOf(captured: string, clusterAgentStatus: LinkWords): string {
  const renewed = shiftText(captured, Date.now() - (statusDate(captured) ?? Date.now()));
  const { checkSchedulerStats, ...status } = JSON.parse(renewed);
  const scheduled = { ...checkSchedulerStats, LoaderErrors: {} };
  return JSON.stringify({ ...status, checkSchedulerStats: scheduled, version: VERSION, clusterAgentStatus });
}

function reportingText(nodes: readonly string[]): string {
  const table = ['Name     Running checks', ...nodes.map((node) => `${node}   0`), ''];
  return [`=== ${nodes.length} agents reporting ===`, '', ...(nodes.length > 0 ? table : [])].join('\n');
}

/** Lines in the form in which a kubelet keeps logs. */
export function logOf(lines: readonly string[]): string {
  const now = new Date().toISOString();
  const words = ['CORE | INFO | (cmd/agent/run.go:1 in run) | Starting Datadog Agent', ...lines];
  return words
    .map((line) => `${now.slice(0, -1)}000000Z stdout F ${now.slice(0, 19).replace('T', ' ')} UTC | ${line}\n`)
    .join('');
}

function daemonSet({ env, token = TOKEN_SECRET, serviceLinks: links = true }: NodeAgentSettings): KubeObject {
  const secretKeyRef = { name: token, key: 'token' };
  const container = {
    name: NODE_CONTAINER,
    image: `gcr.io/datadoghq/agent:${VERSION}`,
    env: [
      { name: 'DD_CLUSTER_AGENT_AUTH_TOKEN', valueFrom: { secretKeyRef } },
      ...envList({
        DD_CLUSTER_AGENT_ENABLED: 'true',
        DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: DEPLOYMENT,
        DD_EXTRA_CONFIG_PROVIDERS: 'clusterchecks endpointschecks',
        ...env,
      }),
    ],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: NODE_AGENTS, namespace: NAMESPACE, labels: NODE_AGENT_LABELS },
    spec: {
      selector: { matchLabels: { app: NODE_AGENT_LABELS.app } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%' } },
      template: {
        metadata: { labels: NODE_AGENT_LABELS },
        spec: { enableServiceLinks: links, terminationGracePeriodSeconds: 0, containers: [container] },
      },
    },
  };
}

function phaseOf(status: unknown): string | undefined {
  return (status as { phase?: string } | undefined)?.phase;
}

function nodeOf(spec: unknown): string {
  return (spec as { nodeName?: string } | undefined)?.nodeName ?? '';
}
