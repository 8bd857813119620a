import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.ts';
import type { HpaRow } from '../../src/domain/hpa-facts.ts';
import type { Depth, Language } from '../../src/domain/question.ts';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { ANSWER_LIMITS } from '../../src/formatters/slack-limits.ts';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { columnsOf, tableLines } from '../../src/formatters/table.ts';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import { code, say } from '../../src/phrases/rich.ts';
import { finding, report } from './report-builders.ts';
import { faults } from './slack-rules.ts';

describe('columns of a text', () => {
  it.each([
    ['', 0],
    ['at max', 6],
    ['値なし', 6],
    ['Pod 数', 6],
    ['最小-最大', 9],
    ['ｈｐａ', 6],
    ['ガ', 2],
    ['e\u0301', 1],
    ['…', 1],
    ['🚀', 2],
    ['한국', 4],
  ])('%s', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe('a table', () => {
  it('has its columns below each other, whatever they hold', () => {
    const { head, rows } = tableLines({
      columns: ['HPA', '診断', 'PODS'],
      rows: [
        [say`shop/${'web'}`, say`期限切れ`, say`3`],
        [code('shop/checkout'), say`fine`, say`120`],
        [say`${'a\u001b[31m\nb\u202e'}`, say``, say`7`],
      ],
    });
    expect([head, ...rows]).toEqual([
      'HPA            診断      PODS',
      'shop/web       期限切れ  3',
      'shop/checkout  fine      120',
      'a b                      7',
    ]);
  });

  it.each([
    [22, ['診断  HPA       METRIC', '正常  shop/web  a.b', '無効  pay']],
    [21, ['診断  HPA\n  METRIC', '正常  shop/web\n  a.b', '無効  pay']],
    [14, ['診断  HPA\n  METRIC', '正常  shop/web\n  a.b', '無効  pay']],
    [13, ['診断\n  HPA  METRIC', '正常\n  shop/web  a.b', '無効\n  pay']],
  ])('in %i columns: a wider one has its last cells on lines of their own', (room, lines) => {
    const table = {
      columns: ['診断', 'HPA', 'METRIC'],
      rows: [
        [say`正常`, say`shop/web`, say`a.b`],
        [say`無効`, say`pay`, []],
      ],
    };
    const { head, rows } = tableLines(table, room);
    expect([head, ...rows]).toEqual(lines);
  });

  it.each([
    ['x'.repeat(49), `${'x'.repeat(47)}…`],
    ['x'.repeat(48), 'x'.repeat(48)],
    ['値'.repeat(30), `${'値'.repeat(23)}…`],
    ['🚀'.repeat(30), `${'🚀'.repeat(23)}…`],
  ])('cuts a cell that is too wide: %s', (text, cell) => {
    expect(tableLines({ columns: ['A'], rows: [[say`${text}`]] }).rows).toEqual([cell]);
    expect(columnsOf(cell)).toBeLessThanOrEqual(ANSWER_LIMITS.cellColumns);
  });
});

describe('a list of HPAs', () => {
  const row = (index: number, width: number): HpaRow => ({
    hpa: `shop/${'w'.repeat(width)}-${index}`,
    verdict: 'ok',
    word: 'fine',
    metric: 'nginx.net.request_per_s',
    moreMetrics: 0,
    shown: '824/900 (avg)',
    replicas: 3,
    min: 2,
    max: 40,
  });
  const listed = (amount: number, width = 6) => {
    const rows = Array.from({ length: amount }, (_, index) => row(index + 1, width));
    const facts = { rows, total: amount, page: 1, pages: 1, counts: [], others: 0, namespace: null };
    return report('hpa', [finding('hpa-list', 'ok', facts)]);
  };
  const inSlack = (amount: number, width?: number, language: Language = 'en', depth: Depth = 'normal') => {
    const message = slackAnswer(listed(amount, width), { language, depth });
    expect(faults(message)).toEqual([]);
    return plainTextOf(message);
  };

  it.each([
    ['a page of usual names', 25, 6],
    ['a page of the longest names', 25, 60],
  ])('fits into one message: %s', (_, amount, width) => {
    const text = inSlack(amount, width);
    expect(text.match(/^shop\/w/gm)).toHaveLength(amount);
    expect(text).not.toMatch(/in the report/);
  });

  it.each([
    ['en', /and (\d+) more, in the report/],
    ['ja', /他 (\d+) 件はレポート/],
  ] as const)('says in %s how many rows did not fit', (language, sentence) => {
    const text = inSlack(170, 6, language);
    const shown = text.match(/^shop\/w/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(40);
    expect(Number(sentence.exec(text)?.[1])).toBe(170 - shown);
  });

  it('is cut in a terminal too, far later', () => {
    const text = terminalAnswer(listed(207), { language: 'en', depth: 'normal' }, { colour: false });
    expect(text.match(/^ {4}shop\/w/gm)).toHaveLength(ANSWER_LIMITS.tableRows);
    expect(text).toContain('and 7 more, in the report');
  });

  it('is left out of one line, and of what stands beside another question', () => {
    expect(inSlack(3, 6, 'en', 'line')).not.toMatch(/shop\/ww/);
    const first: Finding = finding('hpa-not-external', 'explained', { hpa: 'shop/web', types: [] });
    const beside = { ...listed(3), findings: [first, ...listed(3).findings] };
    expect(terminalAnswer(beside, { language: 'en', depth: 'normal' }, { colour: false })).not.toContain(
      'shop/wwwwww-1',
    );
  });
});
