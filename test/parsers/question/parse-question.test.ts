import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuestion } from '../../../src/parsers/question/parse-question.ts';

const ALL =
  'status leader hpa metrics checks endpoints metadata node events logs health flare compare replay clusters help'.split(
    ' ',
  );

/** `kind`, `@cluster`, language and depth in one string, to keep the table narrow. */
function brief(words: string): string {
  const parsed = parseQuestion(words);
  if (!parsed.ok) {
    return `${parsed.why} ${JSON.stringify(parsed.word)} ${parsed.suggestions.join('|')}`;
  }
  const { question, manner } = parsed;
  const cluster = question.cluster === undefined ? '' : ` @${question.cluster}`;
  const language = manner.language === undefined ? '' : ` ${manner.language}`;
  return `${question.kind}${cluster}${language} ${manner.depth}`;
}

describe('words', () => {
  it.each([
    ['status', 'status normal'],
    ['stat', 'status normal'],
    ['STATE?', 'status normal'],
    ['/dca status', 'status normal'],
    ['/dca-dev: leader', 'leader normal'],
    ['@dca help', 'help normal'],
    ['<@U0123ABC> leader', 'leader normal'],
    ['<@U0123ABC|dca> leaders', 'leader normal'],
    ['/status', 'status normal'],
    ['leader', 'leader normal'],
    ['leader-election', 'leader normal'],
    ['leader election', 'leader normal'],
    ['election', 'leader normal'],
    ['who leads', 'leader normal'],
    ['who is the leader?', 'leader normal'],
    ['Who’s the leader', 'leader normal'],
    ['leader of the agent', 'leader normal'],
    ['clusters', 'clusters normal'],
    ['cluster', 'clusters normal'],
    ['cluster status', 'status normal'],
    ['?', 'help normal'],
    ['？', 'help normal'],
    ['-h', 'help normal'],
    ['--help', 'help normal'],
    ['help!', 'help normal'],
    ['how is the agent', 'status normal'],
    ['what is the status please', 'status normal'],
    ['show me the status now.', 'status normal'],
    ['ステータス', 'status normal'],
    ['状態', 'status normal'],
    ['ステータスを教えて', 'status normal'],
    ['リーダー', 'leader normal'],
    ['リーダーは誰ですか？', 'leader normal'],
    ['今のリーダーは誰？', 'leader normal'],
    ['クラスター', 'clusters normal'],
    ['クラスターの状態', 'status normal'],
    ['ヘルプ', 'help normal'],
    ['使い方', 'help normal'],
    ['dcaの状態', 'status normal'],
    ['「リーダー」', 'leader normal'],
    ['リーダーを選出しない', 'leader normal'],
    ['"leader"', 'leader normal'],
    ["'leader'", 'leader normal'],
    ['(leader)', 'leader normal'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('where and how', () => {
  it.each([
    ['status on prod-eu', 'status @prod-eu normal'],
    ['status on prod-eu?', 'status @prod-eu normal'],
    ['who leads in the cluster prod-us', 'leader @prod-us normal'],
    ['status for me', 'status normal'],
    ['leader for prod-ap', 'leader @prod-ap normal'],
    ['status cluster prod-af', 'status @prod-af normal'],
    ['on prod-eu', 'status @prod-eu normal'],
    ['status --cluster prod-1', 'status @prod-1 normal'],
    ['status --cluster=prod-2', 'status @prod-2 normal'],
    ['-c prod-3 status', 'status @prod-3 normal'],
    ['status —cluster prod-4', 'status @prod-4 normal'],
    ['status –cluster prod-5', 'status @prod-5 normal'],
    ['status -cluster prod-6', 'status @prod-6 normal'],
    ['status --cluster “prod-7”', 'status @prod-7 normal'],
    ['status on ‘prod-8’', 'status @prod-8 normal'],
    ['status on Prod_9', 'status @Prod_9 normal'],
    ['status on arn:aws:eks:eu-1:10:cluster/shop', 'status @arn:aws:eks:eu-1:10:cluster/shop normal'],
    ['ｓｔａｔｕｓ　－－ｃｌｕｓｔｅｒ　ｐｒｏｄ－１１', 'status @prod-11 normal'],
    ['status --lang ja', 'status ja normal'],
    ['status --lang=EN', 'status en normal'],
    ['status --lang 日本語', 'status ja normal'],
    ['status --depth line', 'status line'],
    ['status -d teach', 'status teach'],
    ['why status', 'status teach'],
    ['why is there no leader on prod-12', 'leader @prod-12 teach'],
    ['why', 'status teach'],
    ['why status --depth line', 'status line'],
    ['なぜ リーダー', 'leader teach'],
  ])('%s -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });
});

describe('words that cannot be read', () => {
  it.each([
    ['', `empty "" ${ALL.join('|')}`],
    ['   \u3000 ', `empty "" ${ALL.join('|')}`],
    ['@dca', `empty "" ${ALL.join('|')}`],
    ['please', `empty "" ${ALL.join('|')}`],
    ['statsu', 'unknown-word "statsu" status'],
    ['laeder', 'unknown-word "laeder" leader'],
    ['clustrs', 'unknown-word "clustrs" clusters'],
    ['hlep', 'unknown-word "hlep" help'],
    ['status leader', 'unknown-word "leader" status|leader'],
    ['status foo', `unknown-word "foo" ${ALL.join('|')}`],
    ['status --clutser x', 'bad-option "--clutser" --cluster'],
    ['status --colour', 'bad-option "--colour" --cluster|--lang|--depth|--namespace|--page'],
    ['status --cluster', 'bad-option "--cluster" --cluster NAME'],
    ['status on', 'bad-option "on" --cluster NAME'],
    ['status on !!', 'bad-option "on" --cluster NAME'],
    ['status --lang fr', 'bad-option "fr" --lang en|--lang ja'],
    ['status --lang constructor', 'bad-option "constructor" --lang en|--lang ja'],
    ['status --depth deep', 'bad-option "deep" --depth line|--depth normal|--depth teach'],
  ])('%j -> %s', (words, expected) => {
    expect(brief(words)).toBe(expected);
  });

  it('the depth is told in any case of letters, and with a question mark', () => {
    expect(brief('status --depth LINE')).toBe('status line');
    expect(brief('status --depth teach?')).toBe('status teach');
  });

  it.each('watch schedule doctor'.split(' '))('%s is not answered yet: what exists is told', (word) => {
    expect(parseQuestion(`${word} shop/web`)).toEqual({ ok: false, why: 'unknown-word', word, suggestions: ALL });
  });

  it('more than 3,000 characters are too long', () => {
    expect(parseQuestion(`status${' '.repeat(2_994)}`).ok).toBe(true);
    expect(parseQuestion(`status${' '.repeat(2_995)}`)).toEqual({
      ok: false,
      why: 'too-long',
      word: '',
      suggestions: ALL,
    });
  });

  it('quotes at most 100 characters', () => {
    expect(parseQuestion('x'.repeat(2_000))).toMatchObject({ why: 'unknown-word', word: 'x'.repeat(100) });
  });
});

it('any words: an answer or a suggestion, never a throw', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'status',
      'leader',
      'on',
      'why',
      '--cluster',
      '—lang',
      '“',
      "'",
      '?',
      '<@U1>',
      '/',
      '=',
      '\u3000',
      'constructor',
      '__proto__',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(' ', '', '\n'), (words, glue) => {
      const parsed = parseQuestion(words.join(glue));
      expect(parsed.ok || parsed.suggestions.length > 0).toBe(true);
    }),
    { seed: 71, numRuns: 3_000 },
  );
});
