import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import { inventCluster, type WrittenScenario, writeScenario } from '../engine/made-cluster.ts';
import { seeded } from '../seeded-random.ts';
import { runDca } from './run-dca.ts';

// Each test starts programs, and other files' tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe(`dca ask (DCA_TEST_SEED=${SEED})`, () => {
  const invented = inventCluster(seeded(SEED), { namespace: 'datadog' });
  const made = { ...invented, metrics: invented.metrics.map((metric) => ({ ...metric, valid: true })) };
  let folder: string;
  let kubeconfig: string;
  let scenario: WrittenScenario;
  let cluster: SimulatedCluster;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-ask-cli-'));
    kubeconfig = join(folder, 'kubeconfig');
    scenario = await writeScenario(made);
    cluster = await startSimulatedCluster({ scenario: scenario.folder, contextName: 'staging-17' });
    await cluster.writeKubeconfig(kubeconfig);
  });
  afterEach(() => cluster.faults.clear());
  afterAll(async () => {
    await cluster.close();
    await scenario.remove();
    await rm(folder, { recursive: true });
  });
  const ask = (...words: string[]) => runDca(['ask', ...words, '--kubeconfig', kubeconfig]);

  it('all well: 0, with the leader by name', async () => {
    const { code, stdout, stderr } = await ask('leader');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`${made.leader}, renewed \\d+ s ago`));
  });

  it('something wrong: 1', async () => {
    cluster.faults.add({ kind: 'pod', pod: 'every', change: { to: 'gone' } });
    expect((await ask('status')).code).toBe(1);
  });

  it('not known: 2', async () => {
    cluster.faults.add({ kind: 'deny', verb: '*', resource: '*' });
    const { code, stdout } = await ask('status');
    expect(code).toBe(2);
    expect(stdout).toContain('dca rbac');
  });

  it.each([
    ['sttaus'],
    ['leader', '--timeout', 'soon'],
    ['leader', '--lang', 'tlh'],
    ['leader', '--depth', 'abyss'],
    [''],
    ['hpa', 'web_1'],
    ['hpa', '--page', '0'],
    ['leader', '-n', 'shop'],
    ['metrics', '--namespace', 'Shop_1'],
    ['node', 'worker_1'],
    ['events', '-n', 'shop'],
    ['replay', 'yesterday'],
    ['compare'],
  ])('a question that cannot be read (%s %s %s): 64, and nothing on standard output', async (...words) => {
    const { code, stdout, stderr } = await ask(...words.filter((word) => word !== undefined));
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).not.toBe('');
  });

  it('a misspelled word brings the nearest right one', async () => {
    expect((await ask('sttaus')).stderr).toContain('status');
  });

  it('a question about a namespace can be typed without quotes', async () => {
    const { stderr } = await ask('leader', '-n', 'shop', '--page', '2');
    expect(stderr).toContain('leader is asked without -n shop');
    expect(stderr).toContain('dca ask hpa -n shop');
    const { stdout } = await ask('hpa', 'web', '--json', '-n', 'shop', '--no-exec', '--agent-namespace', 'datadog');
    expect(JSON.parse(stdout).question).toEqual({ kind: 'hpa', subject: { namespace: 'shop', name: 'web' } });
  });

  it.each([
    [['metadata', 'worker-3'], { kind: 'metadata', subject: { name: 'worker-3' } }],
    [['node', 'web-1', '-n', 'shop'], { kind: 'node', subject: { namespace: 'shop', name: 'web-1', resource: 'pod' } }],
    [['kubernetes', 'events'], { kind: 'events' }],
    [['everything'], { kind: 'health' }],
  ])('%j is asked of the cluster', async (words, question) => {
    const { code, stdout, stderr } = await ask(...words, '--json', '--no-exec', '--timeout', '20');
    expect([JSON.parse(stdout).question, stderr]).toEqual([question, '']);
    expect([0, 1, 2]).toContain(code);
  });

  it('--json has findings[].code at the top', async () => {
    const { stdout, code } = await ask('status', '--json');
    const report = JSON.parse(stdout);
    expect(report.findings.map((one: { code: string }) => one.code)).toContain('leader-healthy');
    expect([code, report.schema, report.question.kind]).toEqual([0, 1, 'status']);
  });

  it('--lang ja, in the flag or in the words', async () => {
    for (const words of [['leader', '--lang', 'ja'], ['leader --lang ja']]) {
      const { stdout, code } = await ask(...words);
      expect([code, stdout]).toEqual([0, expect.stringContaining('リーダー')]);
    }
  });

  it('--depth line is one line and teach is more than normal', async () => {
    const [line, normal, teach] = await Promise.all(
      ['line', 'normal', 'teach'].map(async (depth) => (await ask('leader', '--depth', depth)).stdout.trim()),
    );
    expect(line?.split('\n')).toHaveLength(1);
    expect(teach?.length).toBeGreaterThan(normal?.length ?? 0);
  });

  it('an unknown context names the known ones', async () => {
    const { code, stdout, stderr } = await ask('leader', '--context', 'prod-18');
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('prod-18');
    expect(stderr).toContain('staging-17');
  });

  it('no kubeconfig, one that is not there, one that is none: 64 with a sentence', async () => {
    const broken = join(folder, 'broken');
    await writeFile(broken, 'contexts: 7\n');
    const results = await Promise.all([
      runDca(['ask', 'leader']),
      runDca(['ask', 'leader', '--kubeconfig', '/nonexistent/kubeconfig-19']),
      runDca(['ask', 'leader', '--kubeconfig', broken]),
    ]);
    for (const { code, stdout, stderr } of results) {
      expect([code, stdout]).toEqual([64, '']);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
    expect(results[1]?.stderr).toContain('/nonexistent/kubeconfig-19');
  });

  it('a token that is refused: unknown, and the token is nowhere', async () => {
    const config = parse(cluster.kubeconfig);
    config.users[0].user.token = 'not-the-token-20';
    const other = join(folder, 'other');
    await writeFile(other, stringify(config));
    const { code, stdout, stderr } = await runDca(['ask', 'status', '--kubeconfig', other]);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain('not-the-token-20');
  });

  it('--no-exec runs nothing in pods', async () => {
    const before = cluster.requests.length;
    const { stdout } = await ask('status', '--no-exec');
    expect(stdout).toContain('exec-off');
    expect(cluster.requests.slice(before).filter(({ path }) => path.includes('/exec'))).toEqual([]);
  });

  it('a cluster that stays silent is given up at --timeout', async () => {
    cluster.faults.add({ kind: 'request', spoil: { do: 'silent' } });
    const started = performance.now();
    const { code } = await ask('status', '--timeout', '1');
    expect(code).toBe(2);
    expect(performance.now() - started).toBeLessThan(9_000);
  });
});
