import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeLinkScanner } from '../../../src/parsers/node-link/node-log.ts';
import { agentLine } from '../logs/agent-lines.ts';

function textOf(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

function scan(text: string) {
  const scanner = nodeLinkScanner();
  scanner.take(text);
  return scanner.end();
}

function told(text: string): readonly string[] {
  return scan(text).troubles.map(({ kind, about, times }) => `${times} ${kind} ${about ?? ''}`.trim());
}

describe('the logs of node Agents', () => {
  it.each([
    [
      'test/fixtures/logs/made/node-2018-v6.4.log',
      ['1 forwarding-failing no-service-address', '1 forwarding-failing retrying'],
    ],
    ['test/fixtures/logs/made/node-2021-v7.30.log', ['1 token-refused token-refused', '2 forwarding-failing retrying']],
    [
      'test/fixtures/logs/made/node-2025-v7.63.log',
      [
        '1 forwarding-failing timeout',
        '1 forwarding-failing other',
        '1 tls-refused tls',
        '1 forwarding-failing never-refreshed',
        '1 forwarding-failing token-empty',
        '1 noise connected',
      ],
    ],
    [
      'simulator/cluster/scenarios/leader-and-follower/node1-agent.log',
      [
        '2 noise connected',
        '1 start-failed endpointschecks',
        '1 forwarding-failing other',
        '15 token-refused token-refused',
      ],
    ],
  ])('%s', (path, troubles) => {
    expect(told(textOf(path))).toEqual(troubles);
  });

  it('keep the first and the last time of each, and the newest words', () => {
    expect(scan(textOf('test/fixtures/logs/made/node-2021-v7.30.log')).troubles.at(-1)).toEqual({
      kind: 'forwarding-failing',
      about: 'retrying',
      times: 2,
      first: '2021-07-30T14:00:10.000Z',
      last: '2021-07-30T14:00:20.000Z',
      text: 'Unable to collect configurations from provider cluster-checks: temporary failure in clusterAgentClient, will retry later: try delay not elapsed yet',
    });
  });

  it('tell whether it works by now: these refusals were over', () => {
    const { troubles } = scan(textOf('simulator/cluster/scenarios/leader-and-follower/node1-agent.log'));
    const last = (about: string) => troubles.find((trouble) => trouble.about === about)?.last ?? '';
    expect(last('connected') > last('token-refused')).toBe(true);
  });

  it.each([
    ['a check that watches the Cluster Agent', 'Error running check datadog_cluster_agent: connection refused'],
    ['a check of its metrics', 'check failed: Get "http://10.1.2.3:5000/metrics": dial tcp 10.1.2.3:5000: i/o timeout'],
    ['the kubelet', 'Get "https://10.1.2.3:10250/pods": dial tcp 10.1.2.3:10250: connect: connection refused'],
    ['the intake', 'Error while processing transaction: Post "https://7-63-0-app.agent.datadoghq.com": i/o timeout'],
    ['a pod of that name', 'could not pull tags of datadog-cluster-agent-7d8f9-x2x7q: 403 Forbidden'],
    ['a provider of something else', 'Error while adding config provider kubelet: temporary failure in kubeutil'],
  ])('nothing of %s', (_name, message) => {
    expect(told(agentLine('ERROR', message))).toEqual([]);
  });

  it('what is said at INFO counts only where it names a cause', () => {
    const at = (level: string) =>
      agentLine(
        level,
        'Cluster Agent init error: temporary failure in clusterAgentClient, will retry later: something',
      );
    expect(told(at('INFO'))).toEqual([]);
    expect(told(at('WARN'))).toEqual(['1 forwarding-failing other']);
  });
});
