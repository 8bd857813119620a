import type { CheckConfig, Checks, Dispatching } from '../../domain/checks.ts';
import type { Reading } from '../../domain/reading.ts';
import { checkKey } from './check-key.ts';
import type { CheckEnding, FollowedCheck } from './followed-check.ts';

/** What the leader did with one configuration that it knows. */
export interface Placement {
  readonly of: FollowedCheck['of'];
  readonly config: CheckConfig;
  /** Whom it gave it to, or why nobody has it. */
  readonly to: { readonly agent: string } | NotGiven;
}

type NotGiven = Extract<CheckEnding, { kind: 'not-discovered' | 'not-dispatched' | 'dispatch-unseen' }>;

/** The dispatching of a Cluster Agent that leads; what others print of it is empty by design. */
export function leading(dispatching: Reading<Dispatching>): Dispatching | undefined {
  return dispatching.known && dispatching.value.role === 'leader' ? dispatching.value : undefined;
}

/** Everything that the leader knows and where it went: what it lists, then what only its `configcheck` tells. */
export function placements({ dispatching, configCheck }: Checks): readonly Placement[] {
  if (dispatching.known && dispatching.value.role === 'disabled') return [];
  const led = leading(dispatching);
  const listed = led ? listedPlacements(led) : [];
  const known = new Set(listed.map(placeKey));
  const others = configCheck.known ? configCheck.value.configs.filter(({ isClusterCheck }) => isClusterCheck) : [];
  return [...listed, ...others.map((config) => placeOther(config, led)).filter((one) => !known.has(placeKey(one)))];
}

function listedPlacements(led: Dispatching): readonly Placement[] {
  return [
    ...led.dispatched.map(({ agent, config }) => ({ of: 'cluster', config, to: { agent } }) as const),
    ...led.unassigned.map((config) => ({ of: 'cluster', config, to: notDispatched(led, 'unassigned') }) as const),
    ...(led.endpointChecks ?? []).map(
      (config) => ({ of: 'endpoint', config, to: givenTo(config) ?? notDispatched(led, 'unassigned') }) as const,
    ),
  ];
}

/** An endpoint's check is told by its node as well: each of a Service's pods has an equal one. */
function placeKey({ of, config }: Placement): string {
  return of === 'endpoint' ? `${config.dispatchedTo ?? ''} ${checkKey(config)}` : checkKey(config);
}

function placeOther(config: CheckConfig, led: Dispatching | undefined): Placement {
  const given = givenTo(config);
  const of = given ? 'endpoint' : 'cluster';
  if (config.excluded === 'metrics') {
    return { of, config, to: { kind: 'not-discovered', cause: 'excluded', detail: null } };
  }
  const seen = led !== undefined && !led.cutOff;
  return { of, config, to: given ?? (seen ? notDispatched(led, 'not-in-list') : { kind: 'dispatch-unseen' }) };
}

function givenTo({ dispatchedTo }: CheckConfig): { readonly agent: string } | undefined {
  return dispatchedTo === undefined ? undefined : { agent: dispatchedTo };
}

function notDispatched({ noAgents, warmingUp, agents }: Dispatching, otherwise: 'unassigned' | 'not-in-list') {
  const cause = noAgents ? 'no-agents' : warmingUp ? 'warming-up' : otherwise;
  return { kind: 'not-dispatched', cause, agents: agents.length } as const;
}
