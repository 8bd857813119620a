import { describe, expect, it, vi } from 'vitest';
import { agentContainer } from '../../src/collectors/agent-container.ts';
import { describePod } from '../../src/collectors/describe-pod.ts';
import { lockRefs } from '../../src/collectors/leader-locks.ts';
import { until } from '../../src/collectors/until.ts';
import type { Container, Pod } from '../../src/domain/objects.ts';

function pod(over: { labels?: Record<string, string>; containers?: readonly Container[]; status?: object } = {}): Pod {
  return {
    metadata: { name: 'dca-7d9f5c-abcde', namespace: 'ns-3', labels: over.labels ?? {} },
    spec: { containers: over.containers ?? [{ name: 'cluster-agent', image: 'r/cluster-agent:7.61.2' }] },
    status: { phase: 'Running', ...over.status },
  };
}

describe('the container of the Cluster Agent', () => {
  it.each([
    ['by the charts’ name', [{ name: 'x' }, { name: 'cluster-agent' }], 'cluster-agent'],
    ['by the name of old manifests', [{ name: 'datadog-cluster-agent' }], 'datadog-cluster-agent'],
    ['by its image', [{ name: 'main', image: 'gcr.io/datadoghq/cluster-agent:7.1' }], 'main'],
    ['by its image with a digest', [{ name: 'main', image: 'r/datadog-cluster-agent@sha256:1' }], 'main'],
    ['none in a pod of another product', [{ name: 'main', image: 'r/other-cluster-agent:7' }], undefined],
    ['none in a node Agent', [{ name: 'agent', image: 'gcr.io/datadoghq/agent:7.1' }], undefined],
  ])('%s', (_name, containers, expected) => {
    expect(agentContainer(pod({ containers }))?.name).toBe(expected);
  });
});

describe('a pod in our own words', () => {
  it('leaves out every setting that nothing asks for, and all that come from Secrets', () => {
    const env = [
      { name: 'DD_LEADER_ELECTION', value: 'true' },
      { name: 'DD_API_KEY', value: 'never-7' },
      { name: 'DB_PASSWORD', value: 'never-8' },
      { name: 'DD_CLUSTER_NAME', valueFrom: { configMapKeyRef: { name: 'x', key: 'y' } } },
    ];
    const described = describePod(pod({ containers: [{ name: 'cluster-agent', env }] }));
    expect(described.env).toEqual({ DD_LEADER_ELECTION: 'true' });
    expect(JSON.stringify(described)).not.toContain('never');
  });

  it.each([
    ['ready', 'True', true, true],
    ['its container is not', 'True', false, false],
    ['its condition is not', 'False', true, false],
  ])('is ready only when container and pod are: %s', (_name, status, ready, expected) => {
    const containerStatuses = [{ name: 'cluster-agent', ready, restartCount: 5, state: { running: {} } }];
    const described = describePod(pod({ status: { conditions: [{ type: 'Ready', status }], containerStatuses } }));
    expect([described.ready, described.restarts]).toEqual([expected, 5]);
  });
});

describe('where the leader lock is looked for', () => {
  const namesOf = (labels: Record<string, string>, env: Record<string, string> = {}, configured: string[] = []) => {
    const found = pod({ labels });
    const agents = [{ ...describePod(found), env }];
    return lockRefs(agents, [found], 'ns-3', configured).map(
      ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`,
    );
  };

  it('by configuration, environment, Helm release, Operator, and the old name, each in both kinds', () => {
    const names = namesOf(
      {
        'app.kubernetes.io/managed-by': 'Helm',
        'app.kubernetes.io/name': 'rel-4',
        'agent.datadoghq.com/name': 'dda-5',
      },
      { DD_LEADER_LEASE_NAME: 'env-6' },
      ['own-7'],
    );
    expect(names.filter((name) => name.startsWith('Lease'))).toEqual([
      'Lease ns-3/own-7',
      'Lease ns-3/env-6',
      'Lease ns-3/dda-5-leader-election',
      'Lease ns-3/rel-4-leader-election',
      'Lease ns-3/datadog-leader-election',
    ]);
    expect(names.filter((name) => name.startsWith('ConfigMap'))).toHaveLength(5);
  });

  it('in the namespace that the Agent is told to use', () => {
    expect(namesOf({}, { DD_KUBE_RESOURCES_NAMESPACE: 'ns-9' })).toEqual([
      'Lease ns-9/datadog-leader-election',
      'ConfigMap ns-9/datadog-leader-election',
    ]);
  });
});

describe('until', () => {
  it('reads until it is enough', async () => {
    let value = 0;
    const result = await until(
      async () => ++value,
      (seen) => seen === 3,
      { everyMs: 1, forMs: 100 },
    );
    expect([result, value]).toEqual([3, 3]);
  });

  it('gives the last value when the time is over', async () => {
    const read = vi.fn(async () => 'same');
    expect(await until(read, () => false, { everyMs: 5, forMs: 20 })).toBe('same');
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('ends when it is aborted', async () => {
    const read = vi.fn(async () => 'same');
    await until(read, () => false, { everyMs: 60_000, forMs: 600_000, signal: AbortSignal.timeout(10) });
    expect(read).toHaveBeenCalledTimes(1);
  });
});
