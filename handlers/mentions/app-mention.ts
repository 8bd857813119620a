import type { ListenerTools, Listening } from '../listener-tools.ts';
import { wordsToBot } from '../typed-words.ts';

/** `@dca …`: answered in the thread of the mention. */
export function registerAppMention(
  app: Pick<Listening, 'event'>,
  { desk, languages, gate, tell, threads, background, log }: ListenerTools,
): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const { channel, ts, thread_ts: thread, bot_id: bot } = event;
    const user = event.user ?? bot;
    const apps = [bot, event.bot_profile?.app_id].filter((id) => id !== undefined);
    const isOwn = user === context.botUserId || (bot !== undefined && bot === context.botId);
    // Two bots that mention each other would never end: one that no rule names is not even told so.
    if (user === undefined || isOwn || (apps.length > 0 && !gate.knowsApp(apps))) {
      log.debug({ channel }, 'a mention by a bot');
      return;
    }
    const words = wordsToBot(event.text, context.botUserId ?? '');
    const person = { channel, user, ...(thread === undefined ? {} : { thread }) };
    const request = {
      slackId: body.event_id ?? `${channel} ${ts}`,
      address: { team: body.team_id, channel, user, thread: thread ?? ts },
      userLanguage: () => languages.of(user),
      judge: gate.judgeOf({
        user,
        channel,
        apps,
        // In a shared channel the workspace around the event is whichever Slack picked; these are the person's own.
        team: event.user_team ?? event.team,
        ...(body.is_ext_shared_channel === undefined ? {} : { sharedChannel: body.is_ext_shared_channel }),
      }),
    };
    // Nobody reads what is said to an app alone.
    const isRead = apps.length === 0;
    if (words === '' && thread !== undefined && isRead) {
      // Slack may take longer to show a thread than it waits for an ack.
      const offered = desk.offer({
        ...request,
        texts: () => threads({ channel, ts: thread, ownUser: context.botUserId }),
      });
      background(offered.then(({ message }) => tell(person, message)));
      return;
    }
    const outcome = await desk.ask({ ...request, source: 'mention', words });
    if (outcome.outcome === 'notice' && isRead) background(tell(person, outcome.message));
  });
}
