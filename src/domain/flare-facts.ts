/** Why a flare or one of its files is not taken. */
export type FlareRefusal =
  | 'not-a-zip'
  | 'encrypted'
  | 'too-many-files'
  | 'too-large'
  /** It would unpack to far more than it weighs. */
  | 'bomb'
  /** A name that leads out of the archive's own folder, or a link. */
  | 'path'
  | 'damaged'
  | 'not-a-flare';

/** Facts of the findings about flares. */
export interface FlareFactsByCode {
  'flare-ready': {
    /** Where it was built. */
    readonly pod: string;
    readonly name: string;
    /** Of the masked archive. */
    readonly bytes: number;
    readonly files: number;
    readonly masked: number;
    /** Files that are not passed on, each with why. */
    readonly left: readonly { readonly file: string; readonly why: FlareRefusal | 'not-text' }[];
    /** Whether the Agent's own copy is gone from its container again. */
    readonly removed: boolean;
    /** The Agent built it by itself, without the running process: some parts are missing. */
    readonly local: boolean;
  };
  'flare-failed': {
    readonly pod: string | null;
    readonly step: 'build' | 'fetch' | 'check';
    readonly refusal: FlareRefusal | null;
    readonly detail: string;
    readonly removed: boolean | null;
  };
  /** A flare that was read: pasted, saved or just built. */
  'flare-read': {
    readonly from: string;
    readonly files: number;
    readonly understood: readonly string[];
    readonly hostname: string | null;
  };
  'flare-refused': { readonly from: string; readonly refusal: FlareRefusal; readonly detail: string };
}
