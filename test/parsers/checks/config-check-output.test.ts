import { describe, expect, it } from 'vitest';
import { parseConfigCheck } from '../../../src/parsers/checks/config-check-output.ts';
import { ENDPOINT_CHECKS, FOLLOWER_AND_LEADER, fixtureText, readConfigCheck } from './read-fixture.ts';

describe('captured outputs', () => {
  it.each([
    [FOLLOWER_AND_LEADER, 'leader', 10, ['kubernetes-services', 'kubernetes-endpoints'], true],
    [FOLLOWER_AND_LEADER, 'follower', 10, ['kubernetes-services', 'kubernetes-endpoints'], true],
    [FOLLOWER_AND_LEADER, 'node1', 2, ['cluster-checks'], false],
    [FOLLOWER_AND_LEADER, 'node2', 1, ['cluster-checks'], false],
    [FOLLOWER_AND_LEADER, 'node3', 1, ['cluster-checks'], false],
    [ENDPOINT_CHECKS, 'leader', 10, ['kubernetes-services', 'kubernetes-endpoints'], true],
    [ENDPOINT_CHECKS, 'node1', 3, ['cluster-checks', 'endpoints-checks'], false],
    [ENDPOINT_CHECKS, 'node2', 3, ['cluster-checks', 'endpoints-checks'], false],
    [ENDPOINT_CHECKS, 'node3', 4, ['cluster-checks', 'endpoints-checks'], false],
  ])('%s, %s: %i configurations', (folder, who, count, providers, isClusterCheck) => {
    const { configs, ...rest } = readConfigCheck(fixtureText(`${folder}/${who}-configcheck.txt`));
    expect(rest).toEqual({ errors: [], warnings: [], cutOff: false });
    expect(configs).toHaveLength(count);
    expect([...new Set(configs.map(({ provider }) => provider))].sort()).toEqual([...providers].sort());
    expect(configs.every((config) => config.isClusterCheck === isClusterCheck)).toBe(true);
    expect(configs.every(({ instances }) => instances.length === 1 && instances[0]?.name)).toBe(true);
  });

  it('a node Agent shows where a check comes from and the node of an endpoint check', () => {
    const { configs } = readConfigCheck(fixtureText(`${ENDPOINT_CHECKS}/node1-configcheck.txt`));
    expect(configs.slice(0, 2)).toEqual([
      {
        name: 'http_check',
        isClusterCheck: false,
        provider: 'cluster-checks',
        source: 'kube_services:kube_service://default/nginx',
        instances: [{ id: 'http_check:My service:524886db14a2a76d', name: 'My service' }],
      },
      {
        name: 'nginx',
        isClusterCheck: false,
        provider: 'endpoints-checks',
        source: 'kube_endpoints:kube_endpoint_uid://default/nginx/',
        instances: [{ id: 'nginx:My Nginx Service Endpoints:b395dc180a0b59de', name: 'My Nginx Service Endpoints' }],
        dispatchedTo: 'default-pool-bce5cd34-7g24',
      },
    ]);
  });
});

