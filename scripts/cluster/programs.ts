import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export type ProgramName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl' | 'kwok';

/** Where each program lies. */
export type Programs = Readonly<Record<ProgramName, string>>;

export interface FindProgramsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told a sentence whenever something slow begins; only building is slow. */
  readonly onProgress?: (sentence: string) => void;
}

interface GoModule {
  /** Folder beside this file with the go.mod and go.sum that pin the build. */
  readonly folder: string;
  /** The module in that go.mod whose version the programs have. */
  readonly of: string;
  readonly programs: Readonly<Partial<Record<ProgramName, string>>>;
  readonly variables: (version: string) => readonly string[];
}

/** Smallest first, so that a build that cannot work says so early. */
const MODULES: readonly GoModule[] = [
  {
    folder: 'etcd',
    of: 'go.etcd.io/etcd/server/v3',
    programs: { etcd: 'go.etcd.io/etcd/server/v3' },
    variables: () => [],
  },
  {
    folder: 'kwok',
    of: 'sigs.k8s.io/kwok',
    programs: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
    variables: (version) => [`sigs.k8s.io/kwok/pkg/consts.Version=${version}`],
  },
  {
    folder: 'control-plane',
    of: 'k8s.io/kubernetes',
    programs: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    },
    // Without these the version reads v0.0.0, which clients refuse to parse.
    variables: (version) => {
      const [major = '', minor = ''] = version.slice(1).split('.');
      const at = 'k8s.io/component-base/version';
      return [`${at}.gitVersion=${version}`, `${at}.gitMajor=${major}`, `${at}.gitMinor=${minor}`];
    },
  },
];

/**
 * The programs of a Kubernetes control plane: from the folder that KUBEBUILDER_ASSETS names, else built once with Go
 * into the user's cache. Rejects with a sentence when Go is missing or a build fails.
 */
export async function findPrograms({ env, onProgress = () => {} }: FindProgramsOptions): Promise<Programs> {
  const cache = await cacheFolder(env);
  const found: Partial<Record<ProgramName, string>> = {};
  for (const module of MODULES) {
    const absent: ProgramName[] = [];
    for (const name of namesOf(module)) {
      const program = await firstProgram([env.KUBEBUILDER_ASSETS, cache], name);
      if (program === undefined) absent.push(name);
      else found[name] = program;
    }
    if (absent.length === 0) continue;
    await build(module, absent, cache, env, onProgress);
    for (const name of absent) found[name] = join(cache, name);
  }
  return found as Programs;
}

/** One folder per set of versions, so that a changed go.mod builds anew and an old checkout keeps its own. */
async function cacheFolder(env: FindProgramsOptions['env']): Promise<string> {
  const hash = createHash('sha256');
  const versions: string[] = [];
  for (const module of MODULES) {
    versions.push(`${module.folder}-${(await versionOf(module)).slice(1)}`);
    for (const name of ['go.mod', 'go.sum']) hash.update(await readFile(join(sourceOf(module), name)));
  }
  const base = env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), '.cache');
  const key = `${versions.join('_')}_${process.platform}-${process.arch}_${hash.digest('hex').slice(0, 8)}`;
  return join(base, 'dca-bot', 'control-plane', key);
}

async function build(
  module: GoModule,
  names: readonly ProgramName[],
  cache: string,
  env: FindProgramsOptions['env'],
  onProgress: (sentence: string) => void,
): Promise<void> {
  const go = await firstProgram([...(env.PATH ?? '').split(delimiter), '/usr/local/go/bin'], 'go');
  if (go === undefined) throw new Error(`No Go toolchain found to build ${names.join(', ')}`);
  const version = await versionOf(module);
  onProgress(`Building ${names.join(', ')} ${version}; the first time takes minutes`);
  const began = performance.now();
  await mkdir(cache, { recursive: true });
  // Renamed one by one when whole: whoever builds at the same time writes the same programs.
  const folder = await mkdtemp(join(cache, '.building-'));
  try {
    const flags = ['-s', '-w', ...module.variables(version).flatMap((variable) => ['-X', variable])].join(' ');
    for (const name of names) {
      const source = module.programs[name] ?? '';
      await run(go, ['build', '-trimpath', '-ldflags', flags, '-o', join(folder, name), source], sourceOf(module), env);
      await rename(join(folder, name), join(cache, name));
      onProgress(`Built ${name} after ${Math.round((performance.now() - began) / 1000)} s`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(go: string, args: readonly string[], cwd: string, env: FindProgramsOptions['env']): Promise<void> {
  const child = spawn(go, args, { cwd, env: { ...env, CGO_ENABLED: '0' }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-4000);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`go ${args[0]} ${args.at(-1)} ended with ${code}: ${said.trim()}`);
}

async function versionOf(module: GoModule): Promise<string> {
  const text = await readFile(join(sourceOf(module), 'go.mod'), 'utf8');
  const words = text.split('\n').map((line) =>
    line
      .replace(/^require /, '')
      .trim()
      .split(' '),
  );
  const version = words.find(([path, word]) => path === module.of && word?.startsWith('v'))?.[1];
  if (version === undefined) throw new Error(`${module.folder}/go.mod does not require ${module.of}`);
  return version;
}

function sourceOf({ folder }: GoModule): string {
  return join(import.meta.dirname, folder);
}

function namesOf({ programs }: GoModule): readonly ProgramName[] {
  return Object.keys(programs) as ProgramName[];
}

async function firstProgram(folders: readonly (string | undefined)[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    if (!folder) continue;
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
