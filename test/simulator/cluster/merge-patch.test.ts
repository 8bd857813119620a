import { expect, it } from 'vitest';
import { mergePatch } from '../../../simulator/cluster/merge-patch.ts';

it.each([
  [{ a: 1, b: { c: 2, d: 3 } }, { b: { c: 5 } }, { a: 1, b: { c: 5, d: 3 } }],
  [{ a: 1, b: 2 }, { a: null }, { b: 2 }],
  [
    {
      l: [
        { name: 'x', v: 1 },
        { name: 'y', v: 2 },
      ],
    },
    { l: [{ name: 'y', v: 7 }] },
    {
      l: [
        { name: 'x', v: 1 },
        { name: 'y', v: 7 },
      ],
    },
  ],
  [{ l: [{ name: 'x' }] }, { l: [{ name: 'z', v: 3 }] }, { l: [{ name: 'x' }, { name: 'z', v: 3 }] }],
  [
    { l: [{ type: 'Ready', status: 'True' }] },
    { l: [{ type: 'Ready', status: 'False' }] },
    { l: [{ type: 'Ready', status: 'False' }] },
  ],
  [{ l: [1, 2, 3] }, { l: [9] }, { l: [9] }],
  [{ l: [{ name: 'x' }] }, { l: [] }, { l: [] }],
  [undefined, { a: { b: 1 } }, { a: { b: 1 } }],
])('%j with %j gives %j', (target, patch, merged) => {
  expect(mergePatch(target, patch)).toEqual(merged);
});
