import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/question.ts';
import {
  clustersMessage,
  helpMessage,
  noticeMessage,
  openingMessage,
  plainTextOf,
  STOP_ACTION,
} from '../../src/formatters/slack-notices.ts';
import { terminalClusters, terminalDoctor, terminalNotice } from '../../src/formatters/terminal-notices.ts';
import type { Notice } from '../../src/phrases/notice.ts';
import { GOLDEN_REPORTS } from './golden-reports.ts';
import { faults } from './slack-rules.ts';

const KANA_OR_KANJI = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** A row per kind, with what the English and the Japanese text must hold. */
const NOTICES: readonly (readonly [Notice, string, string])[] = [
  [{ kind: 'redis-down' }, 'was not taken', '受け付けられませんでした'],
  [{ kind: 'redis-slow' }, 'within 15 s', '15 秒以内'],
  [
    { kind: 'unknown-word', word: 'stauts', nearest: ['/dca status'] },
    'Did you mean /dca status?',
    '/dca status のことですか',
  ],
  [{ kind: 'unknown-word', word: 'xyz', nearest: [] }, '/dca help lists', '/dca help'],
  [{ kind: 'empty' }, '/dca leader', '/dca leader'],
  [{ kind: 'too-long', length: 4321, limit: 300 }, '4,321 characters, at most 300', '4,321 文字。上限は 300 文字'],
  [
    { kind: 'bad-option', option: '--depth', value: 'deep', allowed: ['line', 'normal', 'teach'] },
    'line, normal and teach',
    'line、normal、teach',
  ],
  [
    { kind: 'bad-option', option: '--depth', value: null, allowed: ['line', 'normal'] },
    'needs a value',
    '値が必要です',
  ],
  [
    { kind: 'bad-option', option: '--colour', value: 'red', allowed: [] },
    'do not know the option --colour',
    '--colour は認識できません',
  ],
  [
    { kind: 'unknown-cluster', cluster: 'prod', known: ['prod-eu', 'prod-us'], asNamespace: null, asNode: null },
    'I know prod-eu and prod-us',
    'prod-eu、prod-us',
  ],
  [
    {
      kind: 'unknown-cluster',
      cluster: 'shop',
      known: ['prod-eu'],
      asNamespace: '/dca hpa shop/web',
      asNode: '/dca node shop',
    },
    'If shop is a namespace: /dca hpa shop/web',
    'shop が Namespace であれば: /dca hpa shop/web',
  ],
  [
    { kind: 'bad-name', word: 'Shop_1/web', about: 'hpa' },
    'can be called Shop_1/web',
    'Shop_1/web は Kubernetes の名前',
  ],
  [{ kind: 'bad-name', word: 'a/b/c', about: 'checks' }, '/dca checks http_check', '/dca checks http_check'],
  [{ kind: 'bad-name', word: 'web_1', about: 'endpoints' }, '/dca endpoints shop/web', '/dca endpoints shop/web'],
  [
    { kind: 'two-subjects', word: 'cart', nearest: ['/dca hpa web', '/dca hpa cart'] },
    'Ask /dca hpa web or /dca hpa cart',
    '/dca hpa web、/dca hpa cart',
  ],
  [
    { kind: 'not-taken', question: 'leader', word: 'shop/web', nearest: ['/dca hpa shop/web', '/dca leader'] },
    'leader is asked without shop/web',
    'leader に shop/web は指定できません',
  ],
  [
    { kind: 'unknown-cluster', cluster: 'prod', known: [], asNamespace: null, asNode: null },
    'No cluster has registered',
    '登録済みのクラスターはまだありません',
  ],
  [{ kind: 'no-cluster' }, 'dca worker', 'dca worker'],
  [{ kind: 'which-cluster', known: ['prod-eu', 'prod-us'] }, 'Add --cluster prod-eu', '--cluster prod-eu を付けて'],
  [{ kind: 'not-in-channel' }, '/invite @dca', '/invite @dca'],
  [{ kind: 'possible-repeat' }, 'may stand here twice', '2 回表示'],
  [{ kind: 'stop-accepted' }, 'Stopping', '停止します'],
  [{ kind: 'stop-too-late' }, 'Too late', '停止できませんでした'],
  [{ kind: 'click-over', what: 'question' }, 'too old', '期限切れ'],
  [{ kind: 'click-over', what: 'text' }, 'not kept any more', 'もう保管されていません'],
  [{ kind: 'click-over', what: 'report' }, 'no stored report', 'レポートが保管されていません'],
  [{ kind: 'click-over', what: 'offer' }, 'This offer is over', '期限切れ'],
  [{ kind: 'thread-offer' }, 'What shall I look at', 'どれを調べますか'],
  [{ kind: 'thread-unread', why: 'scope', detail: 'missing_scope' }, 'could not read this thread', '読めなかった'],
  [
    { kind: 'thread-unread', why: 'not-in-channel', detail: 'not_in_channel' },
    'could not read this thread',
    '読めなかった',
  ],
  [{ kind: 'thread-unread', why: 'failed', detail: 'fatal_error' }, 'could not read this thread', '読めなかった'],
  [{ kind: 'refused', reason: 'stranger' }, 'another organisation', '別の組織'],
  [{ kind: 'refused', reason: 'guest' }, 'Guests', 'ゲスト'],
  [{ kind: 'refused', reason: 'bot' }, 'Bots', 'ボット'],
  [{ kind: 'refused', reason: 'shared-channel' }, 'shared with another', '他の組織と共有'],
  [{ kind: 'refused', reason: 'channel-unknown' }, 'Slack did not say', 'Slack から確認できない'],
  [{ kind: 'refused', reason: 'no-rule' }, 'No access rule', 'ルールがありません'],
  [{ kind: 'nothing-to-explain' }, 'nothing to explain', '説明できる内容がありません'],
  [{ kind: 'failed', reference: 'a1b2c3d4' }, 'under the reference a1b2c3d4', '参照番号は a1b2c3d4'],
  [{ kind: 'stop-unreachable' }, 'cannot reach its queue', 'キュー(Redis)に接続できません'],
];

