import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { FactsByCode } from '../../src/domain/finding-facts.ts';
import { LANGUAGES } from '../../src/domain/question.ts';
import { en } from '../../src/phrases/en.ts';
import {
  agentRightsManifest,
  apiServiceManifest,
  datadogMetricManifest,
  readerManifest,
  serviceManifest,
} from '../../src/phrases/manifests.ts';
import {
  datadogMetricCommand,
  endpointsCommand,
  inExplorer,
  metricsSetting,
  patchAskedPort,
  patchTargetPort,
  requests,
  serviceCommand,
  slowerPace,
  TRUST_COMMAND,
} from '../../src/phrases/metrics-names.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { say, textOf } from '../../src/phrases/rich.ts';
import { allText, CODES, CONTEXTS, wordsOfCode } from './every-phrase.ts';
import { AGENT, ALL_RIGHTS, CONTROLLER, METRICS_SAMPLE_FACTS, SERVICE, STALE } from './metrics-sample-facts.ts';

const [HELM, UNKNOWN, OPERATOR] = CONTEXTS;
const CONTEXT = HELM!;

function objects(yaml: string | undefined) {
  const documents = parseAllDocuments(yaml ?? '');
  return documents.map((one) => {
    if (!('errors' in one)) throw new Error('no document');
    expect(one.errors).toEqual([]);
    return one.toJS();
  });
}

function patchIn(command: string | undefined): unknown {
  return JSON.parse(/-p '([^']*)'/.exec(command ?? '')?.[1] ?? '');
}

describe('manifests', () => {
  it('let the HPA controller read external metrics', () => {
    const [role, binding, ...more] = objects(readerManifest(CONTROLLER));
    expect(more).toEqual([]);
    expect(role.kind).toBe('ClusterRole');
    expect(role.rules).toEqual([
      { apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
    ]);
    expect(binding.roleRef).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: role.metadata.name,
    });
    expect(binding.subjects).toEqual([
      { kind: 'ServiceAccount', name: 'horizontal-pod-autoscaler', namespace: 'kube-system' },
    ]);
  });

  it('name a user that is no service account as what it is', () => {
    const binding = objects(readerManifest('system:kube-controller-manager'))[1];
    expect(binding.subjects).toEqual([
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'system:kube-controller-manager' },
    ]);
  });

  it('give the Agent every right it may lack, each where it belongs', () => {
    const made = objects(agentRightsManifest(AGENT, ALL_RIGHTS));
    expect(
      made.map(({ kind, metadata, roleRef }) => [
        kind,
        metadata.namespace,
        roleRef && `${roleRef.kind} ${roleRef.name}`,
      ]),
    ).toEqual([
      ['ClusterRoleBinding', undefined, 'ClusterRole system:auth-delegator'],
      ['RoleBinding', 'kube-system', 'Role extension-apiserver-authentication-reader'],
      ['ClusterRole', undefined, undefined],
      ['ClusterRoleBinding', undefined, 'ClusterRole datadog-cluster-agent-external-metrics'],
      ['Role', 'datadog', undefined],
      ['RoleBinding', 'datadog', 'Role datadog-cluster-agent-external-metrics'],
    ]);
    expect(made[2].rules).toEqual([
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list', 'watch'] },
      { apiGroups: ['datadoghq.com'], resources: ['datadogmetrics'], verbs: ['list'] },
      { apiGroups: ['datadoghq.com'], resources: ['datadogmetrics/status'], verbs: ['update'] },
    ]);
    expect(made[4].rules).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['datadog-custom-metrics'],
        verbs: ['get', 'update'],
      },
    ]);
    for (const { subjects } of [made[0], made[1], made[3], made[5]])
      expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'datadog-cluster-agent', namespace: 'datadog' }]);
  });

  it('hold only what is lacking', () => {
    const made = objects(agentRightsManifest(AGENT, ALL_RIGHTS.slice(3, 4)));
    expect(made.map(({ kind }) => kind)).toEqual(['ClusterRole', 'ClusterRoleBinding']);
    expect(made[0].rules[0].verbs).toEqual(['list']);
  });

  it('register the Agent and put a Service before it', () => {
    const [registered] = objects(apiServiceManifest(CONTEXT));
    expect(registered.metadata.name).toBe('v1beta1.external.metrics.k8s.io');
    expect(registered.spec.service).toEqual({
      namespace: 'datadog',
      name: 'datadog-cluster-agent-metrics-api',
      port: 8443,
    });
    expect(objects(apiServiceManifest({ ...CONTEXT, namespace: 'a\nb: c' }))[0].spec.service.namespace).toBe(
      'NAMESPACE',
    );
    const [service] = objects(serviceManifest(SERVICE));
    expect(service.metadata).toEqual({ name: 'datadog-cluster-agent-metrics-api', namespace: 'datadog' });
    expect(service.spec.ports).toEqual([{ name: 'metricsapi', protocol: 'TCP', port: 8443, targetPort: 8443 }]);
  });

  it.each(['true', '123', '1e3', 'no'])('write the name %s as a text', (name) => {
    expect(objects(datadogMetricManifest(`${name}/${name}`))[0].metadata).toEqual({ name, namespace: name });
  });

  it.each([
    readerManifest('a\nb'),
    readerManifest("o'neill"),
    readerManifest('system:serviceaccount:a:b\n---'),
    agentRightsManifest('someone', ALL_RIGHTS),
    agentRightsManifest(AGENT, []),
    agentRightsManifest(
      AGENT,
      Array.from({ length: 40 }, () => ALL_RIGHTS[0]!),
    ),
    agentRightsManifest(AGENT, [{ purpose: 'watch-hpas', right: { ...ALL_RIGHTS[3]!.right, resource: 'a]\n' } }]),
    serviceManifest('v1beta1.external.metrics.k8s.io'),
    serviceManifest('/'),
    datadogMetricManifest('orders.rate'),
    datadogMetricManifest('shop/a b'),
  ])('are not made of what no name is, row %#', (yaml) => {
    expect(yaml).toBeUndefined();
  });

  it('stay short enough to stand in an answer whatever the names', () => {
    const long = `system:serviceaccount:${'n'.repeat(63)}:${'x'.repeat(250)}`;
    expect(agentRightsManifest(long, ALL_RIGHTS)).toBeUndefined();
    expect(readerManifest(long)?.length).toBeLessThan(2600);
  });
});

