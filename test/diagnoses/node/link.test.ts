import { describe, expect, it } from 'vitest';
import { ago, failed } from '../build.ts';
import {
  about,
  diagnosed,
  factsOf,
  fails,
  IP,
  type LookParts,
  logOf,
  look,
  type NodeParts,
  SERVICE,
  says,
  serviceNow,
  told,
  trouble,
} from './build-node.ts';

const WAITS = 'temporary failure in clusterAgentClient, will retry later: try delay not elapsed yet';
const REFUSED = `"https://${IP}:5005/version" is unavailable: 403 Forbidden`;
const TIMEOUT = `timeout calling "https://${IP}:5005/version": context deadline exceeded`;
const NO_ROUTE = `Get "https://${IP}:5005/version": dial tcp ${IP}:5005: connect: connection refused`;
const NO_ADDRESS =
  'temporary failure in clusterAgentClient, will retry later: cannot get a cluster agent endpoint for kubernetes service DATADOG_CLUSTER_AGENT, env DATADOG_CLUSTER_AGENT_SERVICE_HOST is empty';
const HTTP_URL = 'cannot get cluster agent endpoint, not a https scheme: http';
const TLS = `Get "https://${IP}:5005/version": tls: failed to verify certificate: x509: certificate signed by unknown authority`;
const EMPTY = 'empty cluster_agent.auth_token and cannot find /etc/datadog-agent/cluster_agent.auth_token';
const SHORT = 'cluster agent authentication token length must be greater than 32, curently: 12';
const LOG_403 = `Unable to collect configurations from provider cluster-checks: "https://${IP}:5005/api/v1/clusterchecks" is unavailable: 403 Forbidden`;

type Row = readonly [name: string, of: LookParts, parts: NodeParts, expected: string];
const ok = (proof: string) => `node-agent-connected ok ${proof}`;

