import type { QuestionKind } from '../domain/question.ts';

/** What dca-bot says to a person outside of an answer, mostly to the asker alone. */
export type Notice =
  | { readonly kind: 'redis-down' }
  | { readonly kind: 'redis-slow' }
  /** `nearest`: full questions that could be meant, best first. */
  | { readonly kind: 'unknown-word'; readonly word: string; readonly nearest: readonly string[] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly length: number; readonly limit: number }
  /** `value` is `null` when the option came without one; `allowed` is empty when the option itself is unknown. */
  | {
      readonly kind: 'bad-option';
      readonly option: string;
      readonly value: string | null;
      readonly allowed: readonly string[];
    }
  /** `word` cannot be the name of anything that such a question can be about. */
  | {
      readonly kind: 'bad-name';
      readonly word: string;
      readonly about: 'hpa' | 'checks' | 'endpoints' | 'metadata' | 'node' | 'report';
    }
  /** Two names in one question, `word` being the one too many; `nearest`: a full question for each. */
  | { readonly kind: 'two-subjects'; readonly word: string; readonly nearest: readonly string[] }
  /** `word` is a name, a namespace or a page, and the question takes none; `nearest`: full questions that do. */
  | {
      readonly kind: 'not-taken';
      readonly question: QuestionKind;
      readonly word: string;
      readonly nearest: readonly string[];
    }
  /** `asNamespace`, `asNode`: a full question in which the word is one, where that could have been meant. */
  | {
      readonly kind: 'unknown-cluster';
      readonly cluster: string;
      readonly known: readonly string[];
      readonly asNamespace: string | null;
      readonly asNode: string | null;
    }
  | { readonly kind: 'no-cluster' }
  | { readonly kind: 'which-cluster'; readonly known: readonly string[] }
  /** Shown beside an answer that went to the asker because dca-bot is not a member of the channel. */
  | { readonly kind: 'not-in-channel' }
  /** Slack did not say whether the first attempt arrived, so the message may stand twice. */
  | { readonly kind: 'possible-repeat' }
  | { readonly kind: 'stop-accepted' }
  | { readonly kind: 'stop-too-late' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly rules?: RulesSay }
  | { readonly kind: 'nothing-to-explain' }
  /** `reference` stands in the log line as well. */
  | { readonly kind: 'failed'; readonly reference: string }
  | { readonly kind: 'stop-unreachable' }
  | ClickNotice
  | FlareNotice;

/** What is said about buttons and what they lead to. */
export type ClickNotice =
  /** What a button needs is not kept any more. */
  | { readonly kind: 'click-over'; readonly what: 'question' | 'text' | 'report' | 'offer' }
  /** Shown with a button for each question. */
  | { readonly kind: 'thread-offer' }
  /** Shown before the help. `detail`: Slack's own word. */
  | { readonly kind: 'thread-unread'; readonly why: 'scope' | 'not-in-channel' | 'failed'; readonly detail: string };

/** What is said around a flare, outside of its answer. */
export type FlareNotice =
  /** Shown with two buttons, or before a question in a terminal: `file` is where it is written to there. */
  | { readonly kind: 'flare-offer'; readonly cluster: string; readonly file: string | null }
  | { readonly kind: 'flare-building'; readonly cluster: string }
  | { readonly kind: 'flare-cancelled' }
  /** It was decided before, or nobody did in time. */
  | { readonly kind: 'flare-over' }
  | { readonly kind: 'flare-not-yours' }
  /** Beside the file itself; `size` in bytes. */
  | {
      readonly kind: 'flare-file';
      readonly cluster: string;
      readonly name: string;
      readonly size: number;
      readonly masked: number;
    }
  /** `detail`: Slack's own word, or what became of the file. */
  | {
      readonly kind: 'flare-not-sent';
      readonly why: 'no-dm' | 'scope' | 'gone' | 'unclear' | 'refused';
      readonly detail: string;
    };

/** Why a question is refused before it is asked. */
export type RefusalReason =
  | 'stranger'
  | 'guest'
  | 'bot'
  | 'shared-channel'
  | 'channel-unknown'
  | 'group-unknown'
  | 'no-rule';

/** What a rule that is about the question lacks to allow it; `standing`: it does not mean people of this kind. */
export type RuleLack = 'person' | 'channel' | 'standing' | 'shared' | 'group-unknown';

/** What the access rules say of a question they do not allow, as far as the asker may know. */
export interface RulesSay {
  /** `null`: not said which. */
  readonly question: QuestionKind | null;
  /** `null` for any cluster, '' for a question that touches none. */
  readonly cluster: string | null;
  /** The name of the rule that comes nearest; `null` where no rule is about this at all. */
  readonly nearest: string | null;
  readonly lacks: readonly RuleLack[];
}

export type NoticeKind = Notice['kind'];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { readonly kind: K }>;

/** One registered cluster, for the list. `lastSeenSeconds` is `null` when its worker was never heard of. */
export interface ClusterEntry {
  readonly name: string;
  readonly lastSeenSeconds: number | null;
  /** Version of the worker. */
  readonly version: string | null;
  /** No sign of life for longer than a worker is allowed to be quiet. */
  readonly silent: boolean;
}
