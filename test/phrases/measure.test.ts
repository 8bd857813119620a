import { describe, expect, it } from 'vitest';
import { amount, clockTime, duration, number, times, took } from '../../src/phrases/measure.ts';
import { deploymentOf, memorySetting, shortPod } from '../../src/phrases/names.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { CONTEXTS } from './every-phrase.ts';

describe('duration', () => {
  it.each([
    [0, '0 s', '0 秒'],
    [14, '14 s', '14 秒'],
    [119, '119 s', '119 秒'],
    [120, '2 min', '2 分'],
    [372, '6 min', '6 分'],
    [7199, '119 min', '119 分'],
    [7200, '2 h', '2 時間'],
    [172_799, '47 h', '47 時間'],
    [172_800, '2 days', '2 日'],
    [3_542_400, '41 days', '41 日'],
    [400 * 86_400 * 3, '1,200 days', '1,200 日'],
  ])('%d s', (seconds, english, japanese) => {
    expect(duration(seconds, 'en')).toBe(english);
    expect(duration(seconds, 'ja')).toBe(japanese);
  });
});

describe('clock times and figures', () => {
  it.each([
    ['2026-11-23T18:35:36.9Z', '2026-11-23T23:59:59Z', '18:35:36 UTC'],
    ['2026-11-22T18:35:36Z', '2026-11-23T00:00:01Z', '2026-11-22 18:35:36 UTC'],
    ['2026-11-23T20:35:36+02:00', '2026-11-23T00:00:01Z', '18:35:36 UTC'],
    ['yesterday', '2026-11-23T00:00:01Z', 'yesterday'],
  ])('%s seen on %s', (iso, now, text) => {
    expect(clockTime(iso, now)).toBe(text);
  });

  it('groups digits and rounds waits', () => {
    expect(number(18_900)).toBe('18,900');
    expect(took(1243, 'en')).toBe('1.2 s');
    expect(took(60_000, 'ja')).toBe('60.0 秒');
  });
});

describe('amounts', () => {
  it.each([
    ['2472', '2472'],
    ['18900', '18,900'],
    ['157.5', '157.5'],
    ['-1234567.005', '-1,234,567.005'],
    ['90071992547409930001.125', '90,071,992,547,409,930,001.125'],
    [12_345, '12,345'],
    [275, '275'],
    ['1e6', '1e6'],
    ['', ''],
    ['12345 pods', '12345 pods'],
  ])('%s', (value, text) => {
    expect(amount(value)).toBe(text);
  });

  it.each([
    ['1054', '1.054'],
    ['9999', '9.999'],
    ['91556', '91.6'],
    ['91549', '91.5'],
    ['12345678', '12,345.7'],
    ['0', '0'],
    ['-3', '-3'],
    ['many', 'many'],
  ])('%s thousandths of the target', (milli, text) => {
    expect(times(milli)).toBe(text);
  });
});

describe('names', () => {
  it.each([
    ['datadog-cluster-agent-6c9c858f76-8qmb7', '…-8qmb7', 'datadog-cluster-agent'],
    ['cluster-agent-rhttz', 'cluster-agent-rhttz', null],
    ['text 1', 'text 1', null],
  ])('%s', (pod, short, deployment) => {
    expect(textOf(shortPod(pod))).toBe(short);
    expect(deploymentOf(pod)).toBe(deployment);
  });

  it.each([
    ['256Mi', 'clusterAgent.resources.limits.memory: 512Mi'],
    ['512Mi', 'clusterAgent.resources.limits.memory: 1Gi'],
    ['3Gi', 'clusterAgent.resources.limits.memory: 6Gi'],
    ['300M', 'clusterAgent.resources.limits.memory: 600M'],
    [null, 'clusterAgent.resources.limits.memory: 1Gi'],
    ['1.5Gi', 'clusterAgent.resources.limits.memory: 3Gi'],
    ['268435456', 'clusterAgent.resources.limits.memory: 536870912'],
    ['lots', 'clusterAgent.resources.limits.memory'],
  ])('doubles the memory limit %s', (limit, text) => {
    expect(textOf(memorySetting(limit, CONTEXTS[0]!))).toBe(text);
  });
});
