import { number } from '../measure.ts';
import { mapCommand } from '../metadata-names.ts';
import { commands, remedy } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_MAP_WORKS } from './metadata-wording.ts';
import { because, list } from './wording.ts';

const HOW_SEEN = {
  telemetry: say`各レプリカの起動以降のカウンターによります`,
  log: say`読み取れた範囲の各レプリカのログによります`,
} as const;

const COUNTED = say`2018 年の Agent は照会のたびに DEBUG のログを書きますが、それより新しい Agent は数えるだけです(${code('telemetry')})。カウンターはレプリカごとで、起動時に 0 に戻ります。`;

/** Whether the map could be read, and whether anybody asks for it. */
export const metadataReading = {
  'metadata-not-found': ({ asked, near }, context) => {
    const [first, ...others] = near;
    return {
      sum: strong`${code(asked)} というノードも Pod もありません${first === undefined ? [] : say`。最も近い名前は ${code(first)} です`}。`,
      remedy:
        first === undefined
          ? remedy(say`${code('metadata')} とだけ質問すると、マップ全体を確認できます。`)
          : remedy(
              say`${code(first)} のことであれば ${code(`metadata ${first}`)} と質問してください${
                others.length === 0 ? [] : say`(他の候補: ${list(others.map((one) => code(`metadata ${one}`)))})`
              }。`,
            ),
      see: commands(mapCommand(null, null, context)),
    };
  },
  'metadata-name-ambiguous': ({ asked, choices }) => ({
    sum: strong`${code(asked)} に当てはまるものが ${number(choices.length)} つあります。`,
    remedy: remedy(say`1 つを指定してください: ${list(choices.map((one) => code(`metadata ${one}`)))}。`),
  }),
  'metadata-queried': ({ times, failed, how, replicas }) => ({
    sum:
      failed === 0
        ? strong`Node Agent はメタデータを照会しています(${number(times)} 回、失敗なし)。`
        : strong`Node Agent はメタデータを照会していますが、${number(times)} 回中 ${number(failed)} 回が失敗しています。`,
    points: [say`${HOW_SEEN[how]}(レプリカ ${number(replicas)} 個)`],
    ...(failed === 0
      ? {}
      : { remedy: remedy(say`失敗している Agent とその理由は ${code('/dca node')} で確認できます。`) }),
    teach: [...HOW_THE_MAP_WORKS, COUNTED],
  }),
  'metadata-not-queried': ({ how, replicas }) => ({
    sum: strong`Cluster Agent にメタデータを照会した Node Agent がありません。`,
    points: [say`${HOW_SEEN[how]}(レプリカ ${number(replicas)} 個)`],
    effect: say`マップが正しくても、どの Pod のデータにもそこからの ${code('kube_service')} タグが付きません。`,
    notAtFault: say`マップ自体に問題はありません。`,
    remedy: remedy(
      say`Node Agent の接続を ${code('/dca node')} で確認してください。Node Agent には ${code('DD_CLUSTER_AGENT_ENABLED=true')} が必要です。`,
    ),
    teach: [...HOW_THE_MAP_WORKS, COUNTED],
  }),
  'metadata-queries-unknown': ({ attempts }) => ({
    sum: strong`Node Agent がメタデータを照会しているかどうかは、ここからは確認できません。`,
    points: attempts.map(({ source, why, detail }) => say`${code(source)}: ${because(why, detail)}`),
    notAtFault: say`マップや Node Agent の異常を示すものではありません。空のログは何の証拠にもなりません。`,
    remedy: remedy(say`これだけなら不要です。Node Agent の接続は ${code('/dca node')} で確認できます。`),
    teach: [COUNTED],
  }),
  'metadata-unread': ({ attempts }, context) => ({
    sum: strong`メタデータマップを読み取れませんでした${attempts.length > 1 ? say`(読み取り先 ${number(attempts.length)} 件すべて)` : []}。`,
    points: attempts.map(
      ({ source, why, detail }): Rich =>
        say`${code(source)}: ${because(why, context.codes.includes('rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`マップの異常を示すものではありません。「故障」ではなく「不明」です。`,
    ...(context.codes.some((code) => code === 'rights-missing' || code === 'agent-not-running')
      ? {}
      : {
          remedy: remedy(say`手動で出力し、Agent の応答を確認してください。`, mapCommand(null, null, context)),
        }),
    teach: HOW_THE_MAP_WORKS,
  }),
} satisfies Partial<FindingPhrases>;
