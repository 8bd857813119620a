import type { CheckFactsByCode, CheckRow, CheckStep, CheckStory } from '../../src/domain/check-facts.ts';

const STEPS = ['declared', 'discovered', 'dispatched', 'arrived', 'loaded', 'ran'] as const;

/** The links of a way that is whole up to the named one, which is in that state; behind a broken one there are none. */
export function stepsTo(last: CheckStep, state: 'yes' | 'no' | 'unknown'): CheckStory['steps'] {
  const end = STEPS.indexOf(last);
  const steps = STEPS.map((step, index) => ({
    step,
    state: index < end ? ('yes' as const) : index === end ? state : ('unknown' as const),
  }));
  return state === 'no' ? steps.slice(0, end + 1) : steps;
}

/** The check of the captured clusters that an Agent without Python cannot load. */
export const NGINX: CheckStory = {
  check: 'http_check',
  instance: 'My service',
  source: 'kube_services:kube_service://default/nginx',
  service: 'default/nginx',
  node: 'default-pool-bce5cd34-7g24',
  pod: 'datadog-z7jgp',
  steps: stepsTo('loaded', 'no'),
};

/** The check of the captured clusters that asks a time server which is none. */
export const NTP: CheckStory = {
  check: 'ntp',
  instance: 'ntp',
  source: 'kube_services:kube_service://default/ntp-svc',
  service: 'default/ntp-svc',
  node: 'default-pool-bce5cd34-slx3',
  pod: 'datadog-4kw9c',
  steps: stepsTo('ran', 'no'),
};

/** A check from a file, of which nothing further is known. */
const FROM_FILE: CheckStory = {
  check: 'postgres',
  instance: null,
  source: 'file:/etc/datadog-agent/conf.d/postgres.d/conf.yaml',
  service: null,
  node: null,
  pod: null,
  steps: stepsTo('discovered', 'unknown'),
};

/** A check whose source was not told, on a runner. */
const ON_RUNNER: CheckStory = {
  ...FROM_FILE,
  source: '',
  pod: 'datadog-clusterchecks-5d9f8b7c6d-x2k4p',
  steps: [],
};

function row(word: CheckRow['word'], more: Partial<CheckRow> = {}): CheckRow {
  return {
    verdict: 'fault',
    check: 'http_check',
    from: 'service shop/web',
    agent: 'worker-3',
    word,
    error: null,
    ...more,
  };
}

