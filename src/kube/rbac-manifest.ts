import type { ClusterKind } from '../domain/question.ts';
import { NEEDED_RIGHTS, type NeededRight, resourceName } from './needed-rights.ts';

export interface RbacOptions {
  /** The Cluster Agent's namespace: where `pods/exec` is granted, and nowhere else. */
  readonly agentNamespace: string;
  /** Where dca-bot's ServiceAccount lives. */
  readonly ownNamespace: string;
  readonly serviceAccount: string;
  /** Only what these questions need; default: everything. */
  readonly questions?: readonly ClusterKind[];
  /** False leaves `pods/exec` out (`exec: off`). */
  readonly exec: boolean;
}

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const GROUP = 'rbac.authorization.k8s.io';

/**
 * The Kubernetes objects that give dca-bot exactly what it needs: no Secrets, nothing that changes a cluster, and no
 * wildcard but for the external metrics, whose names are the resources.
 */
export function rbacManifest(options: RbacOptions): readonly object[] {
  const { agentNamespace, ownNamespace, serviceAccount } = options;
  const rights = NEEDED_RIGHTS.filter(
    ({ questions, subresource }) =>
      (options.exec || subresource !== 'exec') &&
      (options.questions === undefined || questions.some((kind) => options.questions?.includes(kind))),
  );
  const clusterWide = rights.filter(({ scope }) => scope === 'cluster');
  const inAgentNamespace = rights.filter((right) => right.scope === 'agent' && !covers(clusterWide, right));
  const inKubeSystem = rights.filter(({ scope }) => scope === 'kube-system');
  const subject = { kind: 'ServiceAccount', name: serviceAccount, namespace: ownNamespace };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace: ownNamespace } },
    ...grant('Role', { name: serviceAccount, namespace: agentNamespace }, inAgentNamespace, subject),
    // A name of its own, for the Agent may live in kube-system too.
    ...grant('Role', { name: `${serviceAccount}-aggregation`, namespace: 'kube-system' }, inKubeSystem, subject),
    ...grant('ClusterRole', { name: serviceAccount }, clusterWide, subject),
  ];
}

/** A role with its binding of the same name; nothing where there is nothing to grant. */
function grant(
  kind: 'Role' | 'ClusterRole',
  metadata: { readonly name: string; readonly namespace?: string },
  rights: readonly NeededRight[],
  subject: object,
): readonly object[] {
  if (rights.length === 0) return [];
  const apiVersion = `${GROUP}/v1`;
  const roleRef = { apiGroup: GROUP, kind, name: metadata.name };
  return [
    { apiVersion, kind, metadata, rules: policyRules(rights) },
    { apiVersion, kind: `${kind}Binding`, metadata: { ...metadata }, roleRef, subjects: [{ ...subject }] },
  ];
}

function covers(rights: readonly NeededRight[], wanted: NeededRight): boolean {
  return rights.some(
    (right) =>
      right.verb === wanted.verb && right.group === wanted.group && resourceName(right) === resourceName(wanted),
  );
}

/** One rule a resource, its verbs together: the form in which people review RBAC. */
function policyRules(rights: readonly NeededRight[]): PolicyRule[] {
  const rules = new Map<string, { right: NeededRight; verbs: string[] }>();
  for (const right of rights) {
    const key = JSON.stringify([right.group, resourceName(right), right.name]);
    const rule = rules.get(key) ?? { right, verbs: [] };
    rule.verbs.push(right.verb);
    rules.set(key, rule);
  }
  return [...rules.values()].map(({ right, verbs }) => ({
    apiGroups: [right.group],
    resources: [resourceName(right)],
    ...(right.name === undefined ? {} : { resourceNames: [right.name] }),
    verbs,
  }));
}
