import { describe, expect, it } from 'vitest';
import { nearHpas } from '../../src/collectors/near-hpas.ts';
import { hpa } from './made-reader.ts';

describe('names that may have been meant', () => {
  it.each([
    ['web', ['b/web', 'a/web'], ['a/web', 'b/web']],
    ['web', ['a/wbe', 'a/wen', 'a/api', 'a/we'], ['a/wbe', 'a/we', 'a/wen']],
    ['checkout', ['a/chekcout', 'a/checkot', 'a/chackuot', 'a/shipping'], ['a/checkot', 'a/chekcout', 'a/chackuot']],
    ['checkout', ['a/checkout-worker-v2', 'a/chkout'], ['a/chkout', 'a/checkout-worker-v2']],
    ['ab', ['a/xab-long-name'], []],
    ['x', ['a/y', 'a/yz'], ['a/y']],
    ['web', [], []],
    [
      'web',
      ['a/webb', 'b/webb', 'c/webb', 'd/webb', 'e/webb', 'f/webb'],
      ['a/webb', 'b/webb', 'c/webb', 'd/webb', 'e/webb'],
    ],
  ])('%s among %j: %j', (asked, paths, near) => {
    const hpas = paths.map((path) => {
      const [namespace = '', name = ''] = path.split('/');
      return hpa(namespace, name, { target: { kind: 'Deployment', name: 'unlike-anything' } });
    });
    expect(nearHpas(asked, hpas)).toEqual(near);
  });

  it('begin with the HPA of a workload so named', () => {
    const hpas = [hpa('a', 'webb'), hpa('a', 'by-queue', { target: { kind: 'Deployment', name: 'web' } })];
    expect(nearHpas('web', hpas)).toEqual(['a/by-queue', 'a/webb']);
  });

  it('are found among twenty thousand at once', () => {
    const hpas = Array.from({ length: 20_000 }, (_, i) => hpa('a', `some-long-service-name-${i}`));
    const began = performance.now();
    expect(nearHpas('some-long-service-nam-7', hpas)[0]).toBe('a/some-long-service-name-7');
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
