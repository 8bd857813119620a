import type { Finding, FindingCode, Verdict } from '../domain/finding.ts';
import type { FactsByCode } from '../domain/finding-facts.ts';
import type { Question } from '../domain/question.ts';
import type { InterfaceWords } from './interface-words.ts';
import type { Rich } from './rich.ts';

/** What a phrase may know beyond its own facts. */
export interface PhraseContext {
  readonly question: Question;
  readonly cluster: string;
  /** When the answer was made, ISO 8601: times of the same day are told without it. */
  readonly now: string;
  /** `text`: pasted or saved, so that nothing can be looked up again and "now" is the document's date. */
  readonly origin: 'cluster' | 'text';
  /** The Cluster Agent's namespace, for commands; `null` when it is not known. */
  readonly namespace: string | null;
  /** The name of the Cluster Agent's container, for commands. */
  readonly container: string;
  /** The Cluster Agent's Deployment, for commands; `null` when no pod names it. */
  readonly deployment: string | null;
  /** The pod that leads, for commands that only the leader answers; `null` when it is not known. */
  readonly leader: string | null;
  /** Who manages the installation, which decides how its settings are spelled. */
  readonly installer: 'helm' | 'operator' | 'unknown';
  /** Codes of the same report: what another finding tells need not be told twice. */
  readonly codes: readonly FindingCode[];
  /** What another finding says in one sentence and the same language, for answers that tell of whole reports. */
  readonly sumOf: (finding: Finding) => Rich;
}

/** A page to open: `text` in our own words, `url` checked to be an address of the site it claims to be. */
export interface Link {
  readonly text: string;
  readonly url: string;
}

/** One exact change, or a sentence that nothing is to be done. `command` is a line to copy, `yaml` an object to apply. */
export interface Remedy {
  readonly say: Rich;
  readonly link?: Link;
  readonly command?: string;
  readonly yaml?: string;
}

/** Rows under column heads, as many cells in each as there are columns; shown aligned, in a fixed-width face. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Rich[])[];
}

/** One of several things, with the sign of its own verdict in front. */
export interface SignedLine {
  readonly verdict: Verdict;
  readonly say: Rich;
}

/** The words of one finding, in the order in which a person wants them. */
export interface FindingWords {
  /** Stands alone in a notification. */
  readonly sum: Rich;
  /** What a list consists of. */
  readonly table?: Table;
  /** What an answer about many answers consists of; never shortened. */
  readonly lines?: readonly SignedLine[];
  /** Evidence: figure, age, where. */
  readonly points?: readonly Rich[];
  /** What the trouble does to users. */
  readonly effect?: Rich;
  /** What need not be looked at. */
  readonly notAtFault?: Rich;
  readonly remedy?: Remedy;
  /** What could change the answer and could not be seen. */
  readonly notSeen?: readonly Rich[];
  /** How the thing works. */
  readonly teach?: readonly Rich[];
  /** Commands that show it. */
  readonly see?: readonly string[];
}

export type FindingPhrase<C extends FindingCode> = (facts: FactsByCode[C], context: PhraseContext) => FindingWords;

/** Words for every finding code: a code without words does not compile. */
export type FindingPhrases = { readonly [C in FindingCode]: FindingPhrase<C> };

/** Everything a person reads, in one language. */
export interface Phrases {
  readonly findings: FindingPhrases;
  readonly ui: InterfaceWords;
}
