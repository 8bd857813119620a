import { describe, expect, it } from 'vitest';
import { NEEDED_RIGHTS } from '../../src/kube/needed-rights.ts';
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
  it('hold no wildcard, no Secret and no verb that changes anything', () => {
    const rules = granted().flatMap(({ rules: list }) => list ?? []);
    expect(rules.length).toBeGreaterThan(5);
    for (const { apiGroups, resources, verbs } of rules) {
      expect([...apiGroups, ...resources, ...verbs]).not.toContain('*');
      expect(resources).not.toContain('secrets');
      const changing = verbs.filter((verb) => !['get', 'list'].includes(verb));
      expect(changing).toEqual(resources.includes('pods/exec') ? ['create'] : []);
    }
  });

  it('grant exec with both verbs in the namespace of the Agent alone', () => {
    const [role] = granted().filter(({ kind }) => kind === 'Role');
    expect(role?.metadata.namespace).toBe('monitoring');
    expect(role?.rules).toContainEqual({ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] });
    expect(rulesOf(granted(), 'ClusterRole').flatMap(({ resources }) => resources)).toEqual([
      'horizontalpodautoscalers',
    ]);
  });

  it('leave exec out on request', () => {
    expect(JSON.stringify(granted({ exec: false }))).not.toContain('pods/exec');
  });

  it('shrink to what one question needs', () => {
    const resources = granted({ questions: ['leader'] })
      .flatMap(({ rules }) => rules ?? [])
      .flatMap((rule) => rule.resources);
    expect(resources).toEqual(['pods', 'pods/exec', 'configmaps', 'leases', 'deployments']);
    expect(granted({ questions: ['leader'] }).map(({ kind }) => kind)).not.toContain('ClusterRole');
  });

  it('cover every right that is listed', () => {
    const verbs = granted()
      .flatMap(({ rules }) => rules ?? [])
      .flatMap((rule) => rule.verbs);
    expect(verbs).toHaveLength(NEEDED_RIGHTS.length);
  });
});
