import type { ListenerTools, Listening } from '../listener-tools.ts';
import { privately } from '../slack-reply.ts';
import { DCA_COMMAND } from './dca.ts';

const ANY_OTHER = new RegExp(`^(?!${DCA_COMMAND}$)`);

/** A command that the app has at Slack and we do not: answered with the help, or Slack would show an error. */
export function registerUnknownCommand(
  app: Pick<Listening, 'command'>,
  { desk, languages, gate, log }: ListenerTools,
): void {
  app.command(ANY_OTHER, async ({ command, ack }) => {
    log.warn({ command: command.command.slice(0, 40) }, 'a command without a listener');
    const outcome = await desk.ask({
      source: 'command',
      slackId: command.trigger_id,
      words: 'help',
      address: { team: command.team_id, channel: command.channel_id, user: command.user_id },
      userLanguage: () => languages.of(command.user_id),
      judge: gate.judgeOf({ user: command.user_id, channel: command.channel_id, team: command.team_id }),
    });
    await (outcome.outcome === 'notice' ? ack(privately(outcome.message)) : ack());
  });
}
