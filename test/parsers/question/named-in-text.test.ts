import { describe, expect, test } from 'vitest';
import { questionsNamedIn } from '../../../src/parsers/question/named-in-text.ts';
import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';

const CLUSTERS = ['prod-eu', 'prod-us'];

function found(...texts: readonly string[]): readonly string[] {
  return questionsNamedIn(texts, { limit: 5, clusters: CLUSTERS });
}

describe('what a text names', () => {
  test.each<readonly [text: string, ...questions: string[]]>([
    ['HPA shop/web at max', 'hpa shop/web'],
    ['shop/web HPA is at max', 'hpa shop/web'],
    ['shop/web is at its maximum again (HPA)', 'hpa shop/web'],
    ['hpa/web', 'hpa web'],
    ['*HPA* `shop/cart` is stuck.', 'hpa shop/cart'],
    ['The HPA "cart" in namespace shop is stuck', 'hpa shop/cart'],
    ['the autoscaler of shop/web-api does nothing', 'hpa shop/web-api'],
    ['horizontalpodautoscaler:web,kube_namespace:shop,env:prod', 'hpa shop/web'],
    ['deployment shop/web rolled back', 'hpa deployment/web -n shop'],
    ['deploy/web and sts/db are down', 'hpa deployment/web', 'hpa statefulset/db'],
    ['deployment.apps/web scaled', 'hpa deployment/web'],
    ['kube_deployment:web kube_namespace:shop', 'hpa deployment/web -n shop'],
    ['Service shop/api returns 503', 'checks shop/api'],
    ['kube_service:api kube_namespace:shop', 'checks shop/api'],
    ['node ip-10-0-7-21 NotReady', 'node ip-10-0-7-21'],
    ['node/worker-3 and nodes/worker-4', 'node worker-3', 'node worker-4'],
    ['Node `worker` is gone', 'node worker'],
    ['node 10.0.7.21 lost', 'node "10.0.7.21"'],
    ['node ip-10-0-7-21.eu-west-1.compute.internal: NotReady', 'node ip-10-0-7-21.eu-west-1.compute.internal'],
    ['Pod shop/web-7d9f-kq2lx CrashLoopBackOff', 'metadata shop/web-7d9f-kq2lx'],
    ['pod_name:web-7d9f-kq2lx kube_namespace:shop', 'metadata shop/web-7d9f-kq2lx'],
    ['Namespace: shop\nHPA: web\nCurrent: 12', 'hpa shop/web'],
    ['Is node worker-3 why HPA shop/web is slow?', 'node worker-3', 'hpa shop/web'],
    ['HPA shop/web, shop/cart and shop/api', 'hpa shop/web', 'hpa shop/cart', 'hpa shop/api'],
    ['HPA shop/web at max. HPA web-2 too', 'hpa shop/web', 'hpa web-2'],
  ])('%s', (text, ...questions) => {
    expect(found(text)).toEqual(questions);
  });

  test.each<readonly [text: string, ...questions: string[]]>([
    ['HPA shop/web が最大に達しました', 'hpa shop/web'],
    ['shop/webのHPAが増えません', 'hpa shop/web'],
    ['HPA「shop/web」が上限です。', 'hpa shop/web'],
    ['ＨＰＡ　ｓｈｏｐ／ｗｅｂ', 'hpa shop/web'],
    ['オートスケーラー shop/web が動かない', 'hpa shop/web'],
    ['ノード ip-10-0-7-21 が NotReady です', 'node ip-10-0-7-21'],
    ['ノードip-10-0-7-21が落ちました', 'node ip-10-0-7-21'],
    ['ポッド shop/web-7xk2p が再起動しています', 'metadata shop/web-7xk2p'],
    ['サービス「shop/api」に届きません', 'checks shop/api'],
    ['デプロイメント「web」(名前空間: shop)', 'hpa deployment/web -n shop'],
  ])('in Japanese: %s', (text, ...questions) => {
    expect(found(text)).toEqual(questions);
  });

  test('an alert of a Datadog monitor: title, body and tags', () => {
    const alert = [
      'Triggered: [P2] HPA at max replicas on horizontalpodautoscaler:checkout,kube_namespace:shop',
      'HPA shop/checkout has been at maxReplicas for 15 minutes. @slack-incidents',
      'The monitor was last triggered at Mon Nov 23 2026 14:02:11 UTC.',
      'https://app.datadoghq.com/monitors/4821?group=kube_namespace%3Ashop&node=ip-10-0-7-21',
      'env:prod, service:checkout, kube_cluster_name:prod-eu, team:shop/core',
    ].join('\n');
    expect(found(alert)).toEqual(['hpa shop/checkout --cluster prod-eu']);
  });

  test('an alert about a node and its pods, with a cluster that nobody registered', () => {
    const alert =
      'Warn: kube_node:ip-10-0-7-21,kube_cluster_name:staging\nPods not ready: shop/web-7xk2p, shop/web-9m4tz';
    expect(found(alert)).toEqual(['node ip-10-0-7-21', 'metadata shop/web-7xk2p', 'metadata shop/web-9m4tz']);
  });
});

