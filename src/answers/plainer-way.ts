import type { Form, Intent } from '../redis/outbox.ts';
import type { RefusalWhy } from './slack-port.ts';

type Way = Pick<Intent, 'form' | 'threadless'>;

/** How to say a message after Slack refused it; `undefined` when there is no way left. */
export function plainerWay({ form, threadless }: Way, why: RefusalWhy): Way | undefined {
  if ((why === 'thread_gone' || why === 'message_gone') && !threadless) return { form, threadless: true };
  const next = nextForm(form, why);
  return next === undefined ? undefined : { form: next, threadless };
}

function nextForm(form: Form, why: RefusalWhy): Form | undefined {
  if (form === 'asker') return undefined;
  if (why === 'not_in_channel' || why === 'channel_gone') return 'asker';
  if (why === 'too_long') return form === 'file' ? 'asker' : 'file';
  return form === 'blocks' ? 'plain' : 'asker';
}
