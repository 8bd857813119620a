/** Sentences about the private Redis that `dca all` and `dca demo` start, by what went wrong, and while it is made ready. */
export interface RedisServerWords {
  /** `valkey` and `docker`: why neither could be had, in the words of the program that failed. */
  readonly 'redis-not-found': (facts: { readonly valkey: string; readonly docker: string }) => string;
  /** `output`: the last that the program said. */
  readonly 'redis-did-not-start': (facts: { readonly program: string; readonly output: string }) => string;
  readonly 'redis-already-running': (facts: { readonly dir: string }) => string;
  readonly 'redis-folder-not-ours': (facts: { readonly dir: string }) => string;
  readonly progress: { readonly 'fetching-valkey': string; readonly 'starting-docker': string };
}
