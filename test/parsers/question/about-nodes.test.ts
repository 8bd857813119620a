import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/domain/question.ts';
import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';
import { questionText } from '../../../src/parsers/question/question-text.ts';
import { brief } from './brief-question.ts';

const METADATA_FORMS = 'metadata NODE | metadata NAMESPACE/POD';
const NODE_FORMS = 'node NODE | node NAMESPACE/POD';

describe('metadata', () => {
  it.each([
    ['metadata', 'metadata'],
    ['metamap', 'metadata'],
    ['meta', 'metadata'],
    ['tags', 'metadata'],
    ['kube_service', 'metadata'],
    ['Metadata?', 'metadata'],
    ['metadata map', 'metadata'],
    ['service map', 'metadata'],
    ['pod tags', 'metadata'],
    ['kube_service tags missing', 'metadata'],
    ['why are kube_service tags missing?', 'metadata teach'],
    ['kubectl datadog-cluster-agent metamap', 'metadata'],
    ['status of the metadata', 'metadata'],
    ['metamap of the leader', 'metadata'],
    ['metadata on prod-1', 'metadata @prod-1'],
    ['metadata --cluster prod-2', 'metadata @prod-2'],
    ['metadata worker-1', 'metadata /worker-1'],
    ['metadata for Worker-2?', 'metadata /worker-2'],
    ['metadata node worker-3', 'metadata /worker-3 (node)'],
    ['metadata node/worker-4', 'metadata /worker-4 (node)'],
    ['metadata on node worker-5 on prod-5', 'metadata /worker-5 (node) @prod-5'],
    ['metadata of the node ip-10-0-1-6.eu.internal', 'metadata /ip-10-0-1-6.eu.internal (node)'],
    ['metadata 10.0.0.7', 'metadata /10.0.0.7'],
    ['worker-8 metadata', 'metadata /worker-8'],
    ['node worker-9 metadata', 'metadata /worker-9 (node)'],
    ['metadata shop/web-1', 'metadata shop/web-1 (pod)'],
    ['metadata Shop/Web-2', 'metadata shop/web-2 (pod)'],
    ['metadata pod shop/web-3', 'metadata shop/web-3 (pod)'],
    ['metadata pod web-4 -n shop', 'metadata shop/web-4 (pod)'],
    ['metadata pod/web-5 -n shop', 'metadata shop/web-5 (pod)'],
    ['metadata shop/pod/web-6', 'metadata shop/web-6 (pod)'],
    ['metadata web-7 in namespace shop', 'metadata shop/web-7 (pod)'],
    ['metadata pod web-8', 'metadata /web-8 (pod)'],
    ['metadata in shop/web-9', 'metadata shop/web-9 (pod)'],
    ['metadata for the pod web.10', 'metadata /web.10 (pod)'],
    ['metadata "events"', 'metadata /events'],
    ['メタデータ', 'metadata'],
    ['メタデータマップを見せて', 'metadata'],
    ['タグが付かない', 'metadata'],
    ['shop/web-11のメタデータ', 'metadata shop/web-11 (pod)'],
    ['ノード worker-12 のメタデータ', 'metadata /worker-12 (node)'],
    ['ポッド shop/web-13 のタグ', 'metadata shop/web-13 (pod)'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['metadta', 'unknown-word metadta -> metadata'],
    ['metadata -n shop', 'not-taken -n shop -> metadata'],
    ['metadata shop/', 'not-taken -n shop -> metadata'],
    ['metadata --page 2', 'not-taken --page 2 -> metadata'],
    ['metadata deploy/web', 'not-taken deploy/web -> hpa deployment/web | metadata'],
    ['metadata svc/web -n shop', 'not-taken svc/web -> endpoints shop/web | metadata'],
    ['metadata service web', 'not-taken web -> endpoints service/web | metadata'],
    ['metadata check/http_check', 'not-taken check/http_check -> checks check/http_check | metadata'],
    ['metadata http_check', `bad-name http_check -> ${METADATA_FORMS}`],
    ['metadata shop_1/web', `bad-name shop_1/web -> ${METADATA_FORMS}`],
    ['metadata a/b/c', `bad-name a/b/c -> ${METADATA_FORMS}`],
    ['metadata ../etc', `bad-name ../etc -> ${METADATA_FORMS}`],
    ['metadata web;rm', `bad-name web;rm -> ${METADATA_FORMS}`],
    ['metadata shop web', 'two-subjects web -> metadata shop/web | metadata shop | metadata web'],
    ['metadata worker-1 shop/web', 'two-subjects worker-1 -> metadata shop/web | metadata worker-1'],
    ['metadata node/worker-2 -n shop', 'two-subjects shop -> metadata node/worker-2 | metadata shop/worker-2'],
    ['metadata shop/web -n pay', 'two-subjects pay -> metadata shop/web | metadata pay/web'],
    ['metadata hpa', 'unknown-word hpa -> metadata | hpa'],
  ])('cannot be asked so: %s -> %s', (words, expected) => {
    expect(brief(words)).toContain(expected);
  });
});

describe('node', () => {
  it.each([
    ['node', 'node'],
    ['nodes', 'node'],
    ['Nodes?', 'node'],
    ['all nodes', 'node'],
    ['node agents', 'node'],
    ['node-agent', 'node'],
    ['daemonset', 'node'],
    ['node agent status', 'node'],
    ['status of the nodes', 'node'],
    ['are all node agents connected to the cluster agent?', 'node'],
    ['why are node agents disconnected', 'node teach'],
    ['nodes on prod-1', 'node @prod-1'],
    ['node worker-1', 'node /worker-1'],
    ['nodes worker-2', 'node /worker-2'],
    ['node Worker-3?', 'node /worker-3'],
    ['node node/worker-4', 'node /worker-4 (node)'],
    ['node/worker-5', 'node /worker-5 (node)'],
    ['status of node/worker-6', 'node /worker-6 (node)'],
    ['status on node worker-7', 'node /worker-7'],
    ['status of node worker-8 on prod-8', 'node /worker-8 @prod-8'],
    ['why is node worker-9 not connected', 'node /worker-9 teach'],
    ['node agent worker-10', 'node /worker-10'],
    ['worker-11 node', 'node /worker-11'],
    ['node 10.0.0.12', 'node /10.0.0.12'],
    ['node shop/web-1', 'node shop/web-1 (pod)'],
    ['node of the pod shop/web-2', 'node shop/web-2 (pod)'],
    ['node for pod web-3 -n shop', 'node shop/web-3 (pod)'],
    ['node pod web-4', 'node /web-4 (pod)'],
    ['node web-5 -n shop', 'node shop/web-5 (pod)'],
    ['node in shop/web-6', 'node shop/web-6 (pod)'],
    ['node "node"', 'node /node'],
    ['ノード', 'node'],
    ['ノードエージェント', 'node'],
    ['ノード worker-13 が接続できない', 'node /worker-13'],
    ['なぜ ノードworker-14のAgentが接続できない', 'node /worker-14 teach'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['check node worker-1', 'checks /worker-1 (node)'],
    ['on node worker-2 which checks', 'checks /worker-2 (node)'],
    ['checks of the node agent worker-3', 'checks /worker-3'],
    ['hpa node', 'hpa /node'],
    ['hpa node/web', 'hpa node/web'],
    ['leader on node/prod', 'leader @node/prod'],
    ['status on node', 'status @node'],
    ['status on svc/web', 'status @svc/web'],
  ])('another question about a node stays what it is: %s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['noed', 'unknown-word noed -> node'],
    ['node -n shop', 'not-taken -n shop -> node'],
    ['node --page 3', 'not-taken --page 3 -> node'],
    ['node sts/web -n shop', 'not-taken sts/web -> hpa statefulset/web -n shop | node'],
    ['node svc/web', 'not-taken svc/web -> endpoints service/web | node'],
    ['node worker_1', `bad-name worker_1 -> ${NODE_FORMS}`],
    ['node/worker_2', `bad-name node/worker_2 -> ${NODE_FORMS}`],
    ['node worker-3 worker-4', 'two-subjects worker-4 -> node worker-3/worker-4 | node worker-3 | node worker-4'],
    ['node leader', 'not-taken node -> node | leader'],
  ])('cannot be asked so: %s -> %s', (words, expected) => {
    expect(brief(words)).toContain(expected);
  });
});

const WORDS = ['status', 'node', 'pod', 'svc', 'deploy', 'on', 'in', 'ns', 'the', 'missing', 'token', '824', 'events'];
const NAME = fc.oneof(fc.constantFrom(...WORDS), fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/));
const DOTTED = fc.oneof(NAME, fc.constantFrom('ip-10-0-1-9.eu.internal', '10.0.0.4', 'web.1'));

