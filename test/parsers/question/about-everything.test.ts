import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/domain/question.ts';
import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';
import { questionText } from '../../../src/parsers/question/question-text.ts';
import { brief } from './brief-question.ts';

const FULL = `ask${'0123456789abcdef'.repeat(2)}`;
const SHORT = FULL.slice(0, 13);
const OTHER = 'askfedcba9876';

describe('events', () => {
  it.each([
    ['events', 'events'],
    ['event', 'events'],
    ['Events?', 'events'],
    ['kubernetes events', 'events'],
    ['k8s events', 'events'],
    ['event collection', 'events'],
    ['leader election and events', 'events'],
    ['status of the events', 'events'],
    ['why are no events collected?', 'events teach'],
    ['are events still arriving on prod-1', 'events @prod-1'],
    ['last 20 events', 'events'],
    ['check the events', 'events'],
    ['イベント', 'events'],
    ['イベントが届かない', 'events'],
    ['なぜ イベントが収集されない', 'events teach'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['evnets', 'unknown-word evnets -> events'],
    ['events shop/web', 'not-taken shop/web -> events'],
    ['events web', 'not-taken web -> events'],
    ['events -n shop', 'not-taken -n shop -> events'],
    ['events --page 2', 'not-taken --page 2 -> events'],
    ['events since Monday', 'not-taken since -> events'],
    ['events on node/worker-1', 'events @node/worker-1'],
    ['events of node/worker-2', 'not-taken node/worker-2 -> node node/worker-2 | events'],
  ])('cannot be narrowed: %s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('health', () => {
  it.each([
    ['health', 'health'],
    ['health check', 'health'],
    ['healthcheck', 'health'],
    ['everything', 'health'],
    ['all', 'health'],
    ['show all', 'health'],
    ['is all good?', 'health'],
    ['is everything ok', 'health'],
    ['overview', 'health'],
    ['cluster overview on prod-1', 'health @prod-1'],
    ['health of the agent', 'health'],
    ['agent health', 'health'],
    ['check everything', 'health'],
    ['status of everything', 'health'],
    ['why is everything failing', 'not-taken failing -> health'],
    ['all in prod-2', 'health @prod-2'],
    ['健康', 'health'],
    ['ヘルス', 'health'],
    ['ヘルスチェック', 'health'],
    ['全部', 'health'],
    ['すべて 見せて', 'health'],
    ['全体の状態を教えて', 'health'],
    ['全部 大丈夫', 'health'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['is the leader healthy', 'leader'],
    ['health of the hpas', 'hpa'],
    ['are all checks healthy', 'checks'],
    ['show me all cluster checks', 'checks'],
    ['all clusters', 'clusters'],
    ['all logs', 'logs'],
    ['check all', 'checks'],
    ['healthy node agents', 'node'],
  ])('a question beside it is the one asked: %s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['heatlh', 'unknown-word heatlh -> health'],
    ['health shop/web', 'not-taken shop/web -> health'],
    ['health -n shop', 'not-taken -n shop -> health'],
    ['health node/worker-1', 'not-taken node/worker-1 -> node node/worker-1 | health'],
    ['all web', 'unknown-word web'],
  ])('cannot be narrowed: %s -> %s', (words, expected) => {
    expect(brief(words)).toContain(expected);
  });
});

describe('flare', () => {
  it.each([
    ['flare', 'flare'],
    ['Flare!', 'flare'],
    ['build a flare', 'flare'],
    ['get me a new flare file', 'flare'],
    ['flare from the leader on prod-1', 'flare @prod-1'],
    ['agent flare', 'flare'],
    ['フレア', 'flare'],
    ['フレアを作成', 'flare'],
    ['flrae', 'unknown-word flrae -> flare'],
    ['flare datadog-cluster-agent', 'flare'],
    ['flare shop/web', 'not-taken shop/web -> flare'],
    ['flare -n shop', 'not-taken -n shop -> flare'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('compare', () => {
  it.each([
    ['compare prod-a prod-b', 'compare @prod-a vs prod-b'],
    ['compare prod-a with prod-b', 'compare @prod-a vs prod-b'],
    ['compare prod-a and prod-b', 'compare @prod-a vs prod-b'],
    ['prod-a vs prod-b', 'compare @prod-a vs prod-b'],
    ['diff prod-a prod-b', 'compare @prod-a vs prod-b'],
    ['difference between prod-a and prod-b?', 'compare @prod-a vs prod-b'],
    ['compare the clusters prod-a and prod-b', 'compare @prod-a vs prod-b'],
    ['compare cluster prod-a with cluster prod-b', 'compare @prod-a vs prod-b'],
    ['compare the health of prod-a and prod-b', 'compare @prod-a vs prod-b'],
    ['compare prod-b --cluster prod-a', 'compare @prod-a vs prod-b'],
    ['compare with prod-b', 'compare vs prod-b'],
    ['compare gke_shop_eu/prod gke_shop_us/prod', 'compare @gke_shop_eu/prod vs gke_shop_us/prod'],
    ['compare Prod-A admin@Prod-B', 'compare @Prod-A vs admin@Prod-B'],
    ['compare arn:aws:eks:eu-1:10:cluster/shop prod', 'compare @arn:aws:eks:eu-1:10:cluster/shop vs prod'],
    ['compare dca prod', 'compare @dca vs prod'],
    ['compare "events" "all"', 'compare @events vs all'],
    ['why compare prod-a prod-b', 'compare @prod-a vs prod-b teach'],
    ['prod-a と prod-b を比較して', 'compare @prod-a vs prod-b'],
    ['prod-aとprod-bの違い', 'compare @prod-a vs prod-b'],
    [`compare ${SHORT}`, `compare vs #${SHORT}`],
    [`compare ${SHORT} with now`, `compare vs #${SHORT}`],
    [`compare the report ${FULL.toUpperCase()}?`, `compare vs #${FULL}`],
    [`${SHORT} と 今の比較`, `compare vs #${SHORT}`],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it.each([
    ['compare', 'bad-option compare -> compare CLUSTER CLUSTER | compare ID'],
    ['compare --cluster prod-a', 'bad-option compare -> compare CLUSTER CLUSTER | compare ID'],
    ['comapre', 'unknown-word comapre -> compare'],
    ['compare a-1 b-2 c-3', 'two-subjects c-3 -> compare a-1 b-2 | compare a-1 c-3'],
    [`compare ${SHORT} prod-a`, `two-subjects prod-a -> compare ${SHORT}`],
    [`compare ${SHORT} --cluster prod-a`, `two-subjects prod-a -> compare ${SHORT}`],
    [`compare ${SHORT} ${OTHER}`, `two-subjects ${OTHER} -> compare ${SHORT}`],
    ['compare prod-a;rm prod-b', 'bad-name prod-a;rm -> compare CLUSTER CLUSTER | compare ID'],
    ['compare prod-a prod-b -n shop', 'not-taken -n shop -> compare CLUSTER CLUSTER | compare ID'],
    ['compare prod-a prod-b --page 2', 'not-taken --page 2 -> compare CLUSTER CLUSTER | compare ID'],
    ['compare leader prod-a', 'unknown-word leader -> compare | leader'],
  ])('cannot be asked so: %s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('replay', () => {
  it.each([
    [`replay ${SHORT}`, `replay #${SHORT}`],
    [`replay ${FULL}`, `replay #${FULL}`],
    [`Replay the report ${SHORT.toUpperCase()}?`, `replay #${SHORT}`],
    [`why replay ${SHORT}`, `replay #${SHORT} teach`],
    [`${SHORT}をリプレイ`, `replay #${SHORT}`],
    ['replay', 'bad-option replay -> replay ID'],
    ['replay yesterday', 'bad-name yesterday -> replay ID'],
    ['replay shop/web', 'bad-name shop/web -> replay ID'],
    [`replay ${SHORT} ${OTHER}`, `two-subjects ${OTHER} -> replay ${SHORT} | replay ${OTHER}`],
    [`replay ${SHORT} on prod-a`, `not-taken --cluster prod-a -> replay ${SHORT}`],
    [`replay ${SHORT} -n shop`, `not-taken -n shop -> replay ${SHORT}`],
    ['replay -n shop', 'not-taken -n shop -> replay ID'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

it('the text of a question is read back as the same question', () => {
  const cluster = fc.oneof(
    fc.constantFrom('prod-eu', 'status', 'events', 'on', 'between', 'cluster', 'gke/prod', 'node/a', '824', 'Prod_1'),
    fc.constantFrom('arn:aws:eks:eu-1:10:cluster/shop', 'admin@prod', 'dca', 'agent', 'all', 'shop', 'namespace'),
    fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,8}[A-Za-z0-9_])?$/),
  );
  const id = fc.stringMatching(/^ask(?:[0-9a-f]{10}|[0-9a-f]{32})$/);
  const question = fc.oneof(
    fc.record({ kind: fc.constantFrom('events' as const, 'health' as const, 'flare' as const) }),
    fc.record({ kind: fc.constantFrom('events' as const, 'health' as const, 'flare' as const), cluster }),
    fc.record({ kind: fc.constant('compare' as const), against: fc.record({ report: id }) }),
    fc.record({ kind: fc.constant('compare' as const), against: fc.record({ cluster }) }),
    fc.record({ kind: fc.constant('compare' as const), cluster, against: fc.record({ cluster }) }),
    fc.record({ kind: fc.constant('replay' as const), report: id }),
  );
  fc.assert(
    fc.property(question, (asked: Question) => {
      expect(parseQuestion(questionText(asked))).toMatchObject({ ok: true, question: asked });
    }),
    { seed: 85, numRuns: 5_000 },
  );
});

it('any words about reports: an answer whose names are legal, or a suggestion, never a throw', () => {
  const word = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...`compare replay with and on cluster --cluster prod-a prod-b gke/prod ${SHORT} ${FULL} all events 比較 と`.split(
          ' ',
        ),
        ...'constructor __proto__ ../x "a" ask12 -n page'.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 10 }) },
  );
  let read = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom('', 'compare ', 'replay '), (words, lead) => {
      const parsed = parseQuestion(`${lead}${words.join(' ')}`);
      if (!parsed.ok) {
        expect(parsed.suggestions.length).toBeGreaterThan(0);
        return;
      }
      const { against, report, cluster } = parsed.question;
      if (against === undefined && report === undefined) return;
      read += 1;
      expect(report ?? (against && 'report' in against ? against.report : SHORT)).toMatch(/^ask[0-9a-f]{10,32}$/);
      const other = against && 'cluster' in against ? against.cluster : 'a';
      for (const name of [other, cluster ?? 'a']) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._@:/-]*$/);
    }),
    { seed: 86, numRuns: 5_000 },
  );
  expect(read).toBeGreaterThan(200);
});

it('3,000 characters are read in linear time', () => {
  for (const unit of ['node ', 'pod ', 'pod/', 'on node ', 'all ', 'compare ', 'a b ', 'vs ', 'event collection ']) {
    const words = unit.repeat(3_000 / unit.length);
    const started = performance.now();
    parseQuestion(words);
    parseQuestion(`node ${words.slice(5)}`);
    parseQuestion(`compare ${words.slice(8)}`);
    expect(performance.now() - started).toBeLessThan(300);
  }
});
