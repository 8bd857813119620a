import { HandlerError, type HandlerErrorCode } from './handler-error.ts';
import { isSlackAnswer, isTokenRefusal, slackErrorWord } from './slack-client.ts';

/** What a call at start said about a token, held in the variable `about`: refused for good, refused, or not reached. */
export function startFailure(error: unknown, about: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): HandlerError {
  const word = slackErrorWord(error);
  const code: HandlerErrorCode = isTokenRefusal(error)
    ? 'slack-token-refused'
    : isSlackAnswer(error)
      ? 'slack-refused'
      : 'slack-unreachable';
  const token = about === 'SLACK_BOT_TOKEN' ? 'the bot token' : 'the app token';
  const message = code === 'slack-token-refused' ? `Slack refuses ${token}` : `Slack did not confirm ${token}`;
  return new HandlerError(code, `${message} (${word})`, { cause: error, about, word });
}
