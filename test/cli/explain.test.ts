import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { runDca } from './run-dca.ts';

// Each test starts programs, and other files' tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

const FOLDER = fileURLToPath(new URL('../fixtures/status/', import.meta.url));
const CAPTURES = readdirSync(FOLDER).filter((name) => name.startsWith('agent-'));
const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';

async function explainJson(files: readonly string[], stdin?: string): Promise<{ report: Report; code: number | null }> {
  const { stdout, code } = await runDca(['explain', '--json', ...files], stdin === undefined ? {} : { stdin });
  return { report: JSON.parse(stdout), code };
}

/** What a reader takes from one document, whichever form it was in. */
function gist({ findings, snapshot }: Report) {
  const reading = snapshot?.statuses[0]?.reading;
  if (!reading?.known) throw new Error('the document was not read');
  const { version, flavor, leaderElection, externalMetrics, clusterChecks } = reading.value;
  const metrics = externalMetrics.state === 'present' ? externalMetrics.value : undefined;
  return {
    version,
    flavor,
    leader: leaderElection.state === 'present' ? leaderElection.value.leaderName : leaderElection.state,
    metrics: metrics?.mode === 'configmap' ? [metrics.total, metrics.valid] : externalMetrics.state,
    dispatching: clusterChecks,
    codes: findings.map(({ code }) => code).filter((code) => code !== 'status-render-error'),
  };
}

describe.each(CAPTURES)('explain on %s', (capture) => {
  it.each(['leader', 'follower'])('%s: text and JSON say the same', async (role) => {
    const [text, json] = await Promise.all(
      ['txt', 'json'].map((form) => explainJson([join(FOLDER, capture, `${role}-status.${form}`)])),
    );
    const fromText = gist(text?.report as Report);
    const fromJson = gist(json?.report as Report);
    expect(fromText).toMatchObject({
      flavor: 'cluster-agent',
      leader: fromJson.leader,
      version: fromJson.version,
      metrics: fromJson.metrics,
    });
    expect(fromText.leader).toMatch(/^datadog-cluster-agent-/);
    if (fromText.dispatching.state === 'present' && fromJson.dispatching.state === 'present') {
      // The JSON alone names the checks that wait for a node.
      const { unscheduled: _text, ...inText } = fromText.dispatching.value;
      const { unscheduled: _json, ...inJson } = fromJson.dispatching.value;
      expect(inText).toEqual(inJson);
      expect(inText.role).toBe(role);
    } else expect([fromText.dispatching.state, fromJson.dispatching.state]).toEqual(['present', 'present']);
    expect(text?.code).toBe(json?.code);
    const asked = role === 'follower' ? 'asked-a-follower' : 'cluster-checks-healthy';
    expect([fromText.codes, fromJson.codes].every((codes) => codes.includes(asked))).toBe(true);
  });

  it('calls the status of a node Agent what it is', async () => {
    const files = readdirSync(join(FOLDER, capture)).filter((name) => name.startsWith('node'));
    expect(files).toHaveLength(6);
    for (const file of files) {
      const { report, code } = await explainJson([join(FOLDER, capture, file)]);
      expect([file, report.findings.map((one) => one.code)]).toEqual([
        file,
        expect.arrayContaining(['node-agent-connection-unproven']),
      ]);
      expect(report.findings.map((one) => one.code)).not.toContain('leader-missing');
      expect(code).toBe(report.verdict === 'ok' || report.verdict === 'explained' ? 0 : 1);
    }
  });
});

describe('explain', () => {
  const leader = join(FOLDER, 'agent-2025-leader-and-follower/leader-status.txt');
  const follower = join(FOLDER, 'agent-2025-leader-and-follower/follower-status.json');

  it('reads standard input, and - among files', async () => {
    const text = readFileSync(leader, 'utf8');
    const [bare, dash] = await Promise.all([explainJson([], text), explainJson(['-', follower], text)]);
    expect(gist(bare?.report as Report).leader).toBe(LEADER);
    expect(dash?.report.snapshot?.statuses.map(({ from }) => from)).toEqual(['stdin', 'follower-status.json']);
  });

  it('takes several files as one report', async () => {
    const { report } = await explainJson([leader, follower]);
    expect(report.findings.filter(({ code }) => code === 'leader-healthy')).toMatchObject([
      { facts: { holder: LEADER, asked: 2, agreeing: 2 } },
    ]);
  });

  it('tells ages by the date of the document, and prints them in a terminal', async () => {
    const { stdout, code } = await runDca(['explain', leader]);
    expect(stdout).toContain(LEADER);
    expect(stdout).toMatch(/renewed 14 s before the text was made/);
    expect(code).toBe(1);
  });

  it.each([
    ['garbage', 'the quick brown fox 17\n', 'output-not-recognised'],
    ['nothing', '', 'nothing-to-explain'],
    ['JSON of something else', '{"kind":"Pod","metadata":{"name":"x17"}}', 'output-not-recognised'],
    ['bytes', '\u0000\u0001\u0002\u0003ÿþ', 'output-not-recognised'],
  ])('%s: unknown, exit code 2', async (_name, stdin, expected) => {
    const { report, code } = await explainJson([], stdin);
    expect([report.findings[0]?.code, report.verdict, code]).toEqual([expected, 'unknown', 2]);
  });

  it('a file that is not there: named, exit code 64, nothing on standard output', async () => {
    const { code, stdout, stderr } = await runDca(['explain', '/nonexistent/status-17.txt']);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('/nonexistent/status-17.txt');
  });

  it('answers in Japanese, by flag and by locale', async () => {
    const answers = await Promise.all([
      runDca(['explain', leader, '--lang', 'ja']),
      runDca(['explain', leader], { env: { LANG: 'ja_JP.UTF-8' } }),
    ]);
    for (const { stdout } of answers) expect(stdout).toMatch(/リーダー/);
    expect(answers[0]?.stdout.replace(/\(\d+\.\d 秒\)/, '')).toBe(answers[1]?.stdout.replace(/\(\d+\.\d 秒\)/, ''));
  });

  it('masks secrets in what it prints', async () => {
    const secret = ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
    const { stdout } = await runDca(['explain', '--json'], {
      stdin: `${readFileSync(leader, 'utf8')}\n=====\nExtra\n=====\n  note: ${secret}\n`,
    });
    expect(stdout).not.toContain(secret);
    expect(JSON.parse(stdout).masked).toBe(1);
  });
});
