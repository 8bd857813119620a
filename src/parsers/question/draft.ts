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
  /** `check` was said, which is the question unless another one is asked. */
  check: boolean;
  /** A node was named, or only `node` was said; what is asked where no other question is. */
  node: boolean;
  /** `all` was said, which asks for everything where nothing else is asked. */
  all: boolean;
  /** Both `hpa` and `metrics` were said; which of the two is meant shows at the end. */
  metricsToo: boolean;
  namespace?: string;
  page?: number;
  /** Names that cannot be anything else: `shop/web`, `deploy/web`, and what is quoted. */
  readonly named: (Named & Pick<Loose, 'at'>)[];
  /** Words that are nothing we know, which after `hpa` or `checks` makes them names. */
  readonly loose: Loose[];
}

export interface Named {
  /** As typed. */
  readonly word: string;
  /** What it names in a question about HPAs; other questions read the word again. */
  readonly subject: Subject | 'bad-name';
}

export interface Loose {
  readonly word: string;
  /** Its place in the list of words. */
  readonly at: number;
  /** It stands right behind `hpa`. */
  readonly direct: boolean;
}

/** How many words were taken, a failure, or `undefined` when the words are of another sort. */
export type Step = number | Failure | undefined;

export function emptyDraft(): Draft {
  return {
    why: false,
    kindIsOwner: false,
    hpaAt: -2,
    check: false,
    node: false,
    all: false,
    metricsToo: false,
    named: [],
    loose: [],
  };
}

/** The question as far as it was asked. */
export function kindSoFar({ kind, check, node }: Draft): AskableKind | undefined {
  // The status of a node is that of its Agent.
  if (node && (kind === undefined ? !check : kind === 'status')) {
    return 'node';
  }
  return kind ?? (check ? 'checks' : undefined);
}
