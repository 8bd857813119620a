import type { Finding } from '../../domain/finding.ts';
import { originOf } from './check-source.ts';
import type { FollowedCheck } from './followed-check.ts';

const MOST_TOLD = 5;

/** An endpoint that no pod stands behind has no node: its check goes to any Agent, as a cluster check. */
export function endpointsWithoutPod(mine: readonly FollowedCheck[]): readonly Finding[] {
  const podless = mine.filter(
    ({ of, story, config }) => of === 'cluster' && config !== undefined && originOf(story.source).of === 'endpoints',
  );
  const byService = new Map(podless.map((one) => [`${one.story.check} ${one.story.service}`, one]));
  return [...byService.values()].slice(0, MOST_TOLD).map(({ story, agent, evidence }) => {
    const { check, service, source } = story;
    const facts = { check, service: service ?? source, agent };
    return { code: 'endpoint-check-without-pod', verdict: 'explained', subject: facts.service, facts, evidence };
  });
}
