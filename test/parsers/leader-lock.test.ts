import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConfigMap, Lease } from '../../src/domain/objects.ts';
import { LEADER_ANNOTATION, lockFromConfigMap, lockFromLease } from '../../src/parsers/leader-lock.ts';

function captured(kind: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/locks/captured-${kind}.json`, import.meta.url), 'utf8'));
}

describe('lockFromLease', () => {
  it('reads a captured Lease', () => {
    expect(lockFromLease(captured('lease') as Lease)).toEqual({
      holder: 'datadog-cluster-agent-6c9c858f76-8qmb7',
      leaseSeconds: 60,
      acquired: '2026-11-23T18:29:21.305Z',
      renewed: '2026-11-23T18:35:36.424Z',
      transitions: 4,
    });
  });

  it.each([
    [undefined, null],
    [{}, null],
    [
      { holderIdentity: '', leaseDurationSeconds: 1, renewTime: '2025-01-01T00:00:02.5Z', leaseTransitions: 7 },
      { holder: '', leaseSeconds: 1, renewed: '2025-01-01T00:00:02.500Z', transitions: 7 },
    ],
    [{ renewTime: '2025-01-01T00:00:03Z' }, { holder: '', renewed: '2025-01-01T00:00:03.000Z' }],
    [{ holderIdentity: 'a', renewTime: 'soon', leaseTransitions: -1 }, { holder: 'a' }],
  ])('spec %o', (spec, lock) => {
    expect(lockFromLease({ metadata: { name: 'l' }, ...(spec && { spec }) })).toEqual(lock);
  });
});

describe('lockFromConfigMap', () => {
  const withRecord = (record: string): ConfigMap => ({
    metadata: { name: 'c', annotations: { [LEADER_ANNOTATION]: record } },
  });

  it('the ConfigMap that is created beside a Lease holds no record', () => {
    expect(lockFromConfigMap(captured('configmap') as ConfigMap)).toEqual({ ok: true, lock: null });
  });

  it.each([
    [
      '{"holderIdentity":"dca-5","leaseDurationSeconds":15,"acquireTime":"2021-07-30T13:00:00Z","renewTime":"2021-07-30T13:59:45Z","leaderTransitions":3}',
      {
        holder: 'dca-5',
        leaseSeconds: 15,
        acquired: '2021-07-30T13:00:00.000Z',
        renewed: '2021-07-30T13:59:45.000Z',
        transitions: 3,
      },
    ],
    [
      '{"holderIdentity":"","leaseDurationSeconds":1,"acquireTime":null,"renewTime":null,"leaderTransitions":0}',
      { holder: '', leaseSeconds: 1, transitions: 0 },
    ],
    ['{"holderIdentity":"dca-6", ... }', { holder: 'dca-6' }],
    ['{"holderIdentity": "dca-\\u0037","leaseDurationSeconds":60…', { holder: 'dca-7' }],
  ])('%s', (record, lock) => {
    expect(lockFromConfigMap(withRecord(record))).toEqual({ ok: true, lock });
  });

  it.each([
    '',
    'dca-1',
    '[]',
    'null',
    '"x"',
    '{"leaseDurationSeconds":60}',
    '{"holderIdentity":"dca-1"',
    '{"holderIdentity":"dca-...',
  ])('%j cannot be read', (record) => {
    expect(lockFromConfigMap(withRecord(record))).toEqual({ ok: false, detail: expect.stringMatching(/\S/) });
  });

  it('20 MB of backslashes are read in linear time', () => {
    const began = performance.now();
    expect(lockFromConfigMap(withRecord(`{"holderIdentity":"${'\\a'.repeat(10_000_000)}...`)).ok).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
