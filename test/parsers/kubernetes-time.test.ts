import { describe, expect, it } from 'vitest';
import { parseKubernetesTime } from '../../src/parsers/kubernetes-time.ts';

describe('parseKubernetesTime', () => {
  it.each([
    ['2026-11-23T18:35:36Z', '2026-11-23T18:35:36.000Z'],
    ['2026-11-23T18:35:36.424813Z', '2026-11-23T18:35:36.424Z'],
    ['2026-11-23T18:35:36.999999999Z', '2026-11-23T18:35:36.999Z'],
    ['2026-11-23T18:35:36.5+09:00', '2026-11-23T09:35:36.500Z'],
    ['2024-02-29T23:59:59-02:30', '2024-03-01T02:29:59.000Z'],
  ])('%s', (text, iso) => {
    expect(parseKubernetesTime(text)).toBe(iso);
  });

  it.each([
    undefined,
    '',
    'Never',
    '0001-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23T18:35:36',
    '2026-11-23T18:35:36+99:00',
    `2026-11-23T18:35:36.${'1'.repeat(99)}Z`,
  ])('%s is no time', (text) => {
    expect(parseKubernetesTime(text)).toBeUndefined();
  });
});
