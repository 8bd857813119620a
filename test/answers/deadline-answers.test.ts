import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerOverdue, type DeadlineTools } from '../../src/answers/deadline-answers.ts';
import { acceptReport } from '../../src/answers/receive-reports.ts';
import { type Sender, startSender } from '../../src/answers/sender.ts';
import type { Ask } from '../../src/domain/ask.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { storeChildAsk } from '../../src/redis/asks.ts';
import type { Redis } from '../../src/redis/connection.ts';
import { dueDeadlines } from '../../src/redis/deadlines.ts';
import { readOutbox, readSent } from '../../src/redis/outbox.ts';
import { loadReport } from '../../src/redis/reports.ts';
import { askOf, copiesOf, putAsk, putReport, reportOf, type SendingWorld, startSendingWorld } from './sending-world.ts';

const CHANNEL = 'C0PLATFOR';
const DEADLINE_MS = 20_000;
const LATE = 36_000;

let world: SendingWorld;
let sender: Sender;
let causes: string[];

beforeEach(async () => {
  world = await startSendingWorld();
  sender = startSender(world.tools);
  causes = [];
});
afterEach(async () => {
  await sender.close();
  await world.close();
});

function silent(ask: Ask): Finding {
  causes.push(ask.id);
  const facts = { cluster: ask.cluster, lastSeenSeconds: 41 };
  return { code: 'worker-silent', verdict: 'unknown', subject: ask.cluster, facts, evidence: [] };
}

function tools(lateMs = 0, causeOf: DeadlineTools['causeOf'] = async (ask) => silent(ask)): DeadlineTools {
  const { redis, keys } = world;
  return { redis, keys, now: () => Date.now() + lateMs, ring: () => {}, causeOf, log: world.tools.log };
}

async function drained(): Promise<void> {
  await vi.waitFor(
    async () => {
      await sender.sweep();
      expect(await readOutbox(world.redis, world.keys, CHANNEL, 10)).toEqual([]);
    },
    { timeout: 10_000, interval: 30 },
  );
}

/** The connection of a process that dies after so many commands. */
function diesAfter(commands: number): Redis {
  let left = commands;
  return new Proxy(world.redis, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('died')) : value.apply(target, args);
      };
    },
  });
}

const note = { askId: 'a1', fromCluster: 'prod' };

it('answers with the cause only when the deadline is past, and once', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  expect(await answerOverdue(tools(34_000))).toBe(0);
  expect(await answerOverdue(tools(LATE))).toBe(1);
  expect(await answerOverdue(tools(LATE))).toBe(0);
  expect(causes).toEqual(['a1']);
  await drained();
  expect(copiesOf(world, CHANNEL, 'a1:answer')).toHaveLength(1);
  expect(await readSent(world.redis, world.keys, 'a1:answer')).toMatchObject({ basis: 'overdue' });
  expect(await loadReport(world.redis, world.keys, 'a1')).toEqual({ state: 'absent' });
});

it('lets a later report edit the answer and the opening', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await answerOverdue(tools(LATE));
  await drained();
  const [before] = copiesOf(world, CHANNEL, 'a1:answer').map(({ text }) => text);
  await putReport(world, 'a1');
  expect(await acceptReport(tools(), note)).toBe('accepted');
  expect(await acceptReport(tools(), note)).toBe('known');
  await drained();
  const [answer, ...rest] = copiesOf(world, CHANNEL, 'a1:answer');
  expect(rest).toEqual([]);
  expect(answer?.edits).toHaveLength(1);
  expect(answer?.text).not.toBe(before);
  expect(copiesOf(world, CHANNEL, 'a1:opening')[0]?.edits).toHaveLength(2);
  expect(await readSent(world.redis, world.keys, 'a1:answer')).toMatchObject({ basis: 'report' });
  expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
});

it('posts the report at once where it came before the deadline answer was sent', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await answerOverdue(tools(LATE));
  await putReport(world, 'a1');
  await acceptReport(tools(), note);
  await drained();
  expect(copiesOf(world, CHANNEL, 'a1:answer')).toMatchObject([{ edits: [] }]);
  expect(await readSent(world.redis, world.keys, 'a1:answer')).toMatchObject({ basis: 'report' });
});

it('sends the later report anew where the first answer went to the asker', async () => {
  const channel = 'C0NOBOT01';
  await putAsk(world, askOf('a1', channel), DEADLINE_MS);
  await answerOverdue(tools(LATE));
  const both = async () => {
    await sender.sweep();
    expect(await readOutbox(world.redis, world.keys, channel, 10)).toEqual([]);
  };
  await vi.waitFor(both, 10_000);
  await putReport(world, 'a1');
  await acceptReport(tools(), note);
  await vi.waitFor(both, 10_000);
  const direct = world.slack.store.channels().find(({ kind }) => kind === 'im');
  expect(world.slack.store.messages(direct?.id ?? '')).toHaveLength(3);
});

