import { ANSWER_ACTIONS } from '../../src/formatters/answer-buttons.ts';
import { FLARE_ACTIONS } from '../../src/formatters/flare-offer.ts';
import { STOP_ACTION } from '../../src/formatters/slack-notices.ts';
import { OFFER_ACTIONS } from '../../src/formatters/thread-offer.ts';
import type { ListenerTools, Listening } from '../listener-tools.ts';

const KNOWN = [STOP_ACTION, ...Object.values(FLARE_ACTIONS), ...Object.values(ANSWER_ACTIONS), ...OFFER_ACTIONS];
const ANY_OTHER = new RegExp(`^(?!(?:${KNOWN.join('|')})$)`);

/** A button of another version of dca-bot, under an old message: acked, or Slack would show a warning beside it. */
export function registerUnknownAction(app: Pick<Listening, 'action'>, { log }: ListenerTools): void {
  app.action({ type: 'block_actions', action_id: ANY_OTHER }, async ({ ack, action }) => {
    await ack();
    log.warn({ action: action.action_id.slice(0, 80) }, 'a button without a listener');
  });
}