describe('the text of a question', () => {
  it('is read back as the same question', () => {
    const subject = fc.oneof(
      fc.record({ namespace: NAME, name: DOTTED, resource: fc.constant('pod' as const) }),
      fc.record({ name: DOTTED, resource: fc.constantFrom('pod' as const, 'node' as const) }),
      fc.record({ name: DOTTED }),
    );
    const asked = fc
      .record({
        kind: fc.constantFrom('metadata' as const, 'node' as const),
        subject: fc.option(subject, { nil: undefined }),
        cluster: fc.constantFrom(undefined, 'prod-eu', 'arn:aws:eks:eu-1:10:cluster/shop', 'node'),
      })
      .map(
        ({ kind, subject, cluster }): Question => ({
          kind,
          ...(subject && { subject }),
          ...(cluster !== undefined && { cluster }),
        }),
      );
    fc.assert(
      fc.property(asked, (question) => {
        const parsed = parseQuestion(questionText(question));
        expect(parsed).toMatchObject({ ok: true, question });
        expect(parsed.ok && JSON.stringify(parsed.question.subject)).toBe(JSON.stringify(question.subject));
      }),
      { seed: 83, numRuns: 5_000 },
    );
  });

  it.each([
    ['metadata shop/web', 'metadata pod web -n shop'],
    ['metadata node/worker-3', 'metadata on node worker-3'],
    ['node worker-3', 'why is node worker-3 disconnected'],
    ['node "status"', 'node “status”'],
    ['node pod/web -n deploy', 'node pod web -n deploy'],
    ['node --cluster prod', 'node agents on prod'],
  ])('%s, for %s', (text, words) => {
    const parsed = parseQuestion(words);
    expect(parsed.ok && questionText(parsed.question)).toBe(text);
  });
});

