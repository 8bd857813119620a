import type { Finding, FindingCode, FindingOf, Verdict } from '../../src/domain/finding.ts';
import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import type { ComparedReport, HealthFactsByCode, HealthRow, HealthTopic } from '../../src/domain/health-facts.ts';

function finding<C extends FindingCode>(code: C, verdict: Verdict, facts: FactsByCode[C]): Finding {
  return { code, verdict, subject: 'datadog', facts, evidence: [] } satisfies FindingOf<C> as Finding;
}

const REFUSED = finding('events-token-forbidden', 'warning', {
  account: 'datadog/datadog-cluster-agent',
  configMap: 'datadogtoken',
  denied: ['update'],
});
const DOWN = finding('node-agent-absent', 'fault', { node: 'worker-9', nodeReady: true });
const UNSEEN = finding('metadata-unread', 'unknown', { attempts: [] });
const FINE = finding('events-none-to-collect', 'ok', { leader: 'datadog-cluster-agent-6c9c858f76-8qmb7', runs: 7 });

function row(topic: HealthTopic, top: Finding, more = 0): HealthRow {
  return { topic, verdict: top.verdict, top, more };
}

function side(cluster: string, report: string | null, at = '2026-11-23T17:00:00Z'): ComparedReport {
  return { cluster, at, verdict: 'fault', report };
}

const THEN = side('prod-a', 'a1b2c3d4e5');
const NOW = side('prod-a', null, '2026-11-23T18:35:50Z');

/** Facts of every code about whole reports. */
export const HEALTH_SAMPLE_FACTS = {
  'health-overview': [
    {
      rows: [
        row('node', DOWN, 3),
        row('events', REFUSED),
        row('metadata', UNSEEN),
        row('logs', { ...FINE, verdict: 'explained' }),
        row('leader', FINE),
        row('status', FINE),
      ],
    },
    { rows: [row('metadata', UNSEEN), row('leader', FINE)] },
    { rows: [row('leader', FINE), row('status', FINE)] },
    { rows: [row('node', DOWN, 1)] },
    { rows: [] },
  ],
  'compare-same': [
    { before: THEN, after: NOW, still: [DOWN], unseen: [] },
    { before: THEN, after: NOW, still: [], unseen: ['kubectl get nodes'] },
    { before: side('prod-a', null), after: side('prod-b', null), still: [], unseen: [] },
    { before: side('prod-a', null), after: side('prod-b', null), still: [UNSEEN, DOWN], unseen: [] },
  ],
  'compare-changed': [
    {
      before: THEN,
      after: NOW,
      gone: [REFUSED, FINE],
      appeared: [DOWN],
      unseenBefore: [],
      still: [UNSEEN],
      moved: [{ code: 'events-healthy', subject: 'datadog', fact: 'totalEvents', before: '100', after: '1100' }],
      versions: { before: ['7.63.0'], after: ['7.79.1'] },
      unseen: ['kubectl get nodes', 'kubectl get pods -n datadog'],
    },
    {
      before: THEN,
      after: NOW,
      gone: [],
      appeared: [],
      unseenBefore: [REFUSED],
      still: [DOWN],
      moved: [
        { code: 'node-agent-absent', subject: '', fact: 'total', before: '3', after: '4' },
        { code: 'events-forbidden', subject: 'datadog', fact: 'verdict', before: 'fault', after: 'warning' },
      ],
      versions: { before: [], after: ['7.79.1'] },
      unseen: [],
    },
    {
      before: side('prod-a', null),
      after: side('prod-b', null),
      gone: [DOWN],
      appeared: [REFUSED],
      unseenBefore: [],
      still: [],
      moved: [],
      versions: null,
      unseen: [],
    },
    {
      before: side('prod-a', null),
      after: side('prod-b', null),
      gone: [],
      appeared: [],
      unseenBefore: [DOWN],
      still: [],
      moved: [],
      versions: null,
      unseen: [],
    },
  ],
  'compare-impossible': [
    { side: 'before', what: 'prod-a', cause: 'late' },
    { side: 'after', what: 'a1b2c3d4e5', cause: 'no-report' },
    { side: 'after', what: 'a1b2c3d4e5', cause: 'unreadable' },
    { side: 'before', what: 'a1b2c3d4e5', cause: 'other-question' },
  ],
  'replay-same': [{ report: 'a1b2c3d4e5', at: '2026-11-20T11:20:00Z' }],
  'replay-differs': [
    { report: 'a1b2c3d4e5', at: '2026-11-20T11:20:00Z', gone: ['leader-healthy'], appeared: ['clock-skew'] },
    { report: 'a1b2c3d4e5', at: '2026-11-23T11:20:00Z', gone: [], appeared: [] },
  ],
  'replay-impossible': [
    { report: 'a1b2c3d4e5', cause: 'no-report' },
    { report: 'a1b2c3d4e5', cause: 'unreadable' },
    { report: 'a1b2c3d4e5', cause: 'no-readings' },
  ],
} as const satisfies { readonly [C in keyof HealthFactsByCode]: readonly HealthFactsByCode[C][] };
