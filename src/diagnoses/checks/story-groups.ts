import { harm } from '../../domain/finding.ts';
import type { CheckScope } from './check-scope.ts';
import type { FollowedCheck } from './followed-check.ts';

/** Stories that end alike: one of them is told for all. */
export interface StoryGroup {
  /** The one that is told, the worst of them. */
  readonly told: FollowedCheck;
  readonly members: readonly FollowedCheck[];
}

/** Puts equal stories together, the worst first, then the most frequent. */
export function groupStories(followed: readonly FollowedCheck[], by: CheckScope['by']): readonly StoryGroup[] {
  const groups = new Map<string, FollowedCheck[]>();
  for (const check of followed) {
    const key = JSON.stringify(keyOf(check, by));
    const group = groups.get(key);
    if (group) group.push(check);
    else groups.set(key, [check]);
  }
  return [...groups.values()]
    .map((members) => ({ told: members.reduce((a, b) => (harm(b.verdict) > harm(a.verdict) ? b : a)), members }))
    .sort((a, b) => harm(b.told.verdict) - harm(a.told.verdict) || b.members.length - a.members.length);
}

function keyOf({ of, story, agent, ending }: FollowedCheck, by: CheckScope['by']): readonly (string | null)[] {
  const { check, service, source, node } = story;
  const from = service ?? source;
  switch (ending.kind) {
    case 'not-discovered':
      // A provider that is off keeps every check of its kind away.
      return ending.cause === 'unknown'
        ? [ending.kind, check, from]
        : [ending.kind, ending.cause, ending.detail, of, ending.cause === 'excluded' ? from : null];
    case 'agent-silent':
      return [ending.kind, agent];
    case 'node-lost-agent':
      return [ending.kind, check, from, node];
    case 'not-received':
      return [ending.kind, from, ending.cause];
    case 'unseen':
    case 'not-asked':
      // An Agent that does not answer is one trouble, unless a check is followed to several.
      return by === 'all' || by === 'node' ? [ending.kind, agent] : [ending.kind, check, from];
    case 'not-dispatched':
    case 'not-arrived':
      return [ending.kind, check, from, ending.cause];
    case 'not-loaded':
      return [ending.kind, check, from, ending.error];
    case 'failing':
      return [ending.kind, check, from, ending.state, ending.error];
    default:
      return [ending.kind, check, from];
  }
}
