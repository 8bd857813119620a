import { buildFlare, printFile, removeFile } from './flare-file.ts';
import type { PodObject } from './kube-object.ts';
import { printVariable } from './pod-environment.ts';
import type { PodRole, SimulatedWorld } from './simulated-world.ts';

export interface CommandOutput {
  readonly stdout: string | Uint8Array;
  readonly stderr: string;
  readonly exitCode: number;
}

/** What a command prints in a pod; undefined when the image has no such executable. */
export function runCommand(world: SimulatedWorld, pod: PodObject, argv: readonly string[]): CommandOutput | undefined {
  const role = world.roleOf(pod);
  const [path = '', ...words] = argv;
  const executable = path.split('/').at(-1) ?? '';
  const tool = TOOLS[executable];
  if (tool) return tool(world, pod, words);
  if (!executablesOf(role).includes(executable)) return undefined;
  const subcommand = words.find((word) => !word.startsWith('-'));
  if (subcommand === undefined) return failure(`Error: no command given to ${executable}`);
  if (subcommand === 'status') return printStatus(world, pod, role, words);
  if (subcommand === 'version') return printVersion(world, pod, role);
  const verbose = words.includes('-v') || words.includes('--verbose');
  const names = verbose ? [`${subcommand}-verbose.txt`, `${subcommand}.txt`] : [`${subcommand}.txt`];
  for (const name of names) {
    const printed = world.podDocument(pod.metadata.name, name) ?? world.document(`${prefixOf(role)}-${name}`);
    if (printed !== undefined) return success(printed);
  }
  if (subcommand === 'flare' && role.is === 'leader') {
    const built = buildFlare(world, pod);
    if (built) return built;
  }
  return failure(`Error: unknown command "${subcommand}" for "${executable}"`);
}

/** What every image has besides the Agent. */
const TOOLS: Readonly<
  Record<string, (world: SimulatedWorld, pod: PodObject, words: readonly string[]) => CommandOutput>
> = {
  printenv: printVariable,
  cat: printFile,
  rm: removeFile,
};

function printStatus(world: SimulatedWorld, pod: PodObject, role: PodRole, words: readonly string[]): CommandOutput {
  const isJson = words.includes('--json') || words.includes('-j');
  const name = isJson ? 'status.json' : 'status.txt';
  const printed = world.podDocument(pod.metadata.name, name) ?? world.document(`${prefixOf(role)}-${name}`);
  if (printed !== undefined) return success(printed);
  // An Agent of whose two forms only one was captured plays an Agent that has only this one.
  return failure(`Error: unknown flag: ${isJson ? '--json' : '--no-color'}`);
}

/** Made up from the title of `status`, which tells the same version. */
function printVersion(world: SimulatedWorld, pod: PodObject, role: PodRole): CommandOutput {
  const status = String(printStatus(world, pod, role, []).stdout);
  const version = /Agent \(v([^)]+)\)/.exec(status)?.[1];
  if (version === undefined) return failure('Error: no version was captured');
  const product = role.is === 'node' ? 'Agent' : 'Cluster Agent';
  return success(`${product} ${version} - Commit: 0000000 - Serialization version: v5.0.139 - Go version: go1.23.3\n`);
}

function executablesOf(role: PodRole): readonly string[] {
  if (role.is === 'leader' || role.is === 'follower') return ['datadog-cluster-agent', 'agent'];
  return role.is === 'node' ? ['agent'] : [];
}

function prefixOf(role: PodRole): string {
  return role.is === 'node' ? `node${role.number}` : role.is;
}

function success(stdout: string): CommandOutput {
  return { stdout, stderr: '', exitCode: 0 };
}

/** The Agent ends with 255 whatever went wrong. */
function failure(message: string): CommandOutput {
  return { stdout: '', stderr: `${message}\n`, exitCode: 255 };
}
