import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import type { HorizontalPodAutoscaler } from '../../src/domain/autoscaling-objects.ts';
import type { ClusterKind, Question } from '../../src/domain/question.ts';
import { mapReading } from '../../src/domain/reading.ts';
import type { Report } from '../../src/domain/report.ts';
import { answerQuestion } from '../../src/engine/answer-question.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { openCluster } from '../../src/kube/live-cluster.ts';
import { rbacManifest } from '../../src/kube/rbac-manifest.ts';
import { NAMESPACE } from './stand-in/names.ts';
import type { World } from './world.ts';

const OWN_NAMESPACE = 'dca-bot';
const TEN_MINUTES_MS = 600_000;
const DEADLINE_MS = 40_000;

export interface AskOptions {
  /** Autoscalers as old as they are; else ten minutes older, so that their youth excuses nothing. */
  readonly ownAge?: boolean;
  /** What stands between the engine and the cluster. */
  readonly through?: (reader: ClusterReader) => ClusterReader;
}

/** Whoever asks, with the rights that `dca rbac` prints and no other. */
export interface AccountOptions {
  /** Default `dca-bot`. */
  readonly account?: string;
  /** As `dca rbac --for` takes them; default: everything. */
  readonly questions?: readonly ClusterKind[];
}

export interface AskedWorld {
  /** Of the account with dca-bot's rights. */
  readonly kubeconfig: string;
  /** What gives the account its rights. */
  readonly manifest: readonly KubeObject[];
  /** The real engine's answer, as the account. */
  ask(question: Question, options?: AskOptions): Promise<Report>;
  close(): Promise<void>;
}

/** Installs dca-bot's account in the world, and asks as that. */
export async function askWorld(
  { plane }: World,
  { account = 'dca-bot', questions }: AccountOptions = {},
): Promise<AskedWorld> {
  const manifest = rbacManifest({
    agentNamespace: NAMESPACE,
    ownNamespace: OWN_NAMESPACE,
    serviceAccount: account,
    exec: true,
    ...(questions && { questions }),
  }) as readonly KubeObject[];
  await plane.kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: OWN_NAMESPACE } });
  await plane.kube.apply(...manifest);
  const kubeconfig = await plane.kubeconfigFor({ namespace: OWN_NAMESPACE, name: account });
  const reader = await openCluster({ kubeconfig });
  const aged = agedReader(reader);
  return {
    kubeconfig,
    manifest,
    ask: (question, { ownAge = false, through = (one: ClusterReader) => one } = {}) =>
      answerQuestion(through(ownAge ? reader : aged), question, {
        exec: true,
        clock: Date.now,
        deadlineMs: DEADLINE_MS,
      }),
    close: () => reader.close(),
  };
}

/**
 * Every autoscaler of these tests is seconds old, and within its first two minutes a missing value is no fault yet. The
 * controller takes no notice of the age, so that an older one changes nothing that it wrote.
 */
function agedReader(reader: ClusterReader): ClusterReader {
  return {
    ...reader,
    getHorizontalPodAutoscaler: async (...asked) =>
      mapReading(await reader.getHorizontalPodAutoscaler(...asked), older),
    listHorizontalPodAutoscalers: async (...asked) =>
      mapReading(await reader.listHorizontalPodAutoscalers(...asked), (list) => list.map(older)),
  };
}

function older({ metadata, ...rest }: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const { creationTimestamp = '' } = metadata;
  const earlier = new Date(Date.parse(creationTimestamp) - TEN_MINUTES_MS).toISOString();
  return { ...rest, metadata: { ...metadata, creationTimestamp: earlier } };
}
