import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SCENARIO } from '../../simulator/cluster/default-scenario.ts';
import type { AuditRecord } from '../../src/audit/audit-record.ts';
import { runDca, startDca } from '../cli/run-dca.ts';
import { type Services, startServices } from './services.ts';

const TIMEOUT = 120_000;
const [ALICE, BEN] = ['U0ALICE01', 'U0BEN0001'];

describe('access rules and the audit', () => {
  let services: Services;
  const recordsIn = (text: string): AuditRecord[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const audit = (...flags: string[]) => runDca(['audit', ...flags], { env: services.env });

  beforeAll(async () => {
    const access = [{ name: 'sre', userGroups: ['S0SRE0001'], clusters: 'all', questions: ['leader'] }];
    services = await startServices(DEFAULT_SCENARIO, { access });
    const { slack } = services;
    await slack.typeCommand({ channel: 'incidents', user: 'ben', text: 'leader' });
    await services.ask('leader');
  }, TIMEOUT);

  afterAll(() => services?.close());

  it('of the configuration hold in the gateway', () => {
    const [shown] = services.slack.store.ephemerals('incidents', BEN ?? '');
    expect(JSON.stringify(shown?.blocks)).toContain('The rule ');
    expect(JSON.stringify(shown?.blocks)).toContain('sre');
  });

  it(
    'is printed by dca audit, one line each',
    async () => {
      await vi.waitFor(async () => expect(recordsIn((await audit()).stdout)).toHaveLength(3), { timeout: 30_000 });
      const { stdout, stderr, code } = await audit('--since', '1h');
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
      expect(recordsIn(stdout)).toMatchObject([
        { event: 'refused', user: BEN, kind: 'leader', decision: 'refused', reason: 'no-rule', rule: 'sre' },
        { event: 'asked', user: ALICE, channel: 'C0INCIDEN', kind: 'leader', decision: 'allowed' },
        { event: 'ended', user: ALICE, ended: 'answered', verdict: 'ok', tookMs: expect.any(Number) },
      ]);
    },
    TIMEOUT,
  );

  it(
    'leaves out what is older, and refuses a time it cannot read',
    async () => {
      expect((await audit('--since', '0s')).stdout).toBe('');
      const { code, stderr } = await audit('--since', 'yesterday');
      expect(code).toBe(64);
      expect(stderr).toContain('a time such as 90s, 30m, 24h or 7d');
    },
    TIMEOUT,
  );

  it(
    'is followed until it is stopped, and does not mind a reader that leaves',
    async () => {
      const following = startDca(['audit', '--follow'], { env: services.env });
      await vi.waitFor(() => expect(recordsIn(following.stdout())).toHaveLength(3), { timeout: 30_000 });
      await services.slack.typeCommand({ channel: 'incidents', user: 'ben', text: 'status' });
      await vi.waitFor(() => expect(recordsIn(following.stdout())).toHaveLength(4), { timeout: 30_000 });
      following.child.kill('SIGTERM');
      expect(await following.ended).toMatchObject({ code: 0, stderr: '' });

      const left = startDca(['audit', '--follow'], { env: services.env });
      left.child.stdout?.destroy();
      expect(await left.ended).toMatchObject({ code: 0, stderr: '' });
    },
    TIMEOUT,
  );
});
