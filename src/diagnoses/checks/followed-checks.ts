import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';
import { changedIds } from './changed-ids.ts';
import { checkNotFound } from './check-not-found.ts';
import { scopeOf } from './check-scope.ts';
import { checksList } from './checks-list.ts';
import { isToldOfAll } from './common-causes.ts';
import { endpointsWithoutPod } from './endpoints-without-pod.ts';
import { invalidAnnotations } from './invalid-annotations.ts';
import { leading } from './placements.ts';
import { followChecks } from './stories.ts';
import { CHECK_TROUBLES } from './tell-story.ts';
import { tellStories } from './told-stories.ts';

/**
 * Checks followed from their cause to their result: the first broken link of each is told. A link that could not be seen
 * is neither blamed nor taken for healthy.
 */
export const followedChecks: Rule = {
  topic: 'checks',
  codes: [
    'check-not-found',
    'check-config-invalid',
    'checks-list',
    ...CHECK_TROUBLES,
    'check-running',
    'endpoint-check-without-pod',
    'check-id-changed-by-dispatch',
  ],
  looksAt:
    "Services' annotations, `configcheck` and `clusterchecks` of the leader, `configcheck` and `status` of the Agents that are to run the checks",
  diagnose: (snapshot): readonly Finding[] => {
    const { checks, question } = snapshot;
    if (checks === undefined || question.kind === 'endpoints') return [];
    const all = followChecks(snapshot, checks);
    const scope = scopeOf(question.subject, all, checks);
    const invalid = invalidAnnotations(checks, scope);
    if (scope.by === 'nothing') return [...checkNotFound(checks, scope), ...invalid];
    const mine = all.filter(scope.includes);
    const own = mine.filter((check) => scope.by !== 'all' || !isToldOfAll(snapshot, check));
    const told = tellStories(own, all, scope.by);
    const listed = told.findings.length === 0 || told.more || scope.by === 'all';
    // Nothing to list is an answer only of a leader that lists all.
    const something = mine.length > 0 || leading(checks.dispatching) !== undefined;
    return [
      ...(listed && something ? [checksList(snapshot, mine, scope)] : []),
      ...invalid,
      ...told.findings,
      ...(scope.by === 'all' ? [] : endpointsWithoutPod(mine)),
      ...(scope.by === 'check' ? changedIds(checks, told.first) : []),
    ];
  },
};
