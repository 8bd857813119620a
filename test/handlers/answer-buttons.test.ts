import { afterEach, describe, expect, test } from 'vitest';
import { composeAnswer } from '../../src/answers/compose-message.ts';
import type { AccessRule } from '../../src/domain/access-rule.ts';
import type { Ask } from '../../src/domain/ask.ts';
import type { Report } from '../../src/domain/report.ts';
import { loadAsk, storeAsk } from '../../src/redis/asks.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { storeReport } from '../../src/redis/reports.ts';
import { askOf, reportOf } from '../answers/sending-world.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

const CHANNEL = 'C0INCIDEN';
const AGAIN = 'dca_again';
const DEEPER = 'dca_deeper';
const ANSWERED = `ask${'0a'.repeat(16)}`;
const REPORT: Report = { ...reportOf('prod-eu'), question: { kind: 'leader' } };

let gateway: Gateway;

afterEach(async () => {
  await gateway.close();
});

interface Answered {
  readonly ts: string;
  readonly thread: string;
  readonly ask: Ask;
}

/** An answer in a thread of #incidents, as the sender posts it, with what is kept behind it. */
async function answered(
  options: GatewayOptions & { readonly ask?: Partial<Omit<Ask, 'address'>>; readonly channel?: string } = {},
): Promise<Answered> {
  const { ask: changes, channel = CHANNEL, ...rest } = options;
  gateway = await startGateway(rest);
  const { slack, redis, keys } = gateway;
  await gateway.register('prod-eu', 'prod-us');
  const root = slack.store.addMessage({ channel, user: 'U0ALICE01', text: 'why?' });
  const ask = askOf(ANSWERED, channel, {
    cluster: 'prod-eu',
    words: 'leader',
    ...changes,
    address: { thread: root.ts },
  });
  await storeAsk(redis, keys, ask, outboxEntry(ask.id, 'opening', ask.askedAt), ask.askedAt, 1_000);
  await redis.del(keys.outbox(channel));
  await storeReport(redis, keys, ask.id, REPORT);
  const { text, blocks } = composeAnswer(ask, REPORT);
  const { ts } = slack.store.addMessage({
    channel,
    user: slack.botUserId,
    threadTs: root.ts,
    text,
    blocks: blocks.map((block, at) => ({ block_id: `b${at}`, ...block })),
  });
  return { ts, thread: root.ts, ask };
}

function click({ ts }: { readonly ts: string }, actionId: string, user = 'ben') {
  return gateway.slack.click({ channel: CHANNEL, messageTs: ts, user, actionId });
}

async function newAsks(): Promise<readonly Ask[]> {
  const ids = (await gateway.asks()).filter((id) => id !== ANSWERED);
  const asks = await Promise.all(ids.map((id) => loadAsk(gateway.redis, gateway.keys, id)));
  return asks.map((ask) => (ask.state === 'found' ? ask.value : expect.fail(ask.state)));
}

async function outbox(): Promise<readonly Record<string, unknown>[]> {
  const { redis, keys } = gateway;
  return (await redis.lrange(keys.outbox(CHANNEL), 0, -1)).map((entry) => JSON.parse(entry));
}

