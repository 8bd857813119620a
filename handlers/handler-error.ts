/** Why something asked of dca-bot in Slack, or its start there, failed. */
export const HANDLER_ERROR_CODES = [
  'redis-unreachable',
  'slack-token-missing',
  'slack-token-refused',
  'slack-unreachable',
  'slack-refused',
  'port-unavailable',
] as const;
export type HandlerErrorCode = (typeof HANDLER_ERROR_CODES)[number];

export interface HandlerErrorOptions extends ErrorOptions {
  /** What it is about: the variable that holds a token (`SLACK_BOT_TOKEN`), or an address. */
  readonly about?: string;
  /** Slack's own word (`invalid_auth`), or the system's. */
  readonly word?: string;
}

/** A failure with a code that says what to do about it; `cause` holds what went wrong underneath. */
export class HandlerError extends Error {
  readonly code: HandlerErrorCode;
  readonly about: string;
  readonly word: string;

  constructor(code: HandlerErrorCode, message: string, options: HandlerErrorOptions = {}) {
    super(message, options);
    this.name = 'HandlerError';
    this.code = code;
    this.about = options.about ?? '';
    this.word = options.word ?? '';
  }
}
