import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Outcome, RefusalWhy } from './slack-port.ts';

type Failure = Exclude<Outcome<object>, { readonly end: 'done' }>;

/** How long to leave Slack alone when it does not say. */
const AWAY_MS = 2_000;
const POSTED_TOO_MUCH_MS = 60_000;

/** Slack's error words that ask for something other than `other`. */
const REFUSALS: Readonly<Record<string, RefusalWhy>> = {
  not_in_channel: 'not_in_channel',
  channel_not_found: 'not_in_channel',
  user_not_in_channel: 'not_in_channel',
  is_archived: 'channel_gone',
  restricted_action: 'channel_gone',
  restricted_action_read_only_channel: 'channel_gone',
  restricted_action_thread_only_channel: 'channel_gone',
  restricted_action_non_threadable_channel: 'thread_gone',
  thread_not_found: 'thread_gone',
  invalid_thread_ts: 'thread_gone',
  cannot_reply_to_message: 'thread_gone',
  restricted_action_thread_locked: 'thread_gone',
  message_not_found: 'message_gone',
  cant_update_message: 'message_gone',
  edit_window_closed: 'message_gone',
  invalid_blocks: 'invalid_blocks',
  invalid_blocks_format: 'invalid_blocks',
  block_mismatch: 'invalid_blocks',
  cannot_parse_attachment: 'invalid_blocks',
  metadata_too_large: 'invalid_blocks',
  msg_too_long: 'too_long',
  msg_blocks_too_long: 'too_long',
  invalid_auth: 'auth',
  not_authed: 'auth',
  account_inactive: 'auth',
  token_expired: 'auth',
  token_revoked: 'auth',
  missing_scope: 'scope',
  no_permission: 'scope',
  cannot_dm_bot: 'no_direct',
  user_disabled: 'no_direct',
  user_not_found: 'no_direct',
  user_not_visible: 'no_direct',
  messages_tab_disabled: 'no_direct',
  org_login_required: 'auth',
  ekm_access_denied: 'auth',
  access_denied: 'auth',
  team_access_not_granted: 'auth',
};

/** Slack's documentation says of these that some of the work may have been done before the error. */
const PERHAPS_DONE = new Set(['fatal_error', 'internal_error', 'service_unavailable']);
const NOT_DONE = new Set(['request_timeout', 'team_added_to_org']);
const TOO_MUCH = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** The connection was not made: Slack cannot have seen the call. */
const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Makes a call and tells how it ended, whatever it throws. */
export async function called<Done>(call: () => Promise<Outcome<Done>>): Promise<Outcome<Done>> {
  try {
    return await call();
  } catch (error) {
    return failureOf(error);
  }
}

/** What an error of a Web API call says about whether the call was carried out. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { end: 'wait', why: 'rate', ms: error.retryAfter * 1000, raw: 'ratelimited' };
  }
  if (error instanceof WebAPIHTTPError) return failureOfStatus(error.statusCode);
  if (error instanceof WebAPIPlatformError) return failureOfWord(error.data.error);
  if (error instanceof WebAPIRequestError) return failureOfNetwork(error.original);
  return failureOfNetwork(error);
}

export function failureOfStatus(status: number): Failure {
  const raw = `HTTP ${status}`;
  if (status >= 500) return { end: 'ambiguous', lost: false, raw };
  return { end: 'refused', why: 'other', raw };
}

export function failureOfNetwork(error: unknown): Failure {
  const codes = codesOf(error);
  const raw = codes[0] ?? (error instanceof Error ? error.message : String(error));
  if (codes.some((code) => NOT_REACHED.has(code))) return { end: 'wait', why: 'away', ms: AWAY_MS, raw };
  return { end: 'ambiguous', lost: true, raw };
}

function failureOfWord(word: string): Failure {
  if (PERHAPS_DONE.has(word)) return { end: 'ambiguous', lost: false, raw: word };
  if (NOT_DONE.has(word)) return { end: 'wait', why: 'away', ms: AWAY_MS, raw: word };
  if (TOO_MUCH.has(word)) return { end: 'wait', why: 'rate', ms: POSTED_TOO_MUCH_MS, raw: word };
  return { end: 'refused', why: REFUSALS[word] ?? 'other', raw: word };
}

/** `fetch failed` hides the reason in its causes; a refused connection to several addresses hides it in `errors`. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap((cause) => codesOf(cause, depth + 1))];
}
