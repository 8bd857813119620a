import { describe, expect, it } from 'vitest';
import { isLabelName, isObjectName } from '../../src/domain/kubernetes-names.ts';

describe('names that Kubernetes gives', () => {
  it.each<[string, boolean, boolean]>([
    ['shop', true, true],
    ['a', true, true],
    ['web-2', true, true],
    ['web.v2', false, true],
    ['', false, false],
    ['-web', false, false],
    ['web-', false, false],
    ['web..v2', false, false],
    ['.web', false, false],
    ['Web', false, false],
    ['web_2', false, false],
    ['web\n', false, false],
    ['../secrets', false, false],
    ['x'.repeat(63), true, true],
    ['x'.repeat(64), false, true],
    ['x'.repeat(253), false, true],
    ['x'.repeat(254), false, false],
  ])('%j', (text, label, object) => {
    expect([isLabelName(text), isObjectName(text)]).toEqual([label, object]);
  });
});
