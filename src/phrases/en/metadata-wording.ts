import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { PodDifference } from '../../domain/metadata.ts';
import { number } from '../measure.ts';
import { differenceNode, podName, treeRows } from '../metadata-names.ts';
import type { Table } from '../phrases.ts';
import { code, join, type Rich, say } from '../rich.ts';
import { codes, count } from './wording.ts';

/** How many pods are told one by one. */
const TOLD = 5;

export const HOW_THE_MAP_WORKS: readonly Rich[] = [
  say`Each replica of the Cluster Agent keeps a map of which Services select which pods, made from Endpoints or EndpointSlices and a few seconds behind them. Node Agents ask it for the pods of their own node, and tag what those pods send with ${code('kube_service')}.`,
  say`A pod that no Service selects never appears in it, and neither does one that is not Ready: that a pod is missing is no failure by itself.`,
  say`The Agent prints the Services of a pod in random order.`,
];

export const WITHOUT_TAG = say`what these pods send goes without the tag ${code('kube_service')}: dashboards and monitors by service show too little.`;

/** The map as far as there is room: a row for each node, its pods below it. */
export function treeOf({ tree, left, about }: FactsByCode['metadata-map-healthy']): {
  readonly table: Table | null;
  readonly left: number;
} {
  const shown = treeRows(tree, left, about === null);
  if (shown.rows.length === 0) return { table: null, left: shown.left };
  const rows = shown.rows.map(({ kind, name, pods, services }) =>
    kind === 'node'
      ? [say`${code(name)} (${count(pods, 'pod')})`, []]
      : [say`└ ${code(name)}`, join(services.map(code), ' ')],
  );
  return { table: { columns: ['NODE / POD', 'SERVICES'], rows }, left: shown.left };
}

/** Pods and the Services in which the two sides differ, one line each. */
export function differences(what: Rich, pods: readonly PodDifference[], total: number): readonly Rich[] {
  const lines = pods.slice(0, TOLD).map((one) => {
    const node = differenceNode(one);
    return say`${code(podName(one))}${node === null ? [] : say` on ${code(node)}`} ${what} ${codes(one.services, 4)}`;
  });
  return total > lines.length ? [...lines, say`and ${number(total - lines.length)} more`] : lines;
}
