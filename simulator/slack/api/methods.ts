import type { Method } from './call.ts';
import { CHAT_METHODS } from './chat-methods.ts';
import { CONVERSATION_METHODS } from './conversation-methods.ts';
import { FILE_METHODS } from './file-methods.ts';
import { PEOPLE_METHODS } from './people-methods.ts';
import { REACTION_METHODS } from './reaction-methods.ts';
import { SESSION_METHODS } from './session-methods.ts';
import { VIEW_METHODS } from './view-methods.ts';

/** Every Web API method the local Slack answers. Claims about them are in `coverage.ts`. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({
    ...SESSION_METHODS,
    ...CHAT_METHODS,
    ...CONVERSATION_METHODS,
    ...PEOPLE_METHODS,
    ...REACTION_METHODS,
    ...VIEW_METHODS,
    ...FILE_METHODS,
  }),
);
