import { afterEach, describe, expect, test } from 'vitest';
import { readPasted } from '../../handlers/pasted-text.ts';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { openInspector } from '../../src/queue/inspect.ts';
import { loadAskText } from '../../src/redis/ask-texts.ts';
import { loadAsk } from '../../src/redis/asks.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

describe('what is pasted', () => {
  test.each([
    ['explain\nLeader: dca-1', { text: 'Leader: dca-1', manner: { depth: 'normal' } }],
    ['Explain: a\nb', { text: 'a\nb', manner: { depth: 'normal' } }],
    ['説明して\nA 12', { text: 'A 12', manner: { depth: 'normal' } }],
    ['explain --lang ja —depth teach a\nb', { text: 'a\nb', manner: { depth: 'teach', language: 'ja' } }],
    ['explain --lang tlh a\nb', { text: '--lang tlh a\nb', manner: { depth: 'normal' } }],
    ['explain --follow a\nb', { text: '--follow a\nb', manner: { depth: 'normal' } }],
    ['explain', { text: '', manner: { depth: 'normal' } }],
    ['explain ```E1124 leader lost```', { text: '```E1124 leader lost```', manner: { depth: 'normal' } }],
    ['explain leader', { words: 'why leader' }],
    ['explain hpa shop/web', { words: 'why hpa shop/web' }],
    ['explainer', { words: 'explainer' }],
    ['leader explain', { words: 'leader explain' }],
  ])('%j', (words, read) => {
    expect(readPasted(words)).toEqual(read);
  });

  test('of any length is told apart in no time', () => {
    const began = performance.now();
    readPasted(`explain ${' '.repeat(100_000)}`);
    readPasted(`explain ${'--lang ja '.repeat(10_000)}`);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

let gateway: Gateway | undefined;

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  gateway = await startGateway(options);
  return gateway;
}
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

function open(): Gateway {
  if (gateway === undefined) throw new Error('there is no gateway');
  return gateway;
}

const alice = { channel: 'incidents', user: 'alice' } as const;
const SECRET = 'abcdef0123456789abcdef0123456789';
const PASTED = `explain Getting the status from the agent.\n  api_key: ${SECRET}\n  Leader: dca-1 & b`;

async function onlyAsk() {
  const { asks, redis, keys } = open();
  const ids = await asks();
  expect(ids).toHaveLength(1);
  const ask = await loadAsk(redis, keys, ids[0]!);
  if (ask.state !== 'found') throw new Error(ask.state);
  return ask.value;
}

function shownTo(user: string): string {
  const [shown] = open().slack.store.ephemerals('incidents', user);
  return plainTextOf({ text: '', blocks: shown?.blocks as never });
}

describe.each(['command', 'mention'] as const)('a text by %s', (source) => {
  const type = (text: string) =>
    source === 'command'
      ? open().slack.typeCommand({ ...alice, text })
      : open().slack.mention({ ...alice, text: `@dca ${text}` });

  test('is masked, then stored beside its ask, which goes to no cluster', async () => {
    const { redis, keys, settings, logged } = await start();
    await type(PASTED);
    const ask = await onlyAsk();
    expect(ask).toMatchObject({ question: { kind: 'explain' }, cluster: '' });
    expect(ask.words).toMatch(/^explain Getting the status from the agent\. …$/);
    const pasted = await loadAskText(redis, keys, ask.id);
    expect(pasted).toMatchObject({ state: 'found', value: { masked: 1 } });
    expect(pasted.state === 'found' && pasted.value.text).toContain('Leader: dca-1 & b');
    const everything: string[] = [logged()];
    for (const key of await redis.keys('*')) everything.push(String(await redis.dump(key)));
    expect(everything.join()).not.toContain(SECRET);
    expect(JSON.stringify(pasted)).not.toContain(SECRET);
    const inspector = openInspector(settings);
    try {
      await expect.poll(() => inspector.jobState('', ask.id)).toMatchObject({ state: 'waiting' });
    } finally {
      await inspector.close();
    }
    expect(await redis.llen(keys.outbox('C0INCIDEN'))).toBe(1);
  });

  test('that is a question is asked with its reasons', async () => {
    const { register } = await start();
    await register('prod-eu');
    await type('explain leader');
    expect(await onlyAsk()).toMatchObject({ question: { kind: 'leader' }, depth: 'teach', cluster: 'prod-eu' });
  });

  test.each([
    ['is empty', 'explain', 'nothing to explain'],
    ['is too long', `explain ${'a\n'.repeat(20_001)}`, '40,001'],
  ])('that %s is not asked', async (_, text, says) => {
    const { asks } = await start();
    await type(text);
    await expect.poll(() => shownTo('U0ALICE01')).toContain(says);
    expect(await asks()).toEqual([]);
  });
});

test('a stranger has nothing explained, and nothing of theirs is kept', async () => {
  const { slack, asks, redis, keys } = await start();
  await slack.typeCommand({ channel: 'incidents', user: 'gus', text: PASTED });
  expect(await asks()).toEqual([]);
  expect(await redis.keys(keys.askText('*'))).toEqual([]);
});

describe('reports', () => {
  const kept = 'ask0123456789';

  test.each([
    { text: `replay ${kept}`, question: { kind: 'replay', report: kept }, due: 45_000 },
    { text: `compare ${kept}`, question: { kind: 'compare', against: { report: kept } }, due: 155_000 },
    {
      text: 'compare PROD-EU staging',
      question: { kind: 'compare', cluster: 'prod-eu', against: { cluster: 'staging' } },
      due: 155_000,
    },
  ])('/dca $text goes to the gateways', async ({ text, question, due }) => {
    const { slack, register, redis, keys } = await start({ now: () => 1_000 });
    await register('prod-eu', 'staging');
    expect(await slack.typeCommand({ ...alice, text })).toMatchObject({ acked: true, text: undefined });
    const ask = await onlyAsk();
    expect([ask.question, ask.cluster]).toEqual([question, '']);
    expect(Number(await redis.zscore(keys.deadlines(), ask.id))).toBe(1_000 + due);
  });

  test('an unknown cluster is told about before anything is asked', async () => {
    const { slack, register, asks } = await start();
    await register('prod-eu', 'staging');
    await slack.typeCommand({ ...alice, text: 'compare prod-eu stagign' });
    expect(shownTo('U0ALICE01')).toContain('stagign');
    expect(await asks()).toEqual([]);
  });
});
