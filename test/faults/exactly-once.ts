import { expect } from 'vitest';
import type { StoredMessage } from '../../simulator/slack/state/entities.ts';
import { composeAnswer } from '../../src/answers/compose-message.ts';
import type { JobState } from '../../src/queue/inspect.ts';
import { loadAsk } from '../../src/redis/asks.ts';
import { deadLetters } from '../../src/redis/dead-letters.ts';
import { reportIn } from '../../src/redis/reports.ts';
import { type Asked, CLUSTER, type Stand } from './stand.ts';

/** A dead gateway's lease and a dead worker's lock are over by then; the deadline, which would hide a loss, is not. */
const SETTLED_WITHIN_MS = 35_000;

/** The opening message or the answer of an ask, by the metadata it was posted with. */
export function messagesOf({ slack }: Stand, { id, channel }: Asked, part: 'opening' | 'answer'): StoredMessage[] {
  return slack.store
    .messages(channel)
    .filter(({ metadata }) => metadata?.event_payload.ask === id && metadata.event_payload.entry === `${id}:${part}`);
}

/** How often a message was ever stored at Slack, those taken back included. */
export function timesPosted({ slack }: Stand, { id }: Asked, part: 'opening' | 'answer'): number {
  return slack.store
    .calls('chat.postMessage')
    .filter(({ args, outcome }) => isPostOf(`${id}:${part}`)(args) && (outcome === 'ok' || outcome === 'cut_after'))
    .length;
}

/** For planting a fault at Slack: calls about one message, posting as well as editing. */
export function isPostOf(entryId: string): (args: Record<string, unknown>) => boolean {
  return ({ metadata }) =>
    (typeof metadata === 'string' ? metadata : JSON.stringify(metadata ?? '')).includes(`"${entryId}"`);
}

/** Waits until nothing is left to do for an ask: no job, no mail, no deadline, nothing waiting for a queue. */
export async function settled(stand: Stand, { id, channel }: Asked, jobEnd: JobState['state'] = 'done') {
  const { redis, keys, inspector } = stand;
  const ask = await loadAsk(redis, keys, id);
  const cluster = ask.state === 'found' ? ask.value.cluster : CLUSTER;
  const left = async () => {
    const job = (await inspector.jobState(cluster, id)).state;
    const mail = await redis.lrange(keys.outbox(channel), 0, -1);
    return {
      job: job === jobEnd ? undefined : job,
      answers: (await inspector.waiting('answers', CLUSTER)) || undefined,
      mail: mail.length === 0 ? undefined : mail,
      due: (await redis.zscore(keys.deadlines(), id)) ?? undefined,
      pending: (await redis.zscore(keys.pending(), id)) ?? undefined,
    };
  };
  let known = '';
  await stand
    .until(
      `nothing is left open for ${id}`,
      async () => {
        const now = await left();
        known = JSON.stringify(now);
        return Object.values(now).every((value) => value === undefined);
      },
      SETTLED_WITHIN_MS,
    )
    .catch((error: Error) => {
      throw new Error(`${error.message}\nleft: ${known}`);
    });
}

export interface Expected {
  /** What the answer must say: the worker's report, or what the deadline put in its place. */
  readonly basis?: 'report' | 'overdue';
  /** Where an answer was seen twice for a moment and one was taken back. */
  readonly takenBack?: boolean;
  /** Where Slack will not have the opening edited. */
  readonly openingStays?: boolean;
  readonly jobEnd?: JobState['state'];
}

/**
 * Waits for the end of all asks of one channel, and counts in the local Slack's own store: each has one opening and one
 * answer in its thread, the answer says what the report says, and nothing else was posted.
 */
export async function expectExactlyOnce(stand: Stand, asks: readonly Asked[], expected: Expected = {}): Promise<void> {
  const { slack, redis, keys } = stand;
  for (const asked of asks) {
    await settled(stand, asked, expected.jobEnd);
    const openings = messagesOf(stand, asked, 'opening');
    const answers = messagesOf(stand, asked, 'answer');
    expect([openings.length, answers.length], `openings and answers of ${asked.id}`).toEqual([1, 1]);
    const [opening] = openings;
    const [answer] = answers;
    expect(answer?.threadTs).toBe(opening?.threadTs ?? opening?.ts);
    expect(answer?.text).toBe(await expectedText(stand, asked, expected.basis ?? 'report'));
    if (expected.openingStays !== true) {
      expect(opening?.edits.length).toBeGreaterThan(0);
      expect(JSON.stringify(opening?.blocks)).not.toContain('"actions"');
    }
    if (expected.takenBack !== true) {
      const times = [timesPosted(stand, asked, 'opening'), timesPosted(stand, asked, 'answer')];
      expect(times, `times posted of ${asked.id}`).toEqual([1, 1]);
    }
  }
  for (const channel of new Set(asks.map((asked) => asked.channel))) {
    const mine = asks.filter((asked) => asked.channel === channel);
    const said = slack.store.messages(channel).filter(({ user }) => user === slack.botUserId);
    expect(said, `messages in ${channel}`).toHaveLength(2 * mine.length);
    const texts = await Promise.all(mine.map((asked) => expectedText(stand, asked, expected.basis ?? 'report')));
    for (const text of new Set(texts)) {
      const wanted = texts.filter((other) => other === text).length;
      expect(said.filter((message) => message.text === text)).toHaveLength(wanted);
    }
  }
  expect(await deadLetters(redis, keys, 10)).toEqual([]);
  expectNoSecrets(stand);
}

/** The words made anew from what is stored. */
async function expectedText({ redis, keys }: Stand, { id }: Asked, basis: 'report' | 'overdue'): Promise<string> {
  const ask = await loadAsk(redis, keys, id);
  const report = reportIn(await redis.getBuffer(keys[basis](id)));
  if (ask.state !== 'found' || report.state !== 'found') throw new Error(`ask ${ask.state}, ${basis} ${report.state}`);
  return composeAnswer(ask.value, report.value).text;
}

/** The processes' logs hold no token, whatever happened to them. */
export function expectNoSecrets({ slack, cluster, logs }: Stand): void {
  const said = logs();
  const kubernetesToken = /token: (\S+)/.exec(cluster.kubeconfig)?.[1] ?? 'no token in the kubeconfig';
  expect(cluster.kubeconfig).toContain(kubernetesToken);
  for (const secret of [slack.botToken, slack.appToken, slack.signingSecret, kubernetesToken]) {
    expect(said.includes(secret), 'a secret in the logs').toBe(false);
  }
}
