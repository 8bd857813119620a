import { expect, it } from 'vitest';
import { plainerWay } from '../../src/answers/plainer-way.ts';
import type { RefusalWhy } from '../../src/answers/slack-port.ts';
import type { Form } from '../../src/redis/outbox.ts';

it.each<[Form, RefusalWhy, Form | undefined]>([
  ['blocks', 'invalid_blocks', 'plain'],
  ['plain', 'invalid_blocks', 'asker'],
  ['blocks', 'too_long', 'file'],
  ['plain', 'too_long', 'file'],
  ['file', 'too_long', 'asker'],
  ['blocks', 'not_in_channel', 'asker'],
  ['file', 'channel_gone', 'asker'],
  ['blocks', 'other', 'plain'],
  ['file', 'other', 'asker'],
  ['asker', 'other', undefined],
  ['asker', 'not_in_channel', undefined],
])('%s refused as %s becomes %s', (form, why, expected) => {
  expect(plainerWay({ form, threadless: true }, why)?.form).toBe(expected);
});

it('leaves a thread that is gone before it leaves the form, once', () => {
  expect(plainerWay({ form: 'blocks', threadless: false }, 'thread_gone')).toEqual({
    form: 'blocks',
    threadless: true,
  });
  expect(plainerWay({ form: 'blocks', threadless: true }, 'thread_gone')).toEqual({ form: 'plain', threadless: true });
});

it('ends, whatever Slack refuses with', () => {
  const whys: RefusalWhy[] = [
    'not_in_channel',
    'channel_gone',
    'thread_gone',
    'message_gone',
    'invalid_blocks',
    'too_long',
    'other',
  ];
  for (const why of whys) {
    let way: ReturnType<typeof plainerWay> = { form: 'blocks', threadless: false };
    let steps = 0;
    for (; way !== undefined; steps += 1) {
      expect(steps).toBeLessThan(6);
      way = plainerWay(way, why);
    }
  }
});
