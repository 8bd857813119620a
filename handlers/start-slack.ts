import { App } from '@slack/bolt';
import type { Home } from '../src/access/judge.ts';
import { webClientPort } from '../src/answers/web-client-port.ts';
import type { AccessRule } from '../src/domain/access-rule.ts';
import type { Language } from '../src/domain/question.ts';
import type { Log } from '../src/telemetry/log.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';
import { ackTimes } from './ack-times.ts';
import type { AskDesk } from './ask-desk.ts';
import { audiences } from './audiences.ts';
import { boltLogger } from './bolt-logger.ts';
import { ackFailures, errorDoor } from './error-door.ts';
import { makeGate } from './gate.ts';
import { HandlerError } from './handler-error.ts';
import { httpDoor } from './http-door.ts';
import { inFlight } from './in-flight.ts';
import { languagesOf, people } from './people.ts';
import { registerListeners } from './register.ts';
import { slackClientOptions } from './slack-client.ts';
import type { Readiness, SlackDoor } from './slack-door.ts';
import { socketDoor } from './socket-door.ts';
import { startFailure } from './start-failure.ts';
import { tellPerson } from './tell-person.ts';
import { type Thread, threadTexts } from './thread-texts.ts';
import { userGroups } from './user-groups.ts';

export interface SlackTokens {
  /** `xoxb-…` */
  readonly bot: string;
  /** `xapp-…`, for Socket Mode. */
  readonly app?: string;
  /** For HTTP. */
  readonly signingSecret?: string;
}

export interface SlackOptions {
  readonly mode: 'socket' | 'http';
  readonly tokens: SlackTokens;
  /** HTTP only: default 3000; 0 takes any free port. */
  readonly port?: number;
  /** HTTP only: default `0.0.0.0`. */
  readonly host?: string;
  /** HTTP only: default `/slack/events`. */
  readonly path?: string;
  /** Ends in `/api/`; default Slack's own. */
  readonly apiUrl?: string;
  readonly desk: AskDesk;
  /** Who may ask what; default: every member everything. */
  readonly access?: readonly AccessRule[];
  /** For messages to people whose language is not known; default `en`. */
  readonly language?: Language;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'acks' | 'reconnects'>;
  readonly now: () => number;
  /** Called once when nothing but a restart can help, as with a revoked token: the process should end as failed. */
  readonly onFatal: (error: HandlerError) => void;
}

export interface SlackApp {
  /** HTTP only. */
  readonly port?: number;
  /** Whether Slack's requests reach us, judged by what was heard, not by asking. */
  ready(): Readiness;
  /** Waits a few seconds for requests under way, then closes everything. */
  close(): Promise<void>;
}

/** How long a stop waits for requests under way; each takes about a second at most. */
const DRAIN_MS = 5_000;

/** Connects to Slack. Rejects with a `HandlerError` whose code says what is wrong; nothing stays open then. */
export async function startSlack(options: SlackOptions): Promise<SlackApp> {
  const { log, metrics, now } = options;
  const token = needed(options.tokens.bot, 'bot token', 'SLACK_BOT_TOKEN');
  const logger = boltLogger(log);
  const closing = new AbortController();
  const clientOptions = slackClientOptions({ apiUrl: options.apiUrl, logger, closing: closing.signal });
  const flights = inFlight();
  let closed: Promise<void> | undefined;

  const openDoor = (): SlackDoor => {
    if (options.mode === 'http') {
      const signingSecret = needed(options.tokens.signingSecret, 'signing secret', 'SLACK_SIGNING_SECRET');
      const { port = 3000, host = '0.0.0.0', path = '/slack/events' } = options;
      return httpDoor({ signingSecret, port, host, path, logger, now });
    }
    const appToken = needed(options.tokens.app, 'app token', 'SLACK_APP_TOKEN');
    // Of its own: the client writes into the options it is given.
    return socketDoor({
      appToken,
      clientOptions: { ...clientOptions },
      logger,
      log,
      metrics,
      now,
      flights,
      onFatal: options.onFatal,
    });
  };
  const door = openDoor();
  const app = new App({
    token,
    receiver: door.receiver,
    clientOptions,
    logger,
    deferInitialization: true,
    extendedErrorHandler: true,
    convoStore: false,
  });
  const persons = people({
    now,
    lookUp: async (user) => said((await app.client.users.info({ user, include_locale: true })).user),
  });
  const channels = audiences({
    now,
    lookUp: async (channel) => said((await app.client.conversations.info({ channel })).channel),
    onFailure: (channel, word) => log.warn({ channel, word }, 'Slack does not say who reads along'),
  });
  const groups = userGroups({
    now,
    lookUp: async (usergroup) => said((await app.client.usergroups.users.list({ usergroup })).users),
    onFailure: (group, word) => log.warn({ group, word }, 'Slack does not say who is in a user group'),
  });
  const languages = languagesOf(persons);
  const tell = tellPerson(webClientPort(app.client), log);
  const threads = (thread: Thread) => threadTexts((page) => app.client.conversations.replies(page), thread);
  const background = (work: Promise<unknown>) => {
    flights.track(work).catch((error: unknown) => log.warn({ err: error }, 'what follows an ack failed'));
  };
  app.use(ackTimes(metrics, now));
  app.use(({ next }) => flights.track(next()));
  app.use(ackFailures);
  app.error(errorDoor({ tell, languages, background, language: options.language ?? 'en', log }));

  const drain = async () => {
    if (!(await flights.idleWithin(DRAIN_MS))) log.warn({}, 'requests from Slack are still under way');
  };
  const shut = async () => {
    closing.abort(new Error('dca-bot is closing'));
    await door.close();
  };
  try {
    const home = await findHome(app);
    const gate = makeGate({ home, people: persons, audiences: channels, groups, rules: options.access ?? [] });
    registerListeners(app, { desk: options.desk, languages, gate, tell, threads, background, log });
    const opened = await door.open();
    return {
      ...opened,
      ready: () => (closed === undefined ? door.ready() : { ok: false, reason: 'closing' }),
      close: () => {
        closed ??= drain().then(shut);
        return closed;
      },
    };
  } catch (error) {
    await shut();
    throw error;
  }
}

/** Where the bot token belongs to, once Slack has confirmed it. */
async function findHome(app: App): Promise<Home> {
  try {
    await app.init();
    const { team_id: team, enterprise_id: enterprise } = await app.client.auth.test();
    return { team: said(team), ...(enterprise ? { enterprise } : {}) };
  } catch (error) {
    throw startFailure(error, 'SLACK_BOT_TOKEN');
  }
}

/** A fact that is left out of a reply is not known; taking it for "no" would let people in. */
function said<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Slack left out what was asked for');
  return value;
}

function needed(value: string | undefined, what: string, about: string): string {
  if (value !== undefined && value !== '') return value;
  throw new HandlerError('slack-token-missing', `there is no ${what}`, { about });
}
