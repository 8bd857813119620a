import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

const BASE = new URL('../simulator/cluster/scenarios/endpoint-checks-running/', import.meta.url);
const PODS_PER_SLICE = 100;
/** When the scenario was captured: a cluster whose clock stands there need not move all its moments for each request. */
const CAPTURED = '2026-11-23T19:34:32.938Z';
export const LARGE_CLUSTER_NOW = Date.parse(CAPTURED);
/** Tags, as the YAML of a check has them: 50,000 checks print 40 MB. */
const TAGS = 9;

export interface ClusterSize {
  readonly nodes: number;
  readonly podsPerNode: number;
  readonly checksPerNode: number;
}

interface WorkerPod {
  readonly name: string;
  readonly node: string;
  readonly service: string;
  readonly at: number;
}

/**
 * Writes a scenario folder of that size: each node with its Agent, with pods behind Services of 100 pods each, and with
 * checks that all run there; the leader's outputs and the API server agree about all of them.
 */
export async function writeLargeCluster(folder: string, size: ClusterSize): Promise<void> {
  await mkdir(join(folder, 'kube'), { recursive: true });
  const nodes = Array.from({ length: size.nodes }, (_, i) => `worker-${i}`);
  const pods = nodes.flatMap((node, i) =>
    Array.from({ length: size.podsPerNode }, (_, k): WorkerPod => {
      const at = i * size.podsPerNode + k;
      return { name: `web-6bd9c5f7d8-${at}`, node, service: `web-${Math.floor(at / PODS_PER_SLICE)}`, at };
    }),
  );
  const written: Readonly<Record<string, string>> = {
    'scenario.yaml': stringify({ name: 'large', extends: fileURLToPath(BASE), captured: CAPTURED }),
    'leader-metamap.txt': mapOf(nodes, pods, size),
    'follower-metamap.txt': mapOf(nodes, pods, size),
    'leader-clusterchecks.txt': clusterChecksOf(nodes, size),
    'leader-configcheck.txt': configCheckOf(nodes, size),
    'kube/workers.json': JSON.stringify([...nodes.map(nodeObject), ...slicesOf(pods)]),
    'kube/worker-agents.json': JSON.stringify(await agentsOn(nodes)),
  };
  for (const [name, text] of Object.entries(written)) await writeFile(join(folder, name), text);
}

function mapOf(nodes: readonly string[], pods: readonly WorkerPod[], { podsPerNode }: ClusterSize): string {
  const blocks = nodes.map((node, i) => {
    const own = pods.slice(i * podsPerNode, (i + 1) * podsPerNode);
    const lines = own.map(({ name, service }) => `      - Pod: ${name}\n        Services: [${service}]\n`);
    return `Node detected: ${node}\n\n  - Namespace: shop\n${lines.join('')}\n`;
  });
  return `===============\nMetadata Mapper\n===============\n\n${blocks.join('')}`;
}

function sourceOf(node: number, check: number): string {
  return `kube_services:kube_service://shop/api-${node}-${check}`;
}

function instanceOf(node: number, check: number): string {
  const tags = Array.from(
    { length: TAGS },
    (_, i) => `- tag_${i}:the-value-of-a-tag-as-long-as-those-of-clusters-are\n`,
  );
  return `Configuration provider: kubernetes-services
Configuration source: ${sourceOf(node, check)}
Config for instance ID: http_check:api-${node}-${check}:8c69496a328785ad
name: api-${node}-${check}
tags:
${tags.join('')}url: http://10.0.0.1

~
Init Config:
{}
`;
}

function clusterChecksOf(nodes: readonly string[], { checksPerNode }: ClusterSize): string {
  const numbers = Array.from({ length: checksPerNode }, (_, i) => i);
  const blocks = nodes.map((node, i) => {
    const checks = numbers.map((check) => `\n=== http_check check ===\n${instanceOf(i, check)}\n===\n`);
    return `\n===== Checks on ${node} =====\n${checks.join('')}`;
  });
  const agents = nodes.map((node) => `${node}   ${checksPerNode}\n`);
  return `=== ${nodes.length} agents reporting ===\n\nName   Running checks\n${agents.join('')}${blocks.join('')}\n===== 0 Pod-backed Endpoints-Checks scheduled =====\n`;
}

function configCheckOf(nodes: readonly string[], { checksPerNode }: ClusterSize): string {
  const blocks = nodes.flatMap((_, i) =>
    Array.from(
      { length: checksPerNode },
      (_none, check) =>
        `\n=== http_check cluster check ===\n${instanceOf(i, check)}Auto-discovery IDs:\n* kube_service://shop/api-${i}-${check}\n===\n`,
    ),
  );
  return blocks.join('');
}

function nodeObject(name: string): object {
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: { name, uid: `node-${name}`, creationTimestamp: '2026-11-20T08:00:00Z' },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

function slicesOf(pods: readonly WorkerPod[]): readonly object[] {
  const services = new Map<string, WorkerPod[]>();
  for (const pod of pods) services.set(pod.service, [...(services.get(pod.service) ?? []), pod]);
  return [...services].map(([service, own]) => ({
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    metadata: { name: `${service}-x`, namespace: 'shop', labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: '', port: 80, protocol: 'TCP' }],
    endpoints: own.map(({ name, node, at }) => ({
      addresses: [`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: node,
      targetRef: { kind: 'Pod', namespace: 'shop', name, uid: `pod-${at}` },
    })),
  }));
}

/** The captured node Agent's pod, once for each node. */
async function agentsOn(nodes: readonly string[]): Promise<readonly object[]> {
  const { items } = JSON.parse(await readFile(new URL('kube/pods.json', BASE), 'utf8'));
  const captured = items.find((pod: { metadata: { name: string } }) => pod.metadata.name === 'datadog-9wmr4');
  return nodes.map((nodeName, i) => ({
    kind: 'Pod',
    apiVersion: 'v1',
    ...captured,
    metadata: { ...captured.metadata, name: `datadog-w${i}`, uid: `agent-${i}` },
    spec: { ...captured.spec, nodeName },
  }));
}
