import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadAsk } from '../../src/redis/asks.ts';
import { expectExactlyOnce } from './exactly-once.ts';
import { type Asked, type Stand, startStand } from './stand.ts';

const PEOPLE = 500;
const CHANNELS = 50;
const QUESTIONS = ['leader', 'status'];

let stand: Stand;

beforeAll(async () => {
  stand = await startStand({ rateLimit: true, deadline: '60s' });
  await Promise.all([stand.staff('worker', 2), stand.staff('gateway', 2)]);
});
afterAll(() => stand?.close());

function people(): readonly string[] {
  return Array.from({ length: PEOPLE }, (_, i) => {
    const id = `U0STORM${i}`;
    const name = `person-${i}`;
    const plain = { locale: 'en-US', tz: 'Europe/London', isBot: false, isRestricted: false };
    stand.slack.store.addUser({ id, name, realName: name, ...plain });
    return id;
  });
}

/** In one channel one behind the other, so that it is known in which order they came. */
async function typeInTurn(asks: readonly Asked[]): Promise<void> {
  for (const asked of asks) expect(await asked.type()).toMatchObject({ acked: true, text: undefined });
}

it(`${PEOPLE} people ask at once in ${CHANNELS} channels: all are answered, in order, from few readings`, async () => {
  const { slack, cluster, redis, keys } = stand;
  const channels = Array.from({ length: CHANNELS }, () => stand.channel());
  const asks = people().map((person, i) => {
    const channel = channels[i % CHANNELS] ?? '';
    slack.store.channel(channel)?.members.add(person);
    return stand.ask(channel, QUESTIONS[Math.floor(i / CHANNELS) % QUESTIONS.length], person);
  });
  const before = cluster.requests.length;
  await typeInTurn([stand.ask(stand.channel())]);
  await stand.until('one question is answered', () => slack.store.calls('chat.postMessage').length === 2);
  const ofOne = cluster.requests.length - before;

  const inChannel = channels.map((channel) => asks.filter((asked) => asked.channel === channel));
  await Promise.all(inChannel.map(typeInTurn));
  for (const mine of inChannel) {
    await expectExactlyOnce(stand, mine);
    const [{ channel } = { channel: '' }] = mine;
    const openings = slack.store.messages(channel).filter(({ threadTs }) => threadTs === undefined);
    expect(openings.map(({ metadata }) => metadata?.event_payload.ask)).toEqual(mine.map(({ id }) => id));
  }
  const askers = await Promise.all(asks.map(({ id }) => loadAsk(redis, keys, id)));
  expect(new Set(askers.map((ask) => ask.state === 'found' && ask.value.address.user)).size).toBe(PEOPLE);

  const posts = slack.store.calls('chat.postMessage').map(({ outcome }) => outcome);
  expect(posts.filter((outcome) => outcome === 'ok')).toHaveLength(2 * PEOPLE + 2);
  const refused = posts.filter((outcome) => outcome !== 'ok').length;
  const readings = (cluster.requests.length - before) / ofOne;
  // Slack's own clock may find a message early that was sent in time.
  expect(refused).toBeLessThan(PEOPLE / 5);
  expect(readings).toBeLessThan(PEOPLE / 20);
}, 240_000);
