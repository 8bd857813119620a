import type { AppOptions, Logger } from '@slack/bolt';

export type SlackClientOptions = NonNullable<AppOptions['clientOptions']>;

const CALL_TIMEOUT_MS = 5_000;

/** Slack's words for a token that will not work again. */
const TOKEN_REFUSALS = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
]);

/**
 * How Bolt's clients call Slack: once, in bounded time, and no longer than until `closing` aborts. `respond()` uses the
 * same `fetch` and has no time limit of its own.
 */
export function slackClientOptions(options: {
  readonly apiUrl: string | undefined;
  readonly logger: Logger;
  readonly closing: AbortSignal;
}): SlackClientOptions {
  return {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    timeout: CALL_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: options.logger,
    fetch: (url, init) => {
      const limits = [AbortSignal.timeout(CALL_TIMEOUT_MS), options.closing];
      const signal = AbortSignal.any(init?.signal ? [...limits, init.signal] : limits);
      return fetch(url, { ...init, signal } as RequestInit);
    },
  };
}

/** Slack's own word for a refused call (`invalid_auth`), or what else is known of the failure. */
export function slackErrorWord(error: unknown): string {
  return answeredWord(error) ?? (error instanceof Error ? error.message : String(error));
}

/** Whether Slack was reached and said no. */
export function isSlackAnswer(error: unknown): boolean {
  return answeredWord(error) !== undefined;
}

function answeredWord(error: unknown): string | undefined {
  if (!(error instanceof Error && 'data' in error)) return undefined;
  const { data } = error;
  const answered = typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string';
  return answered ? String(data.error) : undefined;
}

export function isTokenRefusal(error: unknown): boolean {
  return TOKEN_REFUSALS.has(slackErrorWord(error));
}
