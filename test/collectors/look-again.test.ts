import { describe, expect, it } from 'vitest';
import { lookAgain, lookAt } from '../../src/collectors/look-at-hpa.ts';
import type { HpaLook, StoredMetrics } from '../../src/domain/autoscaling.ts';
import { known } from '../../src/domain/reading.ts';
import { collected, SHOP_WEB } from './made-collect.ts';
import { agentPod, hpa, type Made, type MadeReader, madeReader, NOW } from './made-reader.ts';

const BOUNDS = { timeoutMs: 1_000 };
const PACE = { everyMs: 2, forMs: 10 };
const STORED: StoredMetrics = { mode: 'configmap', list: known([], 'store', NOW), unreadable: [] };

function served(value: string): Made['served'] {
  return { 'shop/queue.depth': [{ metricName: 'queue.depth', value }] };
}

async function twoLooks(made: MadeReader, pace = PACE, signal?: AbortSignal) {
  const read = await made.reader.getHorizontalPodAutoscaler('shop', 'web', BOUNDS);
  const first: HpaLook = { ...(await lookAt(made.reader, read, BOUNDS)), stored: STORED };
  made.calls.length = 0;
  const bounds = { ...BOUNDS, ...(signal ? { signal } : {}) };
  return lookAgain(made.reader, first, async () => STORED, bounds, pace);
}

function gets(made: MadeReader): number {
  return made.calls.filter((call) => call === 'getHpa shop/web').length;
}

describe('a second look', () => {
  it('is not taken where the figures agree', async () => {
    const made = madeReader();
    const { autoscaling } = await collected(made, SHOP_WEB);
    expect([autoscaling.views[0]?.again, gets(made)]).toEqual([undefined, 1]);
  });

  it('is taken where they do not, of the HPA, its target, what is served and what is stored', async () => {
    const made = madeReader({ served: served('3000') });
    made.made.onCall = (call, times) => {
      if (call === 'getHpa shop/web' && times === 2) made.made.hpas = [hpa('shop', 'web', { shown: '1000' })];
    };
    const { autoscaling } = await collected(made, SHOP_WEB);
    const [view] = autoscaling.views;
    const shown = (look: HpaLook | undefined) =>
      look?.hpa.known && look.hpa.value.status.currentMetrics?.[0]?.external?.current.averageValue;
    expect([shown(view?.first), shown(view?.again)]).toEqual(['824', '1000']);
    for (const call of ['getHpa shop/web', 'getScaleTarget shop/Deployment/web', 'getExternalMetric shop/queue.depth'])
      expect(made.calls.filter((one) => one === call)).toHaveLength(2);
    expect(made.calls.filter((one) => one === 'getConfigMap dd/datadog-custom-metrics')).toHaveLength(2);
    expect(made.calls.filter((one) => one === 'listDatadogMetrics')).toEqual([]);
  });

  it('reads one store, though the first had to read both', async () => {
    const made = madeReader({ pods: [agentPod('dca-1', {})], served: served('3000') });
    made.made.onCall = (call, times) => {
      if (call === 'getHpa shop/web' && times === 2) made.made.served = served('2472');
    };
    await collected(made, SHOP_WEB);
    expect(made.calls.filter((one) => one === 'getConfigMap dd/datadog-custom-metrics')).toHaveLength(2);
    expect(made.calls.filter((one) => one === 'listDatadogMetrics')).toHaveLength(1);
  });

  it('goes on until they agree', async () => {
    const made = madeReader({ served: served('3000') });
    made.made.onCall = (call, times) => {
      if (call === 'getHpa shop/web' && times === 3) made.made.served = served('2472');
    };
    const again = await twoLooks(made, { everyMs: 2, forMs: 1_000 });
    expect(gets(made)).toBe(3);
    expect(again?.served[0]?.reading).toMatchObject({ value: [{ value: '2472' }] });
  });

  it('ends when its time is over, with the last figures', async () => {
    const made = madeReader({ served: served('3000') });
    made.made.onCall = (call, times) => {
      if (call === 'getExternalMetric shop/queue.depth') made.made.served = served(`${3000 + times}`);
    };
    const again = await twoLooks(made);
    expect(gets(made)).toBe(5);
    expect(again?.served[0]?.reading).toMatchObject({ value: [{ value: '3005' }] });
  });

  it('that fails takes nothing back', async () => {
    const made = madeReader({ served: served('3000') });
    let asked = 0;
    made.made.fails = (call) => {
      if (call !== 'getExternalMetric shop/queue.depth') return undefined;
      asked += 1;
      return asked > 3 ? 'timeout' : undefined;
    };
    const again = await twoLooks(made);
    expect(gets(made)).toBe(5);
    expect(again?.served[0]?.reading).toMatchObject({ known: true });
  });

  it.each([
    ['the HPA', 'getHpa shop/web'],
    ['the target', 'getScaleTarget shop/Deployment/web'],
    ['the served value', 'getExternalMetric shop/queue.depth'],
  ])('that never tells %s is none', async (_name, source) => {
    const made = madeReader({ served: served('3000') });
    const first = twoLooks(made);
    let times = 0;
    made.made.fails = (call) => {
      if (call !== source) return undefined;
      times += 1;
      return times > 1 || source === 'getHpa shop/web' ? 'timeout' : undefined;
    };
    expect(await first).toBeUndefined();
  });

  it('tells that the HPA was deleted meanwhile', async () => {
    const made = madeReader({ served: served('3000') });
    const looks = twoLooks(made, { everyMs: 2, forMs: 60_000 });
    made.made.onCall = (call) => {
      if (call === 'getHpa shop/web') made.made.hpas = [];
    };
    expect(await looks).toMatchObject({ hpa: { known: false, why: 'absent' }, served: [] });
    expect(gets(made)).toBe(1);
  });

  it('ends with the question', async () => {
    const made = madeReader({ served: served('3000') });
    await twoLooks(made, { everyMs: 60_000, forMs: 600_000 }, AbortSignal.timeout(10));
    expect(gets(made)).toBeLessThanOrEqual(1);
  });
});
