import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findPrograms, type ProgramName, type Programs } from '../../scripts/cluster/programs.ts';
import type { CertificateAuthority } from '../../simulator/cluster/certificate.ts';
import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  kwokArguments,
  type ServiceRange,
  schedulerArguments,
} from './control-plane-arguments.ts';
import { writeControlPlaneFiles } from './control-plane-files.ts';
import { freePorts } from './free-ports.ts';
import { createKubeClient, type KubeClient } from './kube-client.ts';
import { type KubeUser, writeKubeconfig } from './kubeconfig.ts';
import { kwokDefinitions } from './kwok-files.ts';
import { startSupervisor } from './supervise.ts';
import { until } from './until.ts';

export interface ControlPlaneOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Seconds between two looks of the autoscaling controller; Kubernetes' default is 15. Default 5. */
  readonly hpaSyncSeconds?: number;
  /** Seconds over which a lower recommendation waits; Kubernetes' default is 300. Default 0. */
  readonly downscaleStabilizationSeconds?: number;
  readonly nodes?: number;
  readonly onProgress?: (sentence: string) => void;
}

/** A running Kubernetes without containers: kwok says that every pod runs. Linux only, since ClusterIPs are 127.A.B.C. */
export interface ControlPlane {
  /** Temporary; goes with the control plane. */
  readonly folder: string;
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  readonly programs: Programs;
  readonly authority: CertificateAuthority;
  /** Whoever asks may do everything. */
  readonly kube: KubeClient;
  /** Path of the kubeconfig of an administrator. */
  readonly kubeconfig: string;
  /** Folder on kwok's PATH: programs in it can be run by exec in pods. */
  readonly bin: string;
  readonly services: ServiceRange;
  /** Writes a kubeconfig for a ServiceAccount, with a token of one hour, and answers its path. */
  kubeconfigFor(account: { namespace: string; name: string }): Promise<string>;
  /** The last lines of every program's log, for failures. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts etcd, API server, controller manager, scheduler and kwok, and waits until pods could run. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const env = options.env ?? process.env;
  const programs = await findPrograms({ env, ...(options.onProgress ? { onProgress: options.onProgress } : {}) });
  const folder = await mkdtemp(join(tmpdir(), 'dca-control-plane-'));
  const supervisor = startSupervisor(folder);
  const [etcd = 0, etcdPeer = 0, apiServer = 0, kubelet = 0] = await freePorts(4);
  const ports = { etcd, etcdPeer, apiServer, kubelet };
  const server = `https://127.0.0.1:${apiServer}`;
  // Several control planes on one machine share its loopback addresses.
  const services: ServiceRange = `127.${1 + Math.floor(Math.random() * 254)}.${Math.floor(Math.random() * 256)}`;
  const files = await writeControlPlaneFiles(folder, server);
  const kube = createKubeClient(server, files.authority.certificate, files.admin);
  const bin = files.path('bin');
  const start = (name: ProgramName, args: readonly string[]) => {
    const path = `${bin}${delimiter}${env.PATH ?? ''}`;
    const log = files.path(`logs/${name}.log`);
    supervisor.start({ name, program: programs[name], args, env: { HOME: folder, PATH: path }, log });
  };
  const logs = () => lastLines(files.path('logs'));
  const stop = async () => {
    kube.close();
    await supervisor.stop();
  };
  const giveUp = () => {
    const ends = supervisor.ended().map(({ name, code }) => `${name} ended with ${code}`);
    if (ends.length > 0) throw new Error(ends.join(', '));
  };
  try {
    start('etcd', etcdArguments(files, ports));
    start('kube-apiserver', apiServerArguments(files, ports, services));
    await until('the API server', async () => ((await kube.send('GET', '/readyz')).status === 200 ? true : undefined), {
      giveUp,
    });
    await kube.apply(...kwokDefinitions());
    const { hpaSyncSeconds = 5, downscaleStabilizationSeconds = 0 } = options;
    start(
      'kube-controller-manager',
      controllerManagerArguments(files, { hpaSyncSeconds, downscaleStabilizationSeconds }),
    );
    start('kube-scheduler', schedulerArguments(files));
    start('kwok', kwokArguments(files, ports));
    const nodes = Array.from({ length: options.nodes ?? 3 }, (_, index) => node(`node-${index + 1}`));
    await kube.apply(...nodes);
    await until('the nodes and ServiceAccounts', () => ready(kube, nodes.length), { giveUp });
  } catch (error) {
    const printed = await logs();
    await stop();
    throw new Error(`The control plane did not start: ${error instanceof Error ? error.message : error}\n${printed}`);
  }
  return {
    folder,
    server,
    programs,
    authority: files.authority,
    kube,
    kubeconfig: files.kubeconfig('admin'),
    bin,
    services,
    async kubeconfigFor({ namespace, name }) {
      const user: KubeUser = { token: await requestToken(kube, namespace, name) };
      const path = files.path(`${namespace}-${name}.kubeconfig`);
      await writeKubeconfig(path, { server, authority: files.authority.certificate, user, namespace });
      return path;
    },
    logs,
    stop,
  };
}

function node(name: string): KubeObject {
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}

/** Pods can be placed when no node is tainted any more, and created when the namespace has its ServiceAccount. */
async function ready(kube: KubeClient, count: number): Promise<true | undefined> {
  const nodes = await kube.list('v1', 'Node');
  const placeable = nodes.filter(({ spec }) => (spec as { taints?: unknown[] }).taints === undefined);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'default', name: 'default' } };
  return placeable.length === count && (await kube.get(account)) !== undefined ? true : undefined;
}

async function requestToken(kube: KubeClient, namespace: string, name: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
  const { status, text } = await kube.send('POST', path, body);
  if (status >= 300) throw new Error(`POST ${path}: ${status} ${text}`);
  return JSON.parse(text).status.token;
}

async function lastLines(folder: string): Promise<string> {
  const names = await readdir(folder);
  const parts = names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8');
    return `--- ${name}\n${text
      .split('\n')
      .slice(-15)
      .map((line) => line.slice(0, 400))
      .join('\n')}`;
  });
  return (await Promise.all(parts)).join('\n');
}
