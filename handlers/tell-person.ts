import type { SlackPort } from '../src/answers/slack-port.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import type { Log } from '../src/telemetry/log.ts';

export interface Person {
  readonly channel: string;
  readonly user: string;
  /** Where the words stood; only a thread, for in no other place is an ephemeral message of a thread seen. */
  readonly thread?: string;
  readonly responseUrl?: string;
}

/** Says something to one person: by response URL, else where they asked, else in a direct message. Never rejects. */
export type TellPerson = (person: Person, message: SlackMessage) => Promise<void>;

export function tellPerson(port: Pick<SlackPort, 'tellAsker'>, log: Log): TellPerson {
  return async ({ thread, ...asker }, message) => {
    const target = { channel: asker.channel, askId: '', entryId: '', ...(thread === undefined ? {} : { thread }) };
    const told = await port.tellAsker(asker, target, message);
    if (told.end === 'done') return;
    log.warn({ end: told.end, raw: told.raw, channel: asker.channel }, 'a person could not be told');
  };
}
