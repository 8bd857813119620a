import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ExecSpoil } from '../../simulator/cluster/faults.ts';
import type { FindingCode } from '../../src/domain/finding.ts';
import { FOLLOWER, LEADER, NAMESPACE, scenarioFolder } from '../kube/open-simulated.ts';
import { type AskedCluster, askedCluster, codesOf, finding, said, sentToSlack } from './ask-cluster.ts';

const CAPTURE = scenarioFolder('leader-and-follower');
/** Slack rings everybody on `<!channel>` in mrkdwn; in rich_text and plain_text it is only letters. */
function expectNobodyCalled(sent: string): void {
  const mrkdwn = [...sent.matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
  const fallback = [...sent.matchAll(/(?:^\[|\},)\{"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
  expect(fallback).toHaveLength(2);
  for (const text of [...mrkdwn, ...fallback]) expect(text).not.toMatch(/<[!@#]/);
}

/** What the Agent says of itself; none of it can be known when its `status` was not read. */
const FROM_STATUS = /^(?:external-metric|cluster-checks|check-|admission|intake|forwarder|api-key|no-node-agents)/;

describe('the captured cluster, with something wrong', () => {
  let cluster: AskedCluster;
  beforeAll(async () => {
    cluster = await askedCluster(CAPTURE);
  });
  afterEach(() => cluster.simulated.faults.clear());
  afterAll(() => cluster.close());

  it('is answered without any of the findings below when nothing is wrong', async () => {
    const report = await cluster.ask('leader');
    expect(codesOf(report)).toEqual(['leader-healthy']);
    expect(report.verdict).toBe('ok');
  });

  describe('exec forbidden', () => {
    it.each([
      ['get', 'create'],
      ['create', 'get'],
    ])('without %s on pods/exec: status prints the right to add and claims nothing of the Agent', async (verb) => {
      cluster.simulated.faults.add({ kind: 'deny', verb, resource: 'pods/exec' });
      const report = await cluster.ask('status');
      expect(report.verdict).toBe('unknown');
      expect(codesOf(report).filter((code) => FROM_STATUS.test(code))).toEqual([]);
      const { rights, refused } = finding(report, 'rights-missing').facts;
      expect(rights).toEqual([{ verb, group: '', resource: 'pods/exec', namespace: NAMESPACE }]);
      expect(refused.length).toBeGreaterThan(0);
      const words = said(report);
      // One verb alone is not enough over WebSocket, so both are named whichever was refused.
      expect(words).toContain('need both get and create on pods/exec');
      expect(finding(report, 'leader-healthy').facts).toMatchObject({ holder: LEADER, asked: 0 });
    });

    it('leader does not need it, and says so at most in a footnote', async () => {
      cluster.simulated.faults.add({ kind: 'deny', verb: '*', resource: 'pods/exec' });
      const report = await cluster.ask('leader');
      expect(codesOf(report)).toEqual(['leader-healthy']);
      expect(report.verdict).toBe('ok');
      expect(report.readings.filter(({ why }) => why === 'forbidden')).toHaveLength(2);
    });
  });

  const unreadable: readonly (readonly [string, ExecSpoil, string, RegExp])[] = [
    ['exec times out', { do: 'hang' }, 'timeout', /./],
    ['the connection drops mid-output', { do: 'drop' }, 'unreachable', /./],
    ['binary output', { do: 'binary' }, 'unreadable', /./],
    ['huge output', { do: 'print', bytes: 9 * 1024 * 1024 }, 'truncated', /8/],
    ['the command fails', { do: 'exit', code: 3, stderr: 'cannot reach 5005\n' }, 'unreadable', /exit code 3: cannot/],
    ['nothing printed', { do: 'stdout', text: '' }, 'unreadable', /./],
    ['another page', { do: 'stdout', text: '<html>log in</html>' }, 'unreadable', /./],
    ['a closing status that is none', { do: 'garbage-status' }, 'unreadable', /./],
    ['exec fails with 500', { do: 'refuse', code: 500, message: 'etcd is sad 41' }, 'unreachable', /etcd is sad 41/],
  ];
  describe.each(unreadable)('%s', (_name, spoil, why, detail) => {
    it('status: unknown with the reason, never healthy', async () => {
      cluster.simulated.faults.add({ kind: 'exec', spoil });
      const report = await cluster.ask('status', { deadlineMs: spoil.do === 'hang' ? 900 : 15_000 });
      const failed = report.findings.filter(({ code }) => code === 'agent-command-failed');
      expect(failed.map(({ subject }) => subject).sort()).toEqual([LEADER, FOLLOWER].sort());
      for (const { facts, verdict } of failed) {
        expect(verdict).toBe('unknown');
        expect(facts).toMatchObject({ why, detail: expect.stringMatching(detail) });
      }
      expect(codesOf(report).filter((code) => FROM_STATUS.test(code))).toEqual([]);
      expect(report.verdict).toBe('unknown');
      expect(codesOf(report)).toContain('leader-healthy');
    });

    it('leader: told from the lock all the same', async () => {
      cluster.simulated.faults.add({ kind: 'exec', spoil });
      const report = await cluster.ask('leader', { deadlineMs: spoil.do === 'hang' ? 900 : 15_000 });
      expect(codesOf(report)).toEqual(['leader-healthy']);
      expect(finding(report, 'leader-healthy').facts).toMatchObject({ holder: LEADER, asked: 0 });
      expect(report.readings.filter((note) => note.why === why).length).toBeGreaterThanOrEqual(2);
    });
  });

  it('truncated JSON: the text is asked for; truncated text too: what was lost is said', async () => {
    cluster.simulated.faults.add({ kind: 'exec', spoil: { do: 'truncate' } });
    const report = await cluster.ask('status');
    expect(['unknown', 'warning', 'fault']).toContain(report.verdict);
    const cut = report.findings.filter(({ code }) => /output-not-recognised|agent-command-failed/.test(code));
    expect(cut.length).toBeGreaterThanOrEqual(2);
    expect(codesOf(report)).not.toContain('leaders-disagree' satisfies FindingCode);
  });

  it('truncated JSON alone: the text tells everything', async () => {
    cluster.simulated.faults.add({ kind: 'exec', command: '--json', spoil: { do: 'truncate' } });
    const report = await cluster.ask('status');
    expect(codesOf(report)).not.toContain('agent-command-failed');
    expect(finding(report, 'cluster-checks-healthy').facts).toMatchObject({ agents: 3, dispatched: 4 });
  });

  it('JSON with log lines before it is read', async () => {
    const json = await readFile(`${CAPTURE}/leader-status.json`, 'utf8');
    const noise = '2026-11-23 18:35:50 UTC | CLUSTER | WARN | (pkg/util/log.go:1) | {"not": "the status"}\n';
    cluster.simulated.faults.add({ kind: 'exec', command: '--json', spoil: { do: 'stdout', text: noise + json } });
    const report = await cluster.ask('status');
    expect(codesOf(report)).not.toContain('agent-command-failed');
    expect(codesOf(report)).toContain('external-metric-invalid');
  });

  it('only text is offered', async () => {
    const spoil: ExecSpoil = { do: 'exit', code: 255, stderr: 'Error: unknown flag: --json\n' };
    cluster.simulated.faults.add({ kind: 'exec', command: '--json', spoil });
    const report = await cluster.ask('status');
    expect(finding(report, 'external-metric-invalid').facts).toMatchObject({ total: 2, valid: 1 });
    expect(finding(report, 'leader-healthy').facts).toMatchObject({ asked: 2, agreeing: 2 });
  });

  it('only the old name of the binary is there', async () => {
    const spoil: ExecSpoil = { do: 'executable-missing' };
    cluster.simulated.faults.add({ kind: 'exec', command: 'datadog-cluster-agent status', spoil });
    const report = await cluster.ask('status');
    expect(codesOf(report)).not.toContain('agent-command-failed');
    expect(finding(report, 'leader-healthy').facts).toMatchObject({ asked: 2, agreeing: 2 });
  });

  it('only the follower answers: what the leader alone knows is not claimed', async () => {
    cluster.simulated.faults.add({ kind: 'exec', pod: 'leader', spoil: { do: 'drop' } });
    const report = await cluster.ask('status');
    expect(finding(report, 'agent-command-failed').facts).toMatchObject({ pod: LEADER, why: 'unreachable' });
    expect(codesOf(report).filter((code) => code.startsWith('cluster-checks') || code.startsWith('check-'))).toEqual(
      [],
    );
    expect(finding(report, 'leader-healthy').facts).toMatchObject({ holder: LEADER, asked: 1, agreeing: 1 });
    expect(['unknown', 'warning']).toContain(report.verdict);
  });

  it('replicas that disagree on the leader', async () => {
    const document = JSON.parse(await readFile(`${CAPTURE}/follower-status.json`, 'utf8'));
    document.leaderelection.leaderName = FOLLOWER;
    const spoil: ExecSpoil = { do: 'stdout', text: JSON.stringify(document) };
    cluster.simulated.faults.add({ kind: 'exec', pod: 'followers', spoil });
    for (const kind of ['leader', 'status'] as const) {
      const report = await cluster.ask(kind);
      const { claims } = finding(report, 'leaders-disagree').facts;
      expect(claims.map(({ by, leader }) => [by, leader])).toEqual(
        expect.arrayContaining([
          [LEADER, LEADER],
          [FOLLOWER, FOLLOWER],
        ]),
      );
      expect(report.verdict).toBe('fault');
      expect(said(report)).toContain(FOLLOWER);
    }
    expect(codesOf(await cluster.ask('leader'))[0]).toBe('leaders-disagree');
  });

  it('no Agent pods', async () => {
    cluster.simulated.faults.add({ kind: 'pod', pod: 'every', change: { to: 'gone' } });
    const report = await cluster.ask('status');
    const { cause, tried, effects } = finding(report, 'agent-not-running').facts;
    expect([cause, report.verdict]).toEqual(['no-pods', 'fault']);
    expect(tried.length).toBeGreaterThan(0);
    for (const place of tried) expect(place).toMatch(/^kubectl get pods/);
    expect(effects.externalHpas).toBe(2);
    expect(report.findings.filter(({ verdict }) => verdict === 'ok')).toEqual([]);
  });

  it('a lock renewed in the future that moves: alive, and the clock is told', async () => {
    cluster.simulated.faults.add({ kind: 'lock', change: { to: 'future', aheadSeconds: 94 } });
    const report = await cluster.ask('leader', { deadlineMs: 25_000 });
    expect(finding(report, 'leader-healthy').facts).toMatchObject({ holder: LEADER, movedBetweenReads: true });
    const { aheadSeconds, who, node } = finding(report, 'clock-skew').facts;
    expect(aheadSeconds).toBeGreaterThan(75);
    expect([who, node]).toEqual(['holder', expect.stringMatching(/^default-pool/)]);
  }, 40_000);

  it('a lock renewed in the future that stands still: nobody can tell', async () => {
    cluster.simulated.faults.add({ kind: 'lock', change: { to: 'future', aheadSeconds: 94, moving: false } });
    const report = await cluster.ask('leader', { deadlineMs: 4_500 });
    expect(finding(report, 'leader-renewal-unclear').facts).toMatchObject({ holder: LEADER, readTwice: true });
    expect(report.findings.filter(({ verdict }) => verdict === 'ok')).toEqual([]);
  }, 40_000);

  it.each(['leader', 'status'] as const)('an empty leader name: %s says that nobody leads', async (kind) => {
    cluster.simulated.faults.add({ kind: 'lock', change: { to: 'empty' } });
    const report = await cluster.ask(kind);
    expect(finding(report, 'leader-missing').facts.cause).toBe('no-holder');
    expect(codesOf(report)).not.toContain('leader-healthy');
    expect(report.verdict).toBe('fault');
  });

  it.each([500, 404])('pods answered with %i: the lock alone still tells the leader', async (code) => {
    cluster.simulated.faults.add({ kind: 'request', resource: 'pods', spoil: { do: 'status', code, html: true } });
    const report = await cluster.ask('leader');
    expect([codesOf(report), report.verdict]).toEqual([['leader-healthy'], 'ok']);
    expect(finding(report, 'leader-healthy').facts).toMatchObject({ holder: LEADER, asked: 0 });
    expect(said(report)).toMatch(/Not seen.*kubectl get pods/);
    expect((await cluster.ask('status')).verdict).toBe('unknown');
  });

  it('no lock at all: the replicas are asked', async () => {
    cluster.simulated.faults.add({ kind: 'lock', change: { to: 'deleted' } });
    const report = await cluster.ask('leader');
    expect(finding(report, 'leader-healthy').facts).toMatchObject({ holder: LEADER, lock: null, asked: 2 });
  });

  it('no lock and no exec: unknown or missing, never healthy', async () => {
    cluster.simulated.faults.add({ kind: 'lock', change: { to: 'deleted' } });
    const report = await cluster.ask('leader', { exec: false });
    expect(report.findings.filter(({ verdict }) => verdict === 'ok')).toEqual([]);
  });

  it('the lock is held by a pod that is gone', async () => {
    cluster.simulated.faults.add({ kind: 'lock', change: { to: 'holder', holder: 'dca-that-was-17' } });
    const report = await cluster.ask('leader');
    expect(finding(report, 'leader-holder-gone').facts).toMatchObject({ holder: 'dca-that-was-17' });
    expect(said(report)).toContain('dca-that-was-17');
  });

  it('exec: off is not a failure of rights, and asks for none', async () => {
    const before = cluster.simulated.requests.length;
    const report = await cluster.ask('status', { exec: false });
    expect(finding(report, 'exec-off').facts.lost).toContain('external-metrics');
    expect(codesOf(report)).not.toContain('rights-missing');
    expect(cluster.simulated.requests.slice(before).filter(({ path }) => path.includes('/exec'))).toEqual([]);
    expect(finding(report, 'leader-healthy').facts.holder).toBe(LEADER);
    expect(codesOf(await cluster.ask('leader', { exec: false }))).toEqual(['leader-healthy']);
  });

  it('crash looping: the last words, the exit code, the restarts, and what stands still', async () => {
    const previousLog = 'line 1\n2026-11-23 | CLUSTER | ERROR | no API key configured <!channel>, exiting 77\n';
    const change = { to: 'crash-looping', restarts: 23, exitCode: 41, previousLog } as const;
    cluster.simulated.faults.add({ kind: 'pod', pod: 'every', change });
    const report = await cluster.ask('status');
    const looping = report.findings.filter(({ code }) => code === 'agent-crash-looping');
    expect(looping).toHaveLength(2);
    expect(looping[0]?.facts).toMatchObject({
      restarts: 23,
      exitCode: 41,
      lastLines: ['line 1', expect.stringContaining('exiting 77')],
      effects: { externalMetrics: true, externalHpas: 2, events: true, clusterChecks: true },
    });
    expect(report.verdict).toBe('fault');
    expect(said(report)).toContain('exiting 77');
    expectNobodyCalled(sentToSlack(report));
  });

  it('a previous log that cannot be read is told as missing, not as empty', async () => {
    const change = { to: 'crash-looping', restarts: 3, exitCode: 1 } as const;
    cluster.simulated.faults.add({ kind: 'pod', pod: 'leader', change });
    cluster.simulated.faults.add({ kind: 'deny', verb: 'get', resource: 'pods/log' });
    const { lastLines, logMissing } = finding(await cluster.ask('status'), 'agent-crash-looping').facts;
    expect(lastLines).toEqual([]);
    expect(logMissing).toMatch(/forbidden/);
  });

  it.each(['leader', 'status'] as const)('killed for memory: %s tells limit and restarts', async (kind) => {
    const change = { to: 'oom-killed', restarts: 19, memoryLimit: '333Mi' } as const;
    cluster.simulated.faults.add({ kind: 'pod', pod: 'leader', change });
    const report = await cluster.ask(kind);
    expect(finding(report, 'agent-oom-killed').facts).toMatchObject({
      pod: LEADER,
      memoryLimit: '333Mi',
      restarts: 19,
      runningNow: true,
    });
    for (const language of ['en', 'ja'] as const) {
      expect(said(report, language)).toContain('333Mi');
      expect(said(report, language)).toMatch(/\b19\b/);
    }
  });

  it('pods that no node takes', async () => {
    const message = '0/9 nodes are available: 9 Insufficient memory.';
    cluster.simulated.faults.add({ kind: 'pod', pod: 'every', change: { to: 'pending', message } });
    const { cause, pods } = finding(await cluster.ask('status'), 'agent-not-running').facts;
    expect(cause).toBe('pending');
    expect(pods[0]?.message).toBe(message);
  });
});

it('the captured out-of-memory cluster names its limit and its restarts', async () => {
  const cluster = await askedCluster(scenarioFolder('agent-oom-killed'));
  try {
    const report = await cluster.ask('status');
    expect(finding(report, 'agent-oom-killed').facts).toMatchObject({ memoryLimit: '256Mi', restarts: 14 });
    expect(codesOf(report)).toContain('leader-single-replica');
  } finally {
    await cluster.close();
  }
});

it('the cluster with two leaders is a fault', async () => {
  const cluster = await askedCluster(scenarioFolder('two-leaders'));
  try {
    const report = await cluster.ask('leader');
    expect([codesOf(report)[0], report.verdict]).toEqual(['leaders-disagree', 'fault']);
  } finally {
    await cluster.close();
  }
});