describe('commands', () => {
  it('change one port and nothing else', () => {
    expect(patchIn(patchAskedPort(8443))).toEqual({ spec: { service: { port: 8443 } } });
    expect(patchIn(patchTargetPort(SERVICE, 443, 8443))).toEqual({
      spec: { ports: [{ port: 443, targetPort: 8443 }] },
    });
    expect(patchIn(TRUST_COMMAND)).toEqual({ spec: { insecureSkipTLSVerify: true, caBundle: '' } });
  });

  it.each([
    [
      endpointsCommand(SERVICE),
      'kubectl get endpointslices -l kubernetes.io/service-name=datadog-cluster-agent-metrics-api -n datadog',
    ],
    [endpointsCommand('v1beta1.external.metrics.k8s.io'), undefined],
    [serviceCommand('a/b; id', 'get service SERVICE'), undefined],
    [serviceCommand('/', 'get services'), undefined],
    [datadogMetricCommand('shop/orders'), 'kubectl describe datadogmetric orders -n shop'],
    [datadogMetricCommand('dcaautogen'), 'kubectl get datadogmetric -A'],
  ])('about objects, row %#', (command, expected) => {
    expect(command).toBe(expected);
  });

  it.each([
    ['https://app.datadoghq.eu/metric/explorer?exp_query=avg%3Aa%7B*%7D', true],
    ['https://us5.datadoghq.com/metric/explorer?exp_query=x', true],
    ['http://app.datadoghq.eu/metric/explorer?exp_query=x', false],
    ['https://app.datadoghq.eu/metric/explorer?exp_query=<!channel>', false],
    ['https://evil.example/?exp_query=x', false],
    [`https://app.datadoghq.eu/metric/explorer?exp_query=${'x'.repeat(1500)}`, false],
    [null, false],
  ])('link %s', (link, shown) => {
    expect(inExplorer(say`look`, link).link?.url).toBe(shown ? link : undefined);
  });

  it('spell a setting as the installation does', () => {
    const spelled = [HELM, OPERATOR, UNKNOWN].map((context) => textOf(metricsSetting('port', context!, 8443)));
    expect(spelled).toEqual([
      'clusterAgent.metricsProvider.service.port: 8443',
      'spec.features.externalMetricsServer.port: 8443',
      'DD_EXTERNAL_METRICS_PROVIDER_PORT=8443',
    ]);
  });
});

