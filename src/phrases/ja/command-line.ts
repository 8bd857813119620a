import type { InterfaceWords } from '../interface-words.ts';
import { number } from '../measure.ts';
import { rightName } from '../names.ts';
import { code, say } from '../rich.ts';
import { codes } from './wording.ts';

export const DOCTOR: InterfaceWords['doctor'] = {
  states: { ok: '正常', failed: '失敗', skipped: '省略' },
  checks: {
    node: ({ found, wanted }) => ({
      title: `Node.js のバージョン ${found}`,
      remedy: say`Node.js ${wanted} 以降をインストールしてください。`,
    }),
    'redis-reachable': ({ address, detail }) => ({
      title: `Redis の応答(${address})`,
      remedy: say`Redis を起動するか、${code('REDIS_URL')} を修正してください${detail === null ? [] : say`(${code(detail)})`}。`,
    }),
    'redis-version': ({ found, wanted }) => ({
      title: `Redis のバージョン ${found}`,
      remedy: say`Redis ${wanted} 以降、または Valkey を使ってください。`,
    }),
    'redis-eviction': ({ found }) => ({
      title: `Redis のデータ保持(maxmemory-policy ${found})`,
      remedy: say`${code('maxmemory-policy noeviction')} を設定してください。他の設定では質問や回答が失われることがあります。`,
    }),
    'redis-persistence': ({ appendOnly }) => ({
      title: appendOnly
        ? 'Redis の永続化(appendonly yes)。停電やフェイルオーバーでは直近 1〜2 秒分が失われる、または繰り返されることがあります'
        : 'Redis の永続化(appendonly no)',
      remedy: say`${code('appendonly yes')} を設定してください。設定しないと、再起動時に処理中の質問が失われます。`,
    }),
    sending: ({ givenUp, plainer, why }) => ({
      title:
        givenUp + plainer === 0
          ? '直近 24 時間のメッセージはすべて本来の形で送信済み'
          : `直近 24 時間のメッセージ: 未送信 ${number(givenUp)} 件、簡易な形での送信 ${number(plainer)} 件(${why.slice(0, 3).join('、')})`,
      remedy: say`それぞれの詳細はゲートウェイのログで確認できます(理由: ${codes(why)})。`,
    }),
    'slack-token': ({ detail }) => ({
      title: 'Slack のトークン',
      remedy: say`アプリの Bot User OAuth Token(${code('xoxb-')})を設定し直してください${detail === null ? [] : say`(Slack の応答: ${code(detail)})`}。`,
    }),
    'slack-scopes': ({ missing }) => ({
      title: missing.length === 0 ? 'Slack のスコープ' : `Slack のスコープ(不足 ${number(missing.length)} 件)`,
      remedy: say`アプリに ${codes(missing, 12)} を追加し、再インストールしてください。`,
    }),
    'kubernetes-reachable': ({ context, detail }) => ({
      title: `Kubernetes の応答(${context})`,
      remedy: say`kubeconfig または ServiceAccount を確認してください${detail === null ? [] : say`(${code(detail)})`}。`,
    }),
    'kubernetes-right': ({ right, lost }) => ({
      title: `権限 ${right.verb} ${right.resource}${right.namespace === null ? '' : `(${right.namespace})`}`,
      remedy: say`${rightName(right)} を付与してください。YAML は ${code('dca rbac')} で出力できます。${lost === null ? '' : `付与しない場合: ${lost}`}`,
    }),
  },
  summary: (failed, skipped) =>
    failed === 0
      ? skipped === 0
        ? 'すべての確認に合格しました。'
        : `失敗はありません(省略 ${number(skipped)} 件)。`
      : `${number(failed)} 件の確認が失敗しました${skipped === 0 ? '' : `(省略 ${number(skipped)} 件)`}。`,
};

export const CLI: InterfaceWords['cli'] = {
  fileUnreadable: (path, detail) => `${path} を読み取れません: ${detail}`,
  demoReady:
    '次のアドレスを開き、チャンネルを選んで /dca hpa nginxext(または /dca help)と入力してください。Ctrl+C で終了します。',
};
