import type { Checks } from '../../domain/checks.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Rule } from '../rule.ts';
import { checkNotFound } from './check-not-found.ts';
import { type CheckScope, scopeOf } from './check-scope.ts';
import { originOf } from './check-source.ts';
import { checksList } from './checks-list.ts';
import { endpointProviders } from './endpoint-providers.ts';
import { endpointsWithoutPod } from './endpoints-without-pod.ts';
import type { FollowedCheck } from './followed-check.ts';
import { invalidAnnotations } from './invalid-annotations.ts';
import { leading } from './placements.ts';
import { followChecks } from './stories.ts';
import { CHECK_TROUBLES } from './tell-story.ts';
import { isTrouble, tellStories } from './told-stories.ts';
import { serviceName } from './undiscovered.ts';

/** Checks of the addresses behind a Service: whether they are found, with whom they are, and whether they got there. */
export const endpointChecks: Rule = {
  topic: 'checks',
  codes: [
    'check-not-found',
    'endpoint-checks-provider-off',
    'check-config-invalid',
    'checks-list',
    ...CHECK_TROUBLES,
    'endpoint-checks-healthy',
    'endpoint-checks-none',
    'endpoint-check-without-pod',
  ],
  looksAt:
    "Services' annotations, the endpoint checks of `configcheck` and `clusterchecks` of the leader, providers and listeners of both sides, `configcheck` and `status` of the node Agents",
  diagnose: (snapshot): readonly Finding[] => {
    const { checks, question } = snapshot;
    if (checks === undefined || question.kind !== 'endpoints') return [];
    const all = followChecks(snapshot, checks);
    const related = all.filter(({ of, story }) => of === 'endpoint' || originOf(story.source).of === 'endpoints');
    const scope = scopeOf(question.subject, related, checks);
    const invalid = invalidAnnotations(checks, scope, 'endpoints');
    if (scope.by === 'nothing') return [...checkNotFound(checks, scope), ...invalid];
    const mine = related.filter(scope.includes);
    const scheduled = mine.filter(({ of, ending }) => of === 'endpoint' && ending.kind !== 'not-discovered');
    const off = endpointProviders(checks, scope, scheduled);
    const told = tellStories(
      mine.filter((one) => isTrouble(one) && !(off.length > 0 && isSwitchedOff(one))),
      all,
      scope.by,
    );
    const podless = endpointsWithoutPod(mine);
    const healthy = allReceived(scheduled);
    const none = off.length + podless.length === 0 ? noneScheduled(checks, scope, scheduled) : [];
    const findings = [...off, ...invalid, ...told.findings, ...healthy, ...none, ...podless];
    const something = mine.length > 0 || leading(checks.dispatching) !== undefined;
    const listed = told.more || findings.length === 0;
    return listed && something ? [checksList(snapshot, mine, scope), ...findings] : findings;
  },
};

/** What follows from a provider or listener that is off is told with that. */
function isSwitchedOff({ ending }: FollowedCheck): boolean {
  if (ending.kind === 'not-received') return ending.cause === 'provider-not-configured';
  return ending.kind === 'not-discovered' && (ending.cause === 'provider-off' || ending.cause === 'listener-off');
}

/** Each was fetched by the Agent on the node of its pod. What became of it there is told of the check itself. */
function allReceived(scheduled: readonly FollowedCheck[]): readonly Finding[] {
  const arrived = scheduled.filter(({ story }) =>
    story.steps.some((one) => one.step === 'arrived' && one.state === 'yes'),
  );
  if (scheduled.length === 0 || arrived.length < scheduled.length) return [];
  const nodes = new Set(scheduled.map(({ story }) => story.node));
  const services = new Set(scheduled.map(({ story }) => story.service));
  const facts = { checks: scheduled.length, nodes: nodes.size, services: services.size };
  const evidence = [...new Set(scheduled.flatMap((one) => one.evidence))].slice(0, 25);
  return [{ code: 'endpoint-checks-healthy', verdict: 'ok', subject: '', facts, evidence }];
}

/** That nothing is scheduled is certain only where the leader's list is whole and Services could be read. */
function noneScheduled(
  { dispatching, services }: Checks,
  scope: CheckScope,
  scheduled: readonly FollowedCheck[],
): readonly Finding[] {
  const led = leading(dispatching);
  if (scheduled.length > 0 || led === undefined || led.cutOff || !services.known) return [];
  const declared = services.value
    .filter((annotated) => scope.by === 'all' || scope.includesService(serviceName(annotated)))
    .flatMap((annotated) => annotated.declared.filter(({ of }) => of === 'endpoints')).length;
  const verdict = declared === 0 ? 'explained' : 'unknown';
  const evidence = [dispatching.source, services.source];
  return [{ code: 'endpoint-checks-none', verdict, subject: scope.asked, facts: { declared }, evidence }];
}
