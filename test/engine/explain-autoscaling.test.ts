import { describe, expect, it } from 'vitest';
import type { Autoscaling } from '../../src/domain/autoscaling.ts';
import { explainTexts } from '../../src/engine/explain-texts.ts';
import { kubectlText, LEADER_AND_FOLLOWER } from '../parsers/kubectl/read-kubectl.ts';
import { fixtureText } from '../parsers/status/read-fixture.ts';

const STATUS = fixtureText(`${LEADER_AND_FOLLOWER}/leader-status.json`);
const file = (name: string) => kubectlText(`${LEADER_AND_FOLLOWER}/${name}`);

function explain(...texts: readonly string[]) {
  const named = texts.map((text, i) => ({ name: `text ${i + 1}`, text }));
  const { snapshot } = explainTexts(named, () => Date.UTC(2031, 0, 1));
  if (!snapshot) throw new Error('the report holds no snapshot');
  return snapshot;
}

function autoscalingIn(...texts: readonly string[]): Autoscaling {
  const { autoscaling } = explain(...texts);
  if (!autoscaling) throw new Error('nothing of autoscaling was found');
  return autoscaling;
}

const TABLE = `NAME       REFERENCE          TARGETS       MINPODS   MAXPODS   REPLICAS   AGE
nginxext   Deployment/nginx   824/9 (avg)   1         3         3          41m
`;
const BLOCK = `    hpa:
    - name: nginxext
    - namespace: shop
    labels:
    - app: puppet
    metricName: nginx.net.request_per_s
    ts: 1532042322
    valid: true
    value: 2472
`;
const DEPLOYMENTS = 'NAME    READY   UP-TO-DATE   AVAILABLE   AGE\nnginx   3/3     3            3           5m\n';
const SERVED = file('external-metric-value.json');

