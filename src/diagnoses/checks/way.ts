import type { CheckStep, CheckStory } from '../../domain/check-facts.ts';

type Step = CheckStory['steps'][number];

/** What is known of the links; one left out is unknown. */
export type StepStates = Partial<Readonly<Record<CheckStep, Step['state']>>>;

const ORDER: readonly CheckStep[] = ['declared', 'discovered', 'dispatched', 'arrived', 'loaded', 'ran'];

/** The links in their order, up to the one that is broken: what lies behind it follows from it. */
export function wayOf(states: StepStates): readonly Step[] {
  const steps = ORDER.map((step): Step => ({ step, state: states[step] ?? 'unknown' }));
  const broken = steps.findIndex(({ state }) => state === 'no');
  return broken === -1 ? steps : steps.slice(0, broken + 1);
}