describe('errors, warnings and what --verbose adds', () => {
  it('reads the first two and takes nothing of the rest for a configuration', () => {
    const read = readConfigCheck(fixtureText('made/configcheck-2024-verbose.txt'));
    expect(read).toEqual({
      configs: [
        {
          name: 'redisdb',
          isClusterCheck: false,
          provider: 'file',
          source: 'file:/etc/datadog-agent/conf.d/redisdb.d/conf.yaml',
          instances: [{ id: 'redisdb:17' }],
          excluded: 'logs',
        },
      ],
      errors: [
        { check: 'http_check', text: 'yaml: line 2: mapping values are not allowed in this context' },
        { check: 'nginx', text: 'could not read the file permission denied' },
      ],
      warnings: [
        { check: 'nginx', text: 'error resolving template: no port found for container 3' },
        { check: 'nginx', text: 'second warning' },
        { check: 'redisdb', text: 'third warning' },
      ],
      cutOff: false,
    });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  it('2026: the configurations that matched nothing are not configurations', () => {
    const { configs, cutOff } = readConfigCheck(fixtureText('made/configcheck-2026-verbose.txt'));
    expect([configs.map(({ name }) => name), cutOff]).toEqual([['load'], false]);
  });
});

it('instances: names in every form, and closers inside the YAML', () => {
  expect(readConfigCheck(fixtureText('made/odd-instances.txt'))).toEqual({
    configs: [
      {
        name: 'my odd thing',
        isClusterCheck: true,
        provider: 'file',
        source: 'file:/etc/datadog-agent/conf.d/odd.d/conf.yaml',
        instances: [
          { id: 'odd:quoted "double":1', name: 'shop: "web" ~ ä' },
          { id: 'odd:2', name: "it's" },
          { id: 'odd:3', name: 'a name that is long enough to go on in a second line' },
          { id: 'odd:4' },
          { id: 'odd:5', name: 'behind a closer' },
          { id: 'odd:6' },
          { id: 'odd:7', name: '42' },
          { id: 'odd:8', name: 'folded name' },
        ],
      },
    ],
    errors: [],
    warnings: [],
    cutOff: false,
  });
});

describe('Agents of other years', () => {
  it('2018: one line for the source, instances with and without an ID', () => {
    const { configs, cutOff } = readConfigCheck(fixtureText('made/configcheck-2018.txt'));
    expect(cutOff).toBe(false);
    expect(configs).toEqual([
      {
        name: 'http_check',
        isClusterCheck: true,
        provider: 'kubernetes-services',
        source: '',
        instances: [{ id: '', name: 'web' }],
      },
      { name: 'ntp', isClusterCheck: false, provider: 'file', source: '', instances: [{ id: 'ntp:11' }] },
    ]);
  });

  it('2021: several instances, an exclusion, the node of an endpoint check', () => {
    const { configs, cutOff } = readConfigCheck(fixtureText('made/configcheck-2021-v1.14.txt'));
    expect(cutOff).toBe(false);
    expect(configs).toEqual([
      {
        name: 'http_check',
        isClusterCheck: true,
        provider: 'kubernetes-services',
        source: 'kube_services:kube_service://shop/web',
        instances: [
          { id: 'http_check:web:5a1f0c9e', name: 'web' },
          { id: 'http_check:back:5a1f0c9f', name: 'back' },
        ],
        excluded: 'metrics',
      },
      {
        name: 'nginx',
        isClusterCheck: false,
        provider: 'kubernetes-endpoints',
        source: 'kube_endpoints:kube_endpoint_uid://shop/edge/10.3.1.11',
        instances: [{ id: 'nginx:edge:77', name: 'edge' }],
        dispatchedTo: 'worker-4',
      },
    ]);
  });
});

it('the JSON of a node Agent', () => {
  const text = fixtureText('made/configcheck-2025-node.json');
  const configs = [
    {
      name: 'http_check',
      isClusterCheck: false,
      provider: 'cluster-checks',
      source: 'kube_services:kube_service://shop/web',
      instances: [{ id: 'http_check:web:5a1f', name: 'web' }, { id: 'http_check:6b' }],
    },
    { name: 'load', isClusterCheck: false, provider: '', source: '', instances: [] },
  ];
  expect(readConfigCheck(text)).toEqual({ configs, errors: [], warnings: [], cutOff: false });
  const one = JSON.stringify(JSON.parse(text)[0], null, 2);
  expect(readConfigCheck(`2026-11-24 00:00:01 UTC | CORE | WARN | (a.go:1 in b) | c\n${one}`).configs).toEqual([
    configs[0],
  ]);
});

it.each([
  ['', 'empty', 'no output'],
  ['{"error":"agent not initialized"}', 'error-text', 'agent not initialized'],
  ['{"configs":[]}', 'other-text', 'JSON that is not the one of configcheck'],
  ['[{"check_name":"load","provider":"fi', 'other-text', 'the JSON is broken or ends early'],
  ['no check named "x" was found\n', 'error-text', 'no check named "x" was found'],
  [
    'Error: the agent ran into an error while checking config: nope\n',
    'error-text',
    'Error: the agent ran into an error while checking config: nope',
  ],
  [
    'failed to query the agent (running?): dial tcp: refused\n',
    'error-text',
    'failed to query the agent (running?): dial tcp: refused',
  ],
  [
    fixtureText(`${ENDPOINT_CHECKS}/leader-clusterchecks.txt`),
    'other-text',
    'it begins with: === 3 agents reporting ===',
  ],
  ['hello', 'other-text', 'it begins with: hello'],
])('%j is not recognised: %s', (text, why, detail) => {
  expect(parseConfigCheck(text)).toEqual({ recognised: false, why, detail });
});
