import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/domain/checks.ts';
import { failed } from '../build.ts';
import {
  about,
  asks,
  type CheckParts,
  checks,
  config,
  endpoint,
  factsOf,
  fetched,
  led,
  PODS_OF_WEB,
  read,
  runner,
  running,
  service,
  told,
} from './build-checks.ts';

const ONE = endpoint('worker-1');
const TWO = endpoint('worker-2');
const WELL_1 = runner({ has: [fetched(ONE)], runs: [running(ONE)] });
const WELL_2 = runner({ node: 'worker-2', has: [fetched(TWO)], runs: [running(TWO)] });
const ASKING = service('shop/web', asks('redisdb', 'endpoints'));

function scheduled(parts: CheckParts = {}): Checks {
  return checks({
    dispatching: led({ endpointChecks: [ONE, TWO] }),
    services: [ASKING],
    runners: [WELL_1, WELL_2],
    known: [ONE, TWO],
    ...parts,
  });
}

const HEALTHY = ['endpoint-checks-healthy ok'];
const NOT_RECEIVED = 'endpoint-check-not-received';

describe('endpoint checks', () => {
  it.each<[string, Checks, readonly string[]]>([
    ['all received and run', scheduled(), HEALTHY],
    ['one not received', scheduled({ runners: [WELL_1, runner({ node: 'worker-2' })] }), [`${NOT_RECEIVED} fault`]],
    [
      'one not received by an Agent that has others',
      scheduled({
        runners: [WELL_1, runner({ node: 'worker-2', has: [fetched(endpoint('worker-2', { instance: 'other' }))] })],
      }),
      [`${NOT_RECEIVED} warning`],
    ],
    [
      'one not received by an Agent whose settings are not in its pod',
      scheduled({ runners: [WELL_1, withoutSetting('worker-2')] }),
      [`${NOT_RECEIVED} warning`],
    ],
    [
      'one not received by an Agent without the provider',
      scheduled({ runners: [WELL_1, runner({ node: 'worker-2' }, { providers: ['clusterchecks'] })] }),
      [`${NOT_RECEIVED} fault`],
    ],
    [
      'no Agent has the provider',
      scheduled({
        runners: ['worker-1', 'worker-2'].map((node) => runner({ node }, { providers: ['clusterchecks'] })),
      }),
      ['endpoint-checks-provider-off fault'],
    ],
    [
      'no setting names the provider, and they run: set elsewhere',
      scheduled({
        runners: [
          { ...WELL_1, providers: [] },
          { ...WELL_2, providers: [] },
        ],
      }),
      HEALTHY,
    ],
    ['one node has no Agent', scheduled({ runners: [WELL_1] }), ['endpoint-check-node-lost-agent fault']],
    [
      'one node has a runner alone, which takes no endpoint checks',
      scheduled({ runners: [WELL_1, runner({ node: 'worker-2' }, { kind: 'runner' })] }),
      ['endpoint-check-node-lost-agent fault'],
    ],
    [
      'no Agent is found at all',
      scheduled({ runners: [] }),
      ['check-unseen-on-node unknown', 'check-unseen-on-node unknown'],
    ],
    [
      'one Agent does not answer',
      scheduled({ runners: [WELL_1, runner({ node: 'worker-2', has: failed('timeout'), runs: failed('timeout') })] }),
      ['check-unseen-on-node unknown'],
    ],
    [
      'one is received and fails',
      scheduled({
        runners: [WELL_1, runner({ node: 'worker-2', has: [fetched(TWO)], runs: [running(TWO, { state: 'ERROR' })] })],
      }),
      ['check-failing-on-node fault', ...HEALTHY],
    ],
    [
      'one has no pod behind it',
      scheduled({
        dispatching: led({
          endpointChecks: [ONE],
          dispatched: [{ agent: 'worker-2', config: config({ name: 'redisdb', source: PODS_OF_WEB, instance: 'db' }) }],
        }),
        known: [ONE],
        runners: [
          WELL_1,
          runner({
            node: 'worker-2',
            has: [fetched(config({ name: 'redisdb', source: PODS_OF_WEB, instance: 'db' }))],
            runs: [running(config({ name: 'redisdb', source: PODS_OF_WEB, instance: 'db' }))],
          }),
        ],
      }),
      [...HEALTHY, 'endpoint-check-without-pod explained'],
    ],
    ['none asked for', checks(), ['endpoint-checks-none explained']],
    [
      'none scheduled, one known to nobody',
      checks({ services: [ASKING] }),
      ['endpoint-checks-none unknown', 'check-not-discovered unknown'],
    ],
    [
      'none scheduled, and the Services are not known',
      checks({ services: failed('timeout') }),
      ['checks-list unknown'],
    ],
    [
      'none scheduled, and the Services are refused to us',
      checks({ services: failed('forbidden') }),
      ['checks-list unknown', 'rights-missing unknown'],
    ],
    [
      'an annotation cannot be read',
      checks({ services: [service('shop/web', { of: 'endpoints', annotation: 'a', problem: 'no JSON' })] }),
      ['check-config-invalid fault', 'endpoint-checks-none unknown'],
    ],
    [
      'an annotation for the Service itself cannot be read: another question',
      checks({ services: [service('shop/web', { of: 'service', annotation: 'a', problem: 'no JSON' })] }),
      ['endpoint-checks-none explained'],
    ],
  ])('%s', (_name, of, expected) => {
    expect(told(about(of, 'endpoints')).toSorted()).toEqual(expected.toSorted());
  });

  it('are not taken for healthy while the list is cut off', () => {
    const of = checks({ dispatching: led({ cutOff: true }) });
    expect(told(about(of, 'endpoints'))).toEqual(['checks-list unknown', 'output-not-recognised unknown']);
  });
});

