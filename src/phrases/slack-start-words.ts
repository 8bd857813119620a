/** What keeps a gateway from starting. `about`: the variable of a token, or an address; `word`: Slack's or the system's own word. */
export interface SlackStartFacts {
  readonly about: string;
  readonly word: string;
}

/** Sentences about a gateway that cannot start, by what is wrong. */
export type SlackStartWords = Readonly<
  Record<
    'slack-token-missing' | 'slack-token-refused' | 'slack-unreachable' | 'slack-refused' | 'port-unavailable',
    (facts: SlackStartFacts) => string
  >
>;
