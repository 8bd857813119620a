import type { Depth, Language, Question } from './question.ts';
import type { Report } from './report.ts';

/** Where in Slack the answer goes. `thread` is the ts the answer hangs under; absent: the opening message starts the thread. */
export interface Address {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  readonly thread?: string;
  /** Slack's one-asker reply URL; lives 30 minutes, works where the bot is not a member. */
  readonly responseUrl?: string;
}

/** A question somebody asked in Slack. `id` is derived from Slack's own event, trigger or click id, so a re-delivery is the same ask. */
export interface Ask {
  readonly id: string;
  readonly question: Question;
  /** The cluster the question goes to, already resolved to a registered name; '' for a question of a text kind, which goes to none. */
  readonly cluster: string;
  /** The words as typed, cut at 300 characters, for the opening message. */
  readonly words: string;
  readonly address: Address;
  readonly language: Language;
  readonly depth: Depth;
  /** Epoch milliseconds by the gateway's clock. */
  readonly askedAt: number;
  /** The ask that waits for this one's report: nothing of this one is shown by itself. */
  readonly parent?: string;
}

/** Whether a report can be this ask's own: one about a cluster comes from there, whoever stored it. */
export function isReportOf(ask: Pick<Ask, 'cluster'>, report: Pick<Report, 'cluster'>): boolean {
  return ask.cluster === '' || report.cluster === ask.cluster;
}
