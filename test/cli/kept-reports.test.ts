import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { DEFAULT_SCENARIO } from '../../simulator/cluster/default-scenario.ts';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { Report } from '../../src/domain/report.ts';
import { closeRedis, openCommands, whenReady } from '../../src/redis/connection.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { storeReport } from '../../src/redis/reports.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';
import { runDca } from './run-dca.ts';

// Each test starts programs, and other files' tests run beside it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ID = `ask${'0123456789abcdef'.repeat(2)}`;

let folder: string;
let kubeconfig: string;
let server: TestRedis;
let clusters: readonly SimulatedCluster[];
let report: Report;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-kept-'));
  kubeconfig = join(folder, 'kubeconfig');
  server = await startTestRedis();
  clusters = await Promise.all(
    ['prod-a', 'prod-b'].map((contextName) => startSimulatedCluster({ scenario: DEFAULT_SCENARIO, contextName })),
  );
  const [one, other] = clusters.map((cluster) => parse(cluster.kubeconfig));
  await writeFile(
    kubeconfig,
    stringify({
      ...one,
      ...lists(one, other, 'clusters'),
      ...lists(one, other, 'users'),
      ...lists(one, other, 'contexts'),
    }),
  );
  const { stdout } = await runDca(['ask', 'leader', '--json', '--kubeconfig', kubeconfig, '--context', 'prod-a']);
  report = JSON.parse(stdout);
  await writeFile(join(folder, 'report.json'), stdout);
  const redis = openCommands({ url: server.url, prefix: '{dca}' });
  await whenReady(redis, 5_000);
  await storeReport(redis, keysOf('{dca}'), ID, report);
  await closeRedis(redis);
});
afterAll(async () => {
  await Promise.all([...clusters.map((cluster) => cluster.close()), server.stop()]);
  await rm(folder, { recursive: true });
});

type Entry = { readonly name: string; readonly context?: { cluster: string; user: string } };

/** Both lists, the second's names made its own. */
function lists(one: Record<string, Entry[]>, other: Record<string, Entry[]>, what: string) {
  const renamed = (other[what] ?? []).map(({ name, context, ...rest }) => ({
    ...rest,
    name: context === undefined ? `${name}-2` : name,
    ...(context && { context: { cluster: `${context.cluster}-2`, user: `${context.user}-2` } }),
  }));
  return { [what]: [...(one[what] ?? []), ...renamed] };
}

const run = (...words: string[]) => runDca(words, { env: { REDIS_URL: server.url }, cwd: folder });
const json = async (...words: string[]) => {
  const { stdout, stderr, code } = await run(...words, '--json');
  expect(stderr).toBe('');
  return { report: JSON.parse(stdout) as Report, code };
};

describe('dca replay', () => {
  it.each([
    ['replay', 'report.json'],
    ['replay', ID],
    ['ask replay', ID.slice(0, 13).toUpperCase()],
  ])('%s %s: the same again', async (words, word) => {
    const { report: replayed, code } = await json(...words.split(' '), word);
    expect(replayed.question.kind).toBe('replay');
    expect(replayed.findings[0]?.code).toBe('replay-same');
    expect(replayed.findings.map((finding) => finding.code)).toContain('leader-healthy');
    expect(code).toBe(0);
  });

  it('a report that is not there: 2, and which one', async () => {
    const { report: replayed, code } = await json('replay', 'ask9999999999');
    expect(code).toBe(2);
    expect(replayed.findings[0]).toMatchObject({
      code: 'replay-impossible',
      facts: { report: 'ask9999999999', cause: 'no-report' },
    });
  });

  it.each([
    ['a file that is not there', 'nothing-17.json', 64, 'nothing-17.json'],
    ['a file that is no report', 'kubeconfig', 64, 'kubeconfig'],
  ])('%s: %s is named', async (_, word, code, says) => {
    const ended = await run('replay', word);
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toContain(says);
  });

  it('a Redis that is not there: said so', async () => {
    const { code, stdout, stderr } = await runDca(['replay', ID], { env: { REDIS_URL: 'unix:/nonexistent/redis' } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Redis did not answer');
  });
});

describe('dca compare', () => {
  it.each([
    ['two files', ['report.json', 'report.json'], [0, 'prod-a', 'report.json', 'prod-a', 'report.json']],
    ['a stored report and a file', [ID.slice(0, 13), 'report.json'], [0, 'prod-a', ID, 'prod-a', 'report.json']],
    ['a stored report and its question now', [ID, 'prod-b'], [0, 'prod-a', ID, 'prod-b', null]],
  ] as const)('%s', async (_, words, [code, ...expected]) => {
    const { report: compared, code: ended } = await json('compare', ...words, '--kubeconfig', kubeconfig);
    expect(compared.question.kind).toBe('compare');
    const finding = compared.findings.find((one) => one.code === 'compare-same' || one.code === 'compare-changed');
    if (finding?.code !== 'compare-same' && finding?.code !== 'compare-changed') throw new Error('nothing compared');
    const { before, after } = finding.facts;
    expect([before.cluster, before.report, after.cluster, after.report]).toEqual(expected);
    expect(ended).toBe(code);
  });

  it('two clusters are asked all of their health at once', async () => {
    const counts = clusters.map(({ requests }) => requests.length);
    const { report: compared } = await json('compare', 'prod-a', 'prod-b', '--kubeconfig', kubeconfig);
    expect(compared.findings.map(({ code }) => code)).toContainEqual(expect.stringMatching(/^compare-(same|changed)$/));
    for (const [i, { requests }] of clusters.entries()) expect(requests.length).toBeGreaterThan((counts[i] ?? 0) + 5);
  });

  it('a report that is not there: 2; a context that is not there: 64 with the known ones', async () => {
    const { report: compared, code } = await json('compare', 'report.json', 'ask9999999999');
    expect(code).toBe(2);
    expect(compared.findings[0]).toMatchObject({
      code: 'compare-impossible',
      facts: { side: 'after', what: 'ask9999999999', cause: 'no-report' },
    });
    const unknown = await run('compare', 'prod-a', 'prod-c', '--kubeconfig', kubeconfig);
    expect([unknown.code, unknown.stdout]).toEqual([64, '']);
    expect(unknown.stderr).toMatch(/prod-c[\s\S]*prod-b/);
  });
});
