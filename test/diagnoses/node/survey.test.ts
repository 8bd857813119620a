import { describe, expect, it } from 'vitest';
import { neededForNode } from '../../../src/diagnoses/node/needed-for-node.ts';
import { known } from '../../../src/domain/reading.ts';
import { failed, NOW } from '../build.ts';
import {
  about,
  diagnosed,
  factsOf,
  fails,
  IP,
  type LookParts,
  look,
  type NodeParts,
  nodePod,
  says,
  told,
} from './build-node.ts';

const REFUSED = 'unexpected status code from cluster agent: 403';
const names = (count: number) => Array.from({ length: count }, (_, at) => `worker-${at + 1}`);
const survey = (total: number, ready: number, ...notReady: readonly ReturnType<typeof nodePod>[]) =>
  known({ total, ready, notReady }, 'kubectl get pods', NOW);

/** Eight node Agents, of which some are silent and asked, or a few others where none is. */
function all(
  parts: NodeParts & { readonly silent?: readonly string[]; readonly ask?: (node: string) => LookParts } = {},
) {
  const { silent = [], ask = () => ({}), over, ...rest } = parts;
  const looks = (silent.length > 0 ? silent : names(2)).map((node) => look({ node, ...ask(node) }));
  return about({
    looks,
    reporting: names(8).filter((node) => !silent.includes(node)),
    ...rest,
    over: {
      scope: { kind: 'all' },
      survey: survey(8, 8),
      silent: silent.map((node) => ({ node, pod: `agent-on-${node}` })),
      silentTotal: silent.length,
      ...over,
    },
  });
}
const five = names(5);
const OVERVIEW = 'node-agents-overview';
const runners = { pod: { env: { DD_CLUSTER_AGENT_ENABLED: 'true', DD_EXTRA_CONFIG_PROVIDERS: 'endpointschecks' } } };
const live = { status: says({}, { version: '7.40.0' }) };

const ROWS = [
  ['all report', all(), [`${OVERVIEW} ok`]],
  [
    'five are refused',
    all({ silent: five, ask: () => ({ status: fails(REFUSED) }) }),
    [`${OVERVIEW} warning`, 'node-agent-token-mismatch fault'],
  ],
  [
    'five are silent and claim to be connected',
    all({ silent: five }),
    [`${OVERVIEW} warning`, 'node-agent-connection-unproven warning'],
  ],
  [
    'the leader knows them by other names',
    all({
      silent: five,
      reporting: five.map((node) => `${node}-shop`),
      ask: (node) => ({ status: says({}, { hostname: `${node}-shop` }) }),
      over: { silentTotal: 8 },
    }),
    [`${OVERVIEW} ok`],
  ],
  ['runners take the checks', all({ silent: five, ask: () => runners }), [`${OVERVIEW} explained`]],
  ['cluster checks are off', all({ reporting: null }), [`${OVERVIEW} explained`]],
  [
    'cluster checks are off, and two of eight answer live',
    all({ reporting: null, ask: () => live }),
    [`${OVERVIEW} explained`],
  ],
  [
    'cluster checks are off, and two of two answer live',
    all({ reporting: null, ask: () => live, over: { survey: survey(2, 2) } }),
    [`${OVERVIEW} ok`],
  ],
  ['the list was not read', all({ reporting: failed('timeout') }), [`${OVERVIEW} unknown`]],
  [
    'the list was not read, and two of eight answer live',
    all({ reporting: failed('timeout'), ask: () => live }),
    [`${OVERVIEW} unknown`],
  ],
  [
    'nobody was asked, and the list was not read',
    all({ reporting: failed('timeout'), looks: [] }),
    [`${OVERVIEW} unknown`],
  ],
  ['nobody was asked, and all report', all({ looks: [] }), [`${OVERVIEW} ok`]],
  [
    'one is not Ready',
    all({ over: { survey: survey(8, 7, nodePod('worker-8', { ready: false })) } }),
    [`${OVERVIEW} warning`],
  ],
  [
    'one is being created',
    all({
      over: {
        survey: survey(8, 7, nodePod('worker-8', { ready: false, state: 'waiting', reason: 'ContainerCreating' })),
      },
    }),
    [`${OVERVIEW} explained`],
  ],
  ['none is Ready', all({ reporting: [], looks: [], over: { survey: survey(8, 0) } }), [`${OVERVIEW} fault`]],
  ['there is none', all({ reporting: [], looks: [], over: { survey: survey(0, 0) } }), [`${OVERVIEW} warning`]],
  ['they could not be listed', all({ looks: [], over: { survey: failed('timeout') } }), ['node-agent-unseen unknown']],
  [
    'silent ones that could not be asked',
    all({ silent: five, ask: () => ({ status: failed('timeout') }) }),
    [`${OVERVIEW} warning`, 'node-agent-unseen unknown'],
  ],
  [
    'two troubles, the worse first',
    all({ silent: five, ask: (node) => (node === 'worker-5' ? { status: fails(REFUSED) } : {}) }),
    [`${OVERVIEW} warning`, 'node-agent-token-mismatch fault', 'node-agent-connection-unproven warning'],
  ],
] as const;

