import { randomUUID } from 'node:crypto';
import type { AllMiddlewareArgs, AnyMiddlewareArgs, CodedError } from '@slack/bolt';
import * as v from 'valibot';
import type { Language } from '../src/domain/question.ts';
import { noticeMessage } from '../src/formatters/slack-notices.ts';
import type { Notice } from '../src/phrases/notice.ts';
import type { Log } from '../src/telemetry/log.ts';
import { HandlerError } from './handler-error.ts';
import type { UserLanguages } from './people.ts';
import type { Person, TellPerson } from './tell-person.ts';

export interface ErrorDoorOptions {
  readonly tell: TellPerson;
  readonly languages: UserLanguages;
  /** Telling must not keep Slack from its ack. */
  readonly background: (work: Promise<unknown>) => void;
  /** For people whose language is not known. */
  readonly language: Language;
  readonly log: Log;
}

/** What Bolt hands over; `body` is Slack's payload. */
export interface FailedRequest {
  readonly error: CodedError;
  readonly body: unknown;
}

const id = v.pipe(v.string(), v.nonEmpty());
const responseUrl = v.exactOptional(id);

/** Who is waiting, in each of the forms in which Slack says it. */
const commandSchema = v.object({ channel_id: id, user_id: id, response_url: responseUrl });
const actionSchema = v.object({
  channel: v.object({ id }),
  user: v.object({ id }),
  response_url: responseUrl,
});
const eventSchema = v.object({ event: v.object({ channel: id, user: id, thread_ts: v.exactOptional(id) }) });

/**
 * The one place where failures of listeners end. The person is told that it failed and under which reference the log
 * says why; the log gets code and error, never what was asked.
 */
export function errorDoor(options: ErrorDoorOptions): (args: FailedRequest) => Promise<void> {
  return async ({ error, body }) => {
    const cause = 'original' in error && error.original instanceof Error ? error.original : error;
    const reference = randomUUID().slice(0, 8);
    const code = cause instanceof HandlerError ? cause.code : error.code;
    options.log.error({ reference, code, err: cause }, 'a request from Slack failed');
    const person = personIn(body);
    if (person === undefined) return;
    const tell = async () => {
      const language = (await options.languages.of(person.user)) ?? options.language;
      const notice: Notice =
        code === 'redis-unreachable' ? { kind: 'stop-unreachable' } : { kind: 'failed', reference };
      await options.tell(person, noticeMessage(notice, language));
    };
    options.background(tell());
  };
}

/** Whoever waits in `body`, a payload of Slack; `undefined` when nobody does. */
export function personIn(body: unknown): Person | undefined {
  const command = v.safeParse(commandSchema, body);
  if (command.success) {
    const { channel_id: channel, user_id: user, response_url: url } = command.output;
    return { channel, user, ...(url === undefined ? {} : { responseUrl: url }) };
  }
  const action = v.safeParse(actionSchema, body);
  if (action.success) {
    const { channel, user, response_url: url } = action.output;
    return { channel: channel.id, user: user.id, ...(url === undefined ? {} : { responseUrl: url }) };
  }
  const event = v.safeParse(eventSchema, body);
  if (!event.success) return undefined;
  const { channel, user, thread_ts: thread } = event.output.event;
  return { channel, user, ...(thread === undefined ? {} : { thread }) };
}

/** Middleware: a listener that failed before its ack is acked all the same, or Slack would add an error of its own. */
export async function ackFailures(args: AllMiddlewareArgs & AnyMiddlewareArgs): Promise<void> {
  try {
    await args.next();
  } catch (error) {
    if ('ack' in args && typeof args.ack === 'function') await args.ack().catch(() => {});
    throw error;
  }
}
