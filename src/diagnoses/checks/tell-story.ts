import type { CheckStory } from '../../domain/check-facts.ts';
import type { Finding, FindingCode } from '../../domain/finding.ts';
import type { FollowedCheck } from './followed-check.ts';
import type { StoryGroup } from './story-groups.ts';

/** As many readings as one finding names. */
const MOST_EVIDENCE = 25;

/** Where the way of a check can break off or be lost from sight, in the order of the way. */
export const CHECK_TROUBLES = [
  'check-not-discovered',
  'check-not-dispatched',
  'check-agent-silent',
  'check-not-arrived',
  'endpoint-check-node-lost-agent',
  'endpoint-check-not-received',
  'check-unseen-on-node',
  'check-not-loaded-on-node',
  'check-failing-on-node',
  'check-reports-nothing',
] as const satisfies readonly FindingCode[];

/** What all stories together tell of one of them. */
export interface Surroundings {
  /** Pods that loaded a check, by its name. */
  readonly loadedOn: ReadonlyMap<string, ReadonlySet<string>>;
  /** Nodes whose Agent has none of its endpoint checks. */
  readonly withoutAny: ReadonlySet<string>;
}

/** Looks at all stories once for what one alone cannot tell. */
export function surroundingsOf(followed: readonly FollowedCheck[]): Surroundings {
  const loadedOn = new Map<string, Set<string>>();
  const without = new Set<string>();
  const withSome = new Set<string>();
  for (const { of, story, ending } of followed) {
    const { check, node, pod, steps } = story;
    if (pod !== null && steps.some(({ step, state }) => step === 'loaded' && state === 'yes')) {
      loadedOn.set(check, (loadedOn.get(check) ?? new Set()).add(pod));
    }
    if (of === 'endpoint' && node !== null) (ending.kind === 'not-received' ? without : withSome).add(node);
  }
  return { loadedOn, withoutAny: new Set([...without].filter((node) => !withSome.has(node))) };
}

/** The finding for a group of stories; `undefined` where the ending is told of otherwise. */
export function tellStory({ told, members }: StoryGroup, around: Surroundings): Finding | undefined {
  const { ending, verdict } = told;
  const story = storyFor(told, members);
  const { check, service, node, pod } = story;
  const evidence = [...new Set(members.flatMap((member) => member.evidence))].slice(0, MOST_EVIDENCE);
  const base = { verdict, subject: subjectOf(story), evidence } as const;
  switch (ending.kind) {
    case 'not-discovered': {
      const { cause, detail } = ending;
      return { ...base, code: 'check-not-discovered', facts: { ...story, cause, detail } };
    }
    case 'not-dispatched': {
      const { cause, agents } = ending;
      return { ...base, code: 'check-not-dispatched', facts: { ...story, cause, agents } };
    }
    case 'dispatch-unseen':
      return undefined;
    case 'agent-silent': {
      const agent = told.agent ?? '';
      const checks = [...new Set(members.map(labelOf))].toSorted();
      return { ...base, subject: agent, code: 'check-agent-silent', facts: { agent, node: node ?? agent, checks } };
    }
    case 'node-lost-agent': {
      const facts = { check, service: service ?? story.source, node: node ?? '' };
      return { ...base, code: 'endpoint-check-node-lost-agent', facts };
    }
    case 'not-arrived':
      return { ...base, code: 'check-not-arrived', facts: { ...story, cause: ending.cause } };
    case 'not-received': {
      const here = members.filter((member) => member.story.node === node);
      const facts = {
        service: service ?? story.source,
        checks: [...new Set(here.map((member) => member.story.check))].toSorted(),
        node: node ?? '',
        pod: pod ?? '',
        cause: ending.cause,
        alsoOn: around.withoutAny.size,
      };
      return { ...base, code: 'endpoint-check-not-received', facts };
    }
    case 'not-asked':
      return { ...base, code: 'check-unseen-on-node', facts: { ...story, attempts: [] } };
    case 'unseen':
      return { ...base, code: 'check-unseen-on-node', facts: { ...story, attempts: ending.attempts } };
    case 'not-loaded': {
      const pods = new Set(members.map((member) => member.story.pod));
      const loadedElsewhere = [...(around.loadedOn.get(check) ?? [])].filter((one) => !pods.has(one)).length;
      const { error, agentVersion } = ending;
      return { ...base, code: 'check-not-loaded-on-node', facts: { ...story, error, agentVersion, loadedElsewhere } };
    }
    case 'failing': {
      const { kind: _, ...result } = ending;
      return { ...base, code: 'check-failing-on-node', facts: { ...story, ...result } };
    }
    case 'reports-nothing':
      return { ...base, code: 'check-reports-nothing', facts: { ...story, runs: ending.runs } };
    case 'running': {
      const { kind: _, ...result } = ending;
      return { ...base, code: 'check-running', facts: { ...story, ...result } };
    }
  }
}

/** The told one's story; the instance's name is left out where it is not that of all. */
function storyFor({ story }: FollowedCheck, members: readonly FollowedCheck[]): CheckStory {
  const same = members.every((member) => member.story.instance === story.instance);
  return same ? story : { ...story, instance: null };
}

function subjectOf({ check, service, source }: CheckStory): string {
  return `${check} ${service ?? source}`.trim();
}

function labelOf({ story: { check, instance } }: FollowedCheck): string {
  return instance === null ? check : `${check} (${instance})`;
}
