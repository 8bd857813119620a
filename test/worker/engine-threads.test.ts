import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SCENARIO } from '../../simulator/cluster/default-scenario.ts';
import { startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { EngineOrder } from '../../src/worker/engine-order.ts';
import { type EngineThreads, type EngineThreadsOptions, openEngineThreads } from '../../src/worker/engine-threads.ts';

const opened: EngineThreads[] = [];
function open(options: EngineThreadsOptions = {}): EngineThreads {
  const threads = openEngineThreads(options);
  opened.push(threads);
  return threads;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((threads) => threads.close()));
});

const ODD = new URL('./odd-thread.ts', import.meta.url);
const explain = (name: string, text = ''): EngineOrder => ({ do: 'explain', texts: [{ name, text }] });
const hooksOf = (signal = new AbortController().signal) => ({ signal, progress: vi.fn() });
const running = () => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;

describe('an engine in a thread', () => {
  it('reads a cluster, tells how far it is and answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dca-thread-'));
    const kubeconfig = join(folder, 'kubeconfig');
    const cluster = await startSimulatedCluster({ scenario: DEFAULT_SCENARIO });
    try {
      await cluster.writeKubeconfig(kubeconfig);
      const threads = open();
      const hooks = hooksOf();
      const order: EngineOrder = {
        do: 'answer',
        cluster: { kubeconfig },
        question: { kind: 'leader' },
        options: { exec: true, deadlineMs: 15_000, cluster: 'prod-17' },
      };
      const report = await threads.run(order, hooks);
      expect(report).toMatchObject({ cluster: 'prod-17', verdict: 'ok', question: { kind: 'leader' } });
      expect(report.findings.map(({ code }) => code)).toContain('leader-healthy');
      expect(hooks.progress).toHaveBeenCalledWith(expect.objectContaining({ step: 'pods' }));
      await rm(kubeconfig);
      // The connection of the first question is still there, and one that cannot be made is no crash.
      expect((await threads.run(order, hooksOf())).verdict).toBe('ok');
      const gone: EngineOrder = { ...order, cluster: { kubeconfig: join(folder, 'gone-18') } };
      await expect(threads.run(gone, hooksOf())).rejects.toThrow(/gone-18/);
      await writeFile(join(folder, 'gone-18'), cluster.kubeconfig);
      expect((await threads.run(gone, hooksOf())).verdict).toBe('ok');
    } finally {
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('ends a reading when it is stopped, and goes on with the next', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dca-thread-'));
    const kubeconfig = join(folder, 'kubeconfig');
    const cluster = await startSimulatedCluster({ scenario: DEFAULT_SCENARIO });
    try {
      await cluster.writeKubeconfig(kubeconfig);
      const release = cluster.faults.add({ kind: 'request', spoil: { do: 'silent' } });
      const threads = open();
      const stop = new AbortController();
      const order: EngineOrder = {
        do: 'answer',
        cluster: { kubeconfig },
        question: { kind: 'leader' },
        options: { exec: true, deadlineMs: 60_000 },
      };
      const answered = threads.run(order, hooksOf(stop.signal));
      await vi.waitFor(() => expect(cluster.requests.length).toBeGreaterThan(0), 10_000);
      stop.abort(new Error('stopped by U19'));
      await expect(answered).rejects.toThrow('stopped by U19');
      release();
      expect((await threads.run(order, hooksOf())).verdict).toBe('ok');
    } finally {
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('explains, compares and replays', async () => {
    const threads = open();
    const report = await threads.run(explain('a.txt', 'nothing of an Agent'), hooksOf());
    expect(report.question).toEqual({ kind: 'explain' });
    const compared = await threads.run(
      { do: 'compare', before: report, after: report, ids: { before: 'ask0123456789', after: null } },
      hooksOf(),
    );
    expect(compared.question.kind).toBe('compare');
    const replayed = await threads.run({ do: 'replay', stored: report, id: 'ask0123456789' }, hooksOf());
    expect(replayed.question.kind).toBe('replay');
  });
});

describe('a pool of threads', () => {
  it('starts nothing before there is an order, and one for each that runs at once, up to its bound', async () => {
    const before = running();
    const threads = open({ entry: ODD, most: 2 });
    expect(running()).toBe(before);
    for (let index = 0; index < 5; index += 1) await threads.run(explain('answer'), hooksOf());
    expect(running()).toBe(before + 1);
    const stop = new AbortController();
    const held = Array.from({ length: 5 }, () => threads.run(explain('silent'), hooksOf(stop.signal)).catch(String));
    expect(running()).toBe(before + 2);
    // What waits for its cluster does not hold up what else a thread has to do.
    await threads.run(explain('answer'), hooksOf());
    stop.abort(new Error('enough'));
    expect(await Promise.all(held)).toEqual(Array(5).fill('Error: stopped: enough'));
    await threads.close();
    await vi.waitFor(() => expect(running()).toBe(before));
  });

  it.each([
    ['fail', 'it is 5 past 12'],
    ['throw', "the engine's thread died: a bug with the number 41"],
    ['reject', "the engine's thread died: a rejection with the number 42"],
    ['exit', "the engine's thread died: exit code 43"],
    ['not clonable', "the engine's thread died"],
  ])('an order that makes its thread %s fails with the reason, and the next is answered', async (name, reason) => {
    const threads = open({ entry: ODD, most: 1 });
    await expect(threads.run(explain(name), hooksOf())).rejects.toThrow(reason);
    expect((await threads.run(explain('answer'), hooksOf())).findings[0]?.subject).toBe('thread');
  });

  it('an order that takes all memory ends its thread alone', async () => {
    const threads = open({ entry: ODD, most: 1, resourceLimits: { maxOldGenerationSizeMb: 64 } });
    await expect(threads.run(explain('out of memory'), hooksOf())).rejects.toThrow(/died: .*memory/);
    await threads.run(explain('answer'), hooksOf());
  });

  it('a thread that does not end what was stopped is ended, and the main thread was never held up', async () => {
    const threads = open({ entry: ODD, most: 1, graceMs: 100 });
    const stop = new AbortController();
    const answered = threads.run(explain('spin'), hooksOf(stop.signal));
    stop.abort(new Error('late'));
    await expect(answered).rejects.toThrow('did not end');
    await threads.run(explain('answer'), hooksOf());
  });

  it('refuses what was stopped before, and everything once it is closed', async () => {
    const threads = open({ entry: ODD });
    await expect(threads.run(explain('answer'), hooksOf(AbortSignal.abort(new Error('no more'))))).rejects.toThrow(
      'no more',
    );
    const held = threads.run(explain('silent'), hooksOf());
    await Promise.all([expect(held).rejects.toThrow('closing'), threads.close()]);
    await expect(threads.run(explain('answer'), hooksOf())).rejects.toThrow('closing');
  });
});