describe('the rate limit', () => {
  it.each([
    [55, 30, 2, 240],
    [35, 30, 1, 120],
    [36, 60, 2, 120],
    [700, 45, 20, 1600],
    [1, 7, 1, 514],
  ])('%d metrics every %d s', (metrics, refresh, each, anHour) => {
    expect(requests(metrics, refresh)).toEqual({ each, anHour });
  });

  it.each([
    [30, 120, 360],
    [120, 240, 720],
  ])('is spent less than at every %d s', (refresh, slower, maxAge) => {
    expect(slowerPace(refresh)).toEqual({ refreshSeconds: slower, maxAgeSeconds: maxAge });
  });

  it.each(LANGUAGES)('is counted in %s', (language) => {
    const phrase = phrasesOf(language).findings['external-metrics-rate-limited'];
    const text = allText(phrase(METRICS_SAMPLE_FACTS['external-metrics-rate-limited'][0], CONTEXT));
    for (const part of ['13:58:04 UTC', '37', '55', '240', 'REFRESH_PERIOD=120', 'MAX_AGE=360', '60'])
      expect(text).toContain(part);
  });
});

describe('sentences that people act on', () => {
  it.each(CODES)('%s offers the same objects and pages in both languages', (code) => {
    const japanese = wordsOfCode(code, 'ja');
    wordsOfCode(code, 'en').forEach(({ remedy }, index) => {
      expect(japanese[index]?.remedy?.yaml).toBe(remedy?.yaml);
      expect(japanese[index]?.remedy?.link).toEqual(remedy?.link);
    });
  });

  it.each(['external-metric-no-series', 'external-metric-stale'] as const)(
    '%s shows the query as sent and says that Datadog was not asked',
    (code) => {
      const [facts] = METRICS_SAMPLE_FACTS[code];
      const words = en.findings[code](facts as never, CONTEXT);
      expect(allText(words)).toContain('Query as sent: avg:orders.rate{env:prod}.rollup(30)');
      expect(words.notSeen?.map(textOf).join()).toContain('dca-bot holds no Datadog key');
      expect(words.remedy?.link?.url).toContain('https://app.datadoghq.eu/metric/explorer');
    },
  );

  it('tells whose size stands still, and for how long there was no data', () => {
    const sum = (users: readonly string[]) =>
      textOf(en.findings['external-metric-stale']({ ...STALE, users }, CONTEXT).sum);
    expect(sum(['shop/checkout'])).toBe(
      'shop/checkout holds its size: DatadogMetric shop/orders-rate has no data point since 16:34:02 UTC (7 min, limit 2 min).',
    );
    expect(sum(['a/b', 'c/d'])).toMatch(/^2 HPAs hold their size: /);
    expect(sum([])).toMatch(/^DatadogMetric shop\/orders-rate has no data point/);
  });

  it.each(LANGUAGES)('does not send anybody in %s to the queries while a common cause is told', (language) => {
    const codes = ['external-metrics-rate-limited'] as const;
    const { findings } = phrasesOf(language);
    const invalid: FactsByCode['external-metric-invalid'] = {
      configMap: 'datadog/datadog-custom-metrics',
      total: 55,
      valid: 43,
      invalid: [],
    };
    for (const context of [CONTEXT, { ...CONTEXT, codes }]) {
      const told = context.codes.length > 0;
      const words = findings['external-metric-invalid'](invalid, context);
      expect(words.remedy?.command === undefined).toBe(told);
      expect(words.notAtFault === undefined).toBe(told);
      const unreturned = METRICS_SAMPLE_FACTS['hpa-no-metric-returned'][0];
      expect(findings['hpa-no-metric-returned'](unreturned, context).remedy?.command === undefined).toBe(told);
    }
  });

  it('tells of ports which two do not meet', () => {
    const [before, behind] = METRICS_SAMPLE_FACTS['metrics-api-port-mismatch'];
    const phrase = en.findings['metrics-api-port-mismatch'];
    expect(textOf(phrase(before, CONTEXT).sum)).toMatch(/for port 443, which it does not have: it has 8443\.$/);
    expect(phrase(before, CONTEXT).remedy?.command).toContain('patch apiservice');
    expect(textOf(phrase(behind, CONTEXT).sum)).toMatch(
      /leads the metrics API to port 443, but the Agent listens on 4443\.$/,
    );
    expect(patchIn(phrase(behind, CONTEXT).remedy?.command)).toEqual({
      spec: { ports: [{ port: 8443, targetPort: 4443 }] },
    });
  });

  it('leaves a refusal that is over alone', () => {
    const [refused, , over] = METRICS_SAMPLE_FACTS['metrics-reader-forbidden'];
    expect(en.findings['metrics-reader-forbidden'](refused, CONTEXT).remedy?.yaml).toContain(
      'kind: ClusterRoleBinding',
    );
    expect(en.findings['metrics-reader-forbidden'](over, CONTEXT).remedy?.yaml).toBeUndefined();
  });
});
