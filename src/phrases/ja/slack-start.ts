import type { SlackStartWords } from '../slack-start-words.ts';

export const slackStartWords: SlackStartWords = {
  'slack-token-missing': ({ about }) => `${about} が設定されていません。Slack アプリの設定画面からコピーしてください。`,
  'slack-token-refused': ({ about, word }) =>
    `Slack が ${about} を拒否しました(${word})。Slack アプリの設定画面からコピーし直すか、アプリを再インストールしてください。`,
  'slack-unreachable': ({ word }) =>
    `Slack に接続できません(${word})。ネットワークとプロキシ、設定していれば slack.apiUrl も確認してください。`,
  'slack-refused': ({ about, word }) =>
    `Slack に ${about} で接続しましたが、拒否されました(${word})。アプリの設定を manifest.json と見比べてください。不足しているスコープは dca doctor で確認できます。`,
  'port-unavailable': ({ about, word }) =>
    `${about} で Slack からのリクエストを待ち受けられません(${word})。slack.port に空いているポートを指定してください。`,
};