describe('noticeMessage', () => {
  it.each(NOTICES)('%j', (notice, english, japanese) => {
    const [en, ja] = [noticeMessage(notice, 'en'), noticeMessage(notice, 'ja')];
    expect([...faults(en), ...faults(ja)]).toEqual([]);
    expect(plainTextOf(en)).toContain(english);
    expect(plainTextOf(ja)).toContain(japanese);
    expect(ja.text).toMatch(KANA_OR_KANJI);
    expect(plainTextOf(en)).not.toMatch(KANA_OR_KANJI);
    expect(terminalNotice(notice, 'en')).toContain(english);
  });

  it('names at most ten clusters and counts the rest', () => {
    const known = Array.from({ length: 23 }, (_, index) => `cluster-${index}`);
    expect(plainTextOf(noticeMessage({ kind: 'which-cluster', known }, 'en'))).toContain('cluster-9 and 13 more');
    expect(plainTextOf(noticeMessage({ kind: 'which-cluster', known }, 'ja'))).toContain('cluster-9、他 13 件');
  });

  it('does not bring to life what was typed', () => {
    const message = noticeMessage({ kind: 'unknown-word', word: '<!channel> `x`', nearest: ['<@U024BE7LH>'] }, 'en');
    expect(faults(message)).toEqual([]);
    expect(message.text).toContain('&lt;!channel&gt;');
  });
});

