import { describe, expect, it } from 'vitest';
import { heldAtMax } from '../../../src/diagnoses/hpa/held-at-max.ts';
import { hpaNextMove } from '../../../src/diagnoses/hpa/next-move.ts';
import { type MadeHpa, madeLook, madeTarget } from '../../domain/made-look.ts';
import { hpaSnapshot } from './hpa-snapshot.ts';

const LIMITED = (reason: string, active = 'True') => [
  { type: 'ScalingActive', status: active, reason: 'ValidMetricFound' },
  { type: 'ScalingLimited', status: 'True', reason, lastTransitionTime: '2026-11-23T14:02:00Z' },
];

function snapshotOf(hpa: Partial<MadeHpa>, pods = madeTarget(3, { ready: 3 })) {
  return hpaSnapshot(madeLook({ metrics: [{ target: '9', shown: '824', served: ['2472'] }], ...hpa }, pods));
}

describe('held at the maximum', () => {
  it('tells the guide’s case and doubts its target', () => {
    expect(heldAtMax.diagnose(snapshotOf({ conditions: LIMITED('TooManyReplicas') }))).toMatchObject([
      {
        code: 'hpa-held-at-max',
        verdict: 'warning',
        facts: {
          max: 3,
          asked: 275,
          suggestedMax: 290,
          targetDoubtful: true,
          total: '2472',
          target: '9',
          ready: 3,
          since: '2026-11-23T14:02:00Z',
        },
      },
    ]);
  });

  it('believes a target that asks for half as much again', () => {
    const blackFriday = snapshotOf(
      {
        metrics: [{ target: '100', shown: '157500m', served: ['18900'] }],
        max: 120,
        conditions: LIMITED('TooManyReplicas'),
      },
      madeTarget(120, { ready: 120 }),
    );
    expect(heldAtMax.diagnose(blackFriday)).toMatchObject([
      { facts: { asked: 189, suggestedMax: 200, targetDoubtful: false } },
    ]);
  });

  it('tells it without numbers where they could not be read', () => {
    const blind = snapshotOf({ metrics: [{ target: '9', shown: '824' }], conditions: LIMITED('TooManyReplicas') });
    expect(heldAtMax.diagnose(blind)).toMatchObject([
      { facts: { asked: null, suggestedMax: null, targetDoubtful: false } },
    ]);
  });

  it.each<[string, Partial<MadeHpa>]>([
    ['limited at the minimum is normal', { conditions: LIMITED('TooFewReplicas') }],
    ['the controller computes nothing now', { conditions: LIMITED('TooManyReplicas', 'False') }],
    [
      'the load fell',
      { metrics: [{ target: '9', shown: '9', served: ['27'] }], conditions: LIMITED('TooManyReplicas') },
    ],
    ['it is not limited', {}],
    [
      'the controller cannot count the load',
      {
        metrics: [{ target: '9', shown: '9223372036854775807m', served: ['-30'] }],
        conditions: LIMITED('TooManyReplicas'),
      },
    ],
  ])('says nothing: %s', (_name, hpa) => {
    expect(heldAtMax.diagnose(snapshotOf(hpa))).toEqual([]);
  });
});

describe('the next move', () => {
  it.each<[string, Partial<MadeHpa>, object]>([
    [
      'stays within tolerance',
      { metrics: [{ target: '800', shown: '824', served: ['2472'] }] },
      { direction: 'stay', from: 3, to: 3, limitedBy: 'tolerance', ratioMilli: '1030', asked: null },
    ],
    [
      'grows',
      { metrics: [{ target: '500', shown: '824', served: ['2472'] }], max: 9 },
      { direction: 'grow', from: 5, to: 5, asked: 5 },
    ],
    [
      'shrinks, when only the controller knows',
      { metrics: [{ target: '2k', shown: '824', served: ['2472'] }] },
      { direction: 'shrink', from: 2, to: 3, asked: 2, stabilizationSeconds: 300 },
    ],
    ['stays although it may not grow, without the condition', {}, { direction: 'stay', limitedBy: 'max' }],
  ])('%s', (_name, hpa, facts) => {
    expect(hpaNextMove.diagnose(snapshotOf(hpa))).toMatchObject([{ code: 'hpa-next-move', verdict: 'ok', facts }]);
  });

  it('is unclear while nobody knows how many pods are ready', () => {
    const total = { metrics: [{ target: '2060!', shown: '2472', served: ['2472'] }], max: 5 };
    expect(hpaNextMove.diagnose(snapshotOf(total, madeTarget(3)))).toMatchObject([
      { facts: { direction: 'unclear', from: 1, to: 4, asked: 4, doubts: expect.arrayContaining(['ready-pods']) } },
    ]);
    expect(hpaNextMove.diagnose(snapshotOf(total, madeTarget(3, { ready: 3 })))).toMatchObject([
      { facts: { direction: 'grow', from: 4, to: 4, asked: 4 } },
    ]);
  });

  it.each<[string, Partial<MadeHpa>, ReturnType<typeof madeTarget>]>([
    ['held at the maximum is told already', { conditions: LIMITED('TooManyReplicas') }, madeTarget(3)],
    ['the controller computes nothing', { conditions: LIMITED('TooFewReplicas', 'False') }, madeTarget(3)],
    ['nothing is served', { metrics: [{ target: '9', served: [] }] }, madeTarget(3)],
    ['the target is at zero', {}, madeTarget(0)],
  ])('foretells nothing: %s', (_name, hpa, pods) => {
    expect(hpaNextMove.diagnose(snapshotOf(hpa, pods))).toEqual([]);
  });
});
