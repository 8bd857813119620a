import { expect, it } from 'vitest';
import { addLogLines } from '../../../simulator/cluster/log-lines.ts';

const AGENT = { captured: Date.UTC(2026, 10, 23, 18, 35, 50), component: 'CLUSTER' };
const LOG = [
  'banner without a time',
  '2026-11-23 18:35:00 UTC | CLUSTER | INFO | (a.go:1 in A) | first',
  '  goes on',
  '2026-11-23 18:35:40 UTC | CLUSTER | INFO | (a.go:1 in A) | last',
  '',
].join('\n');

it('puts lines where their time belongs, behind continued lines', () => {
  const added = addLogLines(LOG, [{ text: 'refused', from: 'b.go:2 in B', times: 3, every: 20, ago: 5 }], AGENT);
  expect(added.split('\n').map((line) => line.replace(/^2026-11-23 (\S+) UTC .* \| /, '$1 '))).toEqual([
    'banner without a time',
    '18:35:00 first',
    '  goes on',
    '18:35:05 refused',
    '18:35:25 refused',
    '18:35:40 last',
    '18:35:45 refused',
    '',
  ]);
  expect(added).toContain('2026-11-23 18:35:05 UTC | CLUSTER | ERROR | (b.go:2 in B) | refused\n');
});

it('begins a log that is empty', () => {
  expect(addLogLines('', [{ text: 'alone', level: 'WARN', from: 'c.go:3 in C' }], AGENT)).toBe(
    '2026-11-23 18:35:38 UTC | CLUSTER | WARN | (c.go:3 in C) | alone\n',
  );
});

it('says whose log it is', () => {
  const node = { ...AGENT, component: 'CORE' };
  expect(addLogLines('', [{ text: 'alone', from: 'c.go:3 in C' }], node)).toBe(
    '2026-11-23 18:35:38 UTC | CORE | ERROR | (c.go:3 in C) | alone\n',
  );
});
