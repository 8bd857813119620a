import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Answers, startAnswers } from '../../src/answers/start-answers.ts';
import { type Notices, openNotices } from '../../src/redis/notices.ts';
import { readSent } from '../../src/redis/outbox.ts';
import { progressWriter } from '../../src/redis/progress.ts';
import {
  askOf,
  copiesOf,
  putAsk,
  putReport,
  type SendingWorld,
  SHORT_LIMITS,
  startSendingWorld,
} from './sending-world.ts';

const CHANNEL = 'C0PLATFOR';

let world: SendingWorld;
let notices: Notices;
let answers: Answers | undefined;

beforeEach(async () => {
  world = await startSendingWorld();
  notices = openNotices({ url: world.server.url, prefix: '{dca}' });
});
afterEach(async () => {
  await answers?.close();
  answers = undefined;
  notices.close();
  await world.close();
});

function start(sweepMs: number, now = Date.now): Answers {
  const { limits: _limits, readProgress: _readProgress, ...tools } = world.tools;
  answers = startAnswers({
    ...tools,
    now,
    notices,
    limits: { ...SHORT_LIMITS, sweepMs },
    causeOf: async (ask) => ({
      code: 'worker-silent',
      verdict: 'unknown',
      subject: ask.cluster,
      facts: { cluster: ask.cluster, lastSeenSeconds: null },
      evidence: [],
    }),
  });
  return answers;
}

it('wakes by pub/sub, far sooner than it looks by itself', async () => {
  start(60_000);
  await vi.waitFor(async () => expect(await world.redis.pubsub('NUMSUB', world.keys.mailChannel())).toContain(1));
  await putAsk(world, askOf('a1', CHANNEL));
  await world.slack.store.waitFor(() => copiesOf(world, CHANNEL, 'a1:opening').length === 1);
});

it('wakes by a ring', async () => {
  const started = start(60_000);
  notices.close();
  await putAsk(world, askOf('a1', CHANNEL));
  started.ring(CHANNEL);
  await world.slack.store.waitFor(() => copiesOf(world, CHANNEL, 'a1:opening').length === 1);
});

it('finds mail and due deadlines by looking, though nobody rang', async () => {
  await putAsk(world, askOf('a1', CHANNEL), 1_000);
  notices.close();
  start(40, () => Date.now() + 17_000);
  await world.slack.store.waitFor(() => copiesOf(world, CHANNEL, 'a1:answer').length === 1);
});

it('shows progress in the opening, at a pace, and never after the verdict', async () => {
  const started = start(40);
  await putAsk(world, askOf('a1', CHANNEL));
  await world.slack.store.waitFor(() => copiesOf(world, CHANNEL, 'a1:opening').length === 1);
  const writer = progressWriter(world.redis, world.keys, 'a1');
  let done = 0;
  const moving = setInterval(() => {
    done += 1;
    writer.note({ step: 'pods', done, total: 31 });
  }, 15);
  try {
    await world.slack.store.waitFor((store) => store.calls('chat.update').length >= 2);
    const [first, second] = world.slack.store.calls('chat.update').map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(SHORT_LIMITS.progressMs - 15);

    await putReport(world, 'a1');
    expect(await started.acceptReport({ askId: 'a1', fromCluster: 'prod' })).toBe('accepted');
    await vi.waitFor(async () => {
      expect(await readSent(world.redis, world.keys, 'a1:opening-done')).toMatchObject({ basis: 'report' });
    }, 5_000);
    const shown = copiesOf(world, CHANNEL, 'a1:opening')[0]?.text;
    const edits = world.slack.store.calls('chat.update').length;
    await vi.waitFor(() => expect(done).toBeGreaterThan(60), 5_000);
    expect(world.slack.store.calls('chat.update')).toHaveLength(edits);
    expect(copiesOf(world, CHANNEL, 'a1:opening')[0]?.text).toBe(shown);
  } finally {
    clearInterval(moving);
    writer.end();
  }
});

it('lives through an outage of Redis', async () => {
  start(40);
  await world.server.kill9();
  await vi.waitFor(() => expect(world.log.join()).toContain('could not be looked through'), 5_000);
  await world.server.restart();
  await vi.waitFor(() => world.redis.ping(), 5_000);
  await putAsk(world, askOf('a1', CHANNEL));
  await world.slack.store.waitFor(() => copiesOf(world, CHANNEL, 'a1:opening').length === 1);
});

it('closes in time while Slack is silent', async () => {
  const fault = world.slack.faults.add('chat.postMessage', { kind: 'hold_reply', ms: 5_000 });
  const started = start(40);
  await putAsk(world, askOf('a1', CHANNEL));
  await vi.waitFor(() => expect(fault.hits()).toBe(1), 5_000);
  const before = performance.now();
  await started.close();
  expect(performance.now() - before).toBeLessThan(SHORT_LIMITS.leaseMs + 500);
});
