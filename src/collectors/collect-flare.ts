import type { FlareKeeping, FlarePlace } from '../domain/flare.ts';
import type { Reading } from '../domain/reading.ts';
import type { AgentPod } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader, ExecOutput } from '../kube/cluster-reader.ts';
import { type FlareDialogue, readFlareDialogue } from '../parsers/flare/flare-dialogue.ts';
import { ZIP_LIMITS } from '../parsers/flare/zip-limits.ts';
import type { ExecPlace } from './agent-status.ts';
import { type LeaderWords, leadingPod } from './leader-names.ts';

/** The archive as the Agent built it, or why there is none. `removed`: whether none is left in the container. */
export type FetchedFlare =
  | {
      readonly fetched: true;
      readonly pod: string;
      readonly name: string;
      readonly bytes: Buffer;
      /** Built by the command alone, without the running process. */
      readonly local: boolean;
      readonly removed: boolean;
    }
  | {
      readonly fetched: false;
      readonly pod: string | null;
      readonly step: 'build' | 'fetch';
      readonly detail: string;
      /** `null`: nothing was built that could be removed. */
      readonly removed: boolean | null;
    };

const BUILD_MS = 90_000;
const FETCH_MS = 30_000;
/** Removing waits for nobody's deadline. */
const REMOVE_MS = 10_000;

/**
 * Has the leader build a flare, which it does not upload since its stdin is closed; fetches it and removes it from the
 * container, whatever happened in between. Without a known leader any running replica builds it.
 */
export async function collectFlare(
  reader: ClusterReader,
  agents: readonly AgentPod[],
  words: LeaderWords,
  { signal, keeping }: { readonly signal?: AbortSignal; readonly keeping?: FlareKeeping },
): Promise<FetchedFlare> {
  await sweep(reader, keeping);
  const running = agents.filter(({ state, leaving }) => state === 'running' && !leaving);
  const agent = leadingPod(words, running) ?? running[0];
  if (agent === undefined) return notBuilt(null, 'no Cluster Agent pod is running');
  const within = (timeoutMs: number): CallBounds => ({ timeoutMs, ...(signal === undefined ? {} : { signal }) });
  const place: ExecPlace = { namespace: agent.namespace, pod: agent.name, container: agent.container };
  const output = await reader.exec({ ...place, command: 'flare' }, within(BUILD_MS));
  if (!output.known) return notBuilt(agent.name, `${output.why}: ${output.detail}`);
  const said = readFlareDialogue(output.value.stdout, output.value.stderr);
  const { path, local } = said;
  if (path === undefined) return notBuilt(agent.name, whyNoArchive(output.value, said));

  const archive: FlarePlace = { ...place, path };
  keeping?.tell({ news: 'built', place: archive });
  const fetched = await fetchArchive(reader, archive, within(FETCH_MS));
  const removed = await removeArchive(reader, archive);
  if (removed) keeping?.tell({ news: 'removed', place: archive });
  const about = { pod: agent.name, removed } as const;
  if (said.uploaded) return { ...about, fetched: false, step: 'build', detail: 'the Agent uploaded it to Datadog' };
  if (typeof fetched === 'string') return { ...about, fetched: false, step: 'fetch', detail: fetched };
  return { ...about, fetched: true, name: path.slice(path.lastIndexOf('/') + 1), bytes: fetched, local };
}

function notBuilt(pod: string | null, detail: string): FetchedFlare {
  return { fetched: false, pod, step: 'build', detail, removed: null };
}

function whyNoArchive({ exitCode }: ExecOutput, { trouble }: FlareDialogue): string {
  const said = trouble === '' ? 'the command named no archive' : trouble;
  return exitCode === 0 ? said : `exit code ${exitCode}: ${said}`;
}

/** The bytes, or in words why they did not come whole. */
async function fetchArchive(
  reader: ClusterReader,
  { path, ...place }: FlarePlace,
  bounds: CallBounds,
): Promise<Buffer | string> {
  const pieces: Uint8Array[] = [];
  const command = { run: 'read-flare', word: path } as const;
  const target = { ...place, command, maxBytes: ZIP_LIMITS.archiveBytes };
  const read = await reader.streamExecBytes(target, (piece) => pieces.push(piece), bounds);
  if (!read.known) return `${read.why}: ${read.detail}`;
  const { exitCode, stderr } = read.value;
  if (exitCode !== 0) return `exit code ${exitCode}: ${stderr.trim().slice(0, 200)}`;
  return Buffer.concat(pieces);
}

async function removeArchive(reader: ClusterReader, { path, ...place }: FlarePlace): Promise<boolean> {
  const command = { run: 'remove-flare', word: path } as const;
  const output: Reading<ExecOutput> = await reader.exec({ ...place, command }, { timeoutMs: REMOVE_MS });
  return output.known && output.value.exitCode === 0;
}

/** What a worker left behind that died while it had an archive built. */
async function sweep(reader: ClusterReader, keeping: FlareKeeping | undefined): Promise<void> {
  await Promise.all(
    (keeping?.left ?? []).map(async (archive) => {
      if (await removeArchive(reader, archive)) keeping?.tell({ news: 'removed', place: archive });
    }),
  );
}
