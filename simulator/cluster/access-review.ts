import { isAllowed } from './access.ts';
import type { FaultBoard } from './faults.ts';
import { type Answer, badRequest, forbidden, statusAnswer } from './status-bodies.ts';

const ROOT = '/apis/authorization.k8s.io/v1';
const KINDS = new Map([
  [`${ROOT}/selfsubjectaccessreviews`, 'SelfSubjectAccessReview'],
  [`${ROOT}/subjectaccessreviews`, 'SubjectAccessReview'],
]);

interface Review {
  readonly spec?: { readonly user?: string; readonly resourceAttributes?: Readonly<Record<string, string>> };
}

/** Answers a question about rights, one's own or another account's; undefined for other paths. */
export function reviewAccess(
  { method, url, body }: { method: string; url: URL; body: string },
  faults: FaultBoard,
): Answer | undefined {
  const kind = KINDS.get(url.pathname);
  if (kind === undefined) return undefined;
  if (method !== 'POST') {
    return statusAnswer(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
  const isOther = kind === 'SubjectAccessReview';
  const asking = { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews' };
  if (isOther && !isAllowed(asking, faults)) return forbidden(asking);
  const review = readReview(body);
  if (review === undefined) return badRequest(`the body is not a ${kind}`);
  const { verb = '', group = '', resource = '', subresource, namespace } = review.spec?.resourceAttributes ?? {};
  const attempted = { verb, group, resource, subresource: subresource || undefined, namespace: namespace || undefined };
  const allowed = isAllowed(attempted, faults, isOther ? review.spec?.user : undefined);
  const status = {
    allowed,
    ...(allowed ? { reason: `RBAC: allowed by ClusterRoleBinding "${bindingOf(isOther)}"` } : {}),
  };
  return {
    status: 201,
    body: { kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec: review.spec, status },
  };
}

function bindingOf(isOther: boolean): string {
  return isOther ? 'simulated' : 'dca-bot';
}

function readReview(body: string): Review | undefined {
  try {
    const review: unknown = JSON.parse(body);
    return typeof review === 'object' && review !== null ? review : undefined;
  } catch {
    return undefined;
  }
}
