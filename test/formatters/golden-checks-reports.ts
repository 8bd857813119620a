import type { CheckRow } from '../../src/domain/check-facts.ts';
import type { Report } from '../../src/domain/report.ts';
import { NGINX, NTP, stepsTo } from '../phrases/checks-sample-facts.ts';
import { finding, IMAGE, LEADER, report } from './report-builders.ts';

const AGENT_7 = { versions: ['7.63.0'], images: [IMAGE] };
const HTTP_CHECK = { kind: 'checks', subject: { name: 'http_check', resource: 'check' } } as const;
const OF_WEB = { kind: 'checks', subject: { namespace: 'shop', name: 'web', resource: 'service' } } as const;

function row(check: string, word: CheckRow['word'], more: Partial<CheckRow> = {}): CheckRow {
  return {
    verdict: 'ok',
    check,
    from: 'service shop/web',
    agent: 'default-pool-bce5cd34-7g24',
    word,
    error: null,
    ...more,
  };
}

const TROUBLED: readonly CheckRow[] = [
  row('http_check', 'not-loaded', {
    verdict: 'fault',
    from: 'service default/nginx',
    error: 'Core Check Loader: Check http_check not found in Catalog',
  }),
  row('ntp', 'failing', {
    verdict: 'fault',
    from: 'service default/ntp-svc',
    agent: 'default-pool-bce5cd34-slx3',
    error: 'failed to get clock offset from any ntp host: [ 127.0.0.1 ]',
  }),
  row('postgres', 'unassigned', {
    verdict: 'warning',
    from: 'file /etc/datadog-agent/conf.d/postgres.d/orders-and-payments.yaml',
    agent: null,
  }),
  row('redisdb', 'unseen', { verdict: 'unknown', agent: 'default-pool-bce5cd34-ttw6' }),
];

const WITHOUT_POD = finding('endpoint-check-without-pod', 'explained', {
  check: 'uptime',
  service: 'default/external-db',
  agent: 'default-pool-bce5cd34-slx3',
});

