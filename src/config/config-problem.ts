/** What is wrong with a configuration, by code, with the facts its sentence needs. No fact ever holds a secret. */
export interface ProblemFacts {
  'file-missing': { readonly file: string };
  'file-unreadable': { readonly file: string; readonly detail: string };
  'not-yaml': { readonly detail: string };
  'not-a-section': Record<never, never>;
  'not-a-list': Record<never, never>;
  'unknown-key': { readonly key: string; readonly nearest: string | null; readonly legal: readonly string[] };
  /** `given` is null where it is too long to be a slip, since it might be a secret in the wrong place. */
  'not-legal': { readonly given: string | null; readonly legal: readonly string[] };
  'not-a-number': { readonly given: string | null; readonly min: number; readonly max: number };
  /** Seconds. */
  'not-a-duration': { readonly given: string | null; readonly min: number; readonly max: number };
  'not-a-text': { readonly what: TextKind; readonly given: string | null };
  'secret-in-file': { readonly env: string | null; readonly fileKey: string | null };
  'same-cluster-twice': { readonly name: string };
  'same-rule-twice': { readonly name: string };
  'empty-list': Record<never, never>;
  /** An entry of a list that holds nothing. */
  'empty-entry': Record<never, never>;
  'key-missing': { readonly key: string };
  'key-needs-other': { readonly key: string; readonly other: string };
  'keys-exclude-each-other': { readonly first: string; readonly second: string };
  'env-not-legal': { readonly env: string; readonly what: TextKind };
  'secret-missing': { readonly env: string; readonly fileKey: string };
  'empty-file': { readonly file: string };
}

/** Kinds of text the configuration knows. */
export type TextKind =
  | 'text'
  | 'web-url'
  | 'redis-url'
  | 'kubernetes-name'
  | 'cluster-name'
  | 'channel'
  | 'user'
  | 'user-group'
  | 'app'
  | 'rule-name'
  | 'path'
  | 'prefix'
  | 'bot-token'
  | 'app-token';

export type ProblemCode = keyof ProblemFacts;

export interface ProblemOf<C extends ProblemCode> {
  readonly code: C;
  /** Dotted, with list places counted from 0: `clusters.1.exec`. Empty for the whole file. */
  readonly path: string;
  /** Counted from 1; absent for what stands in no file. */
  readonly line?: number;
  readonly column?: number;
  readonly facts: ProblemFacts[C];
}

export type ConfigProblem = { [C in ProblemCode]: ProblemOf<C> }[ProblemCode];
