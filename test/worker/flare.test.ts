import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { Report } from '../../src/domain/report.ts';
import { openZip } from '../../src/parsers/flare/open-zip.ts';
import { openProducer, type Producer } from '../../src/queue/producer.ts';
import { loadBlob } from '../../src/redis/blobs.ts';
import { requestStop } from '../../src/redis/cancels.ts';
import { openBlocking, type Redis } from '../../src/redis/connection.ts';
import { loadReport } from '../../src/redis/reports.ts';
import { keys, makeAsk, PREFIX, store } from '../queue/asks.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

vi.setConfig({ testTimeout: 90_000 });
const patient = { timeout: 60_000, interval: 50 };
const CLUSTER = 'prod-eu';
const childFile = fileURLToPath(new URL('./flare-child.ts', import.meta.url));
const scenario = fileURLToPath(new URL('../../simulator/cluster/scenarios/leader-and-follower', import.meta.url));

let server: TestRedis;
let redis: Redis;
let producer: Producer;
let cluster: SimulatedCluster;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  [server, cluster, folder] = await Promise.all([
    startTestRedis({ aof: true }),
    startSimulatedCluster({ scenario }),
    mkdtemp(join(tmpdir(), 'dca-flare-')),
  ]);
  await cluster.writeKubeconfig(join(folder, 'kubeconfig'));
  const settings = { url: server.url, prefix: PREFIX };
  redis = openBlocking(settings);
  producer = openProducer(settings);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  await producer.close();
  redis.disconnect();
  await Promise.all([server.stop(), cluster.close(), rm(folder, { recursive: true })]);
});

function spawnWorker(killAt = ''): ChildProcess {
  const args = [server.url, CLUSTER, join(folder, 'kubeconfig'), killAt];
  const child = spawn(process.execPath, ['--import', 'tsx', childFile, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function ask(id: string): Promise<void> {
  const stored = await store(redis, makeAsk(id, { cluster: CLUSTER, question: { kind: 'flare' } }));
  await vi.waitFor(() => producer.enqueueAsk(stored), patient);
}

function reported(askId: string): Promise<Report> {
  return vi.waitFor(async () => {
    const stored = await loadReport(redis, keys, askId);
    if (stored.state !== 'found') throw new Error(`no report for ${askId}`);
    return stored.value;
  }, patient);
}

/** Commands run in the leader's container: `flare`, `cat PATH`, `rm PATH`. */
function run(): readonly string[] {
  return cluster.requests.flatMap(({ path }) => {
    const words = new URL(path, 'https://cluster').searchParams.getAll('command');
    if (words[1] === 'flare') return ['flare'];
    return words[0] === 'cat' || words[0] === 'rm' ? [`${words[0]} ${words.at(-1)}`] : [];
  });
}

/** Each archive that was seen was removed in the end. */
function nothingIsLeft(): void {
  const paths = new Set(run().flatMap((words) => words.split(' ').slice(1)));
  expect(paths.size).toBeGreaterThan(0);
  for (const path of paths) expect(run()).toContain(`rm ${path}`);
}

it('stores the masked archive before the report that tells of it, and leaves nothing behind', async () => {
  spawnWorker();
  await ask('asked');
  const report = await reported('asked');
  const [first] = report.findings;
  if (first?.code !== 'flare-ready') throw new Error(`${first?.code}`);
  expect(first).toMatchObject({ verdict: 'ok', facts: { files: 61, removed: true, local: false, left: [] } });
  const blob = await loadBlob(redis, keys, 'asked');
  if (blob.state !== 'found') throw new Error(blob.state);
  expect(blob.file.bytes.length).toBe(first.facts.bytes);
  expect(await openZip(Buffer.from(blob.file.bytes))).toHaveProperty('files.length', 61);
  expect(run().map((words) => words.split(' ')[0])).toEqual(['flare', 'cat', 'rm']);
  nothingIsLeft();
  expect(await redis.hlen(keys.flarePlaces(CLUSTER))).toBe(0);
});

it('is not shared: two who ask at once get one archive each', async () => {
  await ask('one');
  await ask('two');
  spawnWorker();
  for (const id of ['one', 'two']) {
    await reported(id);
    expect(await loadBlob(redis, keys, id)).toMatchObject({ state: 'found' });
  }
  expect(run().filter((words) => words === 'flare')).toHaveLength(2);
});

it('killed between building and removing: the next worker removes what was left, and answers', async () => {
  cluster.faults.add({ kind: 'exec', command: 'cat', delayMs: 3_000, times: 1 });
  const killed = spawnWorker('the place of a flare is noted');
  await ask('killed');
  if (killed.signalCode === null) await once(killed, 'exit');
  const left = run().filter((words) => words.startsWith('rm '));
  expect(left).toEqual([]);
  expect(await redis.hlen(keys.flarePlaces(CLUSTER))).toBe(1);
  spawnWorker();
  expect((await reported('killed')).findings[0]?.code).toBe('flare-ready');
  expect(run().filter((words) => words === 'flare')).toHaveLength(2);
  nothingIsLeft();
  expect(await redis.hlen(keys.flarePlaces(CLUSTER))).toBe(0);
});

it('stopped while it is fetched: it is removed all the same', async () => {
  cluster.faults.add({ kind: 'exec', command: 'cat', delayMs: 20_000 });
  spawnWorker();
  await ask('stopped');
  await vi.waitFor(() => expect(run().some((words) => words.startsWith('cat '))).toBe(true), patient);
  await requestStop(redis, keys, 'stopped', 'ann');
  expect((await reported('stopped')).findings[0]?.code).toBe('question-stopped');
  await vi.waitFor(nothingIsLeft, patient);
  expect(await loadBlob(redis, keys, 'stopped')).toEqual({ state: 'absent' });
});
