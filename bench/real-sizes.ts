import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { answerQuestion } from '../src/engine/answer-question.ts';
import { openCluster } from '../src/kube/live-cluster.ts';
import { LARGE_CLUSTER_NOW, writeLargeCluster } from '../test/large-cluster.ts';
import type { ClusterOrder } from './cluster-server.ts';
import { startServed } from './served.ts';

/** 5,000 nodes with 50,000 checks and 100,000 pods. */
const WHOLE = 5_000;
const DEADLINE_MS = 180_000;
/** Each sample collects the garbage of a heap of some hundred megabytes. */
const SAMPLE_MS = 500;

export interface RealSizesRound {
  /** Of this process, which only reads and judges. */
  readonly tenthCpuMs: number;
  readonly wholeCpuMs: number;
  /** Megabytes above what was there before the question. */
  readonly tenthPeakMb: number;
  readonly wholePeakMb: number;
}

/** Opens a cluster of the largest size and one of a tenth; each call asks both for `checks` and `metadata`. */
export async function openRealSizesBench(nodes = WHOLE) {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const folder = await mkdtemp(join(tmpdir(), 'dca-bench-'));
  const tenth = await openSized(folder, nodes / 10);
  const whole = await openSized(folder, nodes);
  return {
    round: async (): Promise<RealSizesRound> => {
      const tenthCpuMs = await cpuOf(tenth.ask);
      const wholeCpuMs = await cpuOf(whole.ask);
      const tenthPeakMb = await peakOf(tenth.ask, collectGarbage);
      return { tenthCpuMs, wholeCpuMs, tenthPeakMb, wholePeakMb: await peakOf(whole.ask, collectGarbage) };
    },
    close: async () => {
      await tenth.close();
      await whole.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openSized(parent: string, nodes: number) {
  const folder = join(parent, String(nodes));
  await mkdir(folder);
  await writeLargeCluster(folder, { nodes, podsPerNode: 20, checksPerNode: 10 });
  const kubeconfig = join(folder, 'kubeconfig');
  const order = { scenario: folder, kubeconfig, now: LARGE_CLUSTER_NOW };
  const served = await startServed<ClusterOrder>('./cluster-server.ts', order);
  const reader = await openCluster({ kubeconfig });
  const options = { exec: true, clock: Date.now, deadlineMs: DEADLINE_MS };
  return {
    ask: async () => {
      const { findings } = await answerQuestion(reader, { kind: 'checks' }, options);
      const list = findings.find(({ code }) => code === 'checks-list');
      if (list?.code !== 'checks-list' || list.facts.agents !== nodes) throw new Error('not all checks were listed');
      const { snapshot } = await answerQuestion(reader, { kind: 'metadata' }, options);
      const map = snapshot?.metadata?.replicas[0]?.reading;
      if (!map?.known || map.value.nodes !== nodes) throw new Error('not all nodes were in the map');
    },
    close: async () => {
      await reader.close();
      await served.close();
    },
  };
}

async function cpuOf(ask: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await ask();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function peakOf(ask: () => Promise<void>, collectGarbage: () => void): Promise<number> {
  const live = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const base = live();
  let peak = base;
  const sampling = setInterval(() => {
    peak = Math.max(peak, live());
  }, SAMPLE_MS);
  await ask();
  clearInterval(sampling);
  return (peak - base) / 2 ** 20;
}