describe('all node Agents', () => {
  it.each(ROWS)('%s', (_name, of, expected) => {
    expect(told(of)).toEqual(expected);
  });

  it('in one sentence', () => {
    const notReady = nodePod('worker-8', { ready: false, state: 'waiting', reason: 'CrashLoopBackOff' });
    expect(factsOf(all({ silent: names(2), over: { survey: survey(8, 7, notReady) } }), OVERVIEW)).toEqual({
      total: 8,
      ready: 7,
      notReady: [{ node: 'worker-8', pod: 'agent-on-worker-8', version: null, reason: 'CrashLoopBackOff' }],
      reporting: 5,
      silent: [
        { node: 'worker-1', pod: 'agent-on-worker-1', version: '7.66.1' },
        { node: 'worker-2', pod: 'agent-on-worker-2', version: '7.66.1' },
      ],
      silentTotal: 2,
      asked: 2,
    });
  });

  it('silent ones are fewer where the leader knows some by their hostname', () => {
    const of = all({
      silent: names(3),
      reporting: ['one-by-hostname'],
      ask: (node) => (node === 'worker-1' ? { status: says({}, { hostname: 'one-by-hostname' }) } : {}),
      over: { silentTotal: 6 },
    });
    expect(factsOf(of, OVERVIEW)).toMatchObject({ silentTotal: 5, reporting: 3 });
  });

  it('none is silent where nobody has to report', () => {
    const nobody = { reporting: null, silent: [], silentTotal: 0 };
    expect(factsOf(all({ silent: five, ask: () => runners }), OVERVIEW)).toMatchObject(nobody);
    expect(factsOf(all({ reporting: failed('timeout') }), OVERVIEW)).toMatchObject(nobody);
  });
});

describe('troubles of many', () => {
  it('refused ones are told by name, of how many', () => {
    const found = factsOf(all({ silent: five, ask: () => ({ status: fails(REFUSED) }) }), 'node-agent-token-mismatch');
    expect(found).toMatchObject({ total: 5, of: 8, refusedAreOlder: true, owner: 'datadog' });
    expect(found?.agents.map(({ node }) => node)).toEqual(five);
  });

  it.each<[string, Parameters<typeof all>[0], object | null]>([
    ['all silent ones were asked', {}, null],
    ['others were not asked', { over: { silentTotal: 41 } }, { total: 5, silent: 41 }],
    [
      'one of those asked is not refused',
      {
        over: { silentTotal: 41 },
        ask: (node) => ({ status: fails(node === 'worker-3' ? 'out of x' : REFUSED) }),
      },
      null,
    ],
    [
      'one of those asked belongs to another DaemonSet',
      {
        over: { silentTotal: 41 },
        ask: (node) => ({ status: fails(REFUSED), pod: { owner: node === 'worker-3' ? 'other' : 'datadog' } }),
      },
      null,
    ],
    ['who is silent is not known', { over: { silentTotal: 41 }, reporting: failed('timeout') }, null],
  ])('refused ones stand for those that were not asked where nothing speaks against it: %s', (_name, parts, asked) => {
    const of = all({ silent: five, ask: () => ({ status: fails(REFUSED) }), ...parts });
    expect(factsOf(of, 'node-agent-token-mismatch')?.asked).toEqual(asked);
  });

  it('refused ones of two DaemonSets are two', () => {
    const ask = (node: string) => ({
      status: fails(REFUSED),
      pod: { owner: node === 'worker-1' ? 'other' : 'datadog' },
    });
    const found = diagnosed(all({ silent: five, ask })).filter(({ code }) => code === 'node-agent-token-mismatch');
    expect(found.map(({ facts }) => 'total' in facts && facts.total)).toEqual([4, 1]);
  });

  it('not all of the refused are older', () => {
    const ask = (node: string) => ({ status: fails(REFUSED), ...(node === 'worker-3' && { pod: { startedAt: NOW } }) });
    const found = factsOf(all({ silent: five, ask }), 'node-agent-token-mismatch');
    expect(found?.refusedAreOlder).toBe(false);
  });

  it('others that are alike are counted, whatever figures their words hold', () => {
    const ask = (node: string) => ({
      status: fails(`timeout calling "https://${IP}:5005" after ${node.slice(-1)}7 s`),
    });
    const found = diagnosed(all({ silent: five, ask })).filter(({ code }) => code === 'node-agent-timeout');
    expect(found.map(({ facts }) => 'alike' in facts && facts.alike)).toEqual([4]);
  });

  it('others that differ are told apart, at most eight', () => {
    const ask = (node: string) => ({ status: fails(`out of ${'x'.repeat(Number(node.slice(7)))}`) });
    const found = diagnosed(all({ silent: names(12), ask }));
    expect(found.filter(({ code }) => code === 'node-agent-disconnected')).toHaveLength(8);
    expect(found.every(({ facts }) => !('alike' in facts))).toBe(true);
  });
});

describe('what the answer hangs on', () => {
  const sources = (of: Parameters<typeof neededForNode>[0]) => neededForNode(of).map(({ source }) => source);
  it.each([
    ['a proven link: the pods', about({ reporting: ['worker-1'] }), ['kubectl get pods']],
    [
      'a link in doubt: the list',
      about({ reporting: failed('forbidden', 'x', 'the list') }),
      ['kubectl get pods', 'agent status of agent-on-worker-1', 'the list'],
    ],
    [
      'a status unread',
      about({ looks: [look({ status: failed('forbidden', 'x', 'the status') })] }),
      ['kubectl get pods', 'the status', 'clusterchecks of the leader'],
    ],
    ['all: the list', all(), ['kubectl get pods', 'clusterchecks of the leader']],
    ['a name that means nothing', about({ over: { scope: { kind: 'not-found', asked: 'x', near: [] } } }), []],
  ] as const)('%s', (_name, of, expected) => {
    expect(sources(of)).toEqual(expected);
  });
});
