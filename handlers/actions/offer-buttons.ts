import { OFFER_ACTIONS } from '../../src/formatters/thread-offer.ts';
import { clickedIn } from '../clicked.ts';
import type { ListenerTools, Listening } from '../listener-tools.ts';

/** The questions offered for a thread: each click asks one, in that thread. */
export function registerOfferButtons(app: Pick<Listening, 'action'>, tools: ListenerTools): void {
  const { desk, tell, background, log } = tools;
  for (const actionId of OFFER_ACTIONS) {
    app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, action, body }) => {
      const clicked = clickedIn({ action, body }, tools);
      if (clicked === undefined) return ack();
      const { value, person, ...click } = clicked;
      const outcome = await desk.takeOffered({ ...click, offer: value, action: actionId });
      await ack().catch((error: unknown) => log.warn({ err: error }, 'ack lost'));
      if (outcome.outcome === 'notice') background(tell(person, outcome.message));
    });
  }
}
