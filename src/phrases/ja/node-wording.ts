import type { NodeAgentStory } from '../../domain/node-facts.ts';
import { nodeAgentLog } from '../check-names.ts';
import { number } from '../measure.ts';
import { remedy } from '../names.ts';
import { LINK_LOG, LINK_PORT, SERVICE_SETTING } from '../node-names.ts';
import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, join, type Rich, say } from '../rich.ts';

export const HOW_THE_LINK_WORKS: readonly Rich[] = [
  say`Node Agent は、コンテナの起動時に Kubernetes が Service ごとに設定する環境変数(${code('DATADOG_CLUSTER_AGENT_SERVICE_HOST')}、または ${code(SERVICE_SETTING)} で指定した Service のもの)から Cluster Agent の場所を知ります。コンテナが動いている間、この値は変わりません。`,
  say`そのアドレスの ${LINK_PORT} 番ポートに HTTPS で接続します。両側のトークンが一致している必要があります。`,
  say`2024 年以降の ${code('agent status')} は最初の接続時の結果を表示します。Cluster Agent がなくなった後も "Successfully connected" のままです。`,
];

/** What a node loses with the link. */
export const LINK_LOST = say`このノードにはクラスターチェックが届かず、新しい Pod に ${code('kube_service')} タグが付きません。`;

/** `ノード worker-3 の Node Agent`; a pasted text names no node. */
export function theAgent({ node, pod }: NodeAgentStory): Rich {
  if (node !== '' && node !== pod) return say`${code(node)} の Node Agent `;
  return say`この Node Agent `;
}

/** Its pod and version, as far as they are known, and how many more it is told for. */
export function whichAgent({ pod, version, alike = 0 }: NodeAgentStory, { origin }: PhraseContext): readonly Rich[] {
  const parts = [
    ...(pod === '' ? [] : [say`${origin === 'text' ? '読み取り元' : '対象の Pod'}: ${code(pod)}`]),
    ...(version === null || version === '' ? [] : [say`Agent のバージョン: ${version}`]),
  ];
  const others =
    alike === 0 ? [] : [say`問い合わせた中で、ほかに ${number(alike)} 台の Node Agent にも同じ問題があります`];
  return [...(parts.length === 0 ? [] : [join(parts, '、')]), ...others];
}

/** Its own log, for a cause that is not plain. */
export function lookIntoLog(story: NodeAgentStory, words: Rich, context: PhraseContext): Remedy {
  return remedy(words, nodeAgentLog(story.pod === '' ? null : story.pod, context, LINK_LOG));
}
