import { number } from '../measure.ts';
import { execCommand, ranCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, say, strong } from '../rich.ts';
import { codes, WHYS } from './wording.ts';

const KUBECTL_STATUS = 'datadog-cluster-agent status --json';

/** What an Agent printed, and what could not be read of it. */
export const output = {
  'agent-command-failed': (facts, context) => {
    const notSeen = [
      say`${facts.pod === '' ? 'Agent' : 'この Pod '}だけが知る情報(チェック、メトリクス、Datadog への送信)`,
    ];
    if (facts.why === 'absent' && context.codes.includes('agent-not-running'))
      return { sum: strong`${code(ranCommand(facts.command))} に応答できる Cluster Agent が動いていません。`, notSeen };
    return {
      sum: strong`${facts.pod === '' ? [] : say`${shortPod(facts.pod)} の `}${code(ranCommand(facts.command))} を取得できませんでした(${WHYS[facts.why]})。`,
      points:
        facts.pod === ''
          ? []
          : [say`対象の Pod: ${code(facts.pod)}${facts.detail === '' ? [] : say`: ${code(facts.detail)}`}`],
      notSeen,
      remedy: remedy(say`手動で実行し、出力を確認してください。`, facts.command),
    };
  },
  'agent-version-unclear': (facts) => ({
    sum: strong`バージョンの表示が食い違っています。${code('status')} は ${code(facts.title)}、イメージは ${code(facts.image)} です。`,
    points: [
      say`バージョンタグなしでビルドすると ${code('6.0.0')} と表示されます。イメージのタグの方が確かだと推定します`,
    ],
    remedy: remedy(say`不要です。`),
  }),
  'output-not-recognised': (facts) => {
    switch (facts.kind) {
      case 'document':
        return {
          sum: strong`${code(facts.from)} を読み取れません。既知の Agent の出力ではありません。`,
          points: facts.detail === null ? [] : [say`詳細: ${code(facts.detail)}`],
          remedy: remedy(say`次のコマンドの出力を、先頭行からすべて送ってください。`, KUBECTL_STATUS),
        };
      case 'sections':
        return {
          sum: strong`${code(facts.from)} に未知のセクションが ${number(facts.sections.length)} 件あり、判断の対象外としました: ${codes(facts.sections, 6)}。`,
          points: [say`原文はレポートに残しています。その他の部分はすべて読み取りました`],
          remedy: remedy(say`不要です。`),
        };
      case 'cut-off':
        return {
          sum: strong`${code(facts.from)} のテキストは途中で切れています。欠けた部分は「存在しない」ではなく「不明」です。`,
          ...(facts.detail === null ? {} : { points: [say`詳細: ${code(facts.detail)}`] }),
          remedy: remedy(
            say`出力全体を送ってください。コピーしやすい ${code('status --json')} でも構いません。`,
            KUBECTL_STATUS,
          ),
        };
    }
  },
  'status-render-error': (facts, context) => ({
    sum: facts.knownBug
      ? strong`Agent がメトリクス一覧を途中で打ち切っています。テキスト形式の ${code('status')} の既知の不具合で、クラスターの異常ではありません。`
      : strong`Agent は自身の ${code('status')} のうち ${number(facts.errors.length)} か所を出力できませんでした。`,
    points: [
      ...facts.errors.map((error) => say`エラー: ${code(error)}`),
      ...(facts.knownBug ? [say`一覧の上にある件数は正しく、欠けているのは一覧だけです`] : []),
    ],
    remedy: remedy(
      facts.knownBug
        ? context.origin === 'text'
          ? say`不要です。一覧が必要な場合は JSON 形式を送ってください。`
          : say`不要です。一覧は JSON 形式で確認できます。`
        : say`テンプレートを使わない JSON 形式で確認してください。`,
      execCommand(facts.from, context, KUBECTL_STATUS) ?? KUBECTL_STATUS,
    ),
  }),
  'version-unsupported': (facts) => ({
    sum: strong`この形式の ${code('status')}${facts.title === '' ? [] : say`(${code(facts.title)})`} は未知のため、内容は判断していません。`,
    points: [say`読み取り元: ${code(facts.from)}`],
    notAtFault: say`Agent の異常を示すものではありません。`,
    remedy: remedy(say`バージョンによる違いの少ない JSON 形式を送ってください。`, KUBECTL_STATUS),
  }),
  'node-agent-status': (facts) => ({
    sum: strong`これは Cluster Agent ではなく Node Agent の status です。Cluster Agent についての記載はありません。`,
    points: [
      say`${code(facts.from)} は Node Agent${facts.version === '' ? [] : say` ${facts.version}`} の出力です${facts.hostname === null ? [] : say`(ホスト ${code(facts.hostname)})`}`,
    ],
    remedy: remedy(
      say`Cluster Agent について調べる場合は、次のコマンドの出力を送ってください。`,
      'datadog-cluster-agent status',
    ),
    teach: [
      say`Node Agent は各ノードで収集を行い、Cluster Agent はそれらに代わって API サーバーとやり取りします。${code('agent status')} と ${code('datadog-cluster-agent status')} は別の出力です。`,
    ],
  }),
} satisfies Partial<FindingPhrases>;
