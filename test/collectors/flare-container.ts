import { known, type Reading, unknown, type Why } from '../../src/domain/reading.ts';
import type { AgentPod } from '../../src/domain/snapshot.ts';
import { argvOf } from '../../src/kube/agent-commands.ts';
import type { CallBounds, ClusterReader, ExecOutput, ExecTarget } from '../../src/kube/cluster-reader.ts';

export const FLARE_PATH = '/tmp/datadog-agent-2026-11-23T18-58-46Z.zip';
export const DIALOGUE = `Asking the Cluster Agent to build the flare archive.
${FLARE_PATH} is going to be uploaded to Datadog
Are you sure you want to upload a flare? [y/N]
Aborting. (You can still use ${FLARE_PATH})
`;

export type Ending = Partial<ExecOutput> | Why;

/** An Agent's container as far as a flare is concerned: what each command does, and what lies in `/tmp`. */
export interface FlareContainer {
  readonly reader: ClusterReader;
  /** `pod argv…`, in order. */
  readonly calls: readonly string[];
  /** `pod path` of what lies there. */
  readonly files: Set<string>;
}

export interface Endings {
  readonly flare?: Ending;
  readonly cat?: Ending;
  readonly rm?: Ending;
  readonly bytes?: Buffer;
  /** Called when a command begins. */
  readonly onCall?: (name: 'flare' | 'cat' | 'rm', bounds: CallBounds) => void;
}

export function flareContainer(endings: Endings = {}): FlareContainer {
  const calls: string[] = [];
  const files = new Set<string>();
  const end = (ending: Ending | undefined, usual: ExecOutput): Reading<ExecOutput> =>
    typeof ending === 'string'
      ? unknown(ending, `made to fail: ${ending}`, 'kubectl exec', '')
      : known({ ...usual, ...ending }, 'kubectl exec', '');
  const begin = (target: ExecTarget, bounds: CallBounds) => {
    const argv = argvOf(target.command) ?? ['refused'];
    calls.push([target.pod, ...argv].join(' '));
    const name = argv[0] === 'cat' ? 'cat' : argv[0] === 'rm' ? 'rm' : 'flare';
    endings.onCall?.(name, bounds);
    return { name, path: argv.at(-1) ?? '' };
  };
  const exec: ClusterReader['exec'] = async (target, bounds) => {
    const { name, path } = begin(target, bounds);
    if (bounds.signal?.aborted) return unknown('timeout', 'stopped', 'kubectl exec', '');
    if (name === 'rm') {
      const output = end(endings.rm, { stdout: '', stderr: '', exitCode: 0 });
      if (output.known && output.value.exitCode === 0) files.delete(`${target.pod} ${path}`);
      return output;
    }
    const output = end(endings.flare, { stdout: DIALOGUE, stderr: '', exitCode: 0 });
    if (output.known && output.value.stdout.includes(FLARE_PATH)) files.add(`${target.pod} ${FLARE_PATH}`);
    return output;
  };
  const streamExecBytes: ClusterReader['streamExecBytes'] = async (target, onStdout, bounds) => {
    begin(target, bounds);
    if (bounds.signal?.aborted) return unknown('timeout', 'stopped', 'kubectl exec', '');
    const output = end(endings.cat, { stdout: '', stderr: '', exitCode: 0 });
    const bytes = endings.bytes ?? Buffer.from('PK archive');
    for (let at = 0; at < bytes.length; at += 32_768) onStdout(bytes.subarray(at, at + 32_768));
    return output;
  };
  // What a flare asks for is exec alone; anything else would be a fault of the test.
  return { reader: { exec, streamExecBytes } as unknown as ClusterReader, calls, files };
}

export function runningAgent(name: string, more: Partial<AgentPod> = {}): AgentPod {
  return {
    name,
    namespace: 'datadog',
    phase: 'Running',
    ready: true,
    leaving: false,
    container: 'cluster-agent',
    image: 'agent:7',
    restarts: 0,
    state: 'running',
    env: {},
    ...more,
  };
}
