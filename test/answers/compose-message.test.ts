import { expect, it } from 'vitest';
import {
  asFile,
  asPlain,
  composeAnswer,
  composeDone,
  composeWaiting,
  maskMessage,
  withNotice,
} from '../../src/answers/compose-message.ts';
import { maskText } from '../../src/masking/mask-text.ts';
import { askOf, reportOf } from './sending-world.ts';

const ask = askOf('a1', 'C1');

it('masks every text of a message and nothing that Slack gives back', () => {
  const message = composeWaiting(askOf('xoxb-secret', 'C1', { words: 'why xoxb-secret' }));
  const { message: masked, masked: count } = maskMessage(message, (text) => ({
    text: text.replaceAll('xoxb-secret', '***'),
    masked: text.split('xoxb-secret').length - 1,
  }));
  expect(count).toBeGreaterThan(1);
  expect(masked.text).not.toContain('xoxb-secret');
  const values = JSON.stringify(masked.blocks).match(/"value":"[^"]*"/g);
  expect(values?.join()).toContain('xoxb-secret');
  expect(JSON.stringify(masked.blocks).replace(/"value":"[^"]*"/g, '')).not.toContain('xoxb-secret');
});

it('looks at each text for itself: what one ends with excuses nothing in the next', () => {
  const key = '0123456789abcdef0123456789abcdef01234567';
  const blocks = ['built from commit', key].map((text) => ({
    type: 'rich_text' as const,
    elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] }],
  }));
  const { message, masked } = maskMessage({ text: 'leader', blocks }, maskText);
  expect(masked).toBe(1);
  expect(JSON.stringify(message)).not.toContain(key);
});

it('shows a stopped question as stopped', () => {
  const stopped = {
    ...reportOf(),
    findings: [{ ...reportOf().findings[0], code: 'question-stopped', facts: { by: 'U1' } }],
  };
  const done = composeDone(ask, stopped as ReturnType<typeof reportOf>);
  expect(done.text).not.toBe(composeDone(ask, reportOf()).text);
});

it('says beside a message how it came', () => {
  const answer = composeAnswer(ask, reportOf());
  const marked = withNotice(answer, 'possible-repeat', ask);
  expect(marked.text.startsWith(answer.text)).toBe(true);
  expect(marked.text.length).toBeGreaterThan(answer.text.length + 1);
  expect(marked.blocks.length).toBeGreaterThan(answer.blocks.length);
});

it('makes a file of the same words, without escapes', () => {
  const message = { text: 'a &lt;b&gt; &amp;amp; c', blocks: [] };
  expect(asPlain(message)).toEqual(message);
  expect(asFile(message).text).toBe('a <b> &amp; c');
  const long = asFile({ text: `${'x'.repeat(500)}\nsecond`, blocks: [] });
  expect(long.comment).toHaveLength(300);
  expect(long.text).toContain('second');
});
