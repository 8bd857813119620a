import { describe, expect, it } from 'vitest';
import type { LabelSelector } from '../../src/domain/autoscaling-objects.ts';
import { matchesSelector, selectorText } from '../../src/domain/label-selector.ts';

const QUEUE: LabelSelector = { matchLabels: { queue: 'orders', env: 'prod' } };
const MIXED: LabelSelector = {
  matchLabels: { team: 'shop' },
  matchExpressions: [
    { key: 'zone', operator: 'In', values: ['b', 'a'] },
    { key: 'canary', operator: 'DoesNotExist' },
    { key: 'app', operator: 'Exists' },
    { key: 'env', operator: 'NotIn', values: ['dev'] },
  ],
};

describe('selectorText', () => {
  it.each<[string, LabelSelector | undefined, string]>([
    ['none', undefined, ''],
    ['an empty one', {}, ''],
    ['labels, by key', QUEUE, 'env=prod,queue=orders'],
    ['every operator, by key', MIXED, 'app,!canary,env notin (dev),team=shop,zone in (a,b)'],
  ])('%s', (_name, selector, text) => {
    expect(selectorText(selector)).toBe(text);
  });
});

describe('matchesSelector', () => {
  it.each<[string, LabelSelector | undefined, Record<string, string>, boolean]>([
    ['no selector fits everything', undefined, {}, true],
    ['equal labels fit', QUEUE, { queue: 'orders', env: 'prod' }, true],
    ['more labels fit', QUEUE, { queue: 'orders', env: 'prod', zone: 'c' }, true],
    ['another value does not', QUEUE, { queue: 'orders', env: 'dev' }, false],
    ['a missing label does not', QUEUE, { queue: 'orders' }, false],
    ['every operator at once', MIXED, { team: 'shop', zone: 'a', app: 'web' }, true],
    ['NotIn names the value', MIXED, { team: 'shop', zone: 'a', app: 'web', env: 'dev' }, false],
    ['DoesNotExist finds the label', MIXED, { team: 'shop', zone: 'a', app: 'web', canary: '1' }, false],
    ['In has other values', MIXED, { team: 'shop', zone: 'c', app: 'web' }, false],
    ['Exists finds none', MIXED, { team: 'shop', zone: 'a' }, false],
    ['an operator nobody knows', { matchExpressions: [{ key: 'a', operator: 'Near' }] }, { a: '1' }, false],
  ])('%s', (_name, selector, labels, fits) => {
    expect(matchesSelector(selector, labels)).toBe(fits);
  });
});
