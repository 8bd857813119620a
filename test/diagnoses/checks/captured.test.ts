import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentStatus } from '../../../src/domain/agent-status.ts';
import type { CheckRunner, Checks } from '../../../src/domain/checks.ts';
import type { Service } from '../../../src/domain/objects.ts';
import type { Subject } from '../../../src/domain/question.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { diagnose } from '../../../src/engine/diagnose.ts';
import { clusterChecksReader } from '../../../src/parsers/checks/cluster-checks-output.ts';
import { parseConfigCheck } from '../../../src/parsers/checks/config-check-output.ts';
import { declaredChecks } from '../../../src/parsers/checks/declared-checks.ts';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { about, factsOf, read, told } from './build-checks.ts';

const NODES = ['7g24', 'slx3', 'ttw6'].map((end) => `default-pool-bce5cd34-${end}`);
const PODS = {
  'leader-and-follower': ['datadog-z7jgp', 'datadog-6lhhq', 'datadog-x285v'],
  'endpoint-checks-running': ['datadog-rpjw4', 'datadog-9wmr4', 'datadog-sqpz4'],
} as const;

type Scenario = keyof typeof PODS;

function file(scenario: Scenario, name: string): string {
  return readFileSync(new URL(`../../../simulator/cluster/scenarios/${scenario}/${name}`, import.meta.url), 'utf8');
}

function configCheckOf(scenario: Scenario, name: string) {
  const parsed = parseConfigCheck(file(scenario, name));
  if (!parsed.recognised) throw new Error(`${name} was not recognised`);
  return read(parsed.configCheck, name);
}

function statusOf(scenario: Scenario, name: string): AgentStatus {
  const parsed = parseStatus(file(scenario, name));
  if (!parsed.recognised) throw new Error(`${name} was not recognised`);
  return parsed.status;
}

function runnerOf(scenario: Scenario, index: number, form: 'txt' | 'json'): CheckRunner {
  const name = `node${index + 1}`;
  return {
    pod: PODS[scenario][index] ?? '',
    namespace: 'datadog',
    container: 'agent',
    node: NODES[index] ?? '',
    kind: 'node-agent',
    ready: true,
    providers: ['clusterchecks', 'endpointschecks'],
    status: read(statusOf(scenario, `${name}-status.${form}`), `${name}-status`),
    configCheck: configCheckOf(scenario, `${name}-configcheck.txt`),
  };
}

function captured(scenario: Scenario, form: 'txt' | 'json'): Checks {
  const reader = clusterChecksReader();
  reader.take(file(scenario, 'leader-clusterchecks.txt'));
  const parsed = reader.end();
  if (!parsed.recognised) throw new Error('leader-clusterchecks.txt was not recognised');
  const { items }: { items: Service[] } = JSON.parse(file(scenario, 'kube/services.json'));
  const services = items.map((service) => ({ service, declared: declaredChecks(service) }));
  return {
    leader: 'dca-a',
    dispatching: read(parsed.dispatching, 'clusterchecks'),
    configCheck: configCheckOf(scenario, 'leader-configcheck.txt'),
    services: read(
      services.filter(({ declared }) => declared.length > 0),
      'services',
    ),
    runners: read(
      [0, 1, 2].map((index) => runnerOf(scenario, index, form)),
      'pods',
    ),
    providers: ['kube_endpoints', 'kube_services'],
    listeners: ['kube_endpoints', 'kube_services'],
  };
}

