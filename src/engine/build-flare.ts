import { collectFlare, type FetchedFlare } from '../collectors/collect-flare.ts';
import type { FlareBuild, FlareKeeping, FlareLook } from '../domain/flare.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ClusterReader } from '../kube/cluster-reader.ts';
import { flareLogs, flareLook, flareStatuses, type NamedFlare } from './explain-flare.ts';
import { type FlareContents, remakeFlare } from './read-flare.ts';

/** Has a flare built, masks it, hands it on, and adds what it tells to what was read of the cluster. */
export async function addFlare(
  reader: ClusterReader,
  snapshot: Snapshot,
  { signal, keeping }: { readonly signal: AbortSignal; readonly keeping?: FlareKeeping },
): Promise<Snapshot> {
  if (!snapshot.execAllowed) return withBuild(snapshot, failed('build', 'exec: off', { pod: null, removed: null }));
  const agents = snapshot.pods.known ? snapshot.pods.value : [];
  const fetched = await collectFlare(reader, agents, snapshot, { signal, ...(keeping && { keeping }) });
  if (!fetched.fetched) return withBuild(snapshot, failed(fetched.step, fetched.detail, fetched));
  const { pod } = fetched;
  const made = await remakeFlare(pod, maskedName(fetched.name), fetched.bytes);
  if ('refusal' in made) {
    return withBuild(snapshot, failed('check', made.detail, fetched, made.refusal));
  }
  const { contents, archive } = made;
  keeping?.tell({ news: 'file', file: archive });
  const flare: NamedFlare = { name: pod, read: contents };
  return {
    ...snapshot,
    statuses: withStatuses(snapshot, flare),
    logs: flareLogs(flare).map(({ reading }) => ({ pod, reading })),
    flares: {
      build: {
        built: true,
        pod,
        name: fetched.name,
        bytes: archive.bytes.length,
        files: contents.files - contents.left.length,
        masked: contents.masked,
        left: contents.left,
        removed: fetched.removed,
        local: fetched.local || contents.local,
      },
      looks: [judgedHere(flareLook(flare), contents)],
    },
  };
}

/** Beside a cluster that was read itself only the log tells more: what the commands printed was asked for anew. */
function judgedHere(look: FlareLook, { logs }: FlareContents): FlareLook {
  return look.read ? { ...look, understood: logs.map(({ file }) => file) } : look;
}

type Failure = Extract<FlareBuild, { readonly built: false }>;

function failed(
  step: Failure['step'],
  detail: string,
  at: Pick<FetchedFlare, 'pod' | 'removed'>,
  refusal: Failure['refusal'] = null,
): Failure {
  return { built: false, pod: at.pod, step, refusal, detail, removed: at.removed };
}

function withBuild(snapshot: Snapshot, build: FlareBuild): Snapshot {
  return { ...snapshot, flares: { build, looks: [] } };
}

/** `datadog-agent-….zip` -> `datadog-agent-…-masked.zip`, so that nobody takes it for the Agent's own. */
function maskedName(name: string): string {
  return name.replace(/(?:\.zip)?$/, '-masked.zip');
}

/** What the replica said when it was asked counts; its `status` in the flare only where it gave no answer. */
function withStatuses(snapshot: Snapshot, flare: NamedFlare): Snapshot['statuses'] {
  const [inFlare] = flareStatuses(flare);
  return snapshot.statuses.map((one) => {
    return one.from === flare.name && !one.reading.known && inFlare ? { from: one.from, reading: inFlare } : one;
  });
}
