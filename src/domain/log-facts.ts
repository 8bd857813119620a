import type { LogTroubleKind } from './log-scan.ts';

/** Facts of the findings about the replicas' logs. */
export interface LogFactsByCode {
  'logs-trouble': {
    readonly kind: LogTroubleKind;
    /** Pods whose logs hold it, with how often. */
    readonly pods: readonly { readonly pod: string; readonly times: number }[];
    readonly times: number;
    readonly first: string | null;
    readonly last: string | null;
    readonly lastSeconds: number | null;
    /** The newest line, as the Agent wrote it. */
    readonly text: string;
    readonly about: string | null;
    /** Nothing of the kind since, for longer than it was ever silent before: history. */
    readonly over: boolean;
  };
  /** Troubles beyond those that are told one by one. */
  'logs-more': {
    readonly troubles: number;
    /** What they are, the worst first, with how many troubles and lines of each kind. */
    readonly kinds: readonly {
      readonly kind: LogTroubleKind;
      readonly troubles: number;
      readonly times: number;
      /** Every one of the kind is history. */
      readonly over: boolean;
    }[];
  };
  'logs-quiet': {
    readonly pods: number;
    readonly lines: number;
    readonly from: string | null;
    readonly to: string | null;
    /** Lines that look like errors and are none. */
    readonly noise: number;
  };
  /** No lines, or none in the Agent's form: nothing is known, which is not the same as nothing being wrong. */
  'logs-empty': { readonly pods: readonly string[]; readonly lines: number };
  'logs-cut': { readonly pods: readonly string[]; readonly bytes: number; readonly from: string | null };
}
