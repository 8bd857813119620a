import { describe, expect, it } from 'vitest';
import { SLACK_LIMITS as L } from '../../../simulator/slack/blocks/limits.ts';
import { validateBlocks } from '../../../simulator/slack/blocks/validate-blocks.ts';
import { viewProblems } from '../../../simulator/slack/blocks/validate-view.ts';

const x = (length: number) => 'x'.repeat(length);
const times = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const button = (extra: object = {}) => ({ type: 'button', text: plain(4), ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const menu = (extra: object) => actions({ type: 'static_select', ...extra });
const option = (text: number, value: number) => ({ text: plain(text), value: x(value) });
const table = (rows: number, columns: number, length = 1) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => ({ type: 'raw_text', text: x(length) }))),
});
const dataTable = (rows: number, columns: number, length = 1) => ({
  ...table(rows, columns, length),
  type: 'data_table',
  caption: 'c',
});

/** name, limit, blocks of that size, JSON pointer named one above the limit */
const ROWS: [string, number, (size: number) => object[], string][] = [
  ['blocks in a message', L.messageBlocks, (n) => times(n, () => ({ type: 'divider' })), '/blocks'],
  ['block_id', L.blockId, (n) => [{ type: 'divider', block_id: x(n) }], '/blocks/0/block_id'],
  ['section text', L.sectionText, (n) => [{ type: 'section', text: mrkdwn(n) }], '/blocks/0/text/text'],
  [
    'section fields',
    L.sectionFields,
    (n) => [{ type: 'section', fields: times(n, () => plain(3)) }],
    '/blocks/0/fields',
  ],
  ['field text', L.sectionFieldText, (n) => [{ type: 'section', fields: [mrkdwn(n)] }], '/blocks/0/fields/0/text'],
  ['header', L.headerText, (n) => [{ type: 'header', text: plain(n) }], '/blocks/0/text/text'],
  [
    'context elements',
    L.contextElements,
    (n) => [{ type: 'context', elements: times(n, () => plain(2)) }],
    '/blocks/0/elements',
  ],
  ['actions elements', L.actionsElements, (n) => [actions(...times(n, () => button()))], '/blocks/0/elements'],
  ['button text', L.buttonText, (n) => [actions(button({ text: plain(n) }))], '/blocks/0/elements/0/text/text'],
  ['button value', L.buttonValue, (n) => [actions(button({ value: x(n) }))], '/blocks/0/elements/0/value'],
  ['action_id', L.actionId, (n) => [actions(button({ action_id: x(n) }))], '/blocks/0/elements/0/action_id'],
  ['option text', L.optionText, (n) => [menu({ options: [option(n, 1)] })], '/blocks/0/elements/0/options/0/text/text'],
  ['option value', L.optionValue, (n) => [menu({ options: [option(1, n)] })], '/blocks/0/elements/0/options/0/value'],
  [
    'select options',
    L.selectOptions,
    (n) => [menu({ options: times(n, () => option(1, 1)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'overflow options',
    L.overflowOptions,
    (n) => [actions({ type: 'overflow', options: times(n, () => option(1, 1)) })],
    '/blocks/0/elements/0/options',
  ],
  ['markdown', L.markdownText, (n) => [{ type: 'markdown', text: x(n) }], '/blocks/0/text'],
  ['table rows', L.tableRows, (n) => [table(n, 2)], '/blocks/0/rows'],
  ['table columns', L.tableColumns, (n) => [table(3, n)], '/blocks/0/rows/0'],
  ['table characters', L.tableCharacters, (n) => [table(1, 1, n - 4000), table(1, 1, 4000)], '/blocks/1/rows'],
  ['data table rows', L.dataTableRows, (n) => [dataTable(n, 2)], '/blocks/0/rows'],
  ['data table columns', L.dataTableColumns, (n) => [dataTable(3, n)], '/blocks/0/rows/0'],
  ['rich text indent', L.richTextIndent, (n) => [richList({ indent: n })], '/blocks/0/elements/0/indent'],
  ['card title', L.cardTitle, (n) => [{ type: 'card', title: mrkdwn(n) }], '/blocks/0/title/text'],
];

function richList(extra: object) {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] };
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: [section], ...extra }] };
}

describe.each(ROWS)('%s', (_name, limit, make, pointer) => {
  it('passes at the limit', () => {
    expect(validateBlocks(make(limit), 'message')).toEqual({ ok: true });
  });

  it('is refused one above, at its place', () => {
    const verdict = validateBlocks(make(limit + 1), 'message');
    expect(verdict).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(verdict)).toContain(`[json-pointer:${pointer}`);
  });
});

const rich = (...elements: object[]) => [{ type: 'rich_text', elements }];
const run = (...elements: object[]) => rich({ type: 'rich_text_section', elements });

