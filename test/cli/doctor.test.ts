import { describe, expect, it } from 'vitest';
import { atLeast } from '../../src/cli/doctor/at-least.ts';
import { checkNode } from '../../src/cli/doctor/check-node.ts';
import { checkRedis } from '../../src/cli/doctor/check-redis.ts';
import { checkSending } from '../../src/cli/doctor/check-sending.ts';
import { checkSlack } from '../../src/cli/doctor/check-slack.ts';
import type { DeadLetter } from '../../src/redis/dead-letters.ts';
import type { Fallback } from '../../src/redis/sending-record.ts';

describe.each([
  ['20.19.0', '20.19', true],
  ['20.18.9', '20.19', false],
  ['v22.1.0', '20.19', true],
  ['6.2', '6.2', true],
  ['6.1.99', '6.2', false],
  ['7', '6.2', true],
  ['', '6.2', false],
  ['unknown', '6.2', false],
])('version %s against %s', (found, wanted, expected) => {
  it(`is ${expected ? 'enough' : 'too old'}`, () => expect(atLeast(found, wanted)).toBe(expected));
});

describe('doctor', () => {
  it('judges Node.js', () => {
    expect(checkNode('v20.18.1')).toEqual({
      check: 'node',
      state: 'failed',
      facts: { found: '20.18.1', wanted: '20.19' },
    });
  });

  it('judges a Redis that evicts and forgets', async () => {
    const results = await checkRedis('redis://there', async () => ({
      version: '7.0.15',
      eviction: 'allkeys-lru',
      appendOnly: false,
    }));
    expect(results.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'redis-reachable ok',
      'redis-version ok',
      'redis-eviction failed',
      'redis-persistence failed',
    ]);
  });

  it('says why Redis was not reached, and judges nothing else', async () => {
    const results = await checkRedis('redis://there', () => Promise.reject(new Error('ECONNREFUSED')));
    expect(results).toEqual([
      { check: 'redis-reachable', state: 'failed', facts: { address: 'redis://there', detail: 'ECONNREFUSED' } },
    ]);
  });

  describe('looks back a day at what could not be sent as meant', () => {
    const NOW = Date.UTC(2026, 10, 24, 9);
    const HOUR = 3_600_000;
    const plainer = (why: string, hoursAgo: number): Fallback => ({
      entry: 'a1:answer',
      from: 'blocks',
      to: 'plain',
      why,
      at: NOW - hoursAgo * HOUR,
    });
    const lost = (detail: string, hoursAgo: number): DeadLetter => ({
      channel: 'C1',
      entry: 'a2:answer',
      why: 'too-old',
      detail,
      at: NOW - hoursAgo * HOUR,
    });
    it.each<[string, Fallback[], DeadLetter[], string, object]>([
      ['nothing', [], [], 'ok', { givenUp: 0, plainer: 0, why: [] }],
      ['long ago', [plainer('invalid_blocks', 25)], [lost('', 30)], 'ok', { givenUp: 0, plainer: 0, why: [] }],
      [
        'in a plainer form',
        [plainer('not_in_channel', 1), plainer('invalid_blocks', 2), plainer('not_in_channel', 3)],
        [],
        'ok',
        { givenUp: 0, plainer: 3, why: ['not_in_channel', 'invalid_blocks'] },
      ],
      [
        'not at all',
        [plainer('invalid_blocks', 2)],
        [lost('', 1), lost('account_inactive', 23)],
        'failed',
        { givenUp: 2, plainer: 1, why: ['too-old', 'account_inactive', 'invalid_blocks'] },
      ],
    ])('%s', async (_name, fallbacks, letters, state, facts) => {
      const line = await checkSending(NOW, { fallbacks: async () => fallbacks, letters: async () => letters });
      expect(line).toEqual({ check: 'sending', state, facts });
    });
  });

  it('names the scopes a token lacks', async () => {
    const results = await checkSlack(['chat:write', 'commands', 'files:write'], async () => ({
      ok: true,
      scopes: ['commands', 'chat:write'],
    }));
    expect(results[1]).toEqual({ check: 'slack-scopes', state: 'failed', facts: { missing: ['files:write'] } });
  });

  it('tells a refused token', async () => {
    const results = await checkSlack(['commands'], async () => ({ ok: false, error: 'invalid_auth' }));
    expect(results).toEqual([{ check: 'slack-token', state: 'failed', facts: { detail: 'invalid_auth' } }]);
  });
});
