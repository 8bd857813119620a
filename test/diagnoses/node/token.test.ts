import { describe, expect, it } from 'vitest';
import type { NodeAgentPod, TokenSource } from '../../../src/domain/node-agent.ts';
import { ago } from '../build.ts';
import { AGENT_STARTED, about, factsOf, fails, look, type NodeParts, nodeAgents, SECRET } from './build-node.ts';

const REFUSED = 'unexpected status code from cluster agent: 403';

function mismatch(pod: Partial<NodeAgentPod>, over: NodeParts['over'] = {}) {
  const looks = [look({ status: fails(REFUSED), pod })];
  return factsOf(about({ looks, over }), 'node-agent-token-mismatch');
}

function clusterAgents(...tokens: readonly TokenSource[]) {
  return { clusterAgents: tokens.map((token, at) => ({ pod: `dca-${at}`, startedAt: ago(4_000 + at), token })) };
}

describe('a refused token', () => {
  it('is told with both Secrets and both starts', () => {
    expect(mismatch({})).toEqual({
      agents: [{ node: 'worker-1', pod: 'agent-on-worker-1', version: '7.66.1', startedAt: ago(90_000) }],
      total: 1,
      asked: null,
      of: null,
      error: REFUSED,
      secret: { name: 'dca-token', key: 'token' },
      sameSecret: true,
      clusterAgentSecret: { name: 'dca-token', key: 'token' },
      clusterAgentStartedAt: AGENT_STARTED,
      refusedAreOlder: true,
      owner: 'datadog',
    });
  });

  it.each([
    ['the same', SECRET, [SECRET, SECRET], true],
    ['another Secret', { ...SECRET, name: 'mine' }, [SECRET], false],
    ['another key', { ...SECRET, key: 'other' }, [SECRET], false],
    ['written in the pod', { from: 'literal' }, [SECRET], null],
    ['none', { from: 'absent' }, [SECRET], null],
    ['unknown on the other side', SECRET, [{ from: 'other' }], null],
    ['replicas of two kinds', SECRET, [SECRET, { from: 'literal' }], null],
    ['replicas of two Secrets', SECRET, [SECRET, { ...SECRET, name: 'new' }], null],
    ['no replica', SECRET, [], null],
  ] as const)('%s', (_name, token, theirs, expected) => {
    expect(mismatch({ token }, clusterAgents(...theirs))?.sameSecret).toBe(expected);
  });

  it.each([
    ['a second older', 4_001, true],
    ['as old', 4_000, false],
    ['younger', 3_999, false],
    ['of no known start', undefined, null],
  ] as const)('of a container %s than the newest replica', (_name, seconds, expected) => {
    const { startedAt: _, ...rest } = nodeAgents().looks[0]!.pod;
    const pod = seconds === undefined ? rest : { startedAt: ago(seconds) };
    const of = look({ status: fails(REFUSED) });
    const looks = [{ ...of, pod: seconds === undefined ? rest : { ...of.pod, ...pod } }];
    expect(factsOf(about({ looks }), 'node-agent-token-mismatch')?.refusedAreOlder).toBe(expected);
  });

  it('has no age to compare where no replica told its start', () => {
    const found = mismatch({}, { clusterAgents: [{ pod: 'dca-a', token: SECRET }] });
    expect(found).toMatchObject({ clusterAgentStartedAt: null, refusedAreOlder: null });
  });
});
