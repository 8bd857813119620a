import { describe, expect, it } from 'vitest';
import { atLeast } from '../../src/cli/doctor/at-least.ts';
import { checkNode } from '../../src/cli/doctor/check-node.ts';
import { checkRedis } from '../../src/cli/doctor/check-redis.ts';
import { checkSlack } from '../../src/cli/doctor/check-slack.ts';

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
