import { conditionOf, type Hpa, type HpaCondition, shownValues } from './hpa.ts';
import { repairMetricsApi } from './metrics-api.ts';
import { BROKEN_WAY_ROWS } from './rows/broken-ways.ts';
import { type ConditionRow, metricOf, WEB } from './rows/row.ts';
import { VALUE_ROWS } from './rows/values.ts';
import { NO_VALUE_ROWS } from './rows/without-value.ts';
import type { World } from './world.ts';

/** Every situation the real controller can be brought into here, and its words. */
export const CONDITION_ROWS: readonly ConditionRow[] = [...VALUE_ROWS, ...NO_VALUE_ROWS, ...BROKEN_WAY_ROWS];

export interface ArrangedRow {
  /** Waits until the controller wrote the row's condition, and answers the autoscaler `web` of its namespace. */
  reached(): Promise<Hpa>;
  /** Ends the situation, whether or not it was reached. */
  undo(): Promise<void>;
}

/** Makes the situation of a row in a namespace of its own. */
export async function arrangeRow(world: World, row: ConditionRow): Promise<ArrangedRow> {
  await world.namespace(row.name);
  let undoArranged: (() => Promise<void>) | undefined;
  const undo = async () => {
    const autoscalers = await world.plane.kube.list('autoscaling/v2', 'HorizontalPodAutoscaler', row.name);
    await world.plane.kube.remove(...autoscalers);
    await undoArranged?.();
    world.standIn.serve(metricOf(row.name), []);
    world.standIn.server.fault(undefined, metricOf(row.name));
    if (row.alone) await repairMetricsApi(world);
  };
  try {
    undoArranged = (await row.arrange(world, row.name)) ?? undefined;
  } catch (error) {
    await undo();
    throw error;
  }
  return { reached: () => world.untilHpa(row.name, WEB, (hpa) => isReached(row, hpa)), undo };
}

/** Whether the autoscaler is in the state the row is about. */
export function isReached(row: ConditionRow, hpa: Hpa): boolean {
  const condition = conditionOf(hpa, row.condition.type);
  if (condition === undefined || !meets(condition, row)) return false;
  return row.shown === undefined || String(shownValues(hpa)) === String(row.shown);
}

/** Whether a text is the one a row wants. */
export function saysSo(wanted: string | RegExp, text: string, namespace: string): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : text === wanted.replaceAll('{ns}', namespace);
}

function meets(condition: HpaCondition, { condition: wanted, name }: ConditionRow): boolean {
  if (condition.status !== wanted.status || condition.reason !== wanted.reason) return false;
  return saysSo(wanted.message, condition.message, name);
}
