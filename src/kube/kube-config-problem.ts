/** What can be wrong with a kubeconfig, with the facts its sentence needs. */
export interface KubeConfigProblems {
  'file-missing': { readonly path: string };
  'file-unreadable': { readonly path: string; readonly detail: string };
  'not-a-kubeconfig': { readonly path: string; readonly detail: string };
  /** No file named, none in the default places, and no service account. */
  'nothing-found': Record<never, never>;
  'no-current-context': { readonly contexts: readonly string[] };
  'no-such-context': { readonly context: string; readonly contexts: readonly string[] };
  'no-such-cluster': { readonly context: string; readonly cluster: string };
  'no-such-user': { readonly context: string; readonly user: string };
  /** `https://undefined:undefined` and other addresses nobody can connect to. */
  'server-invalid': { readonly context: string; readonly server: string };
  /** Plain http sends the token in clear; only a cluster with `insecure-skip-tls-verify` may ask for it. */
  'plain-http': { readonly context: string; readonly server: string };
  /** A service account was asked for, and this process runs in no pod. */
  'not-in-cluster': Record<never, never>;
}

export type KubeConfigProblemCode = keyof KubeConfigProblems;

/** A kubeconfig that cannot be used. The sentence for people is made elsewhere from `code` and `facts`. */
export class KubeConfigProblem<C extends KubeConfigProblemCode = KubeConfigProblemCode> extends Error {
  readonly code: C;
  readonly facts: KubeConfigProblems[C];
  constructor(code: C, facts: KubeConfigProblems[C], cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, cause === undefined ? {} : { cause });
    this.name = 'KubeConfigProblem';
    this.code = code;
    this.facts = facts;
  }
}
