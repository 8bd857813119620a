import type { CommandOutput } from './agent-output.ts';
import type { PodObject } from './kube-object.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** `flare` with its stdin closed: it builds the archive and does not upload it. Undefined where there is none to build. */
export function buildFlare(world: SimulatedWorld, pod: PodObject): CommandOutput | undefined {
  if (!world.flare) return undefined;
  const moment = new Date(world.now())
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const path = `/tmp/datadog-agent-${moment}.zip`;
  world.archivesIn(pod.metadata.name).add(path);
  return success(
    'Asking the Cluster Agent to build the flare archive.\n' +
      `${path} is going to be uploaded to Datadog\n` +
      'Are you sure you want to upload a flare? [y/N]\n' +
      `Aborting. (You can still use ${path})\n`,
  );
}

/** `cat PATH` of an archive that `flare` built. */
export function printFile(world: SimulatedWorld, pod: PodObject, words: readonly string[]): CommandOutput {
  const path = words.at(-1) ?? '';
  const archive = world.archivesIn(pod.metadata.name).has(path) ? world.flare : undefined;
  return archive
    ? { stdout: archive, stderr: '', exitCode: 0 }
    : { stdout: '', stderr: `cat: ${path}: No such file or directory\n`, exitCode: 1 };
}

/** `rm -f PATH`, which is content with a file that is not there. */
export function removeFile(world: SimulatedWorld, pod: PodObject, words: readonly string[]): CommandOutput {
  world.archivesIn(pod.metadata.name).delete(words.at(-1) ?? '');
  return success('');
}

function success(stdout: string): CommandOutput {
  return { stdout, stderr: '', exitCode: 0 };
}