describe('what names nothing', () => {
  test.each([
    'nothing is named here',
    'shop/web is down',
    'the HPA is stuck and/or slow',
    'HPA 824/9 (avg)',
    'our service is 24/7 and the node is fine',
    'read/write errors on the node',
    'service returns application/json',
    'service:checkout is slow',
    'the pod restarts n/a',
    'node failure, service down, pod restarts',
    'Service: down',
    'Node: NotReady',
    'node has 5xx errors',
    'deployment failed on 2026-11-24',
    'pod logs are at /var/log/pods/shop/web.log',
    'see https://git.example.com/shop/web for the HPA',
    'the pod runs image datadog/agent:7.71.1',
    'service owner/repository#12 was merged',
    'mail ann@shop/web about the service',
    'HPA Shop/Web',
    'HPA shop/-web',
    'HPA shop/web/more/parts',
    'HPA\nshop/web',
    'The service broke. shop/web was merged',
    'ノードが落ちました。サービスは大丈夫です',
    'HPA <script>/x',
    'hpa a/b',
    'cluster prod-eu',
    'in namespace shop',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

test('the first texts come first, and a name is offered once', () => {
  expect(found('HPA shop/web', 'hpa `web`, node worker-3', 'HPA shop/web')).toEqual(['hpa shop/web', 'node worker-3']);
});

test('no more than are asked for', () => {
  const many = Array.from({ length: 9 }, (_, index) => `HPA shop/web-${index}`);
  expect(found(...many)).toEqual([
    'hpa shop/web-0',
    'hpa shop/web-1',
    'hpa shop/web-2',
    'hpa shop/web-3',
    'hpa shop/web-4',
  ]);
});

test('of two namespaces in one text none is taken for that of a bare name', () => {
  expect(found('kube_namespace:shop,kube_namespace:web,kube_deployment:cart')).toEqual(['hpa deployment/cart']);
});

test('every question is one that our own parser reads', () => {
  for (const words of found('HPA hpa/web', 'deploy shop/all', 'pod ns/web-1, svc shop/checks, node `on`', 'HPA `is`')) {
    expect(parseQuestion(words), words).toMatchObject({ ok: true });
  }
});

test.each([
  ['a long line of slashes', '/'.repeat(500_000)],
  ['names without end', `HPA ${'a/'.repeat(200_000)}`],
  ['nouns without end', 'HPA '.repeat(100_000)],
  ['quotes without end', '"'.repeat(400_000)],
  ['one letter', 'a'.repeat(400_000)],
  ['Japanese without end', 'ノード'.repeat(100_000)],
])('%s takes no time', (_, text) => {
  const from = performance.now();
  found(text);
  expect(performance.now() - from).toBeLessThan(500);
});