describe.each(['txt', 'json'] as const)('the captured leader and follower (status as %s)', (form) => {
  const ask = (kind: 'checks' | 'endpoints', subject?: Subject): Snapshot =>
    about(captured('leader-and-follower', form), kind, subject);

  it('names what is broken of all checks, each by its first broken link', () => {
    expect(told(ask('checks'))).toEqual([
      'checks-list fault',
      'endpoint-check-not-received fault',
      'endpoint-check-not-received fault',
      'check-not-loaded-on-node fault',
      'check-failing-on-node fault',
    ]);
  });

  it('counts every check once in the list', () => {
    expect(factsOf(ask('checks'), 'checks-list')).toMatchObject({ total: 10, agents: 3, page: 1, pages: 1 });
    const rows = diagnose(ask('checks')).flatMap((one) => (one.code === 'checks-list' ? one.facts.rows : []));
    expect(rows.map(({ word }) => word).toSorted()).toEqual([
      'failing',
      ...Array.from({ length: 6 }, () => 'not-arrived'),
      'not-loaded',
      'running',
      'running',
    ]);
  });

  it('follows http_check to the Agent that cannot load it, and explains its IDs', () => {
    const asked = ask('checks', { name: 'http_check' });
    expect(told(asked)).toEqual(['check-not-loaded-on-node fault', 'check-id-changed-by-dispatch explained']);
    expect(factsOf(asked, 'check-not-loaded-on-node')).toMatchObject({
      check: 'http_check',
      instance: 'My service',
      service: 'default/nginx',
      node: NODES[0],
      pod: 'datadog-z7jgp',
      error: expect.stringContaining('Check http_check not found in Catalog'),
      loadedElsewhere: 0,
      steps: [
        { step: 'declared', state: 'yes' },
        { step: 'discovered', state: 'yes' },
        { step: 'dispatched', state: 'yes' },
        { step: 'arrived', state: 'yes' },
        { step: 'loaded', state: 'no' },
      ],
    });
    expect(factsOf(asked, 'check-id-changed-by-dispatch')).toEqual({
      check: 'http_check',
      ids: [
        'http_check:My service:9a2383aec48e94ce',
        'http_check:My service:77e063de7508dcae',
        'http_check:My service:32cef48b309e5652',
      ],
    });
  });

  it('shows the words of ntp, which fails', () => {
    const asked = ask('checks', { name: 'ntp' });
    expect(told(asked)[0]).toBe('check-failing-on-node fault');
    expect(factsOf(asked, 'check-failing-on-node')).toMatchObject({
      service: 'default/ntp-svc',
      node: NODES[1],
      state: 'ERROR',
      error: 'failed to get clock offset from any ntp host: [ 127.0.0.1 ]',
      runs: 1,
      lastSuccessSeconds: null,
    });
  });

  it('says that load runs', () => {
    const asked = ask('checks', { name: 'load' });
    expect(told(asked)[0]).toBe('check-running ok');
    expect(factsOf(asked, 'check-running')).toMatchObject({ node: NODES[2], runs: 24, samples: 144 });
  });

  it('names the provider that never started behind endpoint checks nobody received', () => {
    const asked = ask('endpoints');
    expect(told(asked)).toEqual([
      'endpoint-check-not-received fault',
      'endpoint-check-not-received fault',
      'endpoint-check-without-pod explained',
    ]);
    const found = diagnose(asked).filter(({ code }) => code === 'endpoint-check-not-received');
    expect(found.map(({ facts }) => facts)).toEqual([
      expect.objectContaining({
        service: 'default/load-svc',
        checks: ['uptime'],
        node: NODES[0],
        pod: 'datadog-z7jgp',
        cause: 'provider-never-started',
        alsoOn: 3,
      }),
      expect.objectContaining({
        service: 'default/nginx',
        checks: ['nginx'],
        cause: 'provider-never-started',
        alsoOn: 3,
      }),
    ]);
  });
});

describe.each(['txt', 'json'] as const)('the captured endpoint checks (status as %s)', (form) => {
  const ask = (kind: 'checks' | 'endpoints', subject?: Subject): Snapshot =>
    about(captured('endpoint-checks-running', form), kind, subject);

  it('finds that all of them arrived, and that one kind cannot be loaded', () => {
    const asked = ask('endpoints');
    expect(told(asked)).toContain('endpoint-checks-healthy ok');
    expect(told(asked)).toContain('endpoint-check-without-pod explained');
    expect(factsOf(asked, 'endpoint-checks-healthy')).toEqual({ checks: 6, nodes: 3, services: 2 });
    expect(factsOf(asked, 'endpoint-check-without-pod')).toEqual({
      check: 'uptime',
      service: 'default/external-db',
      agent: NODES[1],
    });
    expect(factsOf(asked, 'check-not-loaded-on-node')).toMatchObject({ check: 'nginx', service: 'default/nginx' });
  });

  it('tells of one Service alone', () => {
    expect(told(ask('endpoints', { namespace: 'default', name: 'load-svc' }))).toEqual(['endpoint-checks-healthy ok']);
    expect(factsOf(ask('endpoints', { namespace: 'default', name: 'load-svc' }), 'endpoint-checks-healthy')).toEqual({
      checks: 3,
      nodes: 3,
      services: 1,
    });
  });

  it('sees that a check which runs once in an Agent does not run for a second source', () => {
    const asked = ask('checks', { namespace: 'default', name: 'external-db' });
    expect(told(asked)[0]).toBe('check-not-loaded-on-node unknown');
    expect(factsOf(asked, 'check-not-loaded-on-node')).toMatchObject({
      node: NODES[1],
      error: null,
      loadedElsewhere: 2,
    });
  });
});
