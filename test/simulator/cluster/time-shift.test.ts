import { describe, expect, it } from 'vitest';
import { shiftText, shiftValue } from '../../../simulator/cluster/time-shift.ts';

/** One day, one hour, one minute, one second and 250 ms. */
const DELTA = ((24 + 1) * 3600 + 61) * 1000 + 250;

describe('shiftText', () => {
  it.each([
    ['2026-11-23T18:18:19Z', '2026-11-24T19:19:20Z'],
    ['2026-11-23T18:35:36.424813Z', '2026-11-24T19:36:37.674813Z'],
    ['2026-11-23T18:35:36.900Z', '2026-11-24T19:36:38.150Z'],
    ['2026-11-23T18:35:36+09:00', '2026-11-24T19:36:37+09:00'],
    [
      'Status date: 2026-11-23 18:35:50.76 UTC (1795458950760)',
      'Status date: 2026-11-24 19:36:52.010 UTC (1795549012010)',
    ],
    ['bootTime: 2026-11-23 17:50:12 UTC (1795456212000)', 'bootTime: 2026-11-24 18:51:13 UTC (1795546273250)'],
    [
      'Status date: 2026-11-23 18:35:50 +0900 JST (1795458950000)',
      'Status date: 2026-11-24 19:36:51 +0900 JST (1795549011250)',
    ],
    ['Renewed leadership: Mon, 23 Nov 2026 18:35:36 UTC', 'Renewed leadership: Tue, 24 Nov 2026 19:36:37 UTC'],
    ['Mon, 30 Nov 2026 23:59:59 UTC', 'Wed, 02 Dec 2026 01:01:00 UTC'],
    ['2026-12-31 23:30:00 UTC | CLUSTER | INFO | x', '2027-01-02 00:31:01 UTC | CLUSTER | INFO | x'],
    ['I1123 18:19:32.123456   1 leaderelection.go:1] y', 'I1124 19:20:33.123456   1 leaderelection.go:1] y'],
    ['{"ts":1795458926,"value":2472}', '{"ts":1795548987,"value":2472}'],
    ['{"data":"{\\"ts\\":1795458896}"}', '{"data":"{\\"ts\\":1795548957}"}'],
    ['{"agent_start_nano":1795458445514915876}', '{"agent_start_nano":1795548506764915876}'],
    ['{"UpdateTimestamp":1795458445514}', '{"UpdateTimestamp":1795548506764}'],
  ])('moves %s', (before, after) => {
    expect(shiftText(before, DELTA)).toBe(after);
  });

  it.each([
    'Mon, 01 Jan 0001 00:00:00 UTC',
    '0001-01-01T00:00:00Z',
    '1970-01-01 00:00:00 UTC (0000000000000)',
    '{"ts":0,"bytes":1795458926,"AverageExecutionTime":17}',
    'Unassigned: 1795458926',
    'v7.81.1, port 1795458926, 2472',
    '10.0.0.1-2026-11-23',
  ])('leaves %s', (text) => {
    expect(shiftText(text, DELTA)).toBe(text);
  });

  it('moves back what it moved on', () => {
    const text =
      '2026-11-23 18:35:50.760 UTC (1795458950760) Mon, 23 Nov 2026 18:35:36 UTC 2026-11-23T18:35:36.424813Z';
    expect(shiftText(shiftText(text, 86_400_000), -86_400_000)).toBe(text);
  });
});

describe('shiftValue', () => {
  it('moves texts, numbers and numeric texts by their keys, at any depth', () => {
    const before = {
      metadata: { creationTimestamp: '2026-11-23T18:18:19Z', resourceVersion: '1795457745' },
      data: { install_time: '1795457745', install_id: '1795457745', metric: '{"ts":1795458896,"value":9}' },
      list: [{ timestamp: 1795458896 }, { count: 1795458896 }, null, true],
    };
    expect(shiftValue(before, 60_000)).toEqual({
      metadata: { creationTimestamp: '2026-11-23T18:19:19Z', resourceVersion: '1795457745' },
      data: { install_time: '1795457805', install_id: '1795457745', metric: '{"ts":1795458956,"value":9}' },
      list: [{ timestamp: 1795458956 }, { count: 1795458896 }, null, true],
    });
  });
});
