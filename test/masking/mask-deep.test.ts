import { describe, expect, it } from 'vitest';
import { maskDeep } from '../../src/masking/mask-deep.ts';

const KEY32 = '5f1d0a9c3b7e4f62a8d1c0e9b3f7a264';

const ROWS: readonly (readonly [name: string, given: unknown, expected: unknown, masked: number])[] = [
  ['a key', { dbPassword: 'abc', host: 'db' }, { dbPassword: '(masked:password)', host: 'db' }, 1],
  ['a number under a password', { password: 123456, port: 5432 }, { password: '(masked:password)', port: 5432 }, 1],
  ['an env entry', [{ name: 'DD_APP_KEY', value: 'abc' }], [{ name: 'DD_APP_KEY', value: '(masked:app-key)' }], 1],
  [
    'an env map',
    { DD_CLUSTER_NAME: 'prod', DD_APP_KEY: 'abc' },
    { DD_CLUSTER_NAME: 'prod', DD_APP_KEY: '(masked:app-key)' },
    1,
  ],
  ['a header pair', [['Authorization', 'Bearer abc']], [['Authorization', 'Bearer (masked:authorization)']], 1],
  ['an argument list', ['--token', 'abc', '--host', 'db'], ['--token', '(masked:token)', '--host', 'db'], 1],
  ['an argument', ['--token=abc'], ['--token=(masked:token)'], 1],
  ['JSON in a string', { note: '{"password":"abc","n":3}' }, { note: '{"password":"(masked:password)","n":3}' }, 1],
  [
    'JSON in JSON in a string',
    { a: JSON.stringify({ b: JSON.stringify({ token: 'x1' }) }) },
    { a: JSON.stringify({ b: JSON.stringify({ token: '(masked:token)' }) }) },
    1,
  ],
  [
    'a secret as a key',
    { [KEY32]: 1, [KEY32.toUpperCase()]: 2 },
    { '(masked:api-key)': 1, '(masked:api-key) 2': 2 },
    2,
  ],
  ['a list of keys', { api_keys: ['abc', 'def'] }, { api_keys: ['(masked:api-key)', '(masked:api-key)'] }, 2],
  [
    "a Secret's data",
    { kind: 'Secret', metadata: { name: 'x' }, data: { anything: 'Zm9v', other: 'YmFy' } },
    {
      kind: 'Secret',
      metadata: { name: 'x' },
      data: { anything: '(masked:kubernetes-secret)', other: '(masked:kubernetes-secret)' },
    },
    2,
  ],
  [
    'a commit under its key',
    { commit: 'ab'.repeat(20), other: 'ab'.repeat(20) },
    { commit: 'ab'.repeat(20), other: '(masked:app-key)' },
    1,
  ],
];

describe('maskDeep', () => {
  it.each(ROWS)('masks %s', (_name, given, expected, masked) => {
    const before = structuredClone(given);
    const result = maskDeep(given);
    expect(result).toEqual({ value: expected, masked });
    expect(given).toEqual(before);
    expect(maskDeep(result.value)).toEqual({ value: expected, masked: 0 });
  });

  it('keeps a key named __proto__ a key', () => {
    const given: unknown = JSON.parse('{"__proto__":{"password":"abc"}}');
    expect(JSON.stringify(maskDeep(given).value)).toBe('{"__proto__":{"password":"(masked:password)"}}');
  });

  it('survives nesting that would exhaust the stack', () => {
    const depth = 100_000;
    const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const result = maskDeep({ text });
    expect(result.masked).toBe(1);
    expect(maskDeep(result.value).masked).toBe(0);
  });
});
