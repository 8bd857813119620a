import type { FlareFactsByCode } from './flare-facts.ts';

/** How the making of a flare in a Cluster Agent's container ended, from the command to the masked archive. */
export type FlareBuild =
  | ({ readonly built: true } & FlareFactsByCode['flare-ready'])
  | ({ readonly built: false } & FlareFactsByCode['flare-failed']);

/** What one flare was found to hold, whoever made it. */
export type FlareLook =
  | ({ readonly read: true } & FlareFactsByCode['flare-read'])
  | ({ readonly read: false } & FlareFactsByCode['flare-refused']);

/** The flares of a question: the one that was built for it, and those that were read. */
export interface Flares {
  readonly build?: FlareBuild;
  readonly looks: readonly FlareLook[];
}

/** An archive that lies in an Agent's container. */
export interface FlarePlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly path: string;
}

/** A file that goes with an answer; masked. */
export interface AnswerFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is told of a flare while it is built, so that neither its bytes nor an archive in a container get lost. */
export type FlareNews =
  | { readonly news: 'built'; readonly place: FlarePlace }
  | { readonly news: 'removed'; readonly place: FlarePlace }
  /** The masked archive; comes before the report that tells of it. */
  | { readonly news: 'file'; readonly file: AnswerFile };

/** Whoever asks for a flare keeps what is told, and says which archives earlier tries left in containers. */
export interface FlareKeeping {
  readonly left: readonly FlarePlace[];
  readonly tell: (news: FlareNews) => void;
}