const REFUSED: [string, object[], string][] = [
  ['an unknown block', [{ type: 'nonsense' }], 'unsupported type: nonsense [json-pointer:/blocks/0/type]'],
  ['a block without type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: mrkdwn(3) }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'an empty text',
    [{ type: 'section', text: mrkdwn(0) }],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['a section of nothing', [{ type: 'section' }], 'missing required field: text or fields [json-pointer:/blocks/0]'],
  [
    'a field Slack does not know',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  ['a number for a text', [{ type: 'markdown', text: 7 }], 'must provide a string [json-pointer:/blocks/0/text]'],
  ['actions without elements', [actions()], 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
  ['a button style of another kind', [actions(button({ style: 'blue' }))], '/blocks/0/elements/0/style'],
  [
    'two equal action ids',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '/blocks/0/elements/1/action_id',
  ],
  ['two equal block ids', times(2, () => ({ type: 'divider', block_id: 'b' })), '/blocks/1/block_id'],
  [
    'an alert in a message',
    [{ type: 'alert', text: plain(3) }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'a list of bare text',
    rich({ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'text', text: 'a' }] }),
    '/blocks/0/elements/0/elements/0/type',
  ],
  [
    'an emoji in preformatted',
    rich({ type: 'rich_text_preformatted', elements: [{ type: 'emoji', name: 'x' }] }),
    '/blocks/0/elements/0/elements/0/type',
  ],
  [
    'an unknown text style',
    run({ type: 'text', text: 'a', style: { underline: true } }),
    '/blocks/0/elements/0/elements/0/style',
  ],
  ['an empty run of text', run({ type: 'text', text: '' }), '/blocks/0/elements/0/elements/0/text'],
  ['an empty table cell', [table(2, 2, 0)], '/blocks/0/rows/0/0/text'],
  [
    'rich text in a data table header',
    [{ type: 'data_table', caption: 'c', rows: [[run({ type: 'text', text: 'a' })[0]]] }],
    '/blocks/0/rows/0/0/type',
  ],
];

describe('structure', () => {
  it.each(REFUSED)('refuses %s', (_name, blocks, line) => {
    const verdict = validateBlocks(blocks, 'message');
    expect(verdict).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(verdict).replaceAll('\\"', '"')).toContain(line);
  });

  it('takes every rich text element the app may use', () => {
    const style = { bold: true, italic: true, strike: true, code: true };
    const blocks = rich(
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'a', style },
          { type: 'link', url: 'https://example.com', text: 'b' },
          { type: 'emoji', name: 'warning' },
          { type: 'user', user_id: 'U1' },
          { type: 'channel', channel_id: 'C1' },
          { type: 'broadcast', range: 'here' },
        ],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'p' }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'q' }] },
    );
    expect(validateBlocks(blocks, 'message')).toEqual({ ok: true });
  });

  it('says msg_blocks_too_long for markdown over the whole message', () => {
    const blocks = times(2, () => ({ type: 'markdown', text: x(L.markdownTextPerMessage / 2 + 1) }));
    expect(validateBlocks(blocks, 'message')).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  it('says invalid_blocks_format for something that is no list', () => {
    expect(validateBlocks({ type: 'divider' }, 'message')).toMatchObject({ error: 'invalid_blocks_format' });
  });
});

describe('views', () => {
  const modal = (blocks: object[], extra: object = {}) => ({ type: 'modal', title: plain(5), blocks, ...extra });
  const dividers = (n: number) => times(n, () => ({ type: 'divider' }));

  it.each([
    ['modal title', L.modalTitle, (n: number) => modal([], { title: plain(n) })],
    ['private_metadata', L.privateMetadata, (n: number) => modal([], { private_metadata: x(n) })],
    ['callback_id', L.callbackId, (n: number) => modal([], { callback_id: x(n) })],
    ['modal blocks', L.viewBlocks, (n: number) => modal(dividers(n))],
    ['home blocks', L.viewBlocks, (n: number) => ({ type: 'home', blocks: dividers(n) })],
    ['alert text', L.alertText, (n: number) => modal([{ type: 'alert', text: plain(n) }])],
  ])('%s: at the limit passes, one above is refused', (_name, limit, make) => {
    expect(viewProblems(make(limit))).toEqual([]);
    expect(viewProblems(make(limit + 1))).not.toEqual([]);
  });

  it('takes no table and no markdown in a modal, no markdown on Home', () => {
    const markdown = { type: 'markdown', text: 'a' };
    expect(viewProblems(modal([table(1, 1)]))).toEqual([
      '[ERROR] unsupported type: table [json-pointer:/view/blocks/0/type]',
    ]);
    expect(viewProblems(modal([markdown]))).toHaveLength(1);
    expect(viewProblems({ type: 'home', blocks: [markdown] })).toHaveLength(1);
    expect(viewProblems({ type: 'home', blocks: [table(1, 1)] })).toEqual([]);
  });
});