const ROWS: readonly Row[] = [
  ['reporting to the leader', {}, { reporting: ['worker-1'] }, ok('reporting')],
  [
    'reporting under its hostname',
    { status: says({}, { hostname: 'worker-1-shop' }) },
    { reporting: ['worker-1-shop'] },
    ok('reporting'),
  ],
  ['reporting under its pod’s name', {}, { reporting: ['agent-on-worker-1'] }, ok('reporting')],
  ['reporting, its status unread', { status: failed('timeout') }, { reporting: ['worker-1'] }, ok('reporting')],
  [
    'reporting, its status from a moment when it waited',
    { status: fails(WAITS) },
    { reporting: ['worker-1'] },
    ok('reporting'),
  ],
  [
    'reporting, though it never learnt the version',
    { status: says({ version: '0.0.0+commit.' }) },
    { reporting: ['worker-1'] },
    ok('reporting'),
  ],
  ['reporting, to a Service made anew', { host: '10.96.99.9' }, { reporting: ['worker-1'] }, ok('reporting')],
  [
    'reporting half a minute ago, refused now',
    { status: fails(REFUSED) },
    { reporting: ['worker-1'] },
    'node-agent-token-mismatch fault',
  ],
  ['7.51 asks anew', { status: says({}, { version: '7.51.1' }) }, {}, ok('live')],
  ['6.51 asks anew', { status: says({}, { version: '6.51.0' }) }, { reporting: null }, ok('live')],
  [
    '7.51 asks anew, whatever its log says of its start',
    { status: says({}, { version: '7.51.1' }), log: logOf(trouble(LOG_403)) },
    {},
    ok('live'),
  ],

  ['7.52 does not', { status: says({}, { version: '7.52.0' }) }, {}, 'node-agent-connection-unproven warning missing'],
  [
    'a newer layout does not, whatever version it names',
    { status: says({}, { version: '7.51.0', generation: 3 }) },
    {},
    'node-agent-connection-unproven warning missing',
  ],
  [
    'a build without a version',
    { status: says({}, { version: '6.0.0' }) },
    {},
    'node-agent-connection-unproven warning missing',
  ],
  ['no version at all', { status: says({}, { version: '' }) }, {}, 'node-agent-connection-unproven warning missing'],
  ['cluster checks off', {}, { reporting: null }, 'node-agent-connection-unproven explained off'],
  [
    'a list that could not be read',
    {},
    { reporting: failed('timeout') },
    'node-agent-connection-unproven unknown unread',
  ],
  [
    'one that takes no cluster checks',
    { pod: { env: { DD_CLUSTER_AGENT_ENABLED: 'true', DD_EXTRA_CONFIG_PROVIDERS: 'endpointschecks' } } },
    {},
    'node-agent-connection-unproven explained runners',
  ],
  [
    'one that takes both',
    { pod: { env: { DD_CLUSTER_AGENT_ENABLED: 'true', DD_EXTRA_CONFIG_PROVIDERS: 'clusterchecks endpointschecks' } } },
    {},
    'node-agent-connection-unproven warning missing',
  ],
  [
    'missing, 59 s after its start',
    { pod: { startedAt: ago(59) } },
    {},
    'node-agent-connection-unproven unknown missing',
  ],
  [
    'missing, 60 s after its start',
    { pod: { startedAt: ago(60) } },
    {},
    'node-agent-connection-unproven warning missing',
  ],
  ['the right address', { host: IP }, { reporting: null }, 'node-agent-connection-unproven explained off'],
  [
    'an address that was configured',
    { host: '10.96.99.9', status: says({ endpoint: 'https://dca.shop.example:5005' }) },
    { reporting: null },
    'node-agent-connection-unproven explained off',
  ],
  [
    'no address of a Service, and none needed',
    { host: '' },
    { reporting: null },
    'node-agent-connection-unproven explained off',
  ],
  [
    'a headless Service',
    { host: '10.1.2.3', status: says({ endpoint: 'https://10.1.2.3:5005' }) },
    { reporting: null, service: serviceNow({ clusterIP: 'None' }) },
    'node-agent-connection-unproven explained off',
  ],
  [
    'a Service that was not read',
    { host: '10.96.99.9', status: says({ endpoint: 'https://10.96.99.9:5005' }) },
    { reporting: null, service: failed('forbidden') },
    'node-agent-connection-unproven explained off',
  ],
  [
    'refused once, when it started',
    { log: logOf(trouble(LOG_403, { times: 1 })) },
    { reporting: null },
    'node-agent-connection-unproven explained off',
  ],
  [
    'refused until 126 s ago',
    { log: logOf(trouble(LOG_403, { last: ago(126) })) },
    { reporting: null },
    'node-agent-connection-unproven explained off',
  ],
  [
    'other connections that fail',
    { log: logOf(trouble('Get "https://10.0.0.1:10250/pods": dial tcp: i/o timeout', { kind: 'unknown-error' })) },
    { reporting: null },
    'node-agent-connection-unproven explained off',
  ],

  [
    'refused for 125 s, whatever its status says',
    { log: logOf(trouble(LOG_403, { last: ago(125) })) },
    { reporting: null },
    'node-agent-token-mismatch fault',
  ],
  [
    'an address that the Service no longer has, whatever its status says',
    { host: '10.96.99.9', status: says({ endpoint: 'https://10.96.99.9:5005' }) },
    { reporting: null },
    'node-agent-stale-service-address fault',
  ],
  [
    'such an endpoint, its environment unread',
    { host: failed('forbidden'), status: says({ endpoint: 'https://10.96.99.9:5005' }) },
    { reporting: null },
    'node-agent-stale-service-address fault',
  ],
  [
    'an endpoint with a name, its environment unread',
    { host: failed('forbidden'), status: says({ endpoint: 'https://dca.shop:5005' }) },
    { reporting: null },
    'node-agent-connection-unproven explained off',
  ],
  [
    'a Service that is gone, whatever its status says',
    { host: IP },
    { reporting: null, service: null },
    'node-agent-wrong-service fault absent',
  ],
  [
    'the same address in IPv6',
    { host: 'fd00::a', status: says({ endpoint: 'https://[fd00::A]:5005' }) },
    { reporting: null, service: serviceNow({ clusterIP: 'fd00::a' }) },
    'node-agent-connection-unproven explained off',
  ],
  [
    'another address in IPv6',
    { host: 'fd00::a', status: says({ endpoint: 'https://[fd00::A]:5005' }) },
    { reporting: null, service: serviceNow({ clusterIP: 'fd00::b' }) },
    'node-agent-stale-service-address fault',
  ],

  ['never refreshed', { status: says({ version: '0.0.0+commit.' }) }, {}, 'node-agent-disconnected warning'],
  [
    'never refreshed, for a reason in its log',
    { status: says({ version: '0.0.0' }), log: logOf(trouble(LOG_403, { times: 1, last: ago(300) })) },
    {},
    'node-agent-token-mismatch fault',
  ],
  ['waiting', { status: fails(WAITS) }, {}, 'node-agent-disconnected fault'],
  [
    'waiting, 119 s after its start',
    { status: fails(WAITS), pod: { startedAt: ago(119) } },
    {},
    'node-agent-disconnected warning',
  ],
  [
    'waiting, 120 s after its start',
    { status: fails(WAITS), pod: { startedAt: ago(120) } },
    {},
    'node-agent-disconnected fault',
  ],
  [
    'waiting, for a reason in its log',
    { status: fails(WAITS), log: logOf(trouble(LOG_403, { times: 1 })) },
    {},
    'node-agent-token-mismatch fault',
  ],
  [
    'waiting, for a reason of long ago',
    { status: fails(WAITS), log: logOf(trouble(LOG_403, { times: 1, last: ago(5_000) })) },
    {},
    'node-agent-disconnected fault',
  ],
  ['words that nobody knows', { status: fails('out of cheese') }, {}, 'node-agent-disconnected fault'],
  [
    '503',
    { status: fails('"https://10.96.13.7:5005/version" is unavailable: 503 Service Unavailable') },
    {},
    'node-agent-disconnected fault',
  ],
  [
    'only the log read',
    { status: failed('forbidden'), log: logOf(trouble(LOG_403)) },
    {},
    'node-agent-token-mismatch fault',
  ],

  [
    'no address, older than the Service',
    { status: fails(NO_ADDRESS), pod: { startedAt: ago(600_000) } },
    {},
    'node-agent-started-before-service fault older',
  ],
  [
    'no address, as old as the Service',
    { status: fails(NO_ADDRESS), pod: { startedAt: ago(500_000) } },
    {},
    'node-agent-started-before-service fault older',
  ],
  [
    'no address, a second younger',
    { status: fails(NO_ADDRESS), pod: { startedAt: ago(499_999) } },
    {},
    'node-agent-started-before-service fault unclear',
  ],
  [
    'no address, its start unknown',
    { status: fails(NO_ADDRESS), pod: { startedAt: '' } },
    {},
    'node-agent-started-before-service fault unclear',
  ],
  [
    'no Service links, though it is older too',
    { status: fails(NO_ADDRESS), pod: { startedAt: ago(600_000), serviceLinks: false } },
    {},
    'node-agent-started-before-service fault links-off',
  ],
  [
    'no address, the Service unread',
    { status: fails(NO_ADDRESS) },
    { service: failed('forbidden') },
    'node-agent-started-before-service fault unclear',
  ],
  [
    'no address of a Service that is not there',
    { status: fails(NO_ADDRESS) },
    { service: null },
    'node-agent-wrong-service fault absent',
  ],
  [
    'waiting with an empty environment',
    { status: fails(WAITS), host: '', pod: { startedAt: ago(600_000) } },
    {},
    'node-agent-started-before-service fault older',
  ],
  ['waiting with the right address', { status: fails(WAITS), host: IP }, {}, 'node-agent-disconnected fault'],
  [
    'waiting with an old address',
    { status: fails(WAITS), host: '10.96.99.9' },
    {},
    'node-agent-stale-service-address fault',
  ],
  [
    'timing out at an old address',
    { status: fails(TIMEOUT), host: '10.96.99.9' },
    {},
    'node-agent-stale-service-address fault',
  ],
  [
    'refused at an old address',
    { status: fails(REFUSED), host: '10.96.99.9' },
    {},
    'node-agent-stale-service-address fault',
  ],
  ['refused, its environment empty', { status: fails(REFUSED), host: '' }, {}, 'node-agent-token-mismatch fault'],
  [
    'a token that is empty before an old address',
    { status: fails(EMPTY), host: '10.96.99.9' },
    {},
    'node-agent-token-unusable fault empty',
  ],
  ['a token that is too short', { status: fails(SHORT) }, {}, 'node-agent-token-unusable fault too-short'],

  [
    'a Service of others',
    { status: fails(TIMEOUT), host: IP },
    { service: serviceNow({ selectsClusterAgent: false }) },
    'node-agent-wrong-service fault selects-others',
  ],
  [
    'refused by a Service of others',
    { status: fails(REFUSED), host: IP },
    { service: serviceNow({ selectsClusterAgent: false }) },
    'node-agent-wrong-service fault selects-others',
  ],
  [
    'a Service of another port',
    { status: fails(NO_ROUTE), host: IP },
    { service: serviceNow({ ports: [{ port: 8443, targetPort: '8443' }] }) },
    'node-agent-wrong-service fault no-port',
  ],
  [
    'a Service whose first port is another',
    { status: fails(NO_ROUTE), host: IP },
    {
      service: serviceNow({
        ports: [
          { port: 443, targetPort: '8443' },
          { port: 5005, targetPort: '5005' },
        ],
      }),
    },
    'node-agent-wrong-service fault no-port',
  ],
  [
    'a Service that listens elsewhere and leads there',
    { status: fails(NO_ROUTE), host: IP },
    { service: serviceNow({ ports: [{ port: 443, targetPort: '5005' }] }) },
    'node-agent-disconnected fault',
  ],
  [
    'a port with a name',
    { status: fails(NO_ROUTE), host: IP },
    { service: serviceNow({ ports: [{ port: 5005, targetPort: 'agentport' }] }) },
    'node-agent-disconnected fault',
  ],
  [
    'a Service without ports',
    { status: fails(NO_ROUTE), host: IP },
    { service: serviceNow({ ports: [] }) },
    'node-agent-wrong-service fault no-port',
  ],
  [
    'no https',
    { status: fails(HTTP_URL), service: null, pod: { env: { DD_CLUSTER_AGENT_URL: 'http://dca' } } },
    {},
    'node-agent-wrong-service fault not-https',
  ],
  [
    'who answers speaks no TLS',
    { status: fails('http: server gave HTTP response to HTTPS client'), host: IP },
    {},
    'node-agent-wrong-service fault not-https',
  ],

  ['timing out', { status: fails(TIMEOUT), host: IP }, {}, 'node-agent-timeout fault'],
  [
    'timing out, just started',
    { status: fails(TIMEOUT), host: IP, pod: { startedAt: ago(60) } },
    {},
    'node-agent-timeout warning',
  ],
  ['unreachable, two behind the Service', { status: fails(NO_ROUTE), host: IP }, {}, 'node-agent-disconnected fault'],
  [
    'unreachable, nobody behind the Service',
    { status: fails(NO_ROUTE), host: IP },
    { service: serviceNow({ ready: 0 }) },
    'node-agent-timeout fault',
  ],
  [
    'timing out at an address that was configured',
    { status: says({ connected: false, error: TIMEOUT }), host: '' },
    {},
    'node-agent-timeout fault',
  ],
  ['TLS', { status: fails(TLS), host: IP }, {}, 'node-agent-tls-failing fault'],
  ['refused', { status: fails(REFUSED), host: IP }, {}, 'node-agent-token-mismatch fault'],

  [
    'switched off',
    {
      status: says({}, { clusterAgentLink: { state: 'absent' } }),
      pod: { env: { DD_CLUSTER_AGENT_ENABLED: 'false' } },
    },
    {},
    'node-agent-disabled warning',
  ],
  [
    'never switched on',
    { status: says({}, { clusterAgentLink: { state: 'absent' } }), pod: { env: {} } },
    {},
    'node-agent-disabled warning',
  ],
  [
    'switched on, and nothing said of it',
    { status: says({}, { clusterAgentLink: { state: 'absent' } }) },
    {},
    'node-agent-unseen unknown',
  ],
  [
    'broken off before it',
    { status: says({}, { clusterAgentLink: { state: 'absent' }, cutOff: true }), pod: { env: {} } },
    {},
    'node-agent-unseen unknown',
  ],
  [
    'a section that could not be printed',
    { status: says({}, { clusterAgentLink: { state: 'error', text: 'no' } }) },
    {},
    'node-agent-unseen unknown',
  ],
  ['a status that was not read', { status: failed('timeout') }, {}, 'node-agent-unseen unknown'],
  [
    'not read, with an old address',
    { status: failed('timeout'), host: '10.96.99.9' },
    {},
    'node-agent-stale-service-address fault',
  ],

  [
    'crashing',
    { pod: { state: 'waiting', reason: 'CrashLoopBackOff', ready: false } },
    { reporting: ['worker-1'] },
    'node-agent-not-running fault',
  ],
  [
    'being created',
    { pod: { state: 'waiting', reason: 'ContainerCreating', ready: false } },
    {},
    'node-agent-not-running warning',
  ],
  ['lost', { pod: { state: 'unknown', reason: 'NodeLost', ready: false } }, {}, 'node-agent-not-running fault'],
  [
    'in a state that nobody told',
    { pod: { state: 'unknown' }, status: failed('unreachable') },
    {},
    'node-agent-unseen unknown',
  ],
  ['running and not Ready, yet reporting', { pod: { ready: false } }, { reporting: ['worker-1'] }, ok('reporting')],
];

