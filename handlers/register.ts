import { registerAnswerButtons } from './actions/answer-buttons.ts';
import { registerFlareButtons } from './actions/flare-buttons.ts';
import { registerOfferButtons } from './actions/offer-buttons.ts';
import { registerStop } from './actions/stop.ts';
import { registerUnknownAction } from './actions/unknown-action.ts';
import { registerDca } from './commands/dca.ts';
import { registerUnknownCommand } from './commands/unknown-command.ts';
import type { ListenerTools, Listening } from './listener-tools.ts';
import { registerAppMention } from './mentions/app-mention.ts';

/** Everything Slack can say to us. */
export function registerListeners(app: Listening, tools: ListenerTools): void {
  registerDca(app, tools);
  registerUnknownCommand(app, tools);
  registerAppMention(app, tools);
  registerStop(app, tools);
  registerFlareButtons(app, tools);
  registerAnswerButtons(app, tools);
  registerOfferButtons(app, tools);
  registerUnknownAction(app, tools);
}
