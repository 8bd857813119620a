import { collect } from '../../src/collectors/collect.ts';
import type { CollectOptions } from '../../src/collectors/collect-options.ts';
import type { Autoscaling } from '../../src/domain/autoscaling.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { type MadeReader, NOW } from './made-reader.ts';

/** Collects one question from a made-up cluster. */
export async function collected(
  { reader }: Pick<MadeReader, 'reader'>,
  question: Question,
  over: Partial<CollectOptions> = {},
): Promise<Snapshot & { readonly autoscaling: Autoscaling }> {
  const snapshot = await collect(reader, {
    question,
    namespace: 'dd',
    exec: true,
    clock: () => Date.parse(NOW),
    ...over,
  });
  const { autoscaling } = snapshot;
  if (!autoscaling) throw new Error('nothing about autoscaling was collected');
  return { ...snapshot, autoscaling };
}

export const SHOP_WEB = { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } } as const satisfies Question;
