import type { Reading } from '../domain/reading.ts';
import type { ClusterCalls } from './cluster-calls.ts';
import type { AccessQuestion, AccountAccessQuestion, CallBounds } from './cluster-reader.ts';
import type { KubectlCommands } from './kubectl-command.ts';
import { narrowAccessReview } from './narrow-objects.ts';

const API = 'authorization.k8s.io/v1';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/;
/** Its resources are metric names, which kubectl cannot look up: `auth can-i` would ask about something else. */
const NAMED_BY_METRICS = 'external.metrics.k8s.io';

/** Asks by SelfSubjectAccessReview what our own account may do. */
export function reviewOwnAccess(
  calls: ClusterCalls,
  kubectl: KubectlCommands,
  question: AccessQuestion,
  bounds: CallBounds,
): Promise<Reading<boolean>> {
  const kind = 'SelfSubjectAccessReview';
  const body = { apiVersion: API, kind, spec: { resourceAttributes: attributesOf(question) } };
  const source = question.group === NAMED_BY_METRICS ? kubectl.create(body) : kubectl.mayI(question);
  return review(calls, source, question, body, bounds);
}

/** Asks by SubjectAccessReview what another account may do, with the groups that its tokens carry. */
export function reviewAccountAccess(
  calls: ClusterCalls,
  kubectl: KubectlCommands,
  { user, ...question }: AccountAccessQuestion,
  bounds: CallBounds,
): Promise<Reading<boolean>> {
  const kind = 'SubjectAccessReview';
  const body = {
    apiVersion: API,
    kind,
    spec: { user, groups: groupsOf(user), resourceAttributes: attributesOf(question) },
  };
  const source = question.group === NAMED_BY_METRICS ? kubectl.create(body) : kubectl.mayI(question, user);
  return review(calls, source, question, body, bounds);
}

function review(
  calls: ClusterCalls,
  source: string,
  { namespace }: AccessQuestion,
  body: { readonly kind: string },
  bounds: CallBounds,
): Promise<Reading<boolean>> {
  const path = `/apis/${API}/${body.kind.toLowerCase()}s`;
  return calls.read(source, { namespace }, bounds, async (deadline) =>
    narrowAccessReview(await calls.fetchJson({ path, body }, deadline), body.kind),
  );
}

function attributesOf({ verb, group, resource, subresource, namespace, name }: AccessQuestion): object {
  return { verb, group, resource, subresource, namespace, name };
}

function groupsOf(user: string): readonly string[] {
  const namespace = SERVICE_ACCOUNT.exec(user)?.[1];
  const own = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [...own, 'system:authenticated'];
}
