/** A name in a question that means nothing in the cluster, or several things. */
export type Unresolved =
  | { readonly kind: 'not-found'; readonly asked: string; readonly near: readonly string[] }
  /** `namespace/name` of each that it could mean. */
  | { readonly kind: 'ambiguous'; readonly asked: string; readonly choices: readonly string[] };
