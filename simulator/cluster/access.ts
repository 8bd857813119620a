import type { FaultBoard } from './faults.ts';
import type { Attempted } from './status-bodies.ts';

/** Whether the token, or another `user`, may do this: everything that no `deny` fault takes away from it. */
export function isAllowed(attempted: Attempted, faults: FaultBoard, user?: string): boolean {
  const resource =
    attempted.subresource === undefined ? attempted.resource : `${attempted.resource}/${attempted.subresource}`;
  return !faults.active('deny').some(
    ({ fault }) =>
      fault.user === user &&
      (fault.group === undefined || fault.group === attempted.group) &&
      matches(fault.verb, attempted.verb) &&
      matches(fault.resource, resource) &&
      (!fault.clusterWide || attempted.namespace === undefined) &&
      // A right that is missing in one namespace is missing in all of them together.
      (fault.namespace === undefined || attempted.namespace === undefined || fault.namespace === attempted.namespace),
  );
}

function matches(pattern: string, word: string): boolean {
  return pattern === '*' || pattern === word;
}