describe('openingMessage', () => {
  const ask = { id: 'ask:E123', words: 'why leader', cluster: 'prod-eu', language: 'en' } as const;
  const progress = { step: 'status', done: 1, total: 2 } as const;

  it('has a Stop button with the ask in it until the answer is there', () => {
    const button = (state: Parameters<typeof openingMessage>[1]) => {
      const actions = openingMessage(ask, state).blocks.find((block) => block.type === 'actions');
      return actions?.elements[0];
    };
    expect(button({ state: 'waiting' })).toMatchObject({ action_id: STOP_ACTION, value: 'ask:E123' });
    expect(button({ state: 'working', progress, elapsedSeconds: 4 })).toMatchObject({ action_id: 'dca_stop' });
    expect(button({ state: 'stopped' })).toBeUndefined();
    expect(button({ state: 'answered', report: GOLDEN_REPORTS['leader-healthy']! })).toBeUndefined();
  });

  it.each([
    ['en', "why leader · prod-eu\nWorking: asking the pods for the Agent's status, 1 of 2 (4 s)"],
    ['ja', 'why leader · prod-eu\nPod に Agent の status を照会中です。2 件中 1 件(4 秒)'],
  ] as const)('says in %s what it is doing', (language, text) => {
    const message = openingMessage({ ...ask, language }, { state: 'working', progress, elapsedSeconds: 4 });
    expect(plainTextOf(message)).toBe(text);
    expect(faults(message)).toEqual([]);
  });

  it('ends with the sum of the answer and its worst other finding', () => {
    const message = openingMessage(ask, { state: 'answered', report: GOLDEN_REPORTS['clock-ahead']! });
    expect(plainTextOf(message).split('\n').slice(1)).toEqual([
      expect.stringMatching(/^:white_check_mark: The leader .* is alive/),
      expect.stringMatching(/^:warning: The leader's node/),
    ]);
    expect(faults(message)).toEqual([]);
  });
});

describe('lists', () => {
  it.each(LANGUAGES)('the help fits in %s and names every command', (language) => {
    const message = helpMessage(language);
    expect(faults(message)).toEqual([]);
    for (const command of ['/dca status', '/dca leader', '/dca clusters', '--depth teach', '--cluster'])
      expect(plainTextOf(message)).toContain(command);
  });

  const entries = [
    { name: 'prod-eu', lastSeenSeconds: 3, version: '0.1.0', silent: false },
    { name: 'prod-us', lastSeenSeconds: 8000, version: null, silent: true },
    { name: 'dev', lastSeenSeconds: null, version: null, silent: true },
  ];

  it('tells silent clusters first', () => {
    expect(plainTextOf(clustersMessage(entries, 'en')).split('\n')).toEqual([
      '3 clusters, 2 silent.',
      '• prod-us: silent, last heard of 2 h ago',
      '• dev: silent, never heard of',
      '• prod-eu: working, last heard of 3 s ago, worker 0.1.0',
    ]);
    expect(terminalClusters(entries, 'ja', { colour: false }).split('\n')).toEqual([
      'クラスター 3 件、うち 2 件は応答がありません。',
      '  prod-us: 応答なし、最後の通信は 2 時間前',
      '  dev: 応答なし、通信履歴なし',
      '  prod-eu: 稼働中、最後の通信は 3 秒前、ワーカー 0.1.0',
      '',
    ]);
  });

  it('fits any number of clusters and says how many it left out', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...entries[0]!, name: `${'n'.repeat(200)}${index}` }));
    const message = clustersMessage(many, 'en');
    expect(faults(message)).toEqual([]);
    expect(plainTextOf(message)).toContain('and 260 more clusters');
    expect(plainTextOf(clustersMessage([], 'en'))).toBe('No cluster has registered yet.');
  });

  it('prints what to do only under checks that failed', () => {
    const text = terminalDoctor(
      [
        { check: 'node', state: 'ok', facts: { found: '20.20.0', wanted: '20.19' } },
        { check: 'redis-eviction', state: 'failed', facts: { found: 'allkeys-lru' } },
        { check: 'slack-token', state: 'skipped', facts: { detail: null } },
      ],
      'en',
      { colour: false },
    );
    expect(text).toBe(
      [
        '✔ Node.js 20.20.0',
        '● Redis keeps what it is given (maxmemory-policy allkeys-lru): failed',
        '    set maxmemory-policy noeviction: any other policy may throw away questions and answers.',
        '- Slack accepts the token: skipped',
        '',
        '1 check failed, 1 skipped.',
        '',
      ].join('\n'),
    );
  });
});
