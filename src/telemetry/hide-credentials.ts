const USER_INFO = /\/\/[^/@\s]{1,512}@/g;
const SLACK_TOKEN = /\bx(?:ox[a-z]|app)-[\w-]{1,512}/g;

/**
 * Takes out of a text what our own connections could have put there: the user part of a URL and Slack tokens. What
 * comes from a cluster is masked long before it could reach a log line.
 */
export function hideCredentials(text: string): string {
  return text.replace(USER_INFO, '//[hidden]@').replace(SLACK_TOKEN, '[hidden]');
}