function withoutSetting(node: string) {
  const { providers: _, ...rest } = runner({ node });
  return rest;
}

describe('a provider or listener of the Cluster Agent that is off', () => {
  const silent = (): ReturnType<typeof led> => {
    const { endpointChecks: _, ...rest } = led();
    return rest;
  };
  it.each<[string, CheckParts, string | undefined, string | undefined]>([
    ['the provider is not named', { over: { providers: ['kube_services'] } }, 'provider', 'fault'],
    ['the listener is not named', { over: { listeners: ['kube_services'] } }, 'listener', 'fault'],
    ['both are named', {}, undefined, undefined],
    ['the part is not printed, though the pod names the provider', { dispatching: silent() }, undefined, undefined],
    ['nobody asks for such checks', { services: [], over: { providers: ['kube_services'] } }, 'provider', 'explained'],
    [
      'it is not known who asks',
      { services: failed('timeout'), over: { providers: ['kube_services'] } },
      'provider',
      'warning',
    ],
  ])('%s', (_name, parts, what, verdict) => {
    const of = about(checks({ services: [ASKING], ...parts }), 'endpoints');
    const facts = factsOf(of, 'endpoint-checks-provider-off');
    if (what === undefined) expect(facts).toBeUndefined();
    else {
      const services = verdict === 'fault' ? ['shop/web'] : [];
      expect(facts).toEqual({ where: 'cluster-agent', missing: ['kube_endpoints'], what, services });
      expect(told(of)).toContain(`endpoint-checks-provider-off ${verdict}`);
      expect(told(of).filter((one) => one.startsWith('check-not-discovered'))).toEqual([]);
    }
  });

  it('is not concluded from a list that is cut off', () => {
    const { providers: _, listeners: __, ...rest } = checks({ dispatching: { ...silent(), cutOff: true } });
    expect(factsOf(about(rest, 'endpoints'), 'endpoint-checks-provider-off')).toBeUndefined();
  });

  it('is told by the part that is not printed where the pod names no setting', () => {
    const { providers: _, listeners: __, ...rest } = checks({ dispatching: silent(), services: [ASKING] });
    expect(told(about(rest, 'endpoints'))).toEqual(['endpoint-checks-provider-off fault']);
  });
});

describe('endpoint checks that were not received', () => {
  it('are told by Service, with how many Agents have none of theirs', () => {
    const nodes = ['worker-1', 'worker-2', 'worker-3'];
    const of = checks({
      dispatching: led({
        endpointChecks: [
          ...nodes.flatMap((node) => [endpoint(node), endpoint(node, { name: 'nginx' })]),
          endpoint('worker-3', { name: 'kafka' }),
        ],
      }),
      runners: [
        runner({ node: 'worker-1' }),
        runner({ node: 'worker-2', has: [fetched(endpoint('worker-2'))] }),
        runner({ node: 'worker-3' }),
      ],
    });
    expect(factsOf(about(of, 'endpoints'), NOT_RECEIVED)).toEqual({
      service: 'shop/web',
      checks: ['nginx', 'redisdb'],
      node: 'worker-1',
      pod: 'agent-on-worker-1',
      cause: 'provider-never-started',
      alsoOn: 2,
    });
  });

  it('are counted where pods on one node have equal checks', () => {
    const of = (has: number) =>
      checks({
        dispatching: led({ endpointChecks: [ONE, ONE] }),
        runners: [runner({ has: Array.from({ length: has }, () => fetched(ONE)), runs: [running(ONE)] })],
      });
    expect(told(about(of(2), 'endpoints'))).toEqual(HEALTHY);
    expect(told(about(of(1), 'endpoints'))).toEqual([`${NOT_RECEIVED} warning`]);
  });
});

describe('a Service that is asked about', () => {
  const other = endpoint('worker-1', { source: 'kube_endpoints:kube_endpoint_uid://shop/db/10.0.0.8' });
  const of = checks({
    dispatching: led({ endpointChecks: [ONE, other] }),
    runners: [runner({ has: [fetched(other)], runs: [running(other)] })],
    services: [ASKING, service('shop/db', asks('redisdb', 'endpoints')), service('shop/idle')],
    known: [ONE, other],
  });
  it.each([
    [{ namespace: 'shop', name: 'db' }, HEALTHY],
    [{ name: 'db' }, HEALTHY],
    [{ namespace: 'shop', name: 'web' }, [`${NOT_RECEIVED} warning`]],
    [{ namespace: 'shop' }, [`${NOT_RECEIVED} warning`]],
    [{ namespace: 'shop', name: 'idle' }, ['endpoint-checks-none explained']],
    [{ namespace: 'shop', name: 'dc' }, ['check-not-found unknown']],
  ])('%o', (subject, expected) => {
    expect(told(about(of, 'endpoints', subject))).toEqual(expected);
  });

  it('is found near what was asked', () => {
    expect(factsOf(about(of, 'endpoints', { namespace: 'shop', name: 'dc' }), 'check-not-found')).toEqual({
      asked: 'shop/dc',
      near: ['shop/db'],
    });
  });

  it('is not missing where the leader could not be asked', () => {
    const blind = checks({ dispatching: read(led({ role: 'follower' }), 'x') });
    expect(told(about(blind, 'endpoints', { namespace: 'shop', name: 'db' }))).toEqual(['asked-a-follower unknown']);
  });
});
