import { describe, expect, it } from 'vitest';
import type { AgentStatus } from '../../../src/domain/agent-status.ts';
import { known } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { asked, failed, pasted, status } from '../build.ts';
import { checks, led } from '../checks/build-checks.ts';
import { about, factsOf, fails, IP, logOf, says, told, trouble } from './build-node.ts';

const WAITS = 'try delay not elapsed yet';
const LOG_403 = `Unable to collect configurations from provider cluster-checks: "https://${IP}:5005" is unavailable: 403 Forbidden`;
const text = (of: AgentStatus, over: Partial<Snapshot> = {}): Snapshot => ({ ...pasted(asked('text 1', of)), ...over });
const list = (over: Parameters<typeof led>[0]) => ({ checks: checks({ dispatching: led(over) }) });
const absent = { clusterAgentLink: { state: 'absent' } } as const;

const ROWS = [
  ['a cached success', text(says()), ['node-agent-connection-unproven explained']],
  ['a success of 2023', text(says({}, { version: '7.50.3' })), ['node-agent-connected ok']],
  ['a success, and the leader’s list with it', text(says(), list({})), ['node-agent-connected ok']],
  [
    'a success, and the list of others',
    text(says(), list({ agents: [] })),
    ['node-agent-connection-unproven explained'],
  ],
  [
    'a success, and a list broken off',
    text(says(), list({ cutOff: true })),
    ['node-agent-connection-unproven explained'],
  ],
  ['never refreshed', text(says({ version: '0.0.0' })), ['node-agent-disconnected warning']],
  ['refused', text(fails('unexpected status code from cluster agent: 403')), ['node-agent-token-mismatch fault']],
  ['timing out', text(fails(`timeout calling "https://${IP}:5005/version"`)), ['node-agent-timeout fault']],
  [
    'no address',
    text(fails('cannot get a cluster agent endpoint for kubernetes service DCA, env DCA_SERVICE_HOST is empty')),
    ['node-agent-started-before-service fault'],
  ],
  [
    'no https',
    text(fails('cannot get cluster agent endpoint, not a https scheme: http')),
    ['node-agent-wrong-service fault'],
  ],
  ['waiting', text(fails(WAITS)), ['node-agent-disconnected fault']],
  [
    'waiting, beside its log',
    text(fails(WAITS), { logs: [logOf(trouble(LOG_403))] }),
    ['node-agent-token-mismatch fault'],
  ],
  [
    'waiting, beside a log that was not read',
    text(fails(WAITS), { logs: [{ pod: 'x', reading: failed('unreadable') }] }),
    ['node-agent-disconnected fault'],
  ],
  ['nothing on a Cluster Agent', text(says({}, absent)), ['node-agent-status explained']],
  ['nothing, in a text broken off', text(says({}, { ...absent, cutOff: true })), ['node-agent-status explained']],
  ['a Cluster Agent’s', text(status()), []],
  ['nothing that could be read', pasted({ from: 'text 1', reading: failed('unreadable') }), []],
  [
    'two',
    pasted(asked('a', says()), asked('b', fails(WAITS))),
    ['node-agent-connection-unproven explained', 'node-agent-disconnected fault'],
  ],
] as const;

describe('a pasted node Agent’s status', () => {
  it.each(ROWS)('%s', (_name, of, expected) => {
    expect(told(of)).toEqual(expected);
  });

  it('is told by its hostname, else by the name of the text', () => {
    const { hostname: _, ...nameless } = says();
    expect(factsOf(text(says()), 'node-agent-connection-unproven')).toMatchObject({
      node: 'worker-1',
      pod: 'text 1',
      reporting: 'unread',
    });
    expect(factsOf(text(nameless), 'node-agent-connection-unproven')).toMatchObject({ node: 'text 1' });
  });

  it('says nothing of Secrets, Services and starts that no text holds', () => {
    expect(factsOf(text(fails('is unavailable: 403 Forbidden')), 'node-agent-token-mismatch')).toMatchObject({
      total: 1,
      of: null,
      secret: null,
      sameSecret: null,
      clusterAgentStartedAt: null,
      refusedAreOlder: null,
      owner: null,
    });
  });

  it('of a cluster that is read is left to what was asked there', () => {
    const of = { ...about(), statuses: [{ from: 'x', reading: known(says(), 'x', '') }] };
    expect(told(of)).toEqual(['node-agent-connection-unproven warning']);
    const { nodeAgents: _, ...without } = of;
    expect(told(without)).toEqual([]);
  });
});