/** Facts of every code about cluster checks and endpoint checks: full ones, and ones with everything unknown or empty. */
export const CHECKS_SAMPLE_FACTS = {
  'check-running': [
    { ...NGINX, steps: stepsTo('ran', 'yes'), runs: 1234, lastRunSeconds: 12, samples: 617 },
    { ...NTP, steps: stepsTo('ran', 'yes'), runs: 1, lastRunSeconds: null, samples: 1 },
    { ...FROM_FILE, runs: null, lastRunSeconds: null, samples: null },
    { ...ON_RUNNER, runs: 2, lastRunSeconds: 4000, samples: null },
  ],
  'check-not-found': [
    { asked: 'htp_check', near: ['http_check', 'shop/http'] },
    { asked: 'htp_chek', near: ['http_check'] },
    { asked: 'worker-9', near: [] },
  ],
  'check-config-invalid': [
    {
      service: 'shop/web',
      annotation: 'ad.datadoghq.com/service.checks',
      problem: "Expected ',' or '}' after property value in JSON at position 57",
    },
    {
      service: 'shop/api',
      annotation: 'ad.datadoghq.com/endpoints.instances',
      problem: '2 check names, 1 instance',
    },
    { service: 'shop/old', annotation: 'ad.example.com/unknown', problem: 'empty' },
  ],
  'check-not-discovered': [
    { ...NGINX, node: null, pod: null, steps: stepsTo('discovered', 'no'), cause: 'provider-off', detail: null },
    { ...NTP, steps: stepsTo('discovered', 'no'), cause: 'listener-off', detail: null },
    {
      ...NGINX,
      instance: null,
      steps: stepsTo('discovered', 'no'),
      cause: 'error',
      detail: 'in instances: could not unmarshal JSON',
    },
    {
      ...NGINX,
      steps: stepsTo('discovered', 'no'),
      cause: 'excluded',
      detail: 'This configuration matched a metrics container-exclusion rule, so it will not be run by the Agent',
    },
    { ...NTP, steps: stepsTo('discovered', 'no'), cause: 'unknown', detail: null },
    { ...FROM_FILE, steps: stepsTo('discovered', 'no'), cause: 'unknown', detail: '' },
    { ...ON_RUNNER, cause: 'unknown', detail: 'no such file' },
  ],
  'check-not-dispatched': [
    { ...NGINX, node: null, pod: null, steps: stepsTo('dispatched', 'no'), cause: 'no-agents', agents: 0 },
    { ...FROM_FILE, steps: stepsTo('dispatched', 'no'), cause: 'warming-up', agents: 1 },
    { ...NGINX, node: null, pod: null, steps: stepsTo('dispatched', 'no'), cause: 'unassigned', agents: 3 },
    { ...ON_RUNNER, cause: 'not-in-list', agents: 58 },
  ],
  'check-not-arrived': [
    { ...NGINX, steps: stepsTo('arrived', 'no'), cause: 'provider-off' },
    { ...NGINX, pod: null, steps: stepsTo('arrived', 'no'), cause: 'agent-missing' },
    { ...NTP, steps: stepsTo('arrived', 'no'), cause: 'unknown' },
    { ...FROM_FILE, steps: stepsTo('arrived', 'no'), cause: 'unknown' },
    { ...FROM_FILE, steps: [], cause: 'provider-off' },
  ],
  'check-not-loaded-on-node': [
    {
      ...NGINX,
      error: 'Core Check Loader: Check http_check not found in Catalog',
      agentVersion: '7.63.0',
      loadedElsewhere: 2,
    },
    { ...NTP, error: 'core: Check ntp not found in Catalog', agentVersion: null, loadedElsewhere: 1 },
    {
      ...FROM_FILE,
      check: 'my_check',
      error:
        "Core Check Loader: Check my_check not found in Catalog; Python Check Loader: unable to import module 'my_check': No module named 'my_check'",
      agentVersion: '7.79.1',
      loadedElsewhere: 0,
    },
    {
      ...ON_RUNNER,
      error: 'Python Check Loader: could not configure check instance: missing url',
      agentVersion: null,
      loadedElsewhere: 0,
    },
    { ...ON_RUNNER, error: null, agentVersion: null, loadedElsewhere: 0 },
    { ...NGINX, error: null, agentVersion: null, loadedElsewhere: 0 },
    { ...NGINX, steps: stepsTo('loaded', 'unknown'), error: null, agentVersion: '7.79.2', loadedElsewhere: 0 },
  ],
  'check-failing-on-node': [
    {
      ...NTP,
      state: 'ERROR',
      error: 'failed to get clock offset from any ntp host: [ 127.0.0.1 ]',
      runs: 1,
      lastSuccessSeconds: null,
    },
    { ...NGINX, steps: stepsTo('ran', 'yes'), state: 'WARNING', error: null, runs: 99, lastSuccessSeconds: 7300 },
    { ...FROM_FILE, state: 'ERROR', error: '', runs: null, lastSuccessSeconds: 45 },
  ],
  'check-reports-nothing': [
    { ...NGINX, steps: stepsTo('ran', 'yes'), runs: 1440 },
    { ...FROM_FILE, runs: 1 },
  ],
  'check-unseen-on-node': [
    {
      ...NGINX,
      steps: stepsTo('arrived', 'unknown'),
      attempts: [
        { source: 'agent configcheck on datadog-z7jgp', why: 'timeout', detail: 'no answer in 5 s' },
        { source: 'agent status on datadog-z7jgp', why: 'forbidden', detail: '' },
      ],
    },
    { ...NTP, pod: null, steps: stepsTo('arrived', 'unknown'), attempts: [] },
    { ...FROM_FILE, steps: [], attempts: [] },
  ],
  'check-id-changed-by-dispatch': [
    {
      check: 'http_check',
      ids: [
        'http_check:My service:77e063de7508dcae',
        'http_check:My service:9a2383aec48e94ce',
        'http_check:My service:32cef48b309e5652',
      ],
    },
    { check: 'odd name', ids: ['odd name:1', 'odd name:2', 'odd name:3', 'odd name:4', 'odd name:5', 'odd name:6'] },
  ],
  'checks-unbalanced': [
    {
      most: { agent: 'worker-3', configurations: 41 },
      least: { agent: 'worker-7', configurations: 2 },
      agents: 12,
      configurations: 130,
      advancedDispatching: false,
    },
    {
      most: { agent: 'dd-clc-runner-7f-a', configurations: 12_000 },
      least: { agent: 'dd-clc-runner-7f-b', configurations: 5000 },
      agents: 4,
      configurations: 30_000,
      advancedDispatching: true,
    },
    {
      most: { agent: 'worker-3', configurations: 5 },
      least: { agent: 'worker-7', configurations: 0 },
      agents: 2,
      configurations: 5,
      advancedDispatching: null,
    },
  ],
  'check-agent-silent': [
    { agent: 'worker-9', node: 'worker-9', checks: ['http_check', 'ntp'] },
    { agent: 'dd-clc-runner-7f-a', node: 'worker-4', checks: ['postgres'] },
    { agent: 'worker-8', node: '', checks: [] },
  ],
  'checks-list': [
    {
      rows: [
        row('not-loaded', { error: 'Check http_check not found in Catalog' }),
        row('failing', { verdict: 'warning', check: 'ntp', error: 'no ntp host answers' }),
        row('not-arrived'),
        row('unassigned', { agent: null }),
        row('silent'),
        row('unseen', { verdict: 'unknown' }),
        row('waiting', { verdict: 'explained', agent: null }),
        row('running', { verdict: 'ok', from: '' }),
        row('not-discovered', { agent: null }),
      ],
      total: 5000,
      words: [
        { word: 'not-loaded', total: 12 },
        { word: 'failing', total: 31 },
        { word: 'unseen', total: 900 },
        { word: 'running', total: 4057 },
      ],
      page: 2,
      pages: 625,
      agents: 41,
      notAsked: 9,
    },
    {
      rows: [row('running', { verdict: 'ok' })],
      total: 1,
      words: [{ word: 'running', total: 1 }],
      page: 1,
      pages: 1,
      agents: 1,
      notAsked: 0,
    },
    {
      rows: [row('running', { verdict: 'ok' })],
      total: 26,
      words: [{ word: 'running', total: 26 }],
      page: 2,
      pages: 2,
      agents: 3,
      notAsked: 1,
    },
    { rows: [], total: 0, words: [], page: 1, pages: 1, agents: 3, notAsked: 0 },
    { rows: [], total: 12, words: [], page: 3, pages: 1, agents: 0, notAsked: 0 },
  ],
  'endpoint-checks-healthy': [
    { checks: 6, nodes: 3, services: 2 },
    { checks: 1, nodes: 1, services: 1 },
  ],
  'endpoint-checks-none': [{ declared: 0 }, { declared: 4 }],
  'endpoint-check-without-pod': [
    { check: 'uptime', service: 'default/external-db', agent: 'default-pool-bce5cd34-7g24' },
    { check: 'odd name', service: 'external', agent: null },
  ],
  'endpoint-check-node-lost-agent': [
    { check: 'nginx', service: 'default/nginx', node: 'default-pool-bce5cd34-ttw6' },
    { check: 'nginx', service: 'default/nginx', node: 'ip-10-0-7-21.ec2.internal' },
  ],
  'endpoint-check-not-received': [
    {
      service: 'default/nginx',
      checks: ['nginx'],
      node: 'default-pool-bce5cd34-7g24',
      pod: 'datadog-z7jgp',
      cause: 'provider-never-started',
      alsoOn: 3,
    },
    {
      service: 'default/load-svc',
      checks: ['uptime', 'load'],
      node: 'worker-3',
      pod: 'datadog-4kw9c',
      cause: 'provider-never-started',
      alsoOn: 1,
    },
    {
      service: 'default/nginx',
      checks: ['nginx'],
      node: 'worker-4',
      pod: 'datadog-9hx2m',
      cause: 'provider-not-configured',
      alsoOn: 58,
    },
    { service: 'default/nginx', checks: ['nginx'], node: 'worker-5', pod: 'text 1', cause: 'unknown', alsoOn: 0 },
    {
      service: 'default/nginx',
      checks: ['nginx'],
      node: 'worker-6',
      pod: 'text 2',
      cause: 'provider-never-started',
      alsoOn: 2,
    },
  ],
  'endpoint-checks-provider-off': [
    {
      where: 'cluster-agent',
      missing: ['kube_endpoints'],
      what: 'provider',
      services: ['default/nginx', 'default/load-svc'],
    },
    { where: 'cluster-agent', missing: ['kube_endpoints', 'kube_services'], what: 'listener', services: [] },
    { where: 'node-agent', missing: ['endpointschecks'], what: 'provider', services: ['shop/web'] },
  ],
} as const satisfies { readonly [C in keyof CheckFactsByCode]: readonly CheckFactsByCode[C][] };
