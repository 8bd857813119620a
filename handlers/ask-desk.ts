import type { DeskTools } from './desk-tools.ts';
import { decideFlare, type FlareDecision, type FlareOutcome } from './flare-offer.ts';
import { PATIENCE_MS, startPatience } from './patience.ts';
import { type StopOutcome, type StopRequest, stopAsk } from './stop-ask.ts';
import { type AskOutcome, type AskRequest, takeQuestion } from './take-question.ts';

/** Takes questions and clicks from Slack, knowing nothing of how they came. */
export interface AskDesk {
  /** Says within about a second what became of a question. Does not reject for a Redis that is away. */
  ask(request: AskRequest): Promise<AskOutcome>;
  /** Stops an ask of this channel, whoever asked it. Rejects with a `HandlerError` when Redis is away. */
  stop(request: StopRequest): Promise<StopOutcome>;
  /** Takes the asker's word on a flare that was offered. Rejects with a `HandlerError` when Redis is away. */
  decideFlare(request: FlareDecision): Promise<FlareOutcome>;
}

export function makeAskDesk(tools: DeskTools): AskDesk {
  return {
    ask: async (request) => {
      const patience = startPatience(PATIENCE_MS);
      try {
        return await takeQuestion(tools, request, patience);
      } finally {
        patience.end();
      }
    },
    stop: (request) => stopAsk(tools, request),
    decideFlare: (request) => decideFlare(tools, request),
  };
}
