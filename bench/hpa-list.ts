import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse, stringify } from 'yaml';
import { answerQuestion } from '../src/engine/answer-question.ts';
import { openCluster } from '../src/kube/live-cluster.ts';
import type { ClusterOrder } from './cluster-server.ts';
import { startServed } from './served.ts';

const FEW = 500;
export const MANY = 5_000;
const DEADLINE_MS = 60_000;
const SAMPLE_MS = 1;
const SCENARIOS = new URL('../simulator/cluster/scenarios/', import.meta.url);

export interface HpaListRound {
  /** Of this process, which only reads and judges; what the cluster spends is not in it. */
  readonly fewCpuMs: number;
  readonly manyCpuMs: number;
  /** Megabytes above what was there before the question. */
  readonly fewPeakMb: number;
  readonly manyPeakMb: number;
}

/**
 * Opens two clusters that differ only in how many HPAs they have; each call asks both for the list of all, once for
 * the time and once for the heap.
 */
export async function openHpaListBench() {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const folder = await mkdtemp(join(tmpdir(), 'dca-bench-'));
  const few = await openSized(folder, FEW);
  const many = await openSized(folder, MANY);
  return {
    round: async (): Promise<HpaListRound> => ({
      fewCpuMs: await cpuOf(few.ask),
      manyCpuMs: await cpuOf(many.ask),
      fewPeakMb: await peakOf(few.ask, collectGarbage),
      manyPeakMb: await peakOf(many.ask, collectGarbage),
    }),
    close: async () => {
      await few.close();
      await many.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A cluster of so many HPAs in a process of its own, and the question for all of them. */
export async function openSized(parent: string, count: number) {
  const folder = join(parent, String(count));
  await mkdir(folder);
  const scenario = parse(await readFile(new URL('hpa-many/scenario.yaml', SCENARIOS), 'utf8'));
  scenario.extends = fileURLToPath(new URL('leader-and-follower', SCENARIOS));
  for (const hpa of scenario.autoscaling.hpas) hpa.count = count;
  await writeFile(join(folder, 'scenario.yaml'), stringify(scenario));
  const kubeconfig = join(folder, 'kubeconfig');
  const served = await startServed<ClusterOrder>('./cluster-server.ts', { scenario: folder, kubeconfig });
  const reader = await openCluster({ kubeconfig });
  return {
    kubeconfig,
    ask: async () => {
      const options = { exec: true, clock: Date.now, deadlineMs: DEADLINE_MS };
      const report = await answerQuestion(reader, { kind: 'hpa' }, options);
      const list = report.findings.find(({ code }) => code === 'hpa-list');
      if (list?.code !== 'hpa-list' || list.facts.total !== count)
        throw new Error(`not all HPAs were listed: ${JSON.stringify(report.findings)}`);
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

/** Garbage is collected before each sample: what is left is what the question holds on to. */
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
