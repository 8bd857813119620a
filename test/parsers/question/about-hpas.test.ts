import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question, Subject } from '../../../src/domain/question.ts';
import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';
import { plainWords } from '../../../src/parsers/question/plain-words.ts';
import { questionText } from '../../../src/parsers/question/question-text.ts';
import { ASKABLE } from '../../../src/parsers/question/words.ts';
import { brief } from './brief-question.ts';

describe('the list of HPAs', () => {
  it.each([
    ['hpa', 'hpa'],
    ['HPAs?', 'hpa'],
    ['autoscaler', 'hpa'],
    ['autoscalers', 'hpa'],
    ['horizontalpodautoscaler', 'hpa'],
    ['horizontal pod autoscalers', 'hpa'],
    ['hpa status', 'hpa'],
    ['status of the hpas', 'hpa'],
    ['list all hpas', 'hpa'],
    ['hpas -A', 'hpa'],
    ['why is the hpa stuck at 824', 'hpa teach'],
    ['hpa 824/9 (avg)', 'hpa'],
    ['hpa --page 2', 'hpa p2'],
    ['hpa —page 3', 'hpa p3'],
    ['hpas page 4', 'hpa p4'],
    ['hpa --page=1', 'hpa'],
    ['hpa page 9999', 'hpa p9999'],
    ['hpa on prod-5', 'hpa @prod-5'],
    ['hpas in prod-6 page 7', 'hpa p7 @prod-6'],
    ['hpa cluster prod-8', 'hpa @prod-8'],
    ['hpa for the cluster prod-9', 'hpa @prod-9'],
    ['HPA 一覧', 'hpa'],
    ['オートスケーラー', 'hpa'],
    ['オートスケーラーの状態', 'hpa'],
    ['スケールしない', 'hpa'],
    ['HPAの一覧を見せて', 'hpa'],
    ['HPA 2ページ目', 'hpa p2'],
    ['HPA ３ ページ', 'hpa p3'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('the HPAs of a namespace', () => {
  it.each([
    ['hpa -n shop-1', 'hpa shop-1/'],
    ['hpa -n=shop-2', 'hpa shop-2/'],
    ['hpas --namespace=shop-3', 'hpa shop-3/'],
    ['hpa —namespace Shop-4', 'hpa shop-4/'],
    ['hpa –n shop-5', 'hpa shop-5/'],
    ['hpa in namespace shop-6', 'hpa shop-6/'],
    ['hpas in the namespace shop-7?', 'hpa shop-7/'],
    ['hpas in the shop-8 namespace', 'hpa shop-8/'],
    ['hpa ns shop-9', 'hpa shop-9/'],
    ['hpa namespace “shop-10”', 'hpa shop-10/'],
    ['hpa shop-11/', 'hpa shop-11/'],
    ['hpas in shop-12/', 'hpa shop-12/'],
    ['hpa ns/shop-13', 'hpa shop-13/'],
    ['hpa shop-14/*', 'hpa shop-14/'],
    ['hpa -n shop-15 --page 2 on prod', 'hpa shop-15/ p2 @prod'],
    ['shop-16 名前空間の HPA', 'hpa shop-16/'],
    ['shop-17ネームスペースのHPA', 'hpa shop-17/'],
    ['名前空間 shop-18 の HPA', 'hpa shop-18/'],
    ['hpa -n status', 'hpa status/'],
    ['metrics -n shop-19', 'metrics shop-19/'],
    ['metrics shop-20/ page 3', 'metrics shop-20/ p3'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('one HPA, or the one of a workload', () => {
  it.each([
    ['hpa shop/web-1', 'hpa shop/web-1'],
    ['hpa web-2', 'hpa /web-2'],
    ['hpa/web-3', 'hpa /web-3 (hpa)'],
    ['hpa hpa/web-4', 'hpa /web-4 (hpa)'],
    ['deploy/web-5', 'hpa /web-5 (deployment)'],
    ['deployment/web-6', 'hpa /web-6 (deployment)'],
    ['deployment.apps/web-7', 'hpa /web-7 (deployment)'],
    ['sts/db-8', 'hpa /db-8 (statefulset)'],
    ['hpa rs/x-9', 'hpa /x-9 (replicaset)'],
    ['horizontalpodautoscaler.autoscaling/web-10', 'hpa /web-10 (hpa)'],
    ['shop/web-11', 'hpa shop/web-11'],
    ['/shop/web-12', 'hpa shop/web-12'],
    ['Shop/Web-13', 'hpa shop/web-13'],
    ['“shop/web-14”', 'hpa shop/web-14'],
    ['hpa `shop/web-15`', 'hpa shop/web-15'],
    ['shop/deploy/web-16', 'hpa shop/web-16 (deployment)'],
    ['deploy/shop/web-17', 'hpa shop/web-17 (deployment)'],
    ['hpa deployment web-18', 'hpa /web-18 (deployment)'],
    ['deployment shop/web-19', 'hpa shop/web-19 (deployment)'],
    ['hpa for the web-20 deployment', 'hpa /web-20'],
    ['hpa for web-21', 'hpa /web-21'],
    ['hpa of web-22', 'hpa /web-22'],
    ['the web-23 hpa', 'hpa /web-23'],
    ["web-24's hpa", 'hpa /web-24'],
    ['web-25’s hpa', 'hpa /web-25'],
    ['hpa web-26 -n shop', 'hpa shop/web-26'],
    ['-n shop hpa web-27', 'hpa shop/web-27'],
    ['hpa web-28 in namespace shop', 'hpa shop/web-28'],
    ['hpa deploy/web-29 --namespace=shop', 'hpa shop/web-29 (deployment)'],
    ['why is shop/web-51 at 824', 'hpa shop/web-51 teach'],
    ['hpa shop / web-52', 'hpa shop/web-52'],
    ['kubectl describe hpa web-53 -n shop', 'hpa shop/web-53'],
    ['hpa web-30 on prod-eu', 'hpa /web-30 @prod-eu'],
    ['hpa deploy/web-31 in prod-eu', 'hpa /web-31 (deployment) @prod-eu'],
    ['why hpa web-32', 'hpa /web-32 teach'],
    ['why is hpa shop/web-33 at 824', 'hpa shop/web-33 teach'],
    ['why is hpa shop/web-34 at 824/9 (avg)?', 'hpa shop/web-34 teach'],
    ['why is web-35 not scaling', 'hpa /web-35 teach'],
    ['why does the hpa web-36 show the wrong metric', 'hpa /web-36 teach'],
    ['is hpa web-37 ok?', 'hpa /web-37'],
    ['hpa 2048', 'hpa /2048'],
    ['hpa 2048 at 824', 'hpa /2048'],
    ['hpa web.38.example', 'hpa /web.38.example'],
    ['hpa web-39 web-39', 'hpa /web-39'],
    ['hpa web-40 shop/web-40', 'hpa shop/web-40'],
    ['hpa web-41 --page 2', 'hpa /web-41'],
    ['status of hpa web-42', 'hpa /web-42'],
    ['metrics of hpa web-43', 'hpa /web-43'],
    ['shop/web-44がスケールしない', 'hpa shop/web-44'],
    ['shop/web-45 のオートスケーラーはなぜ', 'hpa shop/web-45 teach'],
    ['「web-46」のHPA', 'hpa /web-46'],
    ['なぜ shop/web-47 が増えない', 'hpa shop/web-47 teach'],
    ['ｈｐａ　ｓｈｏｐ／ｗｅｂ－４８', 'hpa shop/web-48'],
    ['<@U0123ABC> hpa shop/web-49', 'hpa shop/web-49'],
    ['hpa (shop/web-50)', 'hpa shop/web-50'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['hpa "status"', '/status'],
    ['hpa "checks"', '/checks'],
    ['hpa/logs', '/logs (hpa)'],
    ['hpa node/web', 'node/web'],
    ['hpa svc/web', 'svc/web'],
    ['hpa “leader”', '/leader'],
    ["hpa 'metrics'", '/metrics'],
    ['hpa `on`', '/on'],
    ['hpa default/status', 'default/status'],
    ['hpa leader/leader', 'leader/leader'],
    ['hpa agent', '/agent'],
    ['hpa/help', '/help (hpa)'],
    ['hpa "deployment"', '/deployment'],
  ])('a name that is a word of ours: %s -> %s', (words, expected) => {
    expect(brief(words)).toBe(`hpa ${expected}`);
  });
});

describe('metrics', () => {
  it.each([
    ['metrics', 'metrics'],
    ['metric', 'metrics'],
    ['externalmetrics', 'metrics'],
    ['external metrics', 'metrics'],
    ['external-metrics', 'metrics'],
    ['external metrics server', 'metrics'],
    ['ddm', 'metrics'],
    ['datadogmetric', 'metrics'],
    ['DatadogMetrics', 'metrics'],
    ['datadog metrics', 'metrics'],
    ['hpa metrics', 'metrics'],
    ['metrics status', 'metrics'],
    ['metrics of the agent', 'metrics'],
    ['metrics --page 2', 'metrics p2'],
    ['metrics page 3 on prod', 'metrics p3 @prod'],
    ['メトリクス', 'metrics'],
    ['外部メトリクスの一覧', 'metrics'],
    ['外部 メトリクス', 'metrics'],
    ['メトリクスを見せて', 'metrics'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

const LONG = 'a'.repeat(64);

describe('what cannot be asked', () => {
  it.each([
    ['web', `unknown-word web -> ${ASKABLE.join(' | ')}`],
    ['hap', 'unknown-word hap -> hpa'],
    ['metrcis', 'unknown-word metrcis -> metrics'],
    ['web -n shop', 'unknown-word web -> hpa shop/web'],
    ['leadr -n shop', 'unknown-word leadr -> leader'],
    ['leader web', `unknown-word web -> ${ASKABLE.join(' | ')}`],
    ['hpa leader', 'unknown-word leader -> hpa | leader | hpa/leader'],
    ['hpa checks', 'unknown-word checks -> hpa | checks | hpa/checks'],
    ['leader hpa', 'unknown-word hpa -> leader | hpa'],
    ['hpa web cart', 'two-subjects cart -> hpa web/cart | hpa web | hpa cart'],
    ['hello hpa web', 'two-subjects hello -> hpa web/hello | hpa web | hpa hello'],
    ['hpa web.example cart', 'two-subjects cart -> hpa web.example | hpa cart'],
    ['hpa shop/web pay/web', 'two-subjects pay/web -> hpa shop/web | hpa pay/web'],
    ['shop/web -n pay', 'two-subjects pay -> hpa shop/web | hpa pay/web'],
    ['hpa/web deploy/web', 'two-subjects deploy/web -> hpa/web | hpa deployment/web'],
    ['hpa web_1', 'bad-name web_1 -> hpa NAMESPACE/NAME'],
    ['hpa shop_2/web', 'bad-name shop_2/web -> hpa NAMESPACE/NAME'],
    ['shop.3/web', 'bad-name shop.3/web -> hpa NAMESPACE/NAME'],
    ['hpa shop/-web', 'bad-name shop/-web -> hpa NAMESPACE/NAME'],
    ['hpa deploy/', 'bad-name deploy/ -> hpa NAMESPACE/NAME'],
    ['hpa shop/pod/web', 'bad-name shop/pod/web -> hpa NAMESPACE/NAME'],
    ['hpa a:b/c', 'bad-name a:b/c -> hpa NAMESPACE/NAME'],
    [`hpa ${LONG}/web`, `bad-name ${LONG}/web -> hpa NAMESPACE/NAME`],
    ['hpa -n shop_4', 'bad-name shop_4 -> --namespace NAME'],
    ['hpa -n', 'bad-option --namespace -> --namespace NAME'],
    ['hpa -n --page 2', 'bad-option --namespace -> --namespace NAME'],
    ['hpa in namespace', 'bad-option namespace -> --namespace NAME'],
    ['hpa --page', 'bad-option --page -> --page NUMBER'],
    ['hpa --page 0', 'bad-option 0 -> --page NUMBER'],
    ['hpa --page 10000', 'bad-option 10000 -> --page NUMBER'],
    ['hpa --page two', 'bad-option two -> --page NUMBER'],
    ['hpa page 0', 'bad-option 0 -> --page NUMBER'],
    ['hpa --pgae 2', 'bad-option --pgae -> --page'],
    ['leader shop/web', 'not-taken shop/web -> hpa shop/web | leader'],
    ['leader deploy/web -n shop', 'not-taken deploy/web -> hpa deployment/web -n shop | leader'],
    ['status -n shop', 'not-taken -n shop -> hpa -n shop | metrics -n shop | status'],
    ['-n shop', 'not-taken -n shop -> hpa -n shop | metrics -n shop | status'],
    ['leader --page 2', 'not-taken --page 2 -> hpa --page 2 | metrics --page 2 | leader'],
    ['metrics shop/web', 'not-taken shop/web -> hpa shop/web | metrics'],
    ['metrics web', 'not-taken web -> hpa web | metrics'],
    ['help shop/web', 'not-taken shop/web -> hpa shop/web | help'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it('names of 253 and namespaces of 63 characters are legal, one more is not', () => {
    const name = `${'n'.repeat(126)}.${'n'.repeat(126)}`;
    expect(brief(`hpa ${'a'.repeat(63)}/${name}`)).toBe(`hpa ${'a'.repeat(63)}/${name}`);
    expect(brief(`hpa ${name}n`)).toMatch(/^bad-name /);
    expect(brief(`hpa -n ${LONG}`)).toMatch(/^bad-name /);
  });
});

it('quoted words are known as such', () => {
  expect(plainWords('hpa “web”, "a b" c’s')).toEqual([
    { text: 'hpa', quoted: false },
    { text: 'web', quoted: true },
    { text: 'a', quoted: false },
    { text: 'b', quoted: false },
    { text: "c's", quoted: false },
  ]);
});

const NAME = fc.oneof(
  fc.constantFrom(
    'status',
    'leader',
    'why',
    'on',
    'in',
    'page',
    'ns',
    'namespace',
    'deploy',
    'hpa',
    'sts',
    'the',
    '824',
    '3k',
    '5-g',
    'metrics',
    'checks',
    'check',
    'endpoints',
    'logs',
    'node',
    'svc',
    'cluster',
    'agent',
    'for',
    'web.example',
  ),
  fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/),
);
const NAMESPACE = NAME.filter((name) => !name.includes('.'));
const RESOURCE = fc.constantFrom('hpa', 'deployment', 'statefulset', 'replicaset');

function parts(all: {
  namespace?: string | undefined;
  name?: string | undefined;
  resource?: Subject['resource'];
}): Subject {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

describe('the text of a question', () => {
  it('is read back as the same question', () => {
    const hpa = fc
      .record({
        namespace: fc.option(NAMESPACE, { nil: undefined }),
        name: NAME,
        resource: fc.option(RESOURCE, { nil: undefined }),
      })
      .map((subject): Question => ({ kind: 'hpa', subject: parts(subject as Parameters<typeof parts>[0]) }));
    const list = fc
      .record({
        kind: fc.constantFrom('hpa' as const, 'metrics' as const),
        namespace: fc.option(NAMESPACE, { nil: undefined }),
        page: fc.option(fc.integer({ min: 2, max: 9_999 }), { nil: undefined }),
      })
      .map(
        ({ kind, namespace, page }): Question => ({
          kind,
          ...(namespace !== undefined && { subject: { namespace } }),
          ...(page !== undefined && { page }),
        }),
      );
    const cluster = fc.option(fc.constantFrom('prod-eu', 'arn:aws:eks:eu-1:10:cluster/shop', 'status'), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.oneof(hpa, list), cluster, (asked, named) => {
        const question = { ...asked, ...(named !== undefined && { cluster: named }) };
        const parsed = parseQuestion(questionText(question));
        expect(parsed).toMatchObject({ ok: true, question });
        expect(parsed.ok && JSON.stringify(parsed.question.subject)).toBe(JSON.stringify(question.subject));
      }),
      { seed: 72, numRuns: 5_000 },
    );
  });

  it.each([
    ['hpa shop/web', 'hpa web -n shop'],
    ['hpa shop/web', 'why is Shop/Web at 824'],
    ['hpa deployment/web -n shop', 'shop/deploy/web'],
    ['hpa "status"', 'hpa “status”'],
    ['hpa web -n deploy', 'hpa "web" --namespace deploy'],
    ['hpa/web -n shop', 'shop/hpa/web'],
    ['metrics --page 2', 'external metrics page 2'],
  ])('%s, for %s', (text, words) => {
    const parsed = parseQuestion(words);
    expect(parsed.ok && questionText(parsed.question)).toBe(text);
  });
});

it('any words about HPAs: an answer whose names are legal, or a suggestion, never a throw', () => {
  const word = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'hpa metrics status -n ns in for the page --page deploy deploy/ / * “ "web" shop/web web 824/9'.split(' '),
        ...'が スケール 名前空間 constructor __proto__'.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
    { weight: 1, arbitrary: fc.integer({ max: 20_000 }).map(String) },
  );
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 10 }),
      fc.constantFrom(' ', '', '/', '　'),
      fc.constantFrom('', 'hpa '),
      (words, glue, lead) => {
        const parsed = parseQuestion(`${lead}${words.join(glue)}`);
        if (!parsed.ok) {
          expect(parsed.suggestions.length).toBeGreaterThan(0);
          return;
        }
        const { subject, page, kind } = parsed.question;
        if (subject !== undefined) read += 1;
        expect(subject?.namespace ?? 'a').toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
        expect(subject?.name ?? 'a').toMatch(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
        expect(page ?? 2).toBeGreaterThan(1);
        if (subject !== undefined || page !== undefined) expect(['hpa', 'metrics']).toContain(kind);
      },
    ),
    { seed: 73, numRuns: 5_000 },
  );
  expect(read).toBeGreaterThan(100);
});

it('3,000 characters are read in linear time', () => {
  for (const unit of ['hpa/', '/', 'a.', '-', 'web ', '"', "'", '(', 'あア', '1/', 'ns ', 'in ', 'deploy ', 'a-']) {
    const words = unit.repeat(3_000 / unit.length);
    const started = performance.now();
    parseQuestion(words);
    parseQuestion(`hpa ${words.slice(4)}`);
    expect(performance.now() - started).toBeLessThan(200);
  }
});