it('any words about nodes: an answer whose names are legal, or a suggestion, never a throw', () => {
  const word = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'metadata node nodes pod pod/ on in for the node/ node/worker-1 pod/web svc/web shop/web worker-1 -n ns'.split(
          ' ',
        ),
        ...'“ "web" 10.0.0.4 824 ノード メタデータ が つながらない constructor __proto__ ../x agent all'.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
  );
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 8 }),
      fc.constantFrom(' ', '', '/', '　'),
      fc.constantFrom('', 'metadata ', 'node '),
      (words, glue, lead) => {
        const parsed = parseQuestion(`${lead}${words.join(glue)}`);
        if (!parsed.ok) {
          expect(parsed.suggestions.length).toBeGreaterThan(0);
          return;
        }
        const { subject, kind } = parsed.question;
        if (subject?.name === undefined || (kind !== 'metadata' && kind !== 'node')) return;
        read += 1;
        expect(subject.name).toMatch(/^[a-z0-9.-]+$/);
        expect(subject.namespace ?? 'a').toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
        expect([undefined, 'node', 'pod']).toContain(subject.resource);
        expect(subject.namespace === undefined || subject.resource === 'pod').toBe(true);
      },
    ),
    { seed: 84, numRuns: 5_000 },
  );
  expect(read).toBeGreaterThan(300);
});
