import type { Checks, DeclaredCheck } from '../../domain/checks.ts';
import type { Finding } from '../../domain/finding.ts';
import type { CheckScope } from './check-scope.ts';
import { serviceName } from './undiscovered.ts';

const MOST_TOLD = 5;

/** Annotations that the Agent cannot read: what they ask for is nowhere, and no other command says so. */
export function invalidAnnotations(
  { services }: Checks,
  scope: CheckScope,
  of?: DeclaredCheck['of'],
): readonly Finding[] {
  if (!services.known) return [];
  const { source } = services;
  // A check that is nowhere to be found may be in one of them.
  const isAsked = (service: string) => scope.by === 'nothing' || scope.includesService(service);
  return services.value
    .flatMap((annotated) => annotated.declared.map((declared) => ({ service: serviceName(annotated), declared })))
    .filter(({ service, declared }) => (of === undefined || declared.of === of) && isAsked(service))
    .flatMap(({ service, declared: { annotation, problem } }): Finding[] => {
      if (problem === undefined) return [];
      const facts = { service, annotation, problem };
      return [{ code: 'check-config-invalid', verdict: 'fault', subject: service, facts, evidence: [source] }];
    })
    .slice(0, MOST_TOLD);
}
