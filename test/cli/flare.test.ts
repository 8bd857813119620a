import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import { agreeOnFlare } from '../../src/cli/ask-flare.ts';
import { openZip } from '../../src/parsers/flare/open-zip.ts';
import { runDca } from './run-dca.ts';

// Each test starts programs, and other files' tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

const SCENARIO = fileURLToPath(new URL('../../simulator/cluster/scenarios/leader-and-follower', import.meta.url));
const FLARE = join(SCENARIO, 'flare.zip');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-flare-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('dca explain', () => {
  it('reads a flare, whatever it is called', async () => {
    const renamed = join(folder, 'from-the-customer.txt');
    await writeFile(renamed, await readFile(FLARE));
    const { code, stdout } = await runDca(['explain', renamed, '--json']);
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report.findings.map((finding: { code: string }) => finding.code)).toEqual(
      expect.arrayContaining(['flare-read', 'external-metric-invalid', 'logs-trouble']),
    );
  });

  it('refuses one that is damaged, and says why: 2', async () => {
    const damaged = join(folder, 'damaged.zip');
    await writeFile(damaged, (await readFile(FLARE)).subarray(0, 9_000));
    const { code, stdout } = await runDca(['explain', damaged]);
    expect(code).toBe(2);
    expect(stdout).toContain('flare-refused');
  });
});

describe('dca ask flare', () => {
  let cluster: SimulatedCluster;
  let kubeconfig: string;
  beforeAll(async () => {
    cluster = await startSimulatedCluster({ scenario: SCENARIO });
    kubeconfig = join(folder, 'kubeconfig');
    await cluster.writeKubeconfig(kubeconfig);
  });
  afterEach(() => cluster.faults.clear());
  afterAll(() => cluster.close());
  const ask = (...words: string[]) => runDca(['ask', 'flare', ...words, '--kubeconfig', kubeconfig]);

  it('writes the masked archive, for its owner alone', async () => {
    const out = join(folder, 'flare.zip');
    const { code, stdout, stderr } = await ask('--out', out, '--yes');
    expect(stdout).toMatch(/is ready: 61 files/);
    expect(stderr).toContain(out);
    expect([0, 1]).toContain(code);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(await openZip(await readFile(out))).toHaveProperty('files.length', 61);
  });

  it('asks before it builds: nobody to ask is 64, and nothing is run', async () => {
    const before = cluster.requests.length;
    const { code, stderr } = await ask('--out', join(folder, 'never.zip'));
    expect(code).toBe(64);
    expect(stderr).toContain('--yes');
    expect((await ask('--yes')).stderr).toContain('--out FILE');
    expect(cluster.requests.length).toBe(before);
  });

  it('writes over nothing', async () => {
    const out = join(folder, 'there.txt');
    await writeFile(out, 'mine');
    expect((await ask('--out', out, '--yes')).code).toBe(64);
    expect(await readFile(out, 'utf8')).toBe('mine');
  });

  it('a flare that is not built leaves no file', async () => {
    const out = join(folder, 'failed.zip');
    cluster.faults.add({ kind: 'exec', command: 'flare', spoil: { do: 'refuse', code: 403, message: 'no exec' } });
    const { code, stdout } = await ask('--out', out, '--yes');
    // What is wrong with the captured cluster is worse.
    expect(code).toBe(1);
    expect(stdout).toContain('flare-failed');
    await expect(stat(out)).rejects.toThrow('ENOENT');
  });
});

describe('the question in a terminal', () => {
  const typed = async (answer: string) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = new PassThrough();
    const out = join(folder, `typed-${answer.trim()}.zip`);
    const agreed = agreeOnFlare({ out }, 'prod-eu', 'en', { input, output });
    input.write(answer);
    const target = await agreed;
    return { target, said: String(output.read()), out };
  };

  it.each(['n\n', '\n', 'yess\n', 'no\n'])('%j is no', async (answer) => {
    const { target, said, out } = await typed(answer);
    expect(target).toBe('no');
    expect(said).toContain('Build a flare of the Cluster Agent in prod-eu?');
    expect(said).toContain(out);
    expect(said).not.toContain('direct message');
    await expect(stat(out)).rejects.toThrow('ENOENT');
  });

  it.each(['y\n', 'YES\n', 'はい\n'])('%j is yes', async (answer) => {
    const { target, out } = await typed(answer);
    if (target === 'no') throw new Error('not agreed');
    target.keeping.tell({ news: 'file', file: { name: 'x', bytes: Buffer.from('PK') } });
    await target.close();
    expect(await readFile(out, 'utf8')).toBe('PK');
  });
});
