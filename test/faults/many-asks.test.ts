import { afterAll, beforeAll, expect, it } from 'vitest';
import { seeded } from '../seeded-random.ts';
import { expectExactlyOnce } from './exactly-once.ts';
import type { Role } from './service-process.ts';
import { type Asked, type Stand, startStand } from './stand.ts';

const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);
const ASKS = 30;
const CHANNELS = 10;
const KILLS: readonly Role[] = ['worker', 'gateway', 'worker', 'gateway'];

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
  await Promise.all([stand.staff('worker', 2), stand.staff('gateway', 2)]);
});
afterAll(() => stand?.close());

/** Types a question, and again for as long as Slack gets no ack. */
async function askUntilTaken(asked: Asked): Promise<void> {
  if ((await asked.type()).acked) return;
  await stand.until('it is taken', async () => (await stand.slack.redeliver(asked.triggerId)).acked, 60_000);
}

it(`${ASKS} asks in ${CHANNELS} channels, workers and gateways killed at random (FAULTS_SEED=${SEED}): ${ASKS} answers`, async () => {
  const random = seeded(SEED);
  const { cluster, slack } = stand;
  const channels = Array.from({ length: CHANNELS }, () => stand.channel());
  const asks = Array.from({ length: ASKS }, (_, i) =>
    stand.ask(channels[i % CHANNELS] ?? '', random() < 0.5 ? 'leader' : 'status'),
  );
  cluster.faults.add({ kind: 'exec', delayMs: 200 });
  const events = () => slack.store.calls().length + cluster.requests.length;
  const typing = Promise.all(asks.map(askUntilTaken));
  // Moments are counted in what Slack and the cluster saw, so that they fall into the work however fast it goes.
  for (const role of KILLS) {
    const moment = events() + 1 + Math.floor(random() * 30);
    await stand.until('the moment has come', () => events() >= moment, 60_000);
    const here = stand.running(role);
    await here[Math.floor(random() * here.length)]?.kill();
    await stand.start(role, 'soon');
  }
  await typing;
  await expectExactlyOnce(stand, asks);
  expect(channels.flatMap((channel) => slack.store.messages(channel))).toHaveLength(2 * ASKS);
}, 150_000);
