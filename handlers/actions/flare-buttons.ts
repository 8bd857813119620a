import { FLARE_ACTIONS } from '../../src/formatters/flare-offer.ts';
import type { ListenerTools, Listening } from '../listener-tools.ts';
import { privately } from '../slack-reply.ts';

/** The buttons under the offer of a flare. What was offered is decided once; the offer then gives way to what came of it. */
export function registerFlareButtons(
  app: Pick<Listening, 'action'>,
  { desk, languages, gate, background }: ListenerTools,
): void {
  for (const decision of ['build', 'cancel'] as const) {
    app.action(
      { type: 'block_actions', action_id: FLARE_ACTIONS[decision] },
      async ({ ack, action, body, respond }) => {
        await ack();
        const channel = body.channel?.id;
        if (action.type !== 'button' || action.value === undefined || channel === undefined) return;
        const { message, over } = await desk.decideFlare({
          askId: action.value,
          decision,
          channel,
          user: body.user.id,
          ...(body.user.team_id === undefined ? {} : { team: body.user.team_id }),
          userLanguage: () => languages.of(body.user.id),
          judge: gate.judgeOf({ user: body.user.id, channel, team: body.user.team_id }),
        });
        background(respond({ ...privately(message), replace_original: over }));
      },
    );
  }
}
