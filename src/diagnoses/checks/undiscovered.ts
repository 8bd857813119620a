import type { AnnotatedService, Checks, DeclaredCheck } from '../../domain/checks.ts';
import type { Verdict } from '../../domain/finding.ts';
import { originOf } from './check-source.ts';
import type { CheckEnding } from './followed-check.ts';
import { leading } from './placements.ts';

type NotDiscovered = Extract<CheckEnding, { kind: 'not-discovered' }>;

export interface Undiscovered {
  readonly check: string;
  /** `namespace/name`. */
  readonly service: string;
  readonly declared: DeclaredCheck;
  readonly ending: NotDiscovered;
  readonly verdict: Verdict;
}

/** `namespace/name` of a Service. */
export function serviceName({ service: { metadata } }: AnnotatedService): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** What Services ask for and the leader has no configuration of. Nothing, unless both lists are complete. */
export function undiscovered(checks: Checks): readonly Undiscovered[] {
  const { services, configCheck, dispatching } = checks;
  const disabled = dispatching.known && dispatching.value.role === 'disabled';
  if (!services.known || !configCheck.known || configCheck.value.cutOff || disabled) return [];
  const known = knownChecks(checks);
  return services.value.flatMap((annotated) =>
    annotated.declared.flatMap((declared) => {
      const { check, of, problem } = declared;
      const service = serviceName(annotated);
      if (check === undefined || problem !== undefined || known.has(`${of} ${service} ${check}`)) return [];
      const ending = { kind: 'not-discovered', ...causeOf(checks, service, check, of) } as const;
      return [{ check, service, declared, ending, verdict: verdictOf(ending, of) }];
    }),
  );
}

function knownChecks({ configCheck, dispatching }: Checks): ReadonlySet<string> {
  const led = leading(dispatching);
  const configs = [
    ...(configCheck.known ? configCheck.value.configs : []),
    ...(led ? [...led.dispatched.map(({ config }) => config), ...led.unassigned, ...(led.endpointChecks ?? [])] : []),
  ];
  return new Set(
    configs.map(({ name, source }) => {
      const { of, service } = originOf(source);
      return `${of} ${service} ${name}`;
    }),
  );
}

const NAMES = { service: 'kube_services', endpoints: 'kube_endpoints' } as const;

function causeOf(
  { providers, listeners, configCheck, dispatching }: Checks,
  service: string,
  check: string,
  of: DeclaredCheck['of'],
): Omit<NotDiscovered, 'kind'> {
  const name = NAMES[of];
  const unlisted = of === 'endpoints' && leading(dispatching)?.endpointChecks === undefined && leading(dispatching);
  // Where the pod's own setting names the provider, a part that is not printed proves nothing.
  if (providers ? !providers.includes(name) : unlisted && !unlisted.cutOff) {
    return { cause: 'provider-off', detail: null };
  }
  if (listeners && !listeners.includes(name)) return { cause: 'listener-off', detail: null };
  const errors = configCheck.known ? configCheck.value.errors : [];
  const error = errors.find((one) => one.check === check || one.check.includes(service));
  return error ? { cause: 'error', detail: error.text } : { cause: 'unknown', detail: null };
}

/** A Service without addresses has no endpoint to check, and its addresses are not read. */
function verdictOf({ cause }: NotDiscovered, of: DeclaredCheck['of']): Verdict {
  if (cause !== 'unknown') return 'fault';
  return of === 'endpoints' ? 'unknown' : 'warning';
}
