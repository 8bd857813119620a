import { describe, expect, it } from 'vitest';
import { wantedRunners } from '../../src/collectors/wanted-runners.ts';
import type { CheckConfig, CheckRunner, Dispatching } from '../../src/domain/checks.ts';
import type { ClusterKind, Subject } from '../../src/domain/question.ts';

const RUNNERS: readonly CheckRunner[] = [
  runner('agent-1', 'node-1'),
  runner('agent-2', 'node-2'),
  runner('agent-3', 'node-3'),
  runner('clc-a', 'node-1', 'runner'),
  runner('clc-b', 'node-4', 'runner'),
];

const GIVEN: Dispatching = {
  role: 'leader',
  warmingUp: false,
  agents: [],
  noAgents: false,
  unassigned: [config('http_check', 'kube_services:kube_service://shop/nobody')],
  cutOff: false,
  dispatched: [
    { agent: 'node-1', config: config('http_check', 'kube_services:kube_service://shop/web') },
    { agent: 'clc-b', config: config('http_check', 'kube_services:kube_service://shop/api') },
    { agent: 'clc-b', config: config('postgres', 'file:/etc/postgres.yaml') },
    { agent: 'node-2', config: config('uptime', 'kube_endpoints:kube_endpoint_uid://shop/db/') },
    { agent: 'node-9', config: config('ntp', 'kube_services:kube_service://shop/gone') },
  ],
  endpointChecks: [
    { ...config('nginx', 'kube_endpoints:kube_endpoint_uid://shop/web/'), dispatchedTo: 'node-3' },
    { ...config('nginx', 'kube_endpoints:kube_endpoint_uid://blog/web/'), dispatchedTo: 'node-1' },
    config('redis', 'kube_endpoints:kube_endpoint_uid://shop/unplaced/'),
  ],
};

function config(name: string, source: string): CheckConfig {
  return { name, source, isClusterCheck: true, provider: '', instances: [] };
}

function runner(pod: string, node: string, kind: CheckRunner['kind'] = 'node-agent'): CheckRunner {
  return { pod, node, kind, namespace: 'dd', container: 'agent', ready: true };
}

function wanted(kind: ClusterKind, subject?: Subject, dispatching: Dispatching | undefined = GIVEN) {
  const question = subject === undefined ? { kind } : { kind, subject };
  return [...wantedRunners(question, dispatching, RUNNERS)].map(({ pod }) => pod).toSorted();
}

describe('whom a question hangs on', () => {
  it.each<[string, ClusterKind, Subject | undefined, string[]]>([
    ['everybody who has something to do', 'checks', undefined, ['agent-1', 'agent-2', 'agent-3', 'clc-b']],
    ['who has endpoint checks', 'endpoints', undefined, ['agent-1', 'agent-2', 'agent-3']],
    ['whom a check was given to', 'checks', { name: 'http_check', resource: 'check' }, ['agent-1', 'clc-b']],
    ['whom a check from a file was given to', 'checks', { name: 'postgres', resource: 'check' }, ['clc-b']],
    ['the nodes of an endpoint check', 'checks', { name: 'nginx', resource: 'check' }, ['agent-1', 'agent-3']],
    ['nobody for a check that none has', 'checks', { name: 'redis', resource: 'check' }, []],
    ['nobody whose Agent is gone', 'checks', { name: 'ntp', resource: 'check' }, []],
    ['all on a node', 'checks', { name: 'node-1', resource: 'node' }, ['agent-1', 'clc-a']],
    ['all on a node that has nothing to do', 'checks', { name: 'node-4', resource: 'node' }, ['clc-b']],
    ['a runner by its pod', 'checks', { name: 'clc-b', resource: 'node' }, ['clc-b']],
    ['who works for a Service', 'checks', { namespace: 'shop', name: 'web' }, ['agent-1', 'agent-3']],
    ['who works for its endpoints', 'endpoints', { namespace: 'shop', name: 'web' }, ['agent-3']],
    ['of an endpoint without a pod', 'endpoints', { namespace: 'shop', name: 'db' }, ['agent-2']],
    ['the Service of that namespace alone', 'checks', { namespace: 'blog', name: 'web' }, ['agent-1']],
    ['the Service of any namespace', 'checks', { name: 'web', resource: 'service' }, ['agent-1', 'agent-3']],
    ['a namespace', 'checks', { namespace: 'shop' }, ['agent-1', 'agent-2', 'agent-3', 'clc-b']],
    ['a bare word as a check', 'checks', { name: 'postgres' }, ['clc-b']],
    ['a bare word as a node', 'checks', { name: 'node-3' }, ['agent-3']],
    ['a bare word as a node that has nothing to do', 'checks', { name: 'node-4' }, ['clc-b']],
    ['no node with a namespace before it', 'checks', { namespace: 'shop', name: 'node-4' }, []],
    ['a bare word as a Service', 'checks', { name: 'api' }, ['clc-b']],
    ['no check with a namespace before it', 'checks', { namespace: 'shop', name: 'postgres' }, []],
    ['no Service that only begins so', 'checks', { namespace: 'sho', name: 'web' }, []],
  ])('%s', (_what, kind, subject, pods) => {
    expect(wanted(kind, subject)).toEqual(pods);
  });

  it('is the Agent of the node alone where nobody tells who has what', () => {
    const unknown = (subject?: Subject) => [
      ...wantedRunners({ kind: 'checks', ...(subject && { subject }) }, undefined, RUNNERS),
    ];
    expect(unknown()).toEqual([]);
    expect(unknown({ name: 'http_check', resource: 'check' })).toEqual([]);
    expect(unknown({ name: 'node-2', resource: 'node' }).map(({ pod }) => pod)).toEqual(['agent-2']);
  });

  it('are fifty at most', () => {
    const numbers = Array.from({ length: 51 }, (_, index) => index);
    const many = numbers.map((number) => runner(`agent-${number}`, `node-${number}`));
    const dispatched = numbers.map((number) => ({ agent: `node-${number}`, config: config('ntp', 'file:x') }));
    const all = wantedRunners({ kind: 'checks' }, { ...GIVEN, endpointChecks: [], dispatched }, many);
    expect([...all].map(({ pod }) => pod)).toEqual(many.slice(0, 50).map(({ pod }) => pod));
  });
});
