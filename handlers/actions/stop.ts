import { STOP_ACTION } from '../../src/formatters/slack-notices.ts';
import type { ListenerTools, Listening } from '../listener-tools.ts';
import { privately } from '../slack-reply.ts';

/** The Stop button: whoever may ask may stop what they see, whoever asked it; the answer names who did. */
export function registerStop(
  app: Pick<Listening, 'action'>,
  { desk, languages, gate, background }: ListenerTools,
): void {
  app.action({ type: 'block_actions', action_id: STOP_ACTION }, async ({ ack, action, body, respond }) => {
    await ack();
    const channel = body.channel?.id;
    if (action.type !== 'button' || action.value === undefined || channel === undefined) return;
    const outcome = await desk.stop({
      askId: action.value,
      channel,
      user: body.user.id,
      team: body.user.team_id ?? body.team?.id ?? '',
      userName: body.user.name ?? body.user.username ?? body.user.id,
      userLanguage: () => languages.of(body.user.id),
      judge: gate.judgeOf({ user: body.user.id, channel, team: body.user.team_id }),
    });
    background(respond(privately(outcome.message)));
  });
}
