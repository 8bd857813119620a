import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { openStub, type StubAnswer, type StubApiServer } from './stub-api-server.ts';

const BOUNDS = { timeoutMs: 5000 };

let stub: StubApiServer;
beforeAll(async () => {
  stub = await openStub();
});
afterAll(() => stub.close());

interface Row {
  readonly call: (reader: ClusterReader) => Promise<Reading<unknown>>;
  readonly sent: string;
  readonly source: string;
  readonly body: unknown;
  readonly value: unknown;
}

const meta = { name: 'web', namespace: 'shop' };
const annotated = { ...meta, annotations: { a: 'last-applied' }, managedFields: [1] };
const hpaSpec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 };

const ROWS: Readonly<Record<string, Row>> = {
  getHorizontalPodAutoscaler: {
    call: (reader) => reader.getHorizontalPodAutoscaler('shop', 'web', BOUNDS),
    sent: '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web',
    source: 'kubectl get hpa web -n shop -o yaml',
    body: { kind: 'HorizontalPodAutoscaler', metadata: annotated, spec: hpaSpec },
    value: { metadata: { ...meta, annotations: { a: 'last-applied' } }, spec: hpaSpec, status: {} },
  },
  'listHorizontalPodAutoscalers everywhere': {
    call: (reader) => reader.listHorizontalPodAutoscalers({}, BOUNDS),
    sent: '/apis/autoscaling/v2/horizontalpodautoscalers?limit=500',
    source: 'kubectl get hpa -A',
    body: { kind: 'HorizontalPodAutoscalerList', items: [{ metadata: annotated, spec: hpaSpec, status: null }] },
    value: [{ metadata: meta, spec: hpaSpec, status: {} }],
  },
  'listHorizontalPodAutoscalers by name': {
    call: (reader) => reader.listHorizontalPodAutoscalers({ name: 'web' }, BOUNDS),
    sent: '/apis/autoscaling/v2/horizontalpodautoscalers?fieldSelector=metadata.name%3Dweb&limit=500',
    source: 'kubectl get hpa -A --field-selector metadata.name=web',
    body: { kind: 'HorizontalPodAutoscalerList', items: [] },
    value: [],
  },
  'listHorizontalPodAutoscalers of a namespace': {
    call: (reader) => reader.listHorizontalPodAutoscalers({ namespace: 'shop', limit: 7 }, BOUNDS),
    sent: '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers?limit=8',
    source: 'kubectl get hpa -n shop',
    body: { kind: 'HorizontalPodAutoscalerList', items: [] },
    value: [],
  },
  listScaleTargets: {
    call: (reader) => reader.listScaleTargets('StatefulSet', {}, BOUNDS),
    sent: '/apis/apps/v1/statefulsets?limit=500',
    source: 'kubectl get statefulsets -A',
    body: { kind: 'StatefulSetList', items: [{ metadata: annotated, spec: { replicas: 5 }, status: { replicas: 4 } }] },
    value: [{ kind: 'StatefulSet', ...meta, wanted: 5, replicas: 4, ready: 0, updated: 0 }],
  },
  'listPods of a node and a name': {
    call: (reader) => reader.listPods({ node: 'worker-3', name: 'web-7xk2p', labelSelector: 'a=b' }, BOUNDS),
    sent: '/api/v1/pods?labelSelector=a%3Db&fieldSelector=spec.nodeName%3Dworker-3%2Cmetadata.name%3Dweb-7xk2p&limit=500',
    source: 'kubectl get pods -A -l a=b --field-selector spec.nodeName=worker-3,metadata.name=web-7xk2p',
    body: {
      kind: 'PodList',
      items: [
        {
          metadata: meta,
          spec: {
            enableServiceLinks: false,
            containers: [
              {
                name: 'a',
                envFrom: [
                  { prefix: 'DD_', configMapRef: { name: 'settings', optional: true } },
                  { secretRef: { name: 'keys' } },
                ],
              },
              { name: 'b', envFrom: null },
            ],
          },
        },
      ],
    },
    value: [
      {
        metadata: meta,
        spec: {
          enableServiceLinks: false,
          containers: [
            {
              name: 'a',
              envFrom: [{ prefix: 'DD_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }],
            },
            { name: 'b' },
          ],
        },
        status: {},
      },
    ],
  },
  listNodes: {
    call: (reader) => reader.listNodes(BOUNDS),
    sent: '/api/v1/nodes?limit=500',
    source: 'kubectl get nodes',
    body: {
      kind: 'NodeList',
      items: [
        {
          metadata: { name: 'worker-3', annotations: { a: 'b' } },
          spec: { podCIDR: '10.0.0.0/24' },
          status: { conditions: [{ type: 'Ready', status: 'Unknown', lastHeartbeatTime: 'x' }], images: [1] },
        },
        { metadata: { name: 'worker-4' } },
      ],
    },
    value: [
      { metadata: { name: 'worker-3' }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } },
      { metadata: { name: 'worker-4' }, status: {} },
    ],
  },
  listAllEndpointSlices: {
    call: (reader) => reader.listAllEndpointSlices({}, BOUNDS),
    sent: '/apis/discovery.k8s.io/v1/endpointslices?limit=500',
    source: 'kubectl get endpointslices -A',
    body: {
      kind: 'EndpointSliceList',
      items: [
        {
          metadata: annotated,
          endpoints: [{ addresses: ['10.0.0.7'], nodeName: 'worker-3', zone: 'a', targetRef: null, conditions: null }],
        },
      ],
    },
    value: [{ metadata: meta, endpoints: [{ addresses: ['10.0.0.7'], nodeName: 'worker-3' }] }],
  },
  pageOfEvents: {
    call: (reader) => reader.pageOfEvents(50, BOUNDS),
    sent: '/api/v1/events?limit=50',
    source: "kubectl get --raw '/api/v1/events?limit=50'",
    body: { kind: 'EventList', metadata: { continue: 'there is more' }, items: [{ reason: 'Killing', count: null }] },
    value: { events: [{ reason: 'Killing' }], more: true },
  },
  'pageOfEvents that is the last': {
    call: (reader) => reader.pageOfEvents(50, BOUNDS),
    sent: '/api/v1/events?limit=50',
    source: "kubectl get --raw '/api/v1/events?limit=50'",
    body: { kind: 'EventList', metadata: { continue: '' }, items: null },
    value: { events: [], more: false },
  },
  getService: {
    call: (reader) => reader.getService('shop', 'web', BOUNDS),
    sent: '/api/v1/namespaces/shop/services/web',
    source: 'kubectl get service web -n shop -o yaml',
    body: {
      kind: 'Service',
      metadata: meta,
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        clusterIPs: ['None'],
        selector: { app: 'x' },
        ports: [
          { name: 'a', port: 443, targetPort: 8443, protocol: 'TCP' },
          { port: 53, targetPort: 'dns' },
        ],
      },
      status: { loadBalancer: {} },
    },
    value: {
      metadata: meta,
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        selector: { app: 'x' },
        ports: [
          { name: 'a', port: 443, targetPort: 8443, protocol: 'TCP' },
          { port: 53, targetPort: 'dns' },
        ],
      },
    },
  },
  listServices: {
    call: (reader) => reader.listServices({ namespace: 'shop' }, BOUNDS),
    sent: '/api/v1/namespaces/shop/services?limit=500',
    source: 'kubectl get services -n shop',
    body: {
      kind: 'ServiceList',
      items: [
        {
          metadata: {
            ...annotated,
            annotations: { 'ad.datadoghq.com/service.checks': '{}', 'x.datadoghq.com/y': 'z' },
          },
          spec: { clusterIP: 'None' },
        },
        { metadata: { ...meta, annotations: null }, spec: {} },
      ],
    },
    value: [
      { metadata: { ...meta, annotations: { 'ad.datadoghq.com/service.checks': '{}' } }, spec: { clusterIP: 'None' } },
      { metadata: meta, spec: {} },
    ],
  },
  listEndpointSlices: {
    call: (reader) => reader.listEndpointSlices('shop', 'web', BOUNDS),
    sent: '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb&limit=500',
    source: 'kubectl get endpointslices -n shop -l kubernetes.io/service-name=web',
    body: {
      kind: 'EndpointSliceList',
      items: [
        {
          metadata: meta,
          addressType: 'IPv4',
          ports: [{ name: '', port: 8443, protocol: 'TCP' }],
          endpoints: [
            {
              addresses: ['10.0.0.7'],
              conditions: { ready: false, serving: true, terminating: false },
              targetRef: { kind: 'Pod', namespace: 'shop', name: 'p', uid: 'u' },
            },
            { addresses: ['10.0.0.8'], conditions: {} },
          ],
        },
        { metadata: meta, endpoints: null, ports: null },
      ],
    },
    value: [
      {
        metadata: meta,
        ports: [{ name: '', port: 8443 }],
        endpoints: [
          {
            addresses: ['10.0.0.7'],
            conditions: { ready: false },
            targetRef: { kind: 'Pod', namespace: 'shop', name: 'p' },
          },
          { addresses: ['10.0.0.8'], conditions: {} },
        ],
      },
      { metadata: meta },
    ],
  },
  getApiService: {
    call: (reader) => reader.getApiService('v1beta1.external.metrics.k8s.io', BOUNDS),
    sent: '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io',
    source: 'kubectl get apiservice v1beta1.external.metrics.k8s.io -o yaml',
    body: {
      kind: 'APIService',
      metadata: { name: 'v1beta1.external.metrics.k8s.io' },
      spec: {
        group: 'g',
        version: 'v',
        caBundle: 'QQ==',
        groupPriorityMinimum: 100,
        service: { name: 's', port: 8443 },
      },
      status: { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints' }] },
    },
    value: {
      metadata: { name: 'v1beta1.external.metrics.k8s.io' },
      spec: { group: 'g', version: 'v', caBundle: 'QQ==', service: { name: 's', port: 8443 } },
      status: { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints' }] },
    },
  },
  listEvents: {
    call: (reader) => reader.listEvents({ namespace: 'shop', kind: 'HorizontalPodAutoscaler', name: 'web' }, BOUNDS),
    sent: '/api/v1/namespaces/shop/events?fieldSelector=involvedObject.kind%3DHorizontalPodAutoscaler%2CinvolvedObject.name%3Dweb&limit=500',
    source:
      'kubectl get events -n shop --field-selector involvedObject.kind=HorizontalPodAutoscaler,involvedObject.name=web',
    body: {
      kind: 'EventList',
      items: [
        {
          metadata: meta,
          type: 'Warning',
          reason: 'FailedGetExternalMetric',
          message: 'no',
          count: 12,
          firstTimestamp: '2026-11-23T18:21:54Z',
          lastTimestamp: '2026-11-23T18:33:09Z',
          eventTime: null,
          source: { component: 'horizontal-pod-autoscaler' },
        },
        { metadata: meta, eventTime: '2026-11-23T18:33:09.123456Z', firstTimestamp: null, source: {} },
      ],
    },
    value: [
      {
        type: 'Warning',
        reason: 'FailedGetExternalMetric',
        message: 'no',
        count: 12,
        firstTimestamp: '2026-11-23T18:21:54Z',
        lastTimestamp: '2026-11-23T18:33:09Z',
        source: { component: 'horizontal-pod-autoscaler' },
      },
      { eventTime: '2026-11-23T18:33:09.123456Z', source: {} },
    ],
  },
  listDatadogMetrics: {
    call: (reader) => reader.listDatadogMetrics({}, BOUNDS),
    sent: '/apis/datadoghq.com/v1alpha1/datadogmetrics?limit=500',
    source: 'kubectl get datadogmetrics -A',
    body: {
      kind: 'DatadogMetricList',
      items: [
        { metadata: meta },
        { metadata: meta, status: { currentValue: 17 } },
        {
          metadata: meta,
          spec: { query: 'avg:a{*}', maxAge: '5m0s', fallback: {} },
          status: {
            currentValue: '157.5',
            autoscalerReferences: 'hpa:shop/web',
            conditions: [{ type: 'Valid', status: 'True', lastUpdateTime: '2026-11-23T18:33:09Z' }],
          },
        },
      ],
    },
    value: [
      { metadata: meta, spec: {}, status: {} },
      { metadata: meta, spec: {}, status: { currentValue: '17' } },
      {
        metadata: meta,
        spec: { query: 'avg:a{*}', maxAge: '5m0s' },
        status: {
          currentValue: '157.5',
          autoscalerReferences: 'hpa:shop/web',
          conditions: [{ type: 'Valid', status: 'True', lastUpdateTime: '2026-11-23T18:33:09Z' }],
        },
      },
    ],
  },
};

describe('LiveCluster asks for', () => {
  it.each(Object.entries(ROWS))('%s', async (_name, { call, sent, source, body, value }) => {
    stub.answers({ [sent]: { body } });
    const reading = await call(stub.reader);
    expect(reading).toMatchObject({ known: true, source });
    expect(reading.known && reading.value).toEqual(value);
    expect(stub.sent).toEqual([`GET ${sent}`]);
  });

  it('everything that is offered, sorted', async () => {
    const version = (groupVersion: string) => ({ groupVersion, version: 'v1' });
    stub.answers({
      '/api': { body: { kind: 'APIVersions', versions: ['v1'] } },
      '/apis': {
        body: {
          kind: 'APIGroupList',
          groups: [
            { name: 'policy', versions: [version('policy/v1')] },
            { name: 'autoscaling', versions: [version('autoscaling/v2'), version('autoscaling/v1')] },
          ],
        },
      },
    });
    const reading = await stub.reader.apiVersions(BOUNDS);
    expect(reading).toMatchObject({
      known: true,
      value: ['autoscaling/v1', 'autoscaling/v2', 'policy/v1', 'v1'],
      source: 'kubectl api-versions',
    });
  });

  it.each([
    ['/api', { kind: 'APIVersions', versions: null }, 'versions: expected a list, got null'],
    ['/apis', { kind: 'APIGroupList' }, 'groups: expected a list, got nothing'],
    ['/apis', { kind: 'APIGroupList', groups: [{}] }, 'groups[0].versions: expected a list, got nothing'],
  ])('nothing less: %s may not answer %j', async (path, body, detail) => {
    const whole = {
      '/api': { body: { kind: 'APIVersions', versions: ['v1'] } },
      '/apis': { body: { kind: 'APIGroupList', groups: [] } },
    };
    stub.answers({ ...whole, [path]: { body } });
    expect(await stub.reader.apiVersions(BOUNDS)).toMatchObject({ known: false, why: 'unreadable', detail });
  });
});

describe('what a cluster does not offer', () => {
  const unnamed: StubAnswer = {
    status: 404,
    body: { kind: 'Status', message: 'the server could not find the requested resource', details: {} },
  };
  const named: StubAnswer = {
    status: 404,
    body: { kind: 'Status', message: 'horizontalpodautoscalers.autoscaling "web" not found', details: { name: 'web' } },
  };
  const words = 'the server could not find the requested resource';

  it.each([
    ['HPAs of before 1.23', ROWS['listHorizontalPodAutoscalers everywhere'], undefined, 'unsupported', words],
    ['an HPA of before 1.23', ROWS.getHorizontalPodAutoscaler, undefined, 'unsupported', words],
    ['an HPA that is gone', ROWS.getHorizontalPodAutoscaler, named, 'absent', /"web" not found/],
    ['DatadogMetrics without their definition', ROWS.listDatadogMetrics, undefined, 'absent', words],
    ['DatadogMetrics where the group has other kinds', ROWS.listDatadogMetrics, unnamed, 'absent', words],
  ])('is told of %s', async (_what, row, answer, why, detail) => {
    if (!row) throw new Error('no such row');
    stub.answers(answer ? { [row.sent]: answer } : {});
    expect(await row.call(stub.reader)).toMatchObject({
      known: false,
      why,
      detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
    });
  });
});

describe('names of others', () => {
  it.each<[string, (reader: ClusterReader) => Promise<Reading<unknown>>]>([
    ['HPA by name', (reader) => reader.listHorizontalPodAutoscalers({ name: 'a,b' }, BOUNDS)],
    ['HPA', (reader) => reader.getHorizontalPodAutoscaler('shop', '../x', BOUNDS)],
    ['Service of endpoints', (reader) => reader.listEndpointSlices('shop', 'a,x=y', BOUNDS)],
    ['kind of events', (reader) => reader.listEvents({ namespace: 'shop', kind: 'A,b=c', name: 'web' }, BOUNDS)],
    ['name of events', (reader) => reader.listEvents({ namespace: 'shop', kind: 'A', name: 'web,x=y' }, BOUNDS)],
    ['APIService', (reader) => reader.getApiService('v1/..', BOUNDS)],
    ['namespace', (reader) => reader.listDatadogMetrics({ namespace: 'a.b' }, BOUNDS)],
  ])('are not sent where they are none: %s', async (_what, call) => {
    stub.answers({});
    expect(await call(stub.reader)).toMatchObject({ known: false, why: 'unreadable' });
    expect(stub.sent).toEqual([]);
  });
});

describe('reviews of access', () => {
  const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
  const review = (kind: string, allowed: unknown): Readonly<Record<string, StubAnswer>> => ({
    [`/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`]: { status: 201, body: { kind, status: { allowed } } },
  });

  it('ask for our own account', async () => {
    stub.answers(review('SelfSubjectAccessReview', true));
    const question = { verb: 'create', group: '', resource: 'pods', subresource: 'exec', namespace: 'shop' };
    expect(await stub.reader.mayI(question, BOUNDS)).toMatchObject({
      known: true,
      value: true,
      source: 'kubectl auth can-i create pods --subresource=exec -n shop',
    });
    expect(stub.posted).toMatchObject([{ spec: { resourceAttributes: question } }]);
  });

  it('ask for a service account with the groups of its tokens', async () => {
    stub.answers(review('SubjectAccessReview', false));
    const question = { verb: 'get', group: '', resource: 'configmaps', namespace: 'kube-system', name: 'authn' };
    const reading = await stub.reader.mayAccount({ ...question, user: 'system:serviceaccount:dd:agent' }, BOUNDS);
    expect(reading).toMatchObject({
      known: true,
      value: false,
      source: 'kubectl auth can-i get configmaps/authn -n kube-system --as system:serviceaccount:dd:agent',
    });
    expect(stub.posted).toEqual([
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: 'system:serviceaccount:dd:agent',
          groups: ['system:serviceaccounts', 'system:serviceaccounts:dd', 'system:authenticated'],
          resourceAttributes: question,
        },
      },
    ]);
  });

  it.each(['system:kube-controller-manager', 'system:serviceaccount:', 'system:serviceaccount:a:b:c'])(
    'give no groups of service accounts to %s',
    async (user) => {
      stub.answers(review('SubjectAccessReview', true));
      await stub.reader.mayAccount({ verb: 'list', group: '', resource: 'pods', user }, BOUNDS);
      expect(stub.posted).toMatchObject([{ spec: { user, groups: ['system:authenticated'] } }]);
    },
  );

  it('of external metrics are shown as the review itself, for kubectl cannot look their names up', async () => {
    stub.answers(review('SubjectAccessReview', true));
    const question = { verb: 'list', group: 'external.metrics.k8s.io', resource: "queue's.depth" };
    const { source } = await stub.reader.mayAccount({ ...question, namespace: 'shop', user: CONTROLLER }, BOUNDS);
    const [, written = ''] = /^echo '(.*)' \| kubectl create -f - -o yaml$/.exec(source) ?? [];
    expect(JSON.parse(written.replaceAll(`'\\''`, "'"))).toEqual(stub.posted[0]);
  });

  it.each([
    [{ kind: 'SelfSubjectAccessReview', status: { allowed: true } }, 'kind: expected SubjectAccessReview'],
    [{ kind: 'SubjectAccessReview', status: { allowed: 'true' } }, 'status.allowed: expected true or false'],
    [{ kind: 'SubjectAccessReview' }, 'status: expected an object'],
  ])('are refused where they are none: %j', async (body, detail) => {
    stub.answers({ '/apis/authorization.k8s.io/v1/subjectaccessreviews': { body } });
    const question = { verb: 'list', group: '', resource: 'pods', user: CONTROLLER };
    expect(await stub.reader.mayAccount(question, BOUNDS)).toMatchObject({
      known: false,
      why: 'unreadable',
      detail: expect.stringContaining(detail),
    });
  });
});