it('needs no cause where the report is there and only its note was lost', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await putReport(world, 'a1');
  expect(await answerOverdue(tools(LATE))).toBe(0);
  expect(causes).toEqual([]);
  await drained();
  expect(await readSent(world.redis, world.keys, 'a1:answer')).toMatchObject({ basis: 'report' });
});

it('says nothing once the report was accepted', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await putReport(world, 'a1');
  await acceptReport(tools(), note);
  expect(await dueDeadlines(world.redis, world.keys, Date.now() + LATE)).toEqual([]);
});

it('goes on with the others when one cause cannot be told, and comes back to it', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await putAsk(world, askOf('a2', CHANNEL), DEADLINE_MS + 1);
  const failing = async (ask: Ask) => {
    if (ask.id === 'a1') throw new Error('registry away');
    return silent(ask);
  };
  expect(await answerOverdue(tools(LATE, failing))).toBe(1);
  expect(world.log.join()).toContain('a deadline answer failed');
  expect(await answerOverdue(tools(LATE))).toBe(1);
  expect(causes).toEqual(['a2', 'a1']);
});

it('leaves the deadline of an ask it cannot read to a newer gateway', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await world.redis.set(world.keys.ask('a1'), JSON.stringify({ version: 9 }));
  expect(await answerOverdue(tools(LATE))).toBe(0);
  expect(await dueDeadlines(world.redis, world.keys, Date.now() + LATE)).toEqual(['a1']);
});

// Every command may be the last one: each run stops one command later than the one before.
it('survives a death between any two of its steps', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  for (let allowed = 1; allowed < 8; allowed += 1) {
    await answerOverdue({ ...tools(LATE), redis: diesAfter(allowed) }).catch(() => {});
  }
  await answerOverdue(tools(LATE));
  await drained();
  expect(copiesOf(world, CHANNEL, 'a1:answer')).toHaveLength(1);
  expect(await dueDeadlines(world.redis, world.keys, Date.now() + LATE)).toEqual([]);
});

it('accepts a report though it dies between any two of its steps', async () => {
  await putAsk(world, askOf('a1', CHANNEL), DEADLINE_MS);
  await putReport(world, 'a1');
  for (let allowed = 1; allowed < 8; allowed += 1) {
    await acceptReport({ ...tools(), redis: diesAfter(allowed) }, note).catch(() => {});
  }
  await drained();
  expect(copiesOf(world, CHANNEL, 'a1:answer')).toMatchObject([{ edits: [] }]);
  expect(copiesOf(world, CHANNEL, 'a1:opening')[0]?.edits).toHaveLength(1);
  expect(await dueDeadlines(world.redis, world.keys, Date.now() + LATE)).toEqual([]);
});

it.each([
  ['from another queue', 'a1', 'staging', 'prod', 'wrong-cluster'],
  ['about another cluster', 'a1', 'prod', 'staging', 'wrong-cluster'],
  ['of an unknown ask', 'a7', 'prod', 'prod', 'no-ask'],
])('refuses a report %s', async (_, askId, fromCluster, about, expected) => {
  await putAsk(world, askOf('a1', CHANNEL));
  await putReport(world, 'a1', reportOf(about));
  expect(await acceptReport(tools(), { askId, fromCluster })).toBe(expected);
  expect(await readOutbox(world.redis, world.keys, CHANNEL, 10)).toHaveLength(1);
});

it('gives the place of a foreign report back to the right one', async () => {
  await putAsk(world, askOf('a1', CHANNEL));
  await putReport(world, 'a1', reportOf('staging'));
  await acceptReport(tools(), note);
  expect(await putReport(world, 'a1', reportOf('prod'))).toBe('stored');
  expect(await acceptReport(tools(), note)).toBe('accepted');
});

it('says that there is no report, or none it can read', async () => {
  await putAsk(world, askOf('a1', CHANNEL));
  expect(await acceptReport(tools(), note)).toBe('no-report');
  await world.redis.set(world.keys.report('a1'), 'zz');
  expect(await acceptReport(tools(), note)).toBe('unreadable');
});

it('takes in what a gateway found out by itself, whatever cluster it is about', async () => {
  await putAsk(world, { ...askOf('a1', CHANNEL), cluster: '', question: { kind: 'replay', report: 'ask0123456789' } });
  await putReport(world, 'a1', reportOf('staging'));
  expect(await acceptReport(tools(), { askId: 'a1', fromCluster: 'staging' })).toBe('wrong-cluster');
  expect(await acceptReport(tools(), { askId: 'a1', fromCluster: '' })).toBe('accepted');
  expect(await readOutbox(world.redis, world.keys, CHANNEL, 10)).toHaveLength(3);
});

it('shows nothing of a report that another ask waits for', async () => {
  await storeChildAsk(world.redis, world.keys, { ...askOf('a2', CHANNEL), parent: 'a1' }, 1);
  await putReport(world, 'a2');
  expect(await acceptReport(tools(), { askId: 'a2', fromCluster: 'prod' })).toBe('accepted');
  expect(await readOutbox(world.redis, world.keys, CHANNEL, 10)).toEqual([]);
});
