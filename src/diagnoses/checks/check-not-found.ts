import type { Checks } from '../../domain/checks.ts';
import type { Finding } from '../../domain/finding.ts';
import type { CheckScope } from './check-scope.ts';
import { leading } from './placements.ts';

/** What was asked for fits no check, node or Service. Nothing, while the leader's list is not known to be whole. */
export function checkNotFound({ dispatching, configCheck }: Checks, scope: CheckScope): readonly Finding[] {
  const led = leading(dispatching);
  if (scope.by !== 'nothing' || led === undefined || led.cutOff) return [];
  const evidence = [dispatching, configCheck].flatMap((reading) => (reading.known ? [reading.source] : []));
  const facts = { asked: scope.asked, near: scope.near() };
  return [{ code: 'check-not-found', verdict: 'unknown', subject: scope.asked, facts, evidence }];
}
