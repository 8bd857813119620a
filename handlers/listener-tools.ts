import type { App } from '@slack/bolt';
import type { Log } from '../src/telemetry/log.ts';
import type { AskDesk } from './ask-desk.ts';
import type { Gate } from './gate.ts';
import type { UserLanguages } from './people.ts';
import type { TellPerson } from './tell-person.ts';
import type { Thread, ThreadTexts } from './thread-texts.ts';

/** The kinds of listeners that Bolt is given; each has to be announced in the app's manifest. */
export type Listening = Pick<App, 'command' | 'event' | 'action'>;

export interface ListenerTools {
  readonly desk: AskDesk;
  readonly languages: UserLanguages;
  readonly gate: Gate;
  readonly tell: TellPerson;
  /** Goes on after Slack has its ack, which over HTTP waits for the listener. A failure is logged and ends there. */
  readonly background: (work: Promise<unknown>) => void;
  /** What was written in a thread. Never rejects. */
  readonly threads: (thread: Thread) => Promise<ThreadTexts>;
  readonly log: Log;
}
