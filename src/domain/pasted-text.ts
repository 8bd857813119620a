import type { TextFactsByCode, TextPiece } from './text-facts.ts';

/** What one pasted text turned out to hold. Pieces that could not be read are readings that failed, elsewhere. */
export interface PastedText {
  /** The file's name, or `text 1`. */
  readonly from: string;
  readonly pieces: readonly TextPiece[];
  /** Nothing of the Cluster Agent is in it, and a line shows whose it is. */
  readonly foreign?: Omit<TextFactsByCode['not-a-cluster-agent-matter'], 'from'>;
}