/** What the clicker alone is told, in the thread of the answer. */
async function sees(words: RegExp, thread: string | undefined, user = 'U0BEN0001'): Promise<void> {
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', user).some(({ text, threadTs }) => words.test(text) && threadTs === thread),
  );
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('Run again asks the same cluster the same, for the clicker, in the same thread', async () => {
    const answer = await answered({
      mode,
      ask: { question: { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } } },
    });
    expect(await click(answer, AGAIN)).toMatchObject({ acked: true });
    expect(await newAsks()).toMatchObject([
      {
        question: { kind: 'hpa', subject: { namespace: 'shop', name: 'web' } },
        cluster: 'prod-eu',
        words: 'leader',
        depth: 'normal',
        address: { team: 'T0LOCAL01', channel: CHANNEL, user: 'U0BEN0001', thread: answer.thread },
      },
    ]);
    expect(await outbox()).toMatchObject([{ part: 'opening' }]);
    expect(gateway.slack.store.ephemerals('incidents', 'U0BEN0001')).toEqual([]);
  });

  test('Go deeper shows the stored report in full, and asks no cluster', async () => {
    const queued: string[] = [];
    const answer = await answered({
      mode,
      producer: () => ({ enqueueAsk: async ({ id }) => void queued.push(id) }),
    });
    expect(await click(answer, DEEPER)).toMatchObject({ acked: true });
    const [ask, ...more] = await newAsks();
    expect(more).toEqual([]);
    expect(ask).toMatchObject({
      depth: 'teach',
      cluster: 'prod-eu',
      address: { user: 'U0BEN0001', thread: answer.thread },
    });
    expect(await outbox()).toEqual([
      { id: `${ask?.id}:answer`, askId: ask?.id, part: 'answer', at: ask?.askedAt, shows: ANSWERED },
    ]);
    expect(queued).toEqual([]);
    const { redis, keys } = gateway;
    expect([
      await redis.zscore(keys.pending(), ask?.id ?? ''),
      await redis.zscore(keys.deadlines(), ask?.id ?? ''),
    ]).toEqual([null, null]);
  });
});

test.each([AGAIN, DEEPER])('%s twice is one ask; by two people it is two', async (action) => {
  const answer = await answered();
  await Promise.all([click(answer, action), click(answer, action)]);
  await click(answer, action);
  expect(await newAsks()).toHaveLength(1);
  expect(await outbox()).toHaveLength(1);
  await click(answer, action, 'alice');
  expect((await newAsks()).map(({ address }) => address.user).sort()).toEqual(['U0ALICE01', 'U0BEN0001']);
});

test.each([AGAIN, DEEPER])('%s that Slack delivers once more is the same ask', async (action) => {
  const answer = await answered();
  const { envelopeId } = await click(answer, action);
  expect(await gateway.slack.redeliver(envelopeId)).toMatchObject({ acked: true });
  expect(await newAsks()).toHaveLength(1);
  expect(await outbox()).toHaveLength(1);
});

test('a button holds the id of its ask and nothing else', async () => {
  const { ask } = await answered();
  const { blocks } = composeAnswer(ask, REPORT);
  expect([...JSON.stringify(blocks).matchAll(/"value":"([^"]*)"/g)].map(([, value]) => value)).toEqual([
    ANSWERED,
    ANSWERED,
  ]);
});

