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
  readonly verbs: readonly string[];
}

/** The Kubernetes objects that give dca-bot exactly what it needs: no Secrets, no wildcards, nothing that changes a cluster. */
export function rbacManifest(options: RbacOptions): readonly object[] {
  const { agentNamespace, ownNamespace, serviceAccount } = options;
  const rights = NEEDED_RIGHTS.filter(
    ({ questions, subresource }) =>
      (options.exec || subresource !== 'exec') &&
      (options.questions === undefined || questions.some((kind) => options.questions?.includes(kind))),
  );
  const inNamespace = policyRules(rights.filter(({ scope }) => scope === 'agent'));
  const clusterWide = policyRules(rights.filter(({ scope }) => scope === 'cluster'));
  const subjects = [{ kind: 'ServiceAccount', name: serviceAccount, namespace: ownNamespace }];
  const rbac = 'rbac.authorization.k8s.io';
  const objects: object[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace: ownNamespace } },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name: serviceAccount, namespace: agentNamespace },
      rules: inNamespace,
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: serviceAccount, namespace: agentNamespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name: serviceAccount },
      subjects,
    },
  ];
  if (clusterWide.length > 0) {
    objects.push(
      { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: serviceAccount }, rules: clusterWide },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: serviceAccount },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: serviceAccount },
        subjects,
      },
    );
  }
  return objects;
}

/** One rule a resource, its verbs together: the form in which people review RBAC. */
function policyRules(rights: readonly NeededRight[]): PolicyRule[] {
  const byResource = new Map<string, { group: string; verbs: string[] }>();
  for (const right of rights) {
    const name = resourceName(right);
    const entry = byResource.get(name) ?? { group: right.group, verbs: [] };
    entry.verbs.push(right.verb);
    byResource.set(name, entry);
  }
  return [...byResource].map(([resource, { group, verbs }]) => ({ apiGroups: [group], resources: [resource], verbs }));
}
