import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shiftText } from '../../simulator/cluster/time-shift.ts';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { pick } from '../masking/secret-examples.ts';
import type { Random } from '../seeded-random.ts';
import { madeJson, madeText } from './made-status.ts';

/** When the capture that lends its layout was made, in epoch milliseconds. */
export const CAPTURED = 1_795_458_950_760;
const LABELS = [
  { 'agent.datadoghq.com/component': 'cluster-agent' },
  { 'app.kubernetes.io/component': 'cluster-agent' },
  { app: 'datadog-cluster-agent' },
] as const;

export interface MadeMetric {
  readonly name: string;
  readonly hpa: string;
  readonly valid: boolean;
  readonly value: number;
}

/** A cluster nobody captured: what a test made up, and so what an answer about it must say. */
export interface MadeCluster {
  readonly cluster: string;
  readonly namespace: string;
  readonly deployment: string;
  readonly lockName: string;
  readonly lock: 'Lease' | 'ConfigMap';
  readonly leader: string;
  readonly followers: readonly string[];
  readonly nodes: readonly string[];
  readonly leaseSeconds: number;
  readonly transitions: number;
  readonly version: string;
  readonly metrics: readonly MadeMetric[];
  readonly agents: number;
  readonly configurations: number;
  readonly unassigned: number;
  readonly successes: number;
  readonly restarts: number;
  /** Of every Agent pod. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

export function word(random: Random, length: number): string {
  return Array.from({ length }, () => LETTERS.charAt(Math.floor(random() * LETTERS.length))).join('');
}

export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Names, numbers and conventions of a cluster, all by chance. */
export function inventCluster(random: Random, over: Partial<MadeCluster> = {}): MadeCluster {
  const release = `rel${word(random, 4)}`;
  const deployment = over.deployment ?? `${release}-cluster-agent`;
  const hash = word(random, 9);
  const pods = Array.from({ length: between(random, 2, 4) }, () => `${deployment}-${hash}-${word(random, 5)}`);
  const configurations = between(random, 20, 900);
  const metrics = Array.from({ length: between(random, 3, 9) }, (_, index) => ({
    name: `m${word(random, 5)}.queue.depth`,
    hpa: `team${word(random, 3)}/h${word(random, 5)}`,
    valid: index > 0,
    value: between(random, 1, 90_000),
  }));
  return {
    cluster: `c-${word(random, 6)}`,
    namespace: `ns-${word(random, 5)}`,
    deployment,
    lockName: `${release}-leader-election`,
    lock: pick(random, ['Lease', 'ConfigMap'] as const),
    leader: pods[0] ?? '',
    followers: pods.slice(1),
    nodes: pods.map(() => `node-${word(random, 6)}`),
    leaseSeconds: between(random, 30, 300),
    transitions: between(random, 11, 400),
    version: `7.${between(random, 50, 79)}.${between(random, 0, 9)}`,
    metrics,
    agents: between(random, 5, 500),
    configurations,
    unassigned: 0,
    successes: between(random, 1000, 90_000),
    restarts: 0,
    labels: pick(random, LABELS),
    annotations: {},
    env: [],
    ...over,
  };
}

export interface WrittenScenario {
  readonly folder: string;
  remove(): Promise<void>;
}

export interface WriteOptions {
  /** Which forms of `status` its Agents offer. */
  readonly forms?: readonly ('text' | 'json')[];
  /** The age of the last renewal when the capture was made. */
  readonly renewedAgo?: number;
  /** Milliseconds by which the capture lies elsewhere in time. */
  readonly shiftMs?: number;
  /** Changes the printed documents and objects at the end. */
  readonly change?: (file: string, content: string) => string;
}

/** Writes a scenario folder that plays the cluster; the layout of `status` comes from the capture, all it says does not. */
export async function writeScenario(made: MadeCluster, options: WriteOptions = {}): Promise<WrittenScenario> {
  const { forms = ['text', 'json'], renewedAgo = 7, shiftMs = 0, change = (_file, content) => content } = options;
  const folder = await mkdtemp(join(tmpdir(), 'dca-made-'));
  await mkdir(join(folder, 'kube'));
  const renewed = CAPTURED - renewedAgo * 1000;
  const base = scenarioFolder('leader-and-follower');
  const write = (file: string, content: string) =>
    writeFile(join(folder, file), change(file, shiftText(content, shiftMs)));
  for (const role of ['leader', 'follower'] as const) {
    const view = { made, role, renewed };
    if (forms.includes('text'))
      await write(`${role}-status.txt`, madeText(await readFile(join(base, `${role}-status.txt`), 'utf8'), view));
    if (forms.includes('json'))
      await write(`${role}-status.json`, madeJson(await readFile(join(base, `${role}-status.json`), 'utf8'), view));
  }
  await write('kube/objects.json', JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects(made, renewed) }));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

function objects(made: MadeCluster, renewed: number): readonly unknown[] {
  const { namespace, deployment } = made;
  const names = [made.leader, ...made.followers];
  return [
    ...names.map((name, index) => podObject(made, name, made.nodes[index] ?? 'node')),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: deployment, namespace },
      spec: { replicas: names.length },
      status: { replicas: names.length, readyReplicas: names.length },
    },
    lockObject(made, renewed),
  ];
}

function podObject(made: MadeCluster, name: string, nodeName: string) {
  const { namespace } = made;
  const replicaSet = name.slice(0, name.lastIndexOf('-'));
  const image = `registry.example/cluster-agent:${made.version}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { ...made.labels, 'pod-template-hash': replicaSet.slice(replicaSet.lastIndexOf('-') + 1) },
      annotations: made.annotations,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet, uid: 'u', controller: true }],
    },
    spec: {
      nodeName,
      containers: [
        {
          name: 'cluster-agent',
          image,
          env: [
            { name: 'DD_CLUSTER_NAME', value: made.cluster },
            { name: 'DD_LEADER_LEASE_NAME', value: made.lockName },
            { name: 'DD_LEADER_ELECTION', value: 'true' },
            ...made.env,
          ],
        },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          name: 'cluster-agent',
          ready: true,
          restartCount: made.restarts,
          image,
          state: { running: { startedAt: iso(CAPTURED - 3_600_000) } },
        },
      ],
    },
  };
}

function lockObject(made: MadeCluster, renewed: number) {
  const { namespace, lockName: name, leader: holderIdentity, leaseSeconds: leaseDurationSeconds, transitions } = made;
  const acquireTime = iso(CAPTURED - 3_000_000);
  if (made.lock === 'Lease')
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace },
      spec: {
        holderIdentity,
        leaseDurationSeconds,
        acquireTime,
        renewTime: iso(renewed).replace('Z', '000Z'),
        leaseTransitions: transitions,
      },
    };
  const record = {
    holderIdentity,
    leaseDurationSeconds,
    acquireTime,
    renewTime: iso(renewed),
    leaderTransitions: transitions,
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      annotations: { 'control-plane.alpha.kubernetes.io/leader': JSON.stringify(record) },
    },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