test.each([
  { depth: 'normal', readings: REPORT.readings, buttons: [AGAIN, DEEPER] },
  { depth: 'line', readings: REPORT.readings, buttons: [AGAIN, DEEPER] },
  { depth: 'teach', readings: REPORT.readings, buttons: [AGAIN] },
  { depth: 'normal', readings: [], buttons: [AGAIN] },
] as const)(
  'an answer at depth $depth of $readings.length readings has $buttons',
  async ({ depth, readings, buttons }) => {
    const { ask } = await answered();
    const blocks = JSON.stringify(composeAnswer({ ...ask, depth }, { ...REPORT, readings }).blocks);
    expect([...blocks.matchAll(/"action_id":"([^"]*)"/g)].map(([, id]) => id)).toEqual(buttons);
  },
);

describe('what is kept no longer is told to the clicker alone', () => {
  test.each([
    { hours: 23, asks: 1 },
    { hours: 25, asks: 0 },
  ])('Run again after $hours hours: $asks asks', async ({ hours, asks }) => {
    let later = 0;
    const answer = await answered({ now: () => Date.now() + later });
    later = hours * 3_600_000;
    await click(answer, AGAIN);
    if (asks === 0) await sees(/too old/, answer.thread);
    expect(await newAsks()).toHaveLength(asks);
  });

  test('Go deeper works without the ask, from the report alone', async () => {
    const answer = await answered();
    await gateway.redis.del(gateway.keys.ask(ANSWERED));
    await click(answer, DEEPER);
    expect(await newAsks()).toMatchObject([{ words: 'leader', cluster: 'prod-eu', depth: 'teach' }]);
  });

  test('Go deeper without the report', async () => {
    const answer = await answered();
    await gateway.redis.del(gateway.keys.report(ANSWERED));
    expect(await click(answer, DEEPER)).toMatchObject({ acked: true });
    await sees(/no stored report/, answer.thread);
    expect(await newAsks()).toEqual([]);
  });

  test('the text that was explained', async () => {
    const answer = await answered({ ask: { question: { kind: 'explain' }, cluster: '' } });
    await click(answer, AGAIN, 'hana');
    await sees(/もう保管されていません/, answer.thread, 'U0HANA001');
    expect(await newAsks()).toEqual([]);
  });
});

describe('every click is judged anew', () => {
  test.each([AGAIN, DEEPER])('%s by a guest is refused', async (action) => {
    const answer = await answered();
    await click(answer, action, 'gus');
    await sees(/I may not answer this here/, answer.thread, 'U0GUEST01');
    expect(await newAsks()).toEqual([]);
  });

  test.each([AGAIN, DEEPER])('%s for a cluster that no rule opens to the clicker is refused', async (action) => {
    const rule: AccessRule = {
      name: 'us',
      users: ['U0BEN0001'],
      guests: false,
      strangers: false,
      clusters: ['prod-us'],
      questions: 'all',
    };
    const answer = await answered({ access: [rule] });
    await click(answer, action);
    await sees(/I may not answer this here/, answer.thread);
    expect(await newAsks()).toEqual([]);
  });

  test.each([AGAIN, DEEPER])('%s with the id of a text from another channel does nothing', async (action) => {
    const answer = await answered({ ask: { question: { kind: 'explain' }, cluster: '' } });
    const { slack } = gateway;
    const elsewhere = slack.store.addMessage({
      channel: 'C0PLATFOR',
      user: slack.botUserId,
      text: '',
      blocks: slack.store.message(CHANNEL, answer.ts)?.blocks ?? [],
    });
    await slack.click({ channel: 'platform', messageTs: elsewhere.ts, user: 'ben', actionId: action });
    await slack.store.waitFor((store) => store.ephemerals('platform', 'U0BEN0001').length === 1);
    expect(await newAsks()).toEqual([]);
  });
});

test('a cluster that is not registered any more is told, with those there are', async () => {
  const answer = await answered({ ask: { cluster: 'gone' } });
  await click(answer, AGAIN);
  await sees(/I know no cluster named gone/, answer.thread);
});

test('Run again on a flare offers it again, to the clicker alone', async () => {
  const answer = await answered({ ask: { question: { kind: 'flare' }, words: 'flare' } });
  await click(answer, AGAIN);
  await sees(/Build a flare/, answer.thread);
  expect(await newAsks()).toEqual([]);
});

test('a gateway started after the answer takes the click', async () => {
  const answer = await answered();
  await gateway.app.close();
  const blocks = gateway.slack.store.message(CHANNEL, answer.ts)?.blocks ?? [];
  expect(JSON.stringify(blocks)).toContain(ANSWERED);
  const outcome = await gateway.desk.again({
    answered: ANSWERED,
    slackId: `${CHANNEL} ${answer.ts} ${AGAIN} U0BEN0001`,
    address: { team: 'T0LOCAL01', channel: CHANNEL, user: 'U0BEN0001', thread: answer.thread },
    userLanguage: async () => undefined,
    judge: async () => ({ allowed: true }),
  });
  expect(outcome).toMatchObject({ outcome: 'stored' });
});

test('Redis is gone: the clicker is told', async () => {
  const answer = await answered();
  await gateway.server.kill9();
  expect(await click(answer, AGAIN)).toMatchObject({ acked: true });
  await gateway.slack.store.waitFor((store) =>
    store.ephemerals('incidents', 'U0BEN0001').some(({ text }) => /cannot reach its queue/.test(text)),
  );
});
