import type { Depth, Language, Subject } from '../../domain/question.ts';
import type { Failure } from './parsed-question.ts';
import type { AskableKind } from './words.ts';

/** What was read of a question so far. */
export interface Draft {
  kind?: AskableKind;
  cluster?: string;
  language?: Language;
  depth?: Depth;
  why: boolean;
  /** The kind came from a word that can also say whose answer is meant: `cluster status` asks for the status. */
  kindIsOwner: boolean;
  /** The place of the last word that says `hpa`, in the list of words; what follows it at once may be a name. */
  hpaAt: number;
  /** Both `hpa` and `metrics` were said; which of the two is meant shows at the end. */
  metricsToo: boolean;
  namespace?: string;
  page?: number;
  /** Names that cannot be anything else: `shop/web`, `deploy/web`, and what is quoted. */
  readonly named: Named[];
  /** Words that are nothing we know, which after `hpa` makes them names. */
  readonly loose: Loose[];
}

export interface Named {
  /** As typed. */
  readonly word: string;
  readonly subject: Subject;
}

export interface Loose {
  readonly word: string;
  /** It stands right behind `hpa`. */
  readonly direct: boolean;
}

/** How many words were taken, a failure, or `undefined` when the words are of another sort. */
export type Step = number | Failure | undefined;

export function emptyDraft(): Draft {
  return { why: false, kindIsOwner: false, hpaAt: -2, metricsToo: false, named: [], loose: [] };
}
