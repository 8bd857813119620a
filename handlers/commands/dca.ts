import type { ListenerTools, Listening } from '../listener-tools.ts';
import { privately } from '../slack-reply.ts';
import { typedWords } from '../typed-words.ts';

export const DCA_COMMAND = '/dca';

/** `/dca …`: acked with nothing once the ask is stored, else with the reason why it was not. */
export function registerDca(app: Pick<Listening, 'command'>, { desk, languages, gate, log }: ListenerTools): void {
  app.command(DCA_COMMAND, async ({ command, ack, respond }) => {
    const outcome = await desk.ask({
      source: 'command',
      slackId: command.trigger_id,
      words: typedWords(command.text ?? ''),
      address: {
        team: command.team_id,
        channel: command.channel_id,
        user: command.user_id,
        responseUrl: command.response_url,
      },
      userLanguage: () => languages.of(command.user_id),
      judge: gate.judgeOf({ user: command.user_id, channel: command.channel_id, team: command.team_id }),
    });
    if (outcome.outcome !== 'notice') {
      // The ask is safe: an ack lost with its connection is no failure of it.
      await ack().catch((error: unknown) => log.warn({ err: error, ask: outcome.askId }, 'ack lost'));
      return;
    }
    const reply = privately(outcome.message);
    try {
      await ack(reply);
    } catch (error) {
      log.warn({ err: error }, 'ack lost, answering by response URL');
      await respond(reply);
    }
  });
}
