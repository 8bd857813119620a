import type { SlackStartWords } from '../slack-start-words.ts';

export const slackStartWords: SlackStartWords = {
  'slack-token-missing': ({ about }) => `${about} is not set. Copy it from the settings of your Slack app.`,
  'slack-token-refused': ({ about, word }) =>
    `Slack refuses ${about} (${word}). Copy it again from the settings of your Slack app, or install the app anew.`,
  'slack-unreachable': ({ word }) =>
    `Slack cannot be reached (${word}). Check the network, a proxy, and slack.apiUrl where it is set.`,
  'slack-refused': ({ about, word }) =>
    `Slack was reached with ${about} and says no (${word}). Compare the app's settings with manifest.json; dca doctor names missing scopes.`,
  'port-unavailable': ({ about, word }) =>
    `Slack's requests cannot be listened for on ${about} (${word}). Set slack.port to a free port.`,
};
