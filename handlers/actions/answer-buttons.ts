import { ANSWER_ACTIONS } from '../../src/formatters/answer-buttons.ts';
import { clickedIn } from '../clicked.ts';
import type { ListenerTools, Listening } from '../listener-tools.ts';

/** The buttons under an answer: acked once what they ask for is stored, or else the clicker alone is told why not. */
export function registerAnswerButtons(app: Pick<Listening, 'action'>, tools: ListenerTools): void {
  const { desk, tell, background, log } = tools;
  for (const kind of ['again', 'deeper'] as const) {
    app.action({ type: 'block_actions', action_id: ANSWER_ACTIONS[kind] }, async ({ ack, action, body }) => {
      const clicked = clickedIn({ action, body }, tools);
      if (clicked === undefined) return ack();
      const { value, person, ...click } = clicked;
      const outcome = await desk[kind]({ ...click, answered: value });
      // The ask is safe: an ack lost with its connection is no failure of it.
      await ack().catch((error: unknown) => log.warn({ err: error }, 'ack lost'));
      if (outcome.outcome === 'notice') background(tell(person, outcome.message));
    });
  }
}
