import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collectors/collect.ts';
import type { LogScan } from '../../src/domain/log-scan.ts';
import { agentPod, type Made, type MadeReader, madeReader, NOW } from './made-reader.ts';

const LIMITED =
  '2026-11-23 18:39:00 UTC | CLUSTER | ERROR | (a.go:1 in F) | Error getting metrics from Datadog: API error 429 x\n';

async function logsOf({ reader }: Pick<MadeReader, 'reader'>): Promise<readonly LogScan[]> {
  const options = { question: { kind: 'logs' }, namespace: 'dd', exec: true, clock: () => Date.parse(NOW) } as const;
  const { logs } = await collect(reader, options);
  if (!logs) throw new Error('no logs were collected');
  return logs;
}

function streams({ calls }: MadeReader): readonly string[] {
  return calls.filter((call) => call.startsWith('streamLog')).toSorted();
}

/** Lines of exactly so many bytes. */
function lines(count: number, bytes: number): string {
  return `${'x'.repeat(bytes - 1)}\n`.repeat(count);
}

describe('a question about logs', () => {
  it('scans the newest lines of every running replica', async () => {
    const waiting = agentPod('dca-3');
    const status = { ...waiting.status, containerStatuses: [] };
    const pods = [agentPod('dca-1'), agentPod('dca-2'), { ...waiting, status }];
    const made = madeReader({ pods, logs: { 'dca-1': LIMITED.repeat(43), 'dca-2': '' } });
    const logs = await logsOf(made);
    expect(streams(made)).toEqual(['streamLog dd/dca-1 60000', 'streamLog dd/dca-2 60000']);
    expect(logs).toMatchObject([
      {
        pod: 'dca-1',
        reading: {
          known: true,
          value: { lines: 43, recognised: 43, bytes: 43 * LIMITED.length, more: false, troubles: [{ times: 43 }] },
        },
      },
      { pod: 'dca-2', reading: { known: true, value: { lines: 0, recognised: 0, bytes: 0, more: false } } },
    ]);
  });

  it('knows that the log goes back further', async () => {
    const [log] = await logsOf(madeReader({ logs: { 'dca-1': lines(60_001, 2) } }));
    expect(log?.reading).toMatchObject({ value: { lines: 60_000, more: true } });
  });

  it('asks for fewer lines where so many are too much, until the newest are among them', async () => {
    const made = madeReader({
      pods: [agentPod('dca-1')],
      logs: { 'dca-1': `${lines(19_999, 1_000)}${LIMITED}` },
    });
    const [log] = await logsOf(made);
    expect(streams(made)).toEqual(['streamLog dd/dca-1 60000', 'streamLog dd/dca-1 8000']);
    expect(log?.reading).toMatchObject({
      value: { lines: 8_000, more: true, troubles: [{ kind: 'metrics-rate-limited', times: 1 }] },
    });
  });

  it('asks three times at most', async () => {
    const made = madeReader({
      pods: [agentPod('dca-1')],
      logs: { 'dca-1': `${lines(20_000, 500)}${lines(6_400, 2_000)}` },
    });
    const [log] = await logsOf(made);
    expect(streams(made)).toHaveLength(3);
    expect(log?.reading).toMatchObject({ known: true, value: { more: true } });
  });

  it('is content with one line that is longer than everything allowed', async () => {
    const made = madeReader({ pods: [agentPod('dca-1')], logs: { 'dca-1': 'x'.repeat(10_000_001) } });
    const [log] = await logsOf(made);
    expect(streams(made).length).toBeLessThan(3);
    expect(log?.reading).toMatchObject({ known: true, value: { bytes: 10_000_000, more: true } });
  });
});

describe('a log that cannot be read', () => {
  it('is unknown, and the others are not', async () => {
    const over: Partial<Made> = {
      fails: (call) => (call.startsWith('streamLog dd/dca-1') ? 'unreachable' : undefined),
      logs: { 'dca-2': LIMITED },
    };
    expect(await logsOf(madeReader(over))).toMatchObject([
      { pod: 'dca-1', reading: { known: false, why: 'unreachable' } },
      { pod: 'dca-2', reading: { known: true, value: { lines: 1 } } },
    ]);
  });

  it('the second time takes nothing back', async () => {
    const made = madeReader({
      pods: [agentPod('dca-1')],
      logs: { 'dca-1': lines(20_000, 1_000) },
      fails: (call) => (call === 'streamLog dd/dca-1 8000' ? 'timeout' : undefined),
    });
    const [log] = await logsOf(made);
    expect(log?.reading).toMatchObject({ known: true, value: { lines: 10_000, more: true } });
  });
});

it('no replica that runs has no log', async () => {
  expect(await logsOf(madeReader({ pods: [] }))).toEqual([]);
});
