import { type Finding, harm } from '../../domain/finding.ts';
import type { CheckScope } from './check-scope.ts';
import type { FollowedCheck } from './followed-check.ts';
import { groupStories } from './story-groups.ts';
import { surroundingsOf, tellStory } from './tell-story.ts';

/** Stories told one by one; the rest stands in the list. */
const MOST_TOLD = 5;

export interface Told {
  readonly findings: readonly Finding[];
  /** The first that is told. */
  readonly first: FollowedCheck | undefined;
  /** Some of what was asked for is not told one by one. */
  readonly more: boolean;
}

/** Tells the stories that a question is about, the worst first; where everything is asked for, what is well or known to come is not told. */
export function tellStories(mine: readonly FollowedCheck[], all: readonly FollowedCheck[], by: CheckScope['by']): Told {
  const around = surroundingsOf(all);
  const worthTelling = by === 'all' ? mine.filter(isTrouble) : mine;
  const groups = groupStories(worthTelling, by);
  const told = groups.slice(0, MOST_TOLD).map((group) => ({ group, finding: tellStory(group, around) }));
  return {
    findings: told.flatMap(({ finding }) => finding ?? []),
    first: told[0]?.group.told,
    more: groups.length > MOST_TOLD || told.some(({ finding }) => finding === undefined),
  };
}

/** What has to be told even unasked. An Agent that was not asked is no trouble of its own. */
export function isTrouble({ verdict, ending }: FollowedCheck): boolean {
  return harm(verdict) > harm('explained') && ending.kind !== 'not-asked' && ending.kind !== 'dispatch-unseen';
}
