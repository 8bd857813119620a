import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/domain/question.ts';
import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';
import { questionText } from '../../../src/parsers/question/question-text.ts';
import { brief } from './brief-question.ts';

describe('all checks', () => {
  it.each([
    ['checks', 'checks'],
    ['check', 'checks'],
    ['Checks?', 'checks'],
    ['clusterchecks', 'checks'],
    ['cluster-checks', 'checks'],
    ['cluster checks', 'checks'],
    ['cluster check', 'checks'],
    ['agent checks', 'checks'],
    ['configcheck', 'checks'],
    ['kubectl datadog-cluster-agent clusterchecks', 'checks'],
    ['config-check', 'checks'],
    [
      'datadog-cluster-agent clusterchecks --no-color',
      'bad-option --no-color -> --cluster | --lang | --depth | --namespace | --page',
    ],
    ['status of the checks', 'checks'],
    ['checks status', 'checks'],
    ['checks of the agent', 'checks'],
    ['show me all cluster checks', 'checks'],
    ['why are checks failing', 'checks teach'],
    ['which checks are not running?', 'checks'],
    ['checks on prod-1', 'checks @prod-1'],
    ['cluster checks in prod-2 page 3', 'checks p3 @prod-2'],
    ['checks cluster prod-4', 'checks @prod-4'],
    ['checks --page 5', 'checks p5'],
    ['checks page 1', 'checks'],
    ['checks -n shop-6', 'checks shop-6/'],
    ['checks in the namespace shop-7', 'checks shop-7/'],
    ['checks shop-8/', 'checks shop-8/'],
    ['チェック', 'checks'],
    ['クラスターチェック', 'checks'],
    ['クラスタチェックの一覧', 'checks'],
    ['クラスターのチェックを見せて', 'checks'],
    ['クラスターチェックが動いていない', 'checks'],
    ['なぜ クラスターチェックが実行されない', 'checks teach'],
    ['チェック 2ページ目', 'checks p2'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('what a question about checks is about', () => {
  it.each([
    ['checks http_check', 'checks /http_check'],
    ['check http_check', 'checks /http_check'],
    ['check/http_check', 'checks /http_check (check)'],
    ['the http_check check', 'checks /http_check'],
    ['cluster check http_check', 'checks /http_check'],
    ['agent check http_check', 'checks /http_check'],
    ['checks for http_check', 'checks /http_check'],
    ['why is the check http_check not running?', 'checks /http_check teach'],
    ['why is check kubernetes_state_core failing on prod-1', 'checks /kubernetes_state_core @prod-1 teach'],
    ['checks my.custom-2', 'checks /my.custom-2'],
    ['checks My_Check_3!', 'checks /My_Check_3'],
    ['checks check/My.Check', 'checks /My.Check (check)'],
    ['checks "status"', 'checks /status'],
    ['checks "running"', 'checks /running'],
    ['checks “Leader”', 'checks /Leader'],
    ['checks web-4', 'checks /web-4'],
    ['checks web-5 -n shop', 'checks shop/web-5 (service)'],
    ['checks shop/web-6', 'checks shop/web-6 (service)'],
    ['check Shop/Web-7', 'checks shop/web-7 (service)'],
    ['checks shop/svc/web-8', 'checks shop/web-8 (service)'],
    ['checks svc/shop/web-9', 'checks shop/web-9 (service)'],
    ['checks svc/web-10 -n shop', 'checks shop/web-10 (service)'],
    ['checks service web-11 -n shop', 'checks shop/web-11 (service)'],
    ['checks for the service shop/web-12', 'checks shop/web-12 (service)'],
    ['checks of service web-13', 'checks /web-13 (service)'],
    ['checks in shop/web-14', 'checks shop/web-14 (service)'],
    ['shop/web-15 checks', 'checks shop/web-15 (service)'],
    ['checks web-16 shop/web-16', 'checks shop/web-16 (service)'],
    ['checks node/worker-3', 'checks /worker-3 (node)'],
    ['checks on node worker-4', 'checks /worker-4 (node)'],
    ['checks on the node Worker-5?', 'checks /worker-5 (node)'],
    ['checks on node/worker-6', 'checks /worker-6 (node)'],
    ['checks on node worker-7 on prod-7', 'checks /worker-7 (node) @prod-7'],
    ['on node worker-8 which checks', 'checks /worker-8 (node)'],
    ['checks node ip-10-0-1-9.eu.internal', 'checks /ip-10-0-1-9.eu.internal (node)'],
    ['checks node/worker-10 --page 2', 'checks /worker-10 (node) p2'],
    ['ノード worker-11 のチェック', 'checks /worker-11 (node)'],
    ['http_check のチェックが動かない', 'checks /http_check'],
    ['なぜ チェック http_check が失敗している', 'checks /http_check teach'],
    ['shop/web-12のクラスターチェック', 'checks shop/web-12 (service)'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['check the leader', 'leader'],
    ['check status', 'status'],
    ['check the agent on prod', 'status @prod'],
    ['check hpa shop/web', 'hpa shop/web'],
    ['check deploy/web', 'hpa /web (deployment)'],
    ['リーダーのチェック', 'leader'],
    ['status on node', 'status @node'],
    ['leader on node/prod', 'leader @node/prod'],
  ])('`check` before another question is only a word: %s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('endpoints', () => {
  it.each([
    ['endpoints', 'endpoints'],
    ['endpoint', 'endpoints'],
    ['endpoint checks', 'endpoints'],
    ['endpoint-checks', 'endpoints'],
    ['endpointchecks', 'endpoints'],
    ['checks of the endpoints', 'endpoints'],
    ['endpoints on prod-1', 'endpoints @prod-1'],
    ['endpoints shop/web-2', 'endpoints shop/web-2 (service)'],
    ['why endpoint checks for shop/web-3', 'endpoints shop/web-3 (service) teach'],
    ['endpoints svc/web-4 -n shop', 'endpoints shop/web-4 (service)'],
    ['endpoints web-5 -n shop', 'endpoints shop/web-5 (service)'],
    ['endpoints svc/web-6', 'endpoints /web-6 (service)'],
    ['endpoints web-7', 'endpoints /web-7 (service)'],
    ['endpoints -n shop-8', 'endpoints shop-8/'],
    ['エンドポイント', 'endpoints'],
    ['エンドポイントチェックが届かない', 'endpoints'],
    ['エンドポイントのチェック shop/web-9', 'endpoints shop/web-9 (service)'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('logs', () => {
  it.each([
    ['logs', 'logs'],
    ['log', 'logs'],
    ['errors in the logs', 'logs'],
    ['errors in logs on prod-1', 'logs @prod-1'],
    ['what is in the logs?', 'logs'],
    ['recent errors in the log', 'logs'],
    ['last 500 log lines', 'logs'],
    ['agent logs', 'logs'],
    ['logs of the cluster agent', 'logs'],
    ['leader logs', 'logs'],
    ['check the logs', 'logs'],
    ['why errors in the logs', 'logs teach'],
    ['logs --cluster prod-2', 'logs @prod-2'],
    ['ログ', 'logs'],
    ['ログのエラーを見せて', 'logs'],
    ['エラーログ', 'logs'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['chekcs', 'unknown-word chekcs -> checks'],
    ['endponits', 'unknown-word endponits -> endpoints'],
    ['lgos', 'unknown-word lgos -> logs'],
    ['why is http_check not running', 'unknown-word http_check -> checks http_check'],
    ['checks leader', 'unknown-word leader -> checks | leader'],
    ['checks hpa', 'unknown-word hpa -> checks | hpa'],
    ['checks deploy/web', 'not-taken deploy/web -> hpa deployment/web | checks'],
    ['checks deployment web -n shop', 'not-taken web -> hpa deployment/web -n shop | checks'],
    ['checks http_check ntp', 'two-subjects ntp -> checks http_check | checks ntp'],
    ['checks shop web', 'two-subjects web -> checks shop/web | checks shop | checks web'],
    ['checks node/worker-1 shop/web', 'two-subjects shop/web -> checks node/worker-1 | checks shop/web'],
    ['checks http_check -n shop', 'two-subjects shop -> checks http_check | checks -n shop'],
    ['checks node/worker-2 -n shop', 'two-subjects shop -> checks node/worker-2 | checks -n shop'],
    ['checks shop/web -n pay', 'two-subjects pay -> checks shop/web | checks pay/web'],
    ['checks shop_3/web', 'bad-name shop_3/web -> checks CHECK | checks node/NODE | checks NAMESPACE/SERVICE'],
    ['checks node/worker_4', 'bad-name node/worker_4 -> checks CHECK | checks node/NODE | checks NAMESPACE/SERVICE'],
    ['checks a/b/c', 'bad-name a/b/c -> checks CHECK | checks node/NODE | checks NAMESPACE/SERVICE'],
    ['checks web;rm', 'bad-name web;rm -> checks CHECK | checks node/NODE | checks NAMESPACE/SERVICE'],
    ['checks ../etc', 'bad-name ../etc -> checks CHECK | checks node/NODE | checks NAMESPACE/SERVICE'],
    ['endpoints shop/web_5', 'bad-name shop/web_5 -> endpoints NAMESPACE/SERVICE'],
    ['endpoints node/worker-6', 'not-taken worker-6 -> checks node/worker-6 | endpoints'],
    ['endpoints http_check', 'not-taken http_check -> checks http_check | endpoints'],
    ['endpoints --page 2', 'not-taken --page 2 -> checks --page 2 | endpoints'],
    ['logs shop/web', 'not-taken shop/web -> logs'],
    ['logs web', 'not-taken web -> logs'],
    ['logs -n shop', 'not-taken -n shop -> logs'],
    ['logs --page 2', 'not-taken --page 2 -> logs'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it('names of checks have at most 100 characters', () => {
    expect(brief(`checks ${'c_'.repeat(50)}`)).toBe(`checks /${'c_'.repeat(50)}`);
    expect(brief(`checks ${'c_'.repeat(50)}c`)).toMatch(/^bad-name /);
  });
});

const WORDS = ['status', 'check', 'checks', 'node', 'svc', 'on', 'in', 'page', 'ns', 'the', 'failing', 'load', '824'];
const NAME = fc.oneof(fc.constantFrom(...WORDS), fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/));
const CHECK = fc.oneof(
  fc.constantFrom(...WORDS, 'Status', 'http_check', 'kubernetes_state_core', 'my.custom'),
  fc.stringMatching(/^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,8}[A-Za-z0-9_])?$/).filter((name) => !name.includes('..')),
);
const NAMESPACE = fc.option(NAME, { nil: undefined });

/** Left out where there is none. */
function within(namespace: string | undefined) {
  return namespace === undefined ? {} : { namespace };
}

describe('the text of a question', () => {
  it('is read back as the same question', () => {
    const service = fc
      .record({ kind: fc.constantFrom('checks' as const, 'endpoints' as const), namespace: NAMESPACE, name: NAME })
      .map(
        ({ kind, namespace, name }): Question => ({
          kind,
          subject: { ...within(namespace), name, resource: 'service' },
        }),
      );
    const other = fc
      .record({ check: CHECK, node: NAME, of: fc.constantFrom('check', 'node', 'any') })
      .map(({ check, node, of }): Question => {
        const subject =
          of === 'node'
            ? { name: node, resource: of }
            : of === 'check'
              ? { name: check, resource: of }
              : { name: check };
        return { kind: 'checks', subject };
      });
    const list = fc
      .record({ namespace: NAMESPACE, page: fc.option(fc.integer({ min: 2, max: 9_999 }), { nil: undefined }) })
      .map(
        ({ namespace, page }): Question => ({
          kind: 'checks',
          ...(namespace === undefined ? {} : { subject: { namespace } }),
          ...(page === undefined ? {} : { page }),
        }),
      );
    const bare = fc.constantFrom<Question>({ kind: 'endpoints' }, { kind: 'logs' });
    const cluster = fc.constantFrom(undefined, 'prod-eu', 'arn:aws:eks:eu-1:10:cluster/shop', 'node');
    fc.assert(
      fc.property(fc.oneof(service, other, list, bare), cluster, (asked, named) => {
        const question = { ...asked, ...(named !== undefined && { cluster: named }) };
        const parsed = parseQuestion(questionText(question));
        expect(parsed).toMatchObject({ ok: true, question });
        expect(parsed.ok && JSON.stringify(parsed.question.subject)).toBe(JSON.stringify(question.subject));
      }),
      { seed: 81, numRuns: 5_000 },
    );
  });

  it.each([
    ['checks shop/web', 'checks svc/web -n shop'],
    ['checks node/worker-3', 'checks on node worker-3'],
    ['checks http_check', 'why is check http_check failing'],
    ['checks "status"', 'checks “status”'],
    ['endpoints service/web', 'endpoints web'],
    ['checks service/web -n node', 'checks svc/web -n node'],
    ['checks --page 2 --cluster prod', 'cluster checks page 2 on prod'],
    ['logs', 'errors in the logs'],
  ])('%s, for %s', (text, words) => {
    const parsed = parseQuestion(words);
    expect(parsed.ok && questionText(parsed.question)).toBe(text);
  });
});

it('any words about checks: an answer whose names are legal, or a suggestion, never a throw', () => {
  const word = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'checks check endpoints logs on in for the node node/ svc svc/web shop/web http_check web -n ns --page'.split(
          ' ',
        ),
        ...'“ "web" My.Check 824 チェック ログ が 動かない constructor __proto__ ../x'.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
  );
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 8 }),
      fc.constantFrom(' ', '', '/', '　'),
      fc.constantFrom('', 'checks ', 'endpoints ', 'check '),
      (words, glue, lead) => {
        const parsed = parseQuestion(`${lead}${words.join(glue)}`);
        if (!parsed.ok) {
          expect(parsed.suggestions.length).toBeGreaterThan(0);
          return;
        }
        const { subject, kind } = parsed.question;
        if (subject?.name === undefined) return;
        read += 1;
        const { namespace, name, resource } = subject;
        const legal =
          kind === 'checks' && resource !== 'node' && resource !== 'service' ? /^[\w.-]+$/ : /^[a-z0-9.-]+$/;
        expect(name).toMatch(legal);
        expect(namespace ?? 'a').toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      },
    ),
    { seed: 82, numRuns: 5_000 },
  );
  expect(read).toBeGreaterThan(300);
});

it('3,000 characters are read in linear time', () => {
  for (const unit of ['check ', 'node ', 'svc/', 'a_', 'A.', 'on node ', 'in logs ', 'checks/', 'http_check ', '_']) {
    const words = unit.repeat(3_000 / unit.length);
    const started = performance.now();
    parseQuestion(words);
    parseQuestion(`checks ${words.slice(7)}`);
    expect(performance.now() - started).toBeLessThan(200);
  }
});
