import type { FactsByCode } from '../../domain/finding-facts.ts';
import { number } from '../measure.ts';
import { describePod, leastLinked, mapCommand, mapLog, onlyNode, onlyPod, SLICES } from '../metadata-names.ts';
import { commands, remedy, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { differences, HOW_THE_MAP_WORKS, treeOf, WITHOUT_TAG } from './metadata-wording.ts';
import { codes, codesOf } from './wording.ts';

function healthySum(facts: FactsByCode['metadata-map-healthy']): Rich {
  const { about, compared, nodes, pods } = facts;
  const size = say`Service に属する Pod ${number(pods)} 個${about === null ? say`、ノード ${number(nodes)} 台` : []}`;
  const whose = about === null ? [] : say`${code(about)} の`;
  const services = onlyPod(facts);
  if (services !== null && services.length > 0)
    return strong`メタデータマップでは ${code(about ?? '')} は ${codes(services)} に属しています${compared ? '。API サーバーの情報と一致しています' : '。正しいかどうかは照合できませんでした'}。`;
  return compared
    ? strong`${whose}メタデータマップは API サーバーの情報と一致しています(${size})。`
    : strong`${whose}メタデータマップの内容は ${size}です。正しいかどうかは照合できませんでした。`;
}

function inBothLooks(looks: 1 | 2): Rich {
  return looks === 2
    ? say`数秒あけた 2 回の読み取りで同じだったため、反映途中の変更ではありません`
    : say`1 回の読み取りによるもので、反映途中の変更でも同じように見えます`;
}

const FOLLOW = {
  once: say`1 分後にもう一度質問してください。続く場合は、このレプリカのログを確認してください。`,
  twice: say`このレプリカが API サーバーの変更を取り込めない理由をログで確認してください。何も出ていなければ、レプリカの再起動でマップが作り直されます。`,
} as const;

/** The metadata map beside what the API server says. */
export const metadata = {
  'metadata-map-healthy': (facts, context) => {
    const { table, left } = treeOf(facts);
    return {
      sum: healthySum(facts),
      ...(table === null ? {} : { table }),
      points: [
        ...(left === 0
          ? []
          : [say`他 ${number(left)} Pod は省略しました。ノード 1 台だけを見る場合: ${code('metadata node/NAME')}`]),
        say`Pod と Service の組み合わせ ${number(facts.links)} 件、読み取り元 ${shortPod(facts.pod)}${facts.replicas > 1 ? say`(照会したレプリカは ${number(facts.replicas)} 個)` : []}`,
      ],
      ...(facts.compared ? {} : { notSeen: [say`API サーバーが現在 Service に結び付けている Pod`] }),
      teach: HOW_THE_MAP_WORKS,
      see: commands(mapCommand(facts.pod, onlyNode(facts), context), SLICES),
    };
  },
  'metadata-node-missing': (facts, context) => {
    const { nodes, total, podsBehindServices: pods } = facts;
    return {
      sum: strong`クラスターのノード ${number(total)} 台がメタデータマップにありません: ${codesOf(nodes, total)}。`,
      points: [
        say`マップの読み取り元: ${code(facts.pod)}`,
        pods === null
          ? say`Service に属する Pod がそこにあるかどうかは不明です`
          : pods === 0
            ? say`そこに Service に属する Ready の Pod はありません`
            : say`そこに Service に属する Pod が ${number(pods)} 個あります`,
      ],
      ...(pods === 0 ? {} : { effect: pods === null ? say`該当する Pod があれば、${WITHOUT_TAG}` : WITHOUT_TAG }),
      remedy:
        pods === 0
          ? remedy(say`不要です。マップに載せる対象がありません。`)
          : remedy(
              say`追加されたばかりのノードは 1 分以内に載るため、もう一度質問してください。続く場合、理由はこのレプリカのログに出ます。`,
              mapLog(facts.pod, context),
            ),
      teach: HOW_THE_MAP_WORKS,
      see: commands(mapCommand(facts.pod, nodes[0] ?? null, context), SLICES),
    };
  },
  'metadata-pod-missing': (facts, context) => ({
    sum: strong`Service に属する ${number(facts.total)} Pod がメタデータマップにありません。`,
    points: [...differences(say`欠けている Service`, facts.pods, facts.total), inBothLooks(facts.looks)],
    effect: WITHOUT_TAG,
    notAtFault: say`Service と Pod に問題はありません。API サーバーでは結び付いています。`,
    remedy: remedy(FOLLOW[facts.looks === 2 ? 'twice' : 'once'], mapLog(facts.pod, context)),
    teach: HOW_THE_MAP_WORKS,
    see: commands(mapCommand(facts.pod, null, context), SLICES),
  }),
  'metadata-stale': (facts, context) => ({
    sum: strong`メタデータマップの ${number(facts.total)} Pod に、API サーバーではもう属していない Service が残っています。`,
    points: [...differences(say`残っている Service`, facts.pods, facts.total), inBothLooks(facts.looks)],
    effect: say`これらの Pod のデータに、もう選択していない Service の ${code('kube_service')} タグが付き続けます。`,
    remedy: remedy(FOLLOW[facts.looks === 2 ? 'twice' : 'once'], mapLog(facts.pod, context)),
    teach: HOW_THE_MAP_WORKS,
    see: commands(mapCommand(facts.pod, null, context), SLICES),
  }),
  'metadata-pod-without-service': (facts) => {
    const { pods, total, node, notReady } = facts;
    const [waiting] = notReady;
    const where = node === null ? [] : say`${code(node)} の `;
    return {
      sum:
        total === 1
          ? waiting === undefined
            ? strong`${code(pods[0] ?? '')} はどの Service にも選択されていないため、メタデータマップにないのは正常です。`
            : strong`${code(pods[0] ?? waiting.pod)} がメタデータマップにないのは、Ready ではないためです。`
          : strong`${where}${number(total)} Pod は、Ready の状態で Service に属していないため、メタデータマップにないのは正常です。`,
      points: [
        ...notReady.map(
          ({ pod, service }) =>
            say`Service ${code(service)} は ${code(pod)} を選択していますが、Ready ではありません。Ready になると載ります`,
        ),
        ...(total > 1 && pods.length > 0 ? [say`対象の Pod: ${codesOf(pods, total, 5)}`] : []),
      ],
      effect: say`そのデータに ${code('kube_service')} タグは付きません。他のタグは付きます。`,
      remedy:
        waiting === undefined
          ? remedy(say`Service に属すべき Pod でなければ不要です。`)
          : remedy(say`${code(waiting.pod)} が Ready にならない理由を確認してください。`, describePod(waiting.pod)),
      teach: HOW_THE_MAP_WORKS,
      see: [SLICES],
    };
  },
  'metadata-map-warning': ({ pod, warnings, error }, context) => ({
    sum:
      error === null
        ? strong`${shortPod(pod)} のメタデータマップに警告が ${number(warnings.length)} 件あります。`
        : strong`レプリカ ${shortPod(pod)} がメタデータマップを作成できませんでした。`,
    points: [
      ...(error === null ? [] : [say`Agent の出力: ${code(error)}`]),
      ...warnings.map((warning) => say`警告: ${code(warning)}`),
      say`対象のレプリカ: ${code(pod)}`,
    ],
    effect:
      error === null
        ? say`警告の対象については、Node Agent に Service が伝わらず、${code('kube_service')} タグが付きません。`
        : say`このレプリカに照会する Node Agent には Service が伝わりません。通知のないまま ${code('kube_service')} タグが欠けます。`,
    remedy: remedy(say`出力の内容に対処してください。詳細はログに出ます。`, mapLog(pod, context)),
    teach: HOW_THE_MAP_WORKS,
    see: commands(mapCommand(pod, null, context)),
  }),
  'metadata-replicas-disagree': ({ replicas }, context) => ({
    sum: strong`レプリカ ${number(replicas.length)} 個のメタデータマップが、反映途中の変更では説明できないほど違っています。`,
    points: replicas.map(
      ({ pod, nodes, pods, links }) =>
        say`${code(pod)}: ノード ${number(nodes)} 台、${number(pods)} Pod、Pod と Service の組み合わせ ${number(links)} 件`,
    ),
    effect: say`Node Agent がどのレプリカに照会するかによって、付く ${code('kube_service')} タグが変わります。`,
    remedy: remedy(
      say`1 分後にもう一度質問してください。続く場合は、内容の少ないレプリカが API サーバーの変更を取り込めていません。理由はログに出ます。`,
      mapLog(leastLinked(replicas), context),
    ),
    teach: HOW_THE_MAP_WORKS,
    see: replicas.slice(0, 3).map(({ pod }) => mapCommand(pod, null, context)),
  }),
} satisfies Partial<FindingPhrases>;
