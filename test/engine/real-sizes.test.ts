import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, startServed } from '../../bench/served.ts';
import type { ClusterKind } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { type EngineThreads, openEngineThreads } from '../../src/worker/engine-threads.ts';
import { LARGE_CLUSTER_NOW, writeLargeCluster } from '../large-cluster.ts';
import { codesOf, finding, said } from './ask-cluster.ts';

// The whole size takes minutes: CI's long job asks it, the normal run a tenth, each in a heap that fits its size.
const IS_WHOLE = process.env.DCA_REAL_SIZE === 'whole';
const NODES = IS_WHOLE ? 5_000 : 500;
const HEAP_MB = IS_WHOLE ? 640 : 128;
const CHECKS = 10 * NODES;
const PODS = 20 * NODES;
const TIMEOUT_MS = 240_000;

describe(`a cluster of ${NODES} nodes, ${CHECKS} checks and ${PODS} pods, asked from a thread of ${HEAP_MB} MB`, () => {
  let folder: string;
  let cluster: Served;
  let threads: EngineThreads;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-large-'));
    await writeLargeCluster(folder, { nodes: NODES, podsPerNode: 20, checksPerNode: 10 });
    const order = { scenario: folder, kubeconfig: join(folder, 'kubeconfig'), now: LARGE_CLUSTER_NOW };
    cluster = await startServed('./cluster-server.ts', order);
    threads = openEngineThreads({ most: 1, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await threads?.close();
    await cluster?.close();
    await rm(folder, { recursive: true });
  });

  async function ask(kind: ClusterKind): Promise<Report> {
    const report = await threads.run(
      {
        do: 'answer',
        cluster: { kubeconfig: join(folder, 'kubeconfig') },
        question: { kind },
        options: { exec: true, deadlineMs: 120_000 },
      },
      { signal: new AbortController().signal, progress: () => {} },
    );
    // What is shown stays small, whatever the size.
    expect(said(report).length).toBeLessThan(20_000);
    return report;
  }

  it('checks: every one is listed, the worst first', { timeout: TIMEOUT_MS }, async () => {
    const { facts } = finding(await ask('checks'), 'checks-list');
    // Those of the captured cluster below this one are declared by its Services, and the leader does not know them.
    expect(facts).toMatchObject({ total: CHECKS + 6, agents: NODES, page: 1 });
    expect(facts.rows.length).toBeLessThanOrEqual(200);
  });

  it('endpoints: there are none among so many checks', { timeout: TIMEOUT_MS }, async () => {
    expect(codesOf(await ask('endpoints'))).toContain('endpoint-checks-none');
  });

  it('metadata: the whole map is compared with all EndpointSlices', { timeout: TIMEOUT_MS }, async () => {
    const report = await ask('metadata');
    // The captured cluster below this one is not in the map that was made.
    expect(finding(report, 'metadata-node-missing').facts).toMatchObject({ total: 4 });
    const map = report.snapshot?.metadata?.replicas[0]?.reading;
    expect(map).toMatchObject({ known: true, value: { nodes: NODES, pods: PODS, links: PODS, cutOff: false } });
  });

  it('health: all of it at once', { timeout: TIMEOUT_MS }, async () => {
    const report = await ask('health');
    expect(finding(report, 'health-overview').facts.rows.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['checks', 'endpoints', 'metadata', 'node']),
    );
  });
});
