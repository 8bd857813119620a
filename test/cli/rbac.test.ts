import { describe, expect, it } from 'vitest';
import { NEEDED_RIGHTS, resourceName } from '../../src/kube/needed-rights.ts';
import { rbacManifest } from '../../src/kube/rbac-manifest.ts';

interface Granted {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const OPTIONS = {
  agentNamespace: 'monitoring',
  ownNamespace: 'bots',
  serviceAccount: 'dca-worker',
  exec: true,
} as const;

function granted(over: Partial<Parameters<typeof rbacManifest>[0]> = {}): Granted[] {
  return rbacManifest({ ...OPTIONS, ...over }) as Granted[];
}

function rulesOf(objects: readonly Granted[], kind: string) {
  return objects.filter((object) => object.kind === kind).flatMap(({ rules }) => rules ?? []);
}

describe('the rights a worker asks for', () => {
  it('hold no Secret, no wildcard but for the names of metrics, and no verb that changes anything', () => {
    const rules = granted().flatMap(({ rules: list }) => list ?? []);
    expect(rules.length).toBeGreaterThan(15);
    for (const { apiGroups, resources, verbs } of rules) {
      const isMetrics = apiGroups.includes('external.metrics.k8s.io');
      expect([...apiGroups, ...resources, ...verbs].filter((word) => word === '*')).toEqual(isMetrics ? ['*'] : []);
      expect(resources).not.toContain('secrets');
      const changing = verbs.filter((verb) => !['get', 'list'].includes(verb));
      const asks = resources.includes('pods/exec') || resources.includes('subjectaccessreviews');
      expect(changing).toEqual(asks ? ['create'] : []);
    }
  });

  it('grant exec with both verbs in the namespace of the Agent alone', () => {
    const [role] = granted().filter(({ kind }) => kind === 'Role');
    expect(role?.metadata.namespace).toBe('monitoring');
    expect(role?.rules).toContainEqual({ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] });
    const clusterWide = rulesOf(granted(), 'ClusterRole').flatMap(({ resources }) => resources);
    expect(clusterWide).not.toContain('pods/exec');
    expect(clusterWide).not.toContain('pods/log');
    expect(clusterWide).not.toContain('configmaps');
  });

  it('name the one ConfigMap that is read in kube-system', () => {
    const [role] = granted().filter(({ metadata }) => metadata.namespace === 'kube-system');
    expect(role?.rules).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['extension-apiserver-authentication'],
        verbs: ['get'],
      },
    ]);
  });

  it('bind every role to the ServiceAccount, also where the Agent itself lives in kube-system', () => {
    const objects = granted({ agentNamespace: 'kube-system' });
    const keyOf = ({ kind, metadata }: Granted) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
    expect(new Set(objects.map(keyOf)).size).toBe(objects.length);
    const roles = objects.filter(({ kind }) => kind.endsWith('Role'));
    expect(roles).toHaveLength(3);
    for (const role of roles) {
      const binding = objects.find(
        ({ kind, metadata }) => kind === `${role.kind}Binding` && metadata.name === role.metadata.name,
      );
      expect(binding).toMatchObject({
        metadata: role.metadata,
        roleRef: { kind: role.kind, name: role.metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: 'dca-worker', namespace: 'bots' }],
      });
    }
  });

  it('leave exec out on request', () => {
    expect(JSON.stringify(granted({ exec: false }))).not.toContain('pods/exec');
  });

  it.each([
    [['leader'], ['pods', 'pods/exec', 'configmaps', 'leases', 'deployments'], []],
    [
      ['status'],
      ['pods', 'pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments'],
      ['horizontalpodautoscalers'],
    ],
    [['checks'], ['pods', 'pods/exec', 'configmaps', 'leases', 'deployments'], ['services']],
    [['endpoints'], ['pods', 'pods/exec', 'configmaps', 'leases', 'deployments'], ['services']],
    [
      ['metadata'],
      ['pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments'],
      ['endpointslices', 'nodes', 'pods'],
    ],
    [
      ['node'],
      ['pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments', 'services', 'endpointslices'],
      ['nodes', 'pods'],
    ],
    [
      ['events'],
      ['pods', 'pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments'],
      ['events', 'subjectaccessreviews'],
    ],
    [
      ['health'],
      ['pods', 'pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments'],
      [
        'horizontalpodautoscalers',
        'deployments',
        'statefulsets',
        'replicasets',
        'events',
        'datadogmetrics',
        'apiservices',
        'services',
        'endpointslices',
        'nodes',
        'subjectaccessreviews',
      ],
    ],
    [['flare'], ['pods', 'pods/exec', 'configmaps', 'leases', 'deployments'], []],
    [['logs'], ['pods', 'pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments'], []],
    [
      ['metrics'],
      ['pods', 'pods/log', 'pods/exec', 'configmaps', 'leases', 'deployments'],
      [
        'horizontalpodautoscalers',
        'datadogmetrics',
        'apiservices',
        'services',
        'endpointslices',
        'subjectaccessreviews',
      ],
    ],
    [
      ['hpa'],
      ['pods', 'pods/log', 'pods/exec', 'configmaps', 'leases', 'configmaps'],
      [
        'horizontalpodautoscalers',
        'deployments',
        'statefulsets',
        'replicasets',
        'events',
        '*',
        'datadogmetrics',
        'apiservices',
        'services',
        'endpointslices',
        'subjectaccessreviews',
      ],
    ],
  ] as const)('shrink to what %j needs', (questions, inNamespaces, clusterWide) => {
    const objects = granted({ questions });
    expect(rulesOf(objects, 'Role').flatMap(({ resources }) => resources)).toEqual(inNamespaces);
    expect(rulesOf(objects, 'ClusterRole').flatMap(({ resources }) => resources)).toEqual(clusterWide);
    expect(objects.some(({ kind }) => kind === 'ClusterRole')).toBe(clusterWide.length > 0);
  });

  it('cover every right that is listed', () => {
    const objects = granted();
    for (const right of NEEDED_RIGHTS) {
      const fits = [...rulesOf(objects, 'Role'), ...rulesOf(objects, 'ClusterRole')].some(
        ({ apiGroups, resources, verbs }) =>
          apiGroups.includes(right.group) && resources.includes(resourceName(right)) && verbs.includes(right.verb),
      );
      expect(fits, JSON.stringify(right)).toBe(true);
    }
  });
});
