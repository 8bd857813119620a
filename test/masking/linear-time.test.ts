import { describe, expect, it } from 'vitest';
import { maskText } from '../../src/masking/mask-text.ts';

/** Texts made to send a careless pattern back and forth: repeated beginnings of secrets, and endless runs. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = Object.fromEntries(
  [
    'a',
    ' ',
    '\n',
    '\\',
    '_',
    '%aa',
    '0123456789abcdef',
    '://',
    'a://b:',
    'a://b:c@',
    '@tcp(',
    'a:b@tcp(',
    'token',
    'token=',
    'token=a&',
    'token="',
    'token=\\"',
    'password: [',
    'password=a,',
    'api_key: [ "a", ',
    '<token>',
    '--token ',
    'name: token ',
    '"name":"token","value":',
    'eyJ',
    'eyJaaaaaa.',
    '-----BEGIN PRIVATE KEY-----',
    'bearer ',
    'basic abcd',
    'hooks.slack.com/services/',
    'xoxb-',
    'ghp_',
    'ddapi_',
    'AKIA',
    'AKIAABCDEFGHIJKLMNOP ',
    'SG.aaaaaaaaaaaaaaaaaaaaaa.',
    'パスワード',
  ]
    .map((unit): [string, (size: number) => string] => [unit, (size) => unit.repeat(size / unit.length)])
    .concat([
      ['password=bbb…', (size) => `password=${'b'.repeat(size)}`],
      ['password="\\\\\\…', (size) => `password="${'\\'.repeat(size)}`],
      ['http://bbb…', (size) => `http://${'b'.repeat(size)}`],
      ['a cut private key', (size) => `-----BEGIN PRIVATE KEY-----${'abcdefghijklmnopq \n'.repeat(size / 19)}`],
      ['a block of lines', (size) => `password: |\n${'  a\n'.repeat(size / 4)}`],
    ]),
);

function fastest(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    maskText(text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('time grows with the text, not with its square', () => {
  it.each(Object.entries(HOSTILE))('%j', (_name, make) => {
    fastest(make(20_000));
    // Eight times the text: linear is 8, quadratic 64. A constant keeps short times from looking like growth.
    const ratio = (fastest(make(320_000)) + 5) / (fastest(make(40_000)) + 5);
    expect(ratio).toBeLessThan(26);
  });

  it('is idempotent on them', () => {
    for (const make of Object.values(HOSTILE)) {
      const once = maskText(make(6_000));
      expect(maskText(once.text)).toEqual({ text: once.text, masked: 0 });
    }
  });

  it('masks a run that is longer than the regex engine could take at once', () => {
    const result = maskText(`password=${'b'.repeat(9_000_000)} end`);
    expect(result).toEqual({ text: 'password=(masked:password) end', masked: 1 });
  });
});
