import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import type { FromThread, ToThread } from '../../src/worker/engine-order.ts';
import { makeReport } from './worker-fixtures.ts';

/** A thread that behaves as the name of its order's first text says. */
const tell = (message: FromThread) => parentPort?.postMessage(message);

const BEHAVIOURS: Readonly<Record<string, (id: number) => void | Promise<void>>> = {
  answer: (id) => {
    tell({ say: 'progress', id, progress: { step: 'pods', done: 3, total: 7 } });
    tell({ say: 'report', id, report: makeReport({ kind: 'explain' }, 'thread') });
  },
  fail: (id) => tell({ say: 'failed', id, reason: 'it is 5 past 12' }),
  throw: () => {
    throw new Error('a bug with the number 41');
  },
  reject: async () => {
    await delay(1);
    throw new Error('a rejection with the number 42');
  },
  exit: () => process.exit(43),
  'out of memory': () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index));
  },
  spin: () => {
    for (;;);
  },
  silent: () => {},
  'not clonable': (id) => parentPort?.postMessage({ say: 'failed', id, reason: () => 44 }),
};

const silent = new Set<number>();

parentPort?.on('message', (message: ToThread) => {
  if (message.say === 'stop') {
    if (silent.has(message.id)) tell({ say: 'failed', id: message.id, reason: `stopped: ${message.reason}` });
    return;
  }
  const { id, order } = message;
  const name = order.do === 'explain' ? (order.texts[0]?.name ?? '') : '';
  if (name === 'silent') silent.add(id);
  void BEHAVIOURS[name]?.(id);
});
