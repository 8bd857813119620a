import type { ListenerTools, Listening } from '../listener-tools.ts';
import { wordsToBot } from '../typed-words.ts';

/** `@dca …`: answered in the thread of the mention. */
export function registerAppMention(
  app: Pick<Listening, 'event'>,
  { desk, languages, gate, tell, background, log }: ListenerTools,
): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const { user, channel, ts, thread_ts: thread } = event;
    // Two bots that mention each other would never end.
    if (user === undefined || event.bot_id !== undefined || user === context.botUserId) {
      log.debug({ channel }, 'a mention by a bot');
      return;
    }
    const outcome = await desk.ask({
      source: 'mention',
      slackId: body.event_id ?? `${channel} ${ts}`,
      words: wordsToBot(event.text, context.botUserId ?? ''),
      address: { team: body.team_id, channel, user, thread: thread ?? ts },
      userLanguage: () => languages.of(user),
      judge: gate.judgeOf({
        user,
        channel,
        // In a shared channel the workspace around the event is whichever Slack picked; these are the person's own.
        team: event.user_team ?? event.team,
        ...(body.is_ext_shared_channel === undefined ? {} : { sharedChannel: body.is_ext_shared_channel }),
      }),
    });
    if (outcome.outcome !== 'notice') return;
    background(tell({ channel, user, ...(thread === undefined ? {} : { thread }) }, outcome.message));
  });
}
