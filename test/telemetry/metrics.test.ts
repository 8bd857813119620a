import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';

describe('metrics', () => {
  it('shows each counted value under its own name and labels', async () => {
    const metrics = createMetrics();
    metrics.asks.add({ result: 'stored' }, 3);
    metrics.asks.add({ result: 'duplicate' });
    metrics.acks.observe({ kind: 'command' }, 0.04);
    metrics.answers.add({ result: 'possible-repeat' }, 5);
    metrics.collections.observe({ cluster: 'prod', kind: 'leader' }, 7);
    metrics.shared.add({ cluster: 'prod' }, 19);
    metrics.readingsFailed.add({ cluster: 'prod', why: 'forbidden' }, 11);
    metrics.masked.add({ where: 'sender' }, 13);
    metrics.queueWaiting.set({ queue: 'diagnose', cluster: 'prod' }, 17);
    metrics.jobs.add({ queue: 'diagnose', cluster: 'prod', outcome: 'give-up' }, 23);
    metrics.reconnects.add({ to: 'slack' }, 29);
    metrics.auditLost.add({ event: 'ended' }, 31);
    const page = await metrics.text();
    for (const line of [
      'dca_asks_total{result="stored"} 3',
      'dca_asks_total{result="duplicate"} 1',
      'dca_ack_seconds_bucket{le="0.05",kind="command"} 1',
      'dca_ack_seconds_bucket{le="0.025",kind="command"} 0',
      'dca_answers_total{result="possible-repeat"} 5',
      'dca_collection_seconds_sum{cluster="prod",kind="leader"} 7',
      'dca_collections_shared_total{cluster="prod"} 19',
      'dca_readings_failed_total{cluster="prod",why="forbidden"} 11',
      'dca_masked_values_total{where="sender"} 13',
      'dca_queue_waiting{queue="diagnose",cluster="prod"} 17',
      'dca_jobs_total{queue="diagnose",cluster="prod",outcome="give-up"} 23',
      'dca_reconnects_total{to="slack"} 29',
      'dca_audit_records_lost_total{event="ended"} 31',
    ]) {
      expect(page).toContain(line);
    }
  });

  it('asks for fresh values before a scrape, until told otherwise', async () => {
    const metrics = createMetrics();
    let asked = 0;
    const stop = metrics.beforeScrape(async () => {
      asked += 1;
      metrics.queueWaiting.set({ queue: 'diagnose', cluster: 'a' }, 40 + asked);
    });
    expect(await metrics.text()).toContain('dca_queue_waiting{queue="diagnose",cluster="a"} 41');
    stop();
    await metrics.text();
    expect(asked).toBe(1);
  });

  it('still gives the page when a refresh fails or never ends', async () => {
    const metrics = createMetrics();
    metrics.asks.add({ result: 'stored' }, 31);
    metrics.beforeScrape(() => Promise.reject(new Error('no Redis')));
    metrics.beforeScrape(() => new Promise(() => {}));
    expect(await metrics.text()).toContain('dca_asks_total{result="stored"} 31');
  });

  it('two registries live side by side, with process figures on request', async () => {
    const [one, two] = [createMetrics({ process: true }), createMetrics({ process: true })];
    one.asks.add({ result: 'stored' });
    expect(await one.text()).toContain('dca_process_cpu_seconds_total');
    expect(await two.text()).not.toContain('dca_asks_total{result="stored"} 1');
  });
});
