import { readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { KubeConfigProblem } from './kube-config-problem.ts';

/** Where the kubeconfig comes from; nothing set means kubectl's own default places. */
export interface KubeConfigSource {
  /** A path, or several joined like in `KUBECONFIG`. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Use the service account of the pod this process runs in. */
  readonly inCluster?: boolean;
}

/** A kubeconfig that was read and checked, with one context chosen. */
export interface LoadedKubeConfig {
  readonly config: KubeConfig;
  readonly context: string;
  readonly namespace?: string;
  readonly server: string;
  /** `as-groups` of the context's user, which client-node does not read. */
  readonly impersonateGroups: readonly string[];
}

/** Reads a kubeconfig and chooses its context; throws {@link KubeConfigProblem} with what is wrong. */
export async function loadKubeConfig(source: KubeConfigSource): Promise<LoadedKubeConfig> {
  const { config, texts } = await readConfig(source);
  if (source.context !== undefined) config.setCurrentContext(source.context);
  return { ...chosenContext(config, source.inCluster === true), impersonateGroups: groupsOfCurrentUser(config, texts) };
}

/** The names of all contexts, in the order of the file; throws {@link KubeConfigProblem}. */
export async function listContexts(kubeconfig?: string): Promise<readonly string[]> {
  const { config } = await readConfig(kubeconfig === undefined ? {} : { kubeconfig });
  return config.getContexts().map(({ name }) => name);
}

interface ReadConfig {
  readonly config: KubeConfig;
  /** The YAML behind it, for what client-node leaves out. */
  readonly texts: readonly string[];
}

async function readConfig(source: KubeConfigSource): Promise<ReadConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  if (source.inCluster) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return { config, texts: [] };
  }
  if (source.kubeconfig !== undefined) return readFiles(source.kubeconfig, () => new KubeConfig());
  const texts: string[] = [];
  const config = new KubeConfig();
  const loadFromString = config.loadFromString.bind(config);
  config.loadFromString = (text, options) => {
    texts.push(text);
    loadFromString(text, options);
  };
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new KubeConfigProblem('not-a-kubeconfig', { path: 'KUBECONFIG', detail: messageOf(error) }, error);
  }
  if (texts.length === 0 && config.getCurrentContext() === 'loaded-context') {
    throw new KubeConfigProblem('nothing-found', {});
  }
  return { config, texts };
}

function readFiles(paths: string, create: () => KubeConfig): ReadConfig {
  const config = create();
  const texts: string[] = [];
  for (const path of paths.split(delimiter).filter((part) => part !== '')) {
    const text = readText(path);
    const next = create();
    try {
      next.loadFromString(text);
      next.makePathsAbsolute(dirname(path));
    } catch (error) {
      throw new KubeConfigProblem('not-a-kubeconfig', { path, detail: messageOf(error) }, error);
    }
    texts.push(text);
    mergeInto(config, next);
  }
  if (config.getContexts().length === 0 && config.getClusters().length === 0) {
    throw new KubeConfigProblem('not-a-kubeconfig', { path: paths, detail: 'no contexts and no clusters' });
  }
  return { config, texts };
}

/** As kubectl merges: the first file that names something wins. client-node throws on a name that comes twice. */
function mergeInto(config: KubeConfig, next: KubeConfig): void {
  const known = (list: readonly { readonly name: string }[], name: string) => list.some((entry) => entry.name === name);
  config.loadFromOptions({
    clusters: [...config.getClusters(), ...next.getClusters().filter(({ name }) => !known(config.getClusters(), name))],
    contexts: [...config.getContexts(), ...next.getContexts().filter(({ name }) => !known(config.getContexts(), name))],
    users: [...config.getUsers(), ...next.getUsers().filter(({ name }) => !known(config.getUsers(), name))],
    currentContext: config.getCurrentContext() || next.getCurrentContext(),
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw code === 'ENOENT'
      ? new KubeConfigProblem('file-missing', { path }, error)
      : new KubeConfigProblem('file-unreadable', { path, detail: messageOf(error) }, error);
  }
}

function chosenContext(config: KubeConfig, inCluster: boolean): Omit<LoadedKubeConfig, 'impersonateGroups'> {
  const name = config.getCurrentContext();
  const contexts = config.getContexts().map((context) => context.name);
  if (!name) throw new KubeConfigProblem('no-current-context', { contexts });
  const context = config.getContextObject(name);
  if (!context) throw new KubeConfigProblem('no-such-context', { context: name, contexts });
  const cluster = config.getCluster(context.cluster);
  if (!cluster) throw new KubeConfigProblem('no-such-cluster', { context: name, cluster: context.cluster });
  if (context.user !== undefined && !config.getUser(context.user)) {
    throw new KubeConfigProblem('no-such-user', { context: name, user: context.user });
  }
  const server = String(cluster.server ?? '');
  if (!isAddress(server)) {
    if (inCluster) throw new KubeConfigProblem('not-in-cluster', {});
    throw new KubeConfigProblem('server-invalid', { context: name, server });
  }
  if (server.startsWith('http:') && !cluster.skipTLSVerify) {
    throw new KubeConfigProblem('plain-http', { context: name, server });
  }
  const namespace = context.namespace?.trim();
  return { config, context: name, server, ...(namespace ? { namespace } : {}) };
}

/** A service account without its environment variables gives `https://undefined:undefined`. */
function isAddress(server: string): boolean {
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) return false;
  const { hostname } = new URL(server);
  return hostname !== '' && hostname !== 'undefined';
}

function groupsOfCurrentUser(config: KubeConfig, texts: readonly string[]): readonly string[] {
  const user = config.getCurrentUser()?.name;
  for (const text of texts) {
    const users: unknown = (parse(text) as { users?: unknown } | null)?.users;
    if (!Array.isArray(users)) continue;
    const entry = users.find((candidate) => candidate?.name === user);
    const groups: unknown = entry?.user?.['as-groups'];
    if (entry) return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
  }
  return [];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
