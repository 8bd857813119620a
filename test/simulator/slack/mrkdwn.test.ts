import { describe, expect, it } from 'vitest';
import { type MrkdwnNode, parseMrkdwn } from '../../../simulator/slack/page/mrkdwn.js';

/** The tree as short marks: `b(..)` bold, `i(..)` italic, `s(..)` strike, `q(..)` quote, `c(..)` code, `p(..)` pre. */
function marks(nodes: MrkdwnNode[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return `${node.kind[0]}(${marks(node.children)})`;
      if ('text' in node && node.kind === 'text') return node.text;
      if ('text' in node) return `${node.kind[0]}(${node.text})`;
      if (node.kind === 'link') return `[${node.label}](${node.url})`;
      return `{${node.kind} ${'id' in node ? node.id : node.name}}`;
    })
    .join('');
}

describe('mrkdwn', () => {
  it.each([
    ['*bold* rest', 'b(bold) rest'],
    ['a *b c* d', 'a b(b c) d'],
    ['(*b*), "*c*".', '(b(b)), "b(c)".'],
    ['*_both_*', 'b(i(both))'],
    ['~old~', 's(old)'],
    ['2*3*4', '2*3*4'],
    ['* a *', '* a *'],
    ['*no\nend*', '*no\nend*'],
    ['これは*太字*です', 'これは*太字*です'],
    ['これは *太字* です', 'これは b(太字) です'],
    ['*太字*です', '*太字*です'],
    ['*太字*。', '*太字*。'],
    ['snake_case_name', 'snake_case_name'],
    ['run `a *b*` now', 'run c(a *b*) now'],
    ['```\nx *y*\n```', 'p(x *y*)'],
    ['&gt; said\n&gt; twice\nafter', 'q(said\ntwice)after'],
    ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
    ['<https://e.com/?a=1&amp;b=2|here>', '[here](https://e.com/?a=1&b=2)'],
    ['<@U1> <#C1> <!here> :warning:', '{user U1} {channel C1} {broadcast here} {emoji warning}'],
    ['at 10:30:15', 'at 10:30:15'],
  ])('%j', (text, expected) => {
    expect(marks(parseMrkdwn(text))).toBe(expected);
  });
});
