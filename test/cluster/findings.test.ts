import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { type AskedWorld, askWorld } from './ask-world.ts';
import { type ArrangedRow, arrangeRow, CONDITION_ROWS, saysSo } from './conditions.ts';
import { external, hpaObject } from './hpa.ts';
import { pathOf } from './kube-object.ts';
import { availability } from './metrics-api.ts';
import { EXPECTED_FINDINGS } from './rows/expected-findings.ts';
import { type ConditionRow, WEB } from './rows/row.ts';
import { openWorld, WORLD_PATIENCE, type World } from './world.ts';

let world: World;
let asked: AskedWorld;

beforeAll(async () => {
  world = await openWorld({ hpaSyncSeconds: 1 });
  asked = await askWorld(world);
}, WORLD_PATIENCE);
afterAll(async () => {
  await asked?.close();
  await world?.close();
});

function rowNamed(name: string): ConditionRow {
  const row = CONDITION_ROWS.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

/** Brings about the row's situation, looks at it, and ends it. */
async function during<T>(row: ConditionRow, look: (arranged: ArrangedRow) => Promise<T>): Promise<T> {
  const arranged = await arrangeRow(world, row);
  try {
    return await look(arranged);
  } finally {
    await arranged.undo();
  }
}

function codesOf({ findings }: Report): readonly string[] {
  return findings.map(({ code }) => code);
}

describe('what the real autoscaling controller says, and what dca-bot makes of it', () => {
  it.each(CONDITION_ROWS)('$name', async (row) => {
    const expected = EXPECTED_FINDINGS[row.name];
    await during(row, async ({ reached }) => {
      await reached();
      const available = row.alone ? await availability(world) : undefined;
      expect(available?.reason).toBe(row.available?.reason);
      if (row.available) expect(saysSo(row.available.message, available?.message ?? '', row.name)).toBe(true);

      await world.standIn.sync();
      const report = await asked.ask({ kind: 'hpa', subject: { namespace: row.name, name: WEB } });
      const codes = codesOf(report);
      const wentOn = expected?.later !== undefined && codes[0] === expected.later[0];
      expect(codes).toEqual(wentOn ? expected.later : expected?.codes);
      if (!wentOn) expect(report.verdict).toBe(expected?.verdict);
      expect(report.findings[0]?.facts).toMatchObject(expected?.facts ?? {});
      // The account has the rights of the printed manifest, and misses none.
      expect(report.readings.filter(({ why }) => why === 'forbidden')).toEqual([]);
    });
  });

  it('a missing value is no fault yet in the first two minutes', async () => {
    const report = await during(rowNamed('empty-items'), async ({ reached }) => {
      await reached();
      return asked.ask({ kind: 'hpa', subject: { namespace: 'empty-items', name: WEB } }, { ownAge: true });
    });
    expect(codesOf(report)).toEqual(['hpa-too-young']);
  });

  it('is never asked for a metric with a slash in its name', async () => {
    const object = hpaObject('default', 'slashed', { metrics: [external('queue/depth', { averageValue: '9' })] });
    const path = `${pathOf(object)}?fieldManager=test`;
    const { status, text } = await world.plane.kube.send('PATCH', path, object, 'application/apply-patch+yaml');
    expect(status).toBe(422);
    expect(JSON.parse(text).message).toBe(
      `HorizontalPodAutoscaler.autoscaling "slashed" is invalid: spec.metrics[0].external.metric.name: Invalid value: "queue/depth": may not contain '/'`,
    );
  });

  it('has every row once, each with what must be found', () => {
    const names = CONDITION_ROWS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(EXPECTED_FINDINGS).toSorted()).toEqual(names.toSorted());
  });
});
