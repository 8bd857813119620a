import type { Finding } from '../../src/domain/finding.ts';
import type { HealthRow, HealthTopic } from '../../src/domain/health-facts.ts';
import type { Report } from '../../src/domain/report.ts';
import { FLARE_SAMPLE_FACTS } from '../phrases/flare-sample-facts.ts';
import { EVENTS_REPORTS } from './golden-events-reports.ts';
import { MISMATCH } from './golden-node-reports.ts';
import { finding, LEADER, report } from './report-builders.ts';

const AGENT_7 = { versions: ['7.63.0'], images: ['gcr.io/datadoghq/cluster-agent:7.63.0'] };

function first(reports: Readonly<Record<string, Report>>, name: string): Finding {
  const found = reports[name]?.findings[0];
  if (found === undefined) throw new Error(`${name} has no findings`);
  return found;
}

function row(topic: HealthTopic, top: Finding, more = 0): HealthRow {
  return { topic, verdict: top.verdict, top, more };
}

const REFUSED = finding('node-agent-token-mismatch', 'fault', MISMATCH);
const SINGLE = finding('leader-single-replica', 'warning', { holder: LEADER });
const UNREAD = finding('metadata-unread', 'unknown', {
  attempts: [
    {
      source: `kubectl exec -n datadog ${LEADER} -c cluster-agent -- datadog-cluster-agent metamap`,
      why: 'timeout',
      detail: 'no answer in 5 s',
    },
  ],
});
const OFF = finding('cluster-checks-disabled', 'explained', { pod: LEADER });
const EVENTS = first(EVENTS_REPORTS, 'events-healthy');
const RUNNING = finding('agent-running', 'ok', {
  namespace: 'datadog',
  ready: 1,
  wanted: 1,
  version: '7.63.0',
  image: null,
  restarts: 0,
});
const OUT_OF_EVENTS = first(EVENTS_REPORTS, 'events-forbidden');

const MIXED: readonly HealthRow[] = [
  row('node', REFUSED),
  row('leader', SINGLE, 1),
  row('metadata', UNREAD),
  row('checks', OFF),
  row('status', RUNNING),
  row('events', EVENTS),
  row('metrics', EVENTS),
  row('hpa', EVENTS),
  row('endpoints', EVENTS),
  row('logs', EVENTS),
];
const WELL = MIXED.map((one): HealthRow => ({ ...one, verdict: 'ok', top: EVENTS, more: 0 }));

const THEN = { cluster: 'example', at: '2026-11-23T17:00:00Z', verdict: 'warning', report: 'a1b2c3d4e5' } as const;
const NOW = { cluster: 'example', at: '2026-11-23T18:35:48Z', verdict: 'fault', report: null } as const;
const OTHER = { ...NOW, cluster: 'example-eu', verdict: 'warning' } as const;
const SINCE = { kind: 'compare', against: { report: 'a1b2c3d4e5' } } as const;
const TWO = { kind: 'compare', cluster: 'example', against: { cluster: 'example-eu' } } as const;

/** Reports on whole reports, flares, and text as such. */
export const HEALTH_REPORTS: Readonly<Record<string, Report>> = {
  'health-mixed': report('health', [finding('health-overview', 'fault', { rows: MIXED }), REFUSED, SINGLE, UNREAD], {
    agent: AGENT_7,
  }),
  'health-well': report('health', [finding('health-overview', 'ok', { rows: WELL })], { agent: AGENT_7 }),
  'health-in-doubt': report(
    'health',
    [
      finding('health-overview', 'unknown', {
        rows: [row('metadata', UNREAD), ...WELL.filter(({ topic }) => topic !== 'metadata')],
      }),
      UNREAD,
    ],
    { agent: AGENT_7 },
  ),
  'compare-since': report(
    SINCE,
    [
      finding('compare-changed', 'fault', {
        before: THEN,
        after: NOW,
        gone: [OUT_OF_EVENTS, RUNNING],
        appeared: [UNREAD, REFUSED],
        unseenBefore: [],
        still: [SINGLE],
        moved: [
          { code: 'cluster-checks-healthy', subject: LEADER, fact: 'agents', before: '58', after: '17' },
          { code: 'leader-single-replica', subject: 'example', fact: 'verdict', before: 'warning', after: 'fault' },
        ],
        versions: { before: ['7.59.0'], after: ['7.63.0'] },
        unseen: ['kubectl get services -n datadog'],
      }),
    ],
    { agent: AGENT_7 },
  ),
  'compare-unseen': report(SINCE, [
    finding('compare-changed', 'fault', {
      before: THEN,
      after: NOW,
      gone: [UNREAD],
      appeared: [],
      unseenBefore: [REFUSED],
      still: [SINGLE],
      moved: [],
      versions: null,
      unseen: [],
    }),
  ]),
  'compare-clusters': report(
    TWO,
    [
      finding('compare-changed', 'warning', {
        before: NOW,
        after: OTHER,
        gone: [REFUSED],
        appeared: [],
        unseenBefore: [],
        still: [SINGLE],
        moved: [],
        versions: null,
        unseen: [],
      }),
    ],
    { agent: AGENT_7 },
  ),
  'compare-same': report(SINCE, [
    finding('compare-same', 'warning', { before: THEN, after: NOW, still: [SINGLE], unseen: [] }),
  ]),
  'replay-differs': report({ kind: 'replay', report: 'a1b2c3d4e5' }, [
    finding('replay-differs', 'explained', {
      report: 'a1b2c3d4e5',
      at: '2026-11-20T11:20:00Z',
      gone: ['leader-renewal-stale'],
      appeared: ['leader-healthy', 'clock-skew'],
    }),
  ]),
  'flare-ready': report('flare', [finding('flare-ready', 'ok', FLARE_SAMPLE_FACTS['flare-ready'][0])], {
    agent: AGENT_7,
  }),
  'flare-failed': report('flare', [
    finding('flare-failed', 'warning', {
      pod: LEADER,
      step: 'check',
      refusal: 'bomb',
      detail: 'example/logs/cluster-agent.log: 4 GiB',
      removed: false,
    }),
  ]),
  'text-of-another-product': report('explain', [
    finding('not-a-cluster-agent-matter', 'explained', {
      from: '',
      product: 'keda',
      line: 'keda-operator-metrics-apiserver: "no scaled object found for metric s0-rabbitmq"',
    }),
  ]),
  'text-too-little': report('explain', [
    finding('text-too-little', 'unknown', { pieces: ['hpa'], show: ['status', 'metrics-objects', 'log'] }),
  ]),
  'text-healthy': report('explain', [finding('text-healthy', 'ok', { pieces: ['status', 'clusterchecks'] })]),
};