describe('explainTexts on autoscaling', () => {
  it('puts all captured objects together', () => {
    const snapshot = explain(
      ...['horizontalpodautoscalers.json', 'describe-hpa.txt', 'deployments.json', 'configmaps-leases.json'].map(file),
      ...['apiservice-external.json', 'services.json', 'external-metric-value.json', 'api-versions.txt'].map(file),
      STATUS,
    );
    expect(snapshot).toMatchObject({ namespace: 'datadog', now: '2026-11-23T18:35:51.996Z' });
    const { views = [], chain, stored, rights, ...rest } = snapshot.autoscaling ?? {};
    expect(rest).toEqual({});
    expect(rights).toEqual([]);
    expect(views.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'default/badmetric',
      'default/nginxext',
    ]);
    expect(views[1]?.first).toMatchObject({
      hpa: {
        known: true,
        source: 'text 1, text 2 #2',
        value: {
          metadata: { creationTimestamp: '2026-11-23T18:20:08Z' },
          status: {
            currentMetrics: [{ external: { current: { averageValue: '824' } } }],
          },
        },
      },
      target: { known: true, source: 'text 3', value: { kind: 'Deployment', namespace: 'default', replicas: 3 } },
      served: [{ index: 0, reading: { known: true, source: 'text 7', value: [{ value: '2472' }] } }],
    });
    expect(views[0]?.first.served).toEqual([]);
    expect(stored).toMatchObject({
      mode: 'configmap',
      configMap: 'datadog/datadog-custom-metrics',
      updatedAt: '2026-11-23T18:35:26.000Z',
      list: { known: true, source: 'text 4' },
    });
    expect(chain).toMatchObject({
      apiService: { known: true, source: 'text 5' },
      service: { known: true, value: { metadata: { name: 'datadog-cluster-agent-metrics-api' } } },
      endpoints: { known: true, value: [{ metadata: { name: 'datadog-cluster-agent-metrics-api-r5jjv' } }] },
      apiVersions: { known: true },
    });
    expect(chain).not.toHaveProperty('aggregationLayer');
    expect(chain).not.toHaveProperty('serverVersion');
  });

  it('says nothing of autoscaling where only the Agent speaks', () => {
    expect(explain(STATUS)).not.toHaveProperty('autoscaling');
    expect(explain('hello')).not.toHaveProperty('autoscaling');
  });

  it('the guide: a table that names no metric, beside the block that does', () => {
    const { views, stored } = autoscalingIn(`${TABLE}\nbut the agent says\n\n${BLOCK}`, DEPLOYMENTS);
    const metric = { name: 'nginx.net.request_per_s', selector: { matchLabels: { app: 'puppet' } } };
    expect(views).toMatchObject([
      {
        namespace: 'shop',
        name: 'nginxext',
        first: {
          hpa: {
            value: {
              metadata: { namespace: 'shop' },
              spec: {
                maxReplicas: 3,
                metrics: [
                  { type: 'External', external: { metric, target: { type: 'AverageValue', averageValue: '9' } } },
                ],
              },
              status: {
                currentMetrics: [{ type: 'External', external: { metric, current: { averageValue: '824' } } }],
              },
            },
          },
          target: { known: true, value: { namespace: 'shop', wanted: 3, replicas: 3 } },
        },
      },
    ]);
    expect(stored).toMatchObject({ mode: 'configmap', list: { value: [{ value: '2472' }] } });
  });

  it.each<[string, string[], string]>([
    ['alone', [TABLE], '<unknown>'],
    ['beside one served metric', [TABLE, SERVED], 'nginx.net.request_per_s'],
    ['beside two stored ones of its own', [TABLE, `${BLOCK}\n${BLOCK.replace('request_per_s', 'other')}`], '<unknown>'],
    ['beside its description', [TABLE, file('describe-hpa.txt')], 'nginx.net.request_per_s'],
  ])('a table %s', (_name, texts, name) => {
    const view = autoscalingIn(...texts).views.find((one) => one.name === 'nginxext');
    expect(view?.first.hpa).toMatchObject({ value: { spec: { metrics: [{ external: { metric: { name } } }] } } });
  });

  it('a manifest without status takes the figures of the table', () => {
    const manifest = JSON.stringify({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'nginxext', namespace: 'web' },
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: 'Deployment', name: 'nginx' },
        metrics: [
          {
            type: 'External',
            external: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: '9' } },
          },
        ],
      },
    });
    expect(autoscalingIn(TABLE, manifest).views).toMatchObject([
      {
        namespace: 'web',
        first: {
          hpa: {
            value: {
              spec: { minReplicas: 1, metrics: [{ external: { metric: { name: 'q' } } }] },
              status: {
                currentReplicas: 3,
                currentMetrics: [{ external: { metric: { name: 'q' }, current: { averageValue: '824' } } }],
              },
            },
          },
        },
      },
    ]);
  });

  it('ages of events become times only where a document has a date', () => {
    const dated = autoscalingIn(file('describe-hpa.txt'), STATUS).views[1]?.events;
    expect(dated?.known && dated.value[13]).toMatchObject({
      reason: 'FailedGetExternalMetric',
      firstTimestamp: '2026-11-23T18:23:51.996Z',
      lastTimestamp: '2026-11-23T18:30:26.996Z',
    });
    const undated = autoscalingIn(file('describe-hpa.txt')).views[1]?.events;
    expect(undated?.known && undated.value[13]).not.toHaveProperty('lastTimestamp');
  });

  it('a size that a table does not tell is unknown, not guessed', () => {
    const { views } = autoscalingIn(TABLE, DEPLOYMENTS.replace('3/3 ', '2/3 '));
    expect(views[0]?.first.target).toMatchObject({ known: false, why: 'unreadable', source: 'text 2' });
    expect(autoscalingIn(TABLE).views[0]?.first).not.toHaveProperty('target');
  });

  it('refusals are readings of their own', () => {
    const refusals = [
      'Error from server (NotFound): apiservices.apiregistration.k8s.io "v1beta1.external.metrics.k8s.io" not found',
      'Error from server (Forbidden): configmaps "datadog-custom-metrics" is forbidden: User "ana" cannot get resource',
      'Error from server (NotFound): horizontalpodautoscalers.autoscaling "web" not found',
    ].join('\n');
    expect(autoscalingIn(refusals)).toMatchObject({
      views: [{ name: 'web', first: { hpa: { known: false, why: 'absent' } } }],
      chain: { apiService: { known: false, why: 'absent' } },
      stored: { list: { known: false, why: 'forbidden' } },
    });
  });

  it('log lines and an empty provider log', () => {
    const line =
      '2018-07-03 13:56:14 UTC | ERROR | (datadogexternal.go:45 in queryDatadogExternal) | Returned series slice empty';
    const { log } = autoscalingIn(`${line}\n${line}\n`, file('custommetricsprovider.log'));
    expect(log).toMatchObject({ known: true, value: [{ kind: 'no-series', times: 2 }] });
    const alone = explainTexts([{ name: 'x', text: file('custommetricsprovider.log') }], () => 0);
    expect([alone.verdict, alone.findings.map(({ code }) => code)]).toEqual(['unknown', ['nothing-to-explain']]);
    expect(explain(TABLE, file('custommetricsprovider.log')).statuses).toEqual([]);
  });

  it('twenty HPAs are looked at closely, those on external metrics first', () => {
    const row = (i: number, targets: string) => `hpa-${i}   Deployment/d   ${targets}   1   3   3   41m`;
    const header = TABLE.slice(0, TABLE.indexOf('\n'));
    const many = Array.from({ length: 23 }, (_, i) => row(i, '824/9 (avg)'));
    const { autoscaling, statuses } = explain([header, row(99, 'cpu: 1%/2%'), ...many].join('\n'));
    expect(autoscaling?.views.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, i) => `hpa-${i}`));
    expect(statuses).toMatchObject([
      {
        reading: {
          known: false,
          why: 'truncated',
          detail: '3 more HorizontalPodAutoscalers were not looked at closely',
        },
      },
    ]);
    expect(autoscalingIn([header, row(99, 'cpu: 1%/2%')].join('\n')).views.map(({ name }) => name)).toEqual(['hpa-99']);
  });
});
