/** Sentences about a kubeconfig that cannot be used, by what is wrong with it. */
export interface KubeConfigWords {
  readonly 'file-missing': (facts: { readonly path: string }) => string;
  readonly 'file-unreadable': (facts: { readonly path: string; readonly detail: string }) => string;
  readonly 'not-a-kubeconfig': (facts: { readonly path: string; readonly detail: string }) => string;
  readonly 'nothing-found': () => string;
  readonly 'no-current-context': (facts: { readonly contexts: readonly string[] }) => string;
  readonly 'no-such-context': (facts: { readonly context: string; readonly contexts: readonly string[] }) => string;
  readonly 'no-such-cluster': (facts: { readonly context: string; readonly cluster: string }) => string;
  readonly 'no-such-user': (facts: { readonly context: string; readonly user: string }) => string;
  readonly 'server-invalid': (facts: { readonly context: string; readonly server: string }) => string;
  readonly 'plain-http': (facts: { readonly context: string; readonly server: string }) => string;
  readonly 'not-in-cluster': () => string;
}
