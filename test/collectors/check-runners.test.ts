import { describe, expect, it } from 'vitest';
import { describeRunners, findRunnerPods } from '../../src/collectors/check-runners.ts';
import type { Pod } from '../../src/domain/objects.ts';
import { nodeAgent, runnerPod } from './made-checks.ts';
import { agentPod, madeReader } from './made-reader.ts';

const BOUNDS = { timeoutMs: 1_000 };
const NEW_LABELS = 'listPods dd agent.datadoghq.com/component in (agent,cluster-checks-runner)';
const OLD_LABELS = 'listPods dd app.kubernetes.io/component in (agent,clusterchecks-agent)';

async function found(pods: Pod[]) {
  const { reader, calls } = madeReader({ pods: [agentPod('dca-1'), ...pods] });
  const runners = describeRunners(await findRunnerPods(reader, 'dd', BOUNDS));
  return { runners: runners.known ? runners.value : [], calls };
}

function relabelled(pod: Pod, labels: Readonly<Record<string, string>>): Pod {
  return { ...pod, metadata: { ...pod.metadata, labels } };
}

function withContainers(pod: Pod, ...containers: Pod['spec']['containers']): Pod {
  return { ...pod, spec: { ...pod.spec, containers } };
}

describe('node Agents and runners', () => {
  it('are found by their labels, and tell nothing yet but what the pod says', async () => {
    const env = { DD_EXTRA_CONFIG_PROVIDERS: 'clusterchecks  endpointschecks', DD_API_KEY: 'never-7' };
    const { runners, calls } = await found([nodeAgent(1, { env }), runnerPod('clc-a', 'node-2')]);
    expect(runners).toEqual([
      {
        pod: 'agent-1',
        namespace: 'dd',
        container: 'agent',
        node: 'node-1',
        kind: 'node-agent',
        ready: true,
        providers: ['clusterchecks', 'endpointschecks'],
      },
      { pod: 'clc-a', namespace: 'dd', container: 'agent', node: 'node-2', kind: 'runner', ready: true },
    ]);
    expect(calls).toEqual([NEW_LABELS]);
  });

  it('are found by the labels of older charts', async () => {
    const { runners, calls } = await found([
      relabelled(nodeAgent(1), { 'app.kubernetes.io/component': 'agent' }),
      relabelled(nodeAgent(2), { 'app.kubernetes.io/component': 'clusterchecks-agent' }),
    ]);
    expect(runners.map(({ pod, kind }) => `${pod} ${kind}`)).toEqual(['agent-1 node-agent', 'agent-2 runner']);
    expect(calls).toEqual([NEW_LABELS, OLD_LABELS]);
  });

  it('are found by their image', async () => {
    const runnerEnv = [{ name: 'DD_CLC_RUNNER_ENABLED', value: 'true' }];
    const { runners, calls } = await found([
      relabelled(withContainers(nodeAgent(1), { name: 'main', image: 'gcr.io/datadoghq/agent:7.1' }), {}),
      relabelled(withContainers(nodeAgent(2), { name: 'main', image: 'r/agent@sha256:1', env: runnerEnv }), {}),
      relabelled(nodeAgent(4), {}),
      relabelled(withContainers(nodeAgent(3), { name: 'agent', image: 'r/other-agent:7.1' }), {}),
    ]);
    expect(runners.map(({ pod, container, kind }) => `${pod} ${container} ${kind}`)).toEqual([
      'agent-1 main node-agent',
      'agent-2 main runner',
      'agent-4 agent node-agent',
    ]);
    expect(calls).toEqual([NEW_LABELS, OLD_LABELS, 'listPods dd']);
  });

  it.each([
    ['Failed', []],
    ['Succeeded', []],
    ['Pending', ['agent-1']],
  ])('that are %s', async (phase, pods) => {
    const pod = nodeAgent(1);
    const { runners } = await found([{ ...pod, status: { ...pod.status, phase } }]);
    expect(runners.map((runner) => runner.pod)).toEqual(pods);
  });

  it('are not ready where the pod or the container is not', async () => {
    const pod = nodeAgent(1);
    const notReady = { ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } };
    expect((await found([notReady])).runners).toMatchObject([{ ready: false }]);
  });

  it('are none where there are none', async () => {
    const { runners, calls } = await found([]);
    expect([runners, calls.length]).toEqual([[], 3]);
  });

  it('are unknown where pods may not be listed', async () => {
    const { reader, calls } = madeReader({ fails: () => 'forbidden' });
    expect(describeRunners(await findRunnerPods(reader, 'dd', BOUNDS))).toMatchObject({
      known: false,
      why: 'forbidden',
    });
    expect(calls).toEqual([NEW_LABELS]);
  });
});