describe('the link of one node Agent', () => {
  it.each(ROWS)('%s', (_name, of, parts, expected) => {
    const found = diagnosed(about({ ...parts, looks: [look(of)] }));
    expect(found).toHaveLength(1);
    const { code, verdict, facts } = found[0]!;
    const more = ['proof', 'reporting', 'cause'].flatMap((name) => (name in facts ? [facts[name as never]] : []));
    expect([code, verdict, ...more].join(' ')).toBe(expected);
  });
});

describe('what is told of it', () => {
  const facts = <C extends Parameters<typeof factsOf>[1]>(code: C, of: LookParts, parts: NodeParts = {}) =>
    factsOf(about({ ...parts, looks: [look(of)] }), code);

  it('where it is connected', () => {
    expect(facts('node-agent-connected', {}, { reporting: ['worker-1'] })).toEqual({
      node: 'worker-1',
      pod: 'agent-on-worker-1',
      version: '7.66.1',
      endpoint: `https://${IP}:5005`,
      clusterAgentVersion: '7.66.0+commit.1a2b',
      proof: 'reporting',
    });
  });

  it('no version of a Cluster Agent that it never learnt', () => {
    const of = { status: says({ version: '0.0.0' }) };
    expect(facts('node-agent-connected', of, { reporting: ['worker-1'] })).toMatchObject({ clusterAgentVersion: null });
    expect(facts('node-agent-disconnected', of)).toMatchObject({ error: 'Running: 0.0.0', logLine: null });
  });

  it('the Service under its own name where the error writes it in capitals', () => {
    expect(facts('node-agent-started-before-service', { status: fails(NO_ADDRESS) })).toMatchObject({
      variable: 'DATADOG_CLUSTER_AGENT_SERVICE_HOST',
      service: SERVICE,
      serviceCreatedAt: ago(500_000),
      owner: 'datadog',
    });
    const other = NO_ADDRESS.replaceAll('DATADOG', 'SHOP');
    expect(facts('node-agent-started-before-service', { status: fails(other) })).toMatchObject({
      service: 'SHOP_CLUSTER_AGENT',
      serviceCreatedAt: null,
    });
  });

  it('both addresses', () => {
    expect(facts('node-agent-stale-service-address', { status: fails(TIMEOUT), host: '10.96.99.9' })).toMatchObject({
      variable: 'DATADOG_CLUSTER_AGENT_SERVICE_HOST',
      host: '10.96.99.9',
      clusterIP: IP,
      service: SERVICE,
    });
  });

  it('the port that is wrong, and the Services that would do', () => {
    const ports = [{ port: 443, targetPort: '8443' }];
    const service = serviceNow({ ports });
    expect(facts('node-agent-wrong-service', { status: fails(NO_ROUTE), host: IP }, { service })).toMatchObject({
      service: SERVICE,
      detail: '443 → 8443',
      right: ['dca'],
    });
    const of = { status: fails(HTTP_URL), service: null, pod: { env: { DD_CLUSTER_AGENT_URL: 'http://dca' } } };
    expect(facts('node-agent-wrong-service', of)).toMatchObject({ service: 'http://dca', detail: HTTP_URL });
  });

  it('how many are ready behind the Service', () => {
    expect(facts('node-agent-timeout', { status: fails(TIMEOUT) })).toMatchObject({ ready: 2, service: SERVICE });
    const unread = { service: failed('forbidden') };
    expect(facts('node-agent-timeout', { status: fails(TIMEOUT) }, unread)).toMatchObject({ ready: null });
  });

  it('the line of the log that names the cause', () => {
    const line = `Unable to send extra heartbeat to Cluster Agent, err: ${NO_ROUTE}`;
    const of = { status: fails(WAITS), log: logOf(trouble(line)) };
    expect(facts('node-agent-disconnected', of)).toMatchObject({ error: WAITS, logLine: line });
  });

  it('what was tried where nothing tells', () => {
    const of = { status: failed('timeout', '10 s', 'agent status'), host: failed('forbidden', 'no exec', 'printenv') };
    expect(facts('node-agent-unseen', of)).toMatchObject({
      version: null,
      attempts: [
        { source: 'agent status', why: 'timeout', detail: '10 s' },
        { source: 'printenv', why: 'forbidden', detail: 'no exec' },
      ],
    });
  });

  it('the setting that switches it off', () => {
    const off = says({}, { clusterAgentLink: { state: 'absent' } });
    const of = (env: Record<string, string>) => facts('node-agent-disabled', { status: off, pod: { env } });
    expect(of({ DD_CLUSTER_AGENT_ENABLED: 'false' })).toMatchObject({
      setting: 'DD_CLUSTER_AGENT_ENABLED',
      value: 'false',
    });
    expect(of({})).toMatchObject({ setting: null, value: null });
  });
});

describe('a name that leads to no node Agent', () => {
  it.each([
    ['nothing', { kind: 'not-found', asked: 'wroker-1', near: ['worker-1'] }, 'node-not-found unknown'],
    ['several things', { kind: 'ambiguous', asked: 'web', choices: ['a/web', 'b/web'] }, 'node-name-ambiguous unknown'],
    ['a node without one', { kind: 'no-agent', node: 'worker-9', nodeReady: true }, 'node-agent-absent warning'],
  ] as const)('%s', (_name, scope, expected) => {
    expect(told(about({ looks: [], over: { scope } }))).toEqual([expected]);
  });
});
