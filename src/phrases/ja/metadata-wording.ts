import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { PodDifference } from '../../domain/metadata.ts';
import { number } from '../measure.ts';
import { differenceNode, podName, treeRows } from '../metadata-names.ts';
import type { Table } from '../phrases.ts';
import { code, join, type Rich, say } from '../rich.ts';
import { codes } from './wording.ts';

/** How many pods are told one by one. */
const TOLD = 5;

export const HOW_THE_MAP_WORKS: readonly Rich[] = [
  say`Cluster Agent の各レプリカは、どの Service がどの Pod を選択しているかのマップを、Endpoints または EndpointSlices から数秒遅れで作ります。Node Agent は自分のノードの Pod について照会し、その Pod のデータに ${code('kube_service')} タグを付けます。`,
  say`どの Service にも選択されていない Pod と、Ready ではない Pod はマップに現れません。Pod がないこと自体は異常ではありません。`,
  say`Pod の Service は、出力のたびに順序が変わります。`,
];

export const WITHOUT_TAG = say`これらの Pod のデータに ${code('kube_service')} タグが付かず、Service 別のダッシュボードやモニターの値が不足します。`;

/** The map as far as there is room: a row for each node, its pods below it. */
export function treeOf({ tree, left, about }: FactsByCode['metadata-map-healthy']): {
  readonly table: Table | null;
  readonly left: number;
} {
  const shown = treeRows(tree, left, about === null);
  if (shown.rows.length === 0) return { table: null, left: shown.left };
  const rows = shown.rows.map(({ kind, name, pods, services }) =>
    kind === 'node'
      ? [say`${code(name)}(${number(pods)} Pod)`, []]
      : [say`└ ${code(name)}`, join(services.map(code), ' ')],
  );
  return { table: { columns: ['NODE / POD', 'SERVICES'], rows }, left: shown.left };
}

/** Pods and the Services in which the two sides differ, one line each. */
export function differences(what: Rich, pods: readonly PodDifference[], total: number): readonly Rich[] {
  const lines = pods.slice(0, TOLD).map((one) => {
    const node = differenceNode(one);
    return say`${code(podName(one))}${node === null ? [] : say`(ノード ${code(node)})`}: ${what} ${codes(one.services, 4)}`;
  });
  return total > lines.length ? [...lines, say`他 ${number(total - lines.length)} Pod`] : lines;
}
