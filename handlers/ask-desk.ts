import type { AnswerClick } from './answer-click.ts';
import { askAgain } from './ask-again.ts';
import type { DeskTools } from './desk-tools.ts';
import { decideFlare, type FlareDecision, type FlareOutcome } from './flare-offer.ts';
import { goDeeper } from './go-deeper.ts';
import { type OfferClick, type OfferRequest, offerQuestions, takeOffered } from './offer-questions.ts';
import { PATIENCE_MS, type Patience, startPatience } from './patience.ts';
import { type StopOutcome, type StopRequest, stopAsk } from './stop-ask.ts';
import { type AskOutcome, type AskRequest, type NotTaken, takeQuestion } from './take-question.ts';

/** Takes questions and clicks from Slack, knowing nothing of how they came. */
export interface AskDesk {
  /** Says within about a second what became of a question. Does not reject for a Redis that is away. */
  ask(request: AskRequest): Promise<AskOutcome>;
  /** Stops an ask of this channel, whoever asked it. Rejects with a `HandlerError` when Redis is away. */
  stop(request: StopRequest): Promise<StopOutcome>;
  /** Asks a question again, for whoever clicked. Rejects with a `HandlerError` when Redis is away; so do the next two. */
  again(click: AnswerClick): Promise<AskOutcome>;
  /** Shows a stored report in full. */
  deeper(click: AnswerClick): Promise<AskOutcome>;
  /** Asks a question that was offered. */
  takeOffered(click: OfferClick): Promise<AskOutcome>;
  /** Says what could be asked in a thread; reads it first, so it takes as long as Slack does. Does not reject. */
  offer(request: OfferRequest): Promise<NotTaken>;
  /** Takes the asker's word on a flare that was offered. Rejects with a `HandlerError` when Redis is away. */
  decideFlare(request: FlareDecision): Promise<FlareOutcome>;
}

export function makeAskDesk(tools: DeskTools): AskDesk {
  const patiently = async <T>(work: (patience: Patience) => Promise<T>): Promise<T> => {
    const patience = startPatience(PATIENCE_MS);
    try {
      return await work(patience);
    } finally {
      patience.end();
    }
  };
  return {
    ask: (request) => patiently((patience) => takeQuestion(tools, request, patience)),
    again: (click) => patiently((patience) => askAgain(tools, click, patience)),
    deeper: (click) => patiently((patience) => goDeeper(tools, click, patience)),
    takeOffered: (click) => patiently((patience) => takeOffered(tools, click, patience)),
    offer: (request) => offerQuestions(tools, request),
    stop: (request) => stopAsk(tools, request),
    decideFlare: (request) => decideFlare(tools, request),
  };
}
