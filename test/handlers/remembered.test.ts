import { expect, test } from 'vitest';
import { remembered } from '../../handlers/remembered.ts';

/** Look-ups that are answered when the test says so. A fact `brief` is kept for 5 ms, any other for 300. */
function lookUps(options: { patienceMs?: number; limit?: number } = {}) {
  const asked: { key: string; answer: (fact: string) => void; fail: () => void }[] = [];
  const clock = { now: 1_000 };
  const facts = remembered<string>({
    now: () => clock.now,
    freshMs: 100,
    keptMs: (fact) => (fact === 'brief' ? 5 : 300),
    retryMs: 10,
    patienceMs: options.patienceMs ?? 5_000,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    lookUp: (key) =>
      new Promise((resolve, reject) => asked.push({ key, answer: resolve, fail: () => reject(new Error('no')) })),
  });
  return { asked, clock, facts };
}

test('one look-up serves everybody who asks at the same time, and until it is old', async () => {
  const { asked, clock, facts } = lookUps();
  const both = [facts.of('U1'), facts.of('U1')];
  asked[0]?.answer('one');
  expect(await Promise.all(both)).toEqual(['one', 'one']);
  clock.now += 99;
  expect(await facts.of('U1')).toBe('one');
  expect(asked).toHaveLength(1);
  clock.now += 1;
  const again = facts.of('U1');
  asked[1]?.answer('two');
  expect(await again).toBe('two');
});

test('a failure is no fact, and is not tried again at once', async () => {
  const { asked, clock, facts } = lookUps();
  const found = facts.of('U1');
  asked[0]?.fail();
  expect(await found).toBeUndefined();
  expect(await facts.of('U1')).toBeUndefined();
  expect(asked).toHaveLength(1);
  clock.now += 10;
  const again = facts.of('U1');
  asked[1]?.answer('one');
  expect(await again).toBe('one');
});

test('what was known is believed while looking it up again fails, and not for ever', async () => {
  const { asked, clock, facts } = lookUps();
  const found = facts.of('C1');
  asked[0]?.answer('own');
  await found;
  for (const [age, believed] of [
    [150, 'own'],
    [299, 'own'],
    [310, undefined],
  ] as const) {
    clock.now = 1_000 + age;
    const again = facts.of('C1');
    asked.at(-1)?.fail();
    expect(await again, `after ${age} ms`).toBe(believed);
  }
  expect(asked).toHaveLength(4);
});

test('a fact that is not to be kept is looked up for the next question', async () => {
  const { asked, clock, facts } = lookUps();
  const found = facts.of('C1');
  asked[0]?.answer('brief');
  expect(await found).toBe('brief');
  clock.now += 5;
  const again = facts.of('C1');
  asked[1]?.fail();
  expect(await again).toBeUndefined();
});

test('a look-up that is late serves the next question', async () => {
  const { asked, facts } = lookUps({ patienceMs: 1 });
  expect(await facts.of('U1')).toBeUndefined();
  expect(await facts.of('U1')).toBeUndefined();
  expect(asked).toHaveLength(1);
  asked[0]?.answer('one');
  await expect.poll(() => facts.of('U1')).toBe('one');
  expect(asked).toHaveLength(1);
});

test('remembers so many and no more, the newest', async () => {
  const { asked, facts } = lookUps({ limit: 2 });
  for (const key of ['U1', 'U2', 'U3']) {
    const found = facts.of(key);
    asked.at(-1)?.answer(key);
    await found;
  }
  expect(await facts.of('U3')).toBe('U3');
  expect(await facts.of('U2')).toBe('U2');
  expect(asked).toHaveLength(3);
  const forgotten = facts.of('U1');
  asked[3]?.answer('new');
  expect(await forgotten).toBe('new');
});
