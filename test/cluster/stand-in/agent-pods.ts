import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeClient } from '../kube-client.ts';
import { podProgram } from '../kwok-files.ts';
import { NAMESPACE } from './names.ts';

/**
 * What a command prints instead of what it would; `exitCode` default 0. kwok hands no exit code on: another one ends the
 * exec with an InternalError, `error executing command in container: cmd wait: … exit status N`, where a kubelet says
 * NonZeroExitCode.
 */
export interface CommandOutput {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

export interface AgentPods {
  /** Makes exec and logs of a new pod work; `links` is what a kubelet would set of the Services that were there before it. */
  equip(pod: string, container: string, links: Readonly<Record<string, string>>): Promise<void>;
  /** `status.json`, `status.txt` and so on: what a command prints, until something else is written. */
  write(pod: string, document: string, output: CommandOutput): Promise<void>;
  writeLog(pod: string, text: string): Promise<void>;
}

/** Prints the document that lies in the pod's folder under the name of the subcommand. */
const PROGRAM = `#!/bin/sh
subcommand=
document=txt
for word; do
  case $word in
    --json | -j) document=json ;;
    -*) ;;
    *) subcommand=\${subcommand:-$word} ;;
  esac
done
file=$STAND_IN_POD/$subcommand.$document
if [ ! -f "$file.exit" ]; then
  echo "Error: unknown command \\"$subcommand\\" for \\"datadog-cluster-agent\\"" >&2
  exit 255
fi
cat "$file.stdout"
cat "$file.stderr" >&2
exit "$(cat "$file.exit")"
`;

/**
 * Prints one variable of the pod's environment, and nothing where it is not set: a real one ends with 1 then, which kwok
 * does not hand on.
 */
const PRINTENV = `#!/bin/sh
while read -r line; do
  [ "\${line%%=*}" = "$1" ] && echo "\${line#*=}"
done < "$STAND_IN_POD/environment"
exit 0
`;

/** Puts the Agent's executables on kwok's PATH; each pod's documents lie in a folder of its own. */
export async function createAgentPods(kube: KubeClient, bin: string, folder: string): Promise<AgentPods> {
  const program = join(bin, 'datadog-cluster-agent');
  await writeFile(program, PROGRAM);
  await chmod(program, 0o755);
  await symlink(program, join(bin, 'agent'));
  const printenv = join(bin, 'printenv');
  await writeFile(printenv, PRINTENV);
  await chmod(printenv, 0o755);
  const folderOf = (pod: string) => join(folder, pod);

  /** Replaced as a whole, since commands read while we write. */
  async function replace(path: string, text: string): Promise<void> {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }

  return {
    async equip(pod, container, links) {
      await mkdir(folderOf(pod), { recursive: true });
      await writeFile(join(folderOf(pod), 'log'), '');
      const environment = Object.entries(links).map(([name, value]) => `${name}=${value}\n`);
      await writeFile(join(folderOf(pod), 'environment'), environment.join(''));
      const objects = podProgram({
        pod: { namespace: NAMESPACE, name: pod },
        container,
        env: { STAND_IN_POD: folderOf(pod) },
        log: join(folderOf(pod), 'log'),
        // kwok says that it cannot open this file, which in a kubelet's words is that there was no earlier run.
        previousLog: join(folderOf(pod), `previous terminated container "${container}" in pod "${pod}" not found`),
      });
      await kube.apply(...objects);
    },
    async write(pod, document, { stdout = '', stderr = '', exitCode = 0 }) {
      const path = join(folderOf(pod), document);
      await replace(`${path}.stdout`, stdout);
      await replace(`${path}.stderr`, stderr);
      await replace(`${path}.exit`, `${exitCode}`);
    },
    writeLog: (pod, text) => replace(join(folderOf(pod), 'log'), text),
  };
}