/** Reports on cluster checks and endpoint checks. */
export const CHECKS_REPORTS: Readonly<Record<string, Report>> = {
  'check-not-loaded': report(HTTP_CHECK, [
    finding('check-not-loaded-on-node', 'fault', {
      ...NGINX,
      error: 'Core Check Loader: Check http_check not found in Catalog',
      agentVersion: '6.0.0',
      loadedElsewhere: 0,
    }),
    finding('check-id-changed-by-dispatch', 'explained', {
      check: 'http_check',
      ids: [
        'http_check:My service:77e063de7508dcae',
        'http_check:My service:9a2383aec48e94ce',
        'http_check:My service:32cef48b309e5652',
      ],
    }),
  ]),
  'check-failing': report({ kind: 'checks', subject: { name: 'ntp', resource: 'check' } }, [
    finding('check-failing-on-node', 'fault', {
      ...NTP,
      state: 'ERROR',
      error: 'failed to get clock offset from any ntp host: [ 127.0.0.1 ]',
      runs: 1,
      lastSuccessSeconds: null,
    }),
  ]),
  'check-running': report(
    HTTP_CHECK,
    [
      finding('check-running', 'ok', {
        ...NGINX,
        steps: stepsTo('ran', 'yes'),
        runs: 1234,
        lastRunSeconds: 12,
        samples: 3702,
      }),
    ],
    { agent: AGENT_7 },
  ),
  'check-config-invalid': report(
    OF_WEB,
    [
      finding('check-config-invalid', 'fault', {
        service: 'shop/web',
        annotation: 'ad.datadoghq.com/service.checks',
        problem: "Expected ',' or '}' after property value in JSON at position 57",
      }),
    ],
    { agent: AGENT_7 },
  ),
  'check-annotations-of-the-first-kind': report(
    OF_WEB,
    [
      finding('check-config-invalid', 'fault', {
        service: 'shop/web',
        annotation: 'ad.datadoghq.com/endpoints.instances',
        problem: '2 check names, 1 instance',
      }),
      finding('check-not-discovered', 'fault', {
        ...NGINX,
        instance: null,
        service: 'shop/web',
        source: 'kube_services:kube_service://shop/web',
        node: null,
        pod: null,
        steps: stepsTo('discovered', 'no'),
        cause: 'provider-off',
        detail: null,
      }),
    ],
    { agent: AGENT_7 },
  ),
  'check-on-its-way': report(
    'checks',
    [
      finding('check-not-arrived', 'fault', { ...NGINX, steps: stepsTo('arrived', 'no'), cause: 'agent-missing' }),
      finding('check-not-dispatched', 'warning', {
        ...NTP,
        node: null,
        pod: null,
        steps: stepsTo('dispatched', 'no'),
        cause: 'unassigned',
        agents: 3,
      }),
      finding('check-reports-nothing', 'warning', { ...NGINX, steps: stepsTo('ran', 'yes'), runs: 1440 }),
      finding('check-unseen-on-node', 'unknown', {
        ...NTP,
        steps: stepsTo('arrived', 'unknown'),
        attempts: [
          {
            source: 'kubectl exec -n datadog datadog-4kw9c -c agent -- agent status --json',
            why: 'timeout',
            detail: 'no answer in 5 s',
          },
        ],
      }),
      finding('check-agent-silent', 'fault', {
        agent: 'default-pool-bce5cd34-ttw6',
        node: 'default-pool-bce5cd34-ttw6',
        checks: ['load', 'uptime'],
      }),
    ],
    { agent: AGENT_7 },
  ),
  'check-not-found': report(
    { kind: 'checks', subject: { name: 'htp_check', resource: 'check' } },
    [finding('check-not-found', 'unknown', { asked: 'htp_check', near: ['http_check', 'shop/http'] })],
    { agent: AGENT_7 },
  ),
  'checks-list': report(
    'checks',
    [
      finding('checks-list', 'fault', {
        rows: [...TROUBLED, ...Array.from({ length: 8 }, (_, index) => row(`check_${index + 1}`, 'running'))],
        total: 270,
        words: [
          { word: 'not-loaded', total: 2 },
          { word: 'failing', total: 3 },
          { word: 'unassigned', total: 1 },
          { word: 'unseen', total: 20 },
          { word: 'running', total: 244 },
        ],
        page: 1,
        pages: 11,
        agents: 62,
        notAsked: 12,
      }),
      finding('checks-unbalanced', 'warning', {
        most: { agent: 'default-pool-bce5cd34-7g24', configurations: 41 },
        least: { agent: 'default-pool-bce5cd34-ttw6', configurations: 2 },
        agents: 62,
        configurations: 270,
        advancedDispatching: false,
      }),
    ],
    { agent: AGENT_7 },
  ),
  'endpoint-checks-not-received': report('endpoints', [
    finding('endpoint-check-not-received', 'fault', {
      service: 'default/nginx',
      checks: ['nginx'],
      node: 'default-pool-bce5cd34-7g24',
      pod: 'datadog-z7jgp',
      cause: 'provider-never-started',
      alsoOn: 3,
    }),
    finding('endpoint-check-node-lost-agent', 'fault', {
      check: 'nginx',
      service: 'default/nginx',
      node: 'default-pool-bce5cd34-ttw6',
    }),
    WITHOUT_POD,
  ]),
  'endpoint-checks-off': report(
    'endpoints',
    [
      finding('endpoint-checks-provider-off', 'fault', {
        where: 'cluster-agent',
        missing: ['kube_endpoints'],
        what: 'listener',
        services: ['default/nginx', 'default/load-svc'],
      }),
    ],
    { agent: AGENT_7 },
  ),
  'endpoint-checks-healthy': report('endpoints', [
    finding('endpoint-checks-healthy', 'ok', { checks: 6, nodes: 3, services: 2 }),
    WITHOUT_POD,
    finding('cluster-checks-healthy', 'ok', { pod: LEADER, agents: 3, configurations: 4, dispatched: 4 }),
  ]),
};
