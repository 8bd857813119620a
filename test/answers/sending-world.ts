import { type LocalSlack, startLocalSlack } from '../../simulator/slack/local-slack.ts';
import type { StoredMessage } from '../../simulator/slack/state/entities.ts';
import type { SendingLimits } from '../../src/answers/sending-limits.ts';
import type { SendingTools } from '../../src/answers/sending-tools.ts';
import { makeWebClient, webClientPort } from '../../src/answers/web-client-port.ts';
import type { Ask } from '../../src/domain/ask.ts';
import type { Report } from '../../src/domain/report.ts';
import { storeAsk } from '../../src/redis/asks.ts';
import { closeRedis, openCommands, type Redis, whenReady } from '../../src/redis/connection.ts';
import { type Keys, keysOf } from '../../src/redis/keys.ts';
import { outboxEntry } from '../../src/redis/outbox-entry.ts';
import { storeReport } from '../../src/redis/reports.ts';
import { startTestRedis, type TestRedis } from '../redis/private-redis.ts';

/** Short enough for tests, with the order of the real ones. */
export const SHORT_LIMITS: SendingLimits = {
  leaseMs: 900,
  paceMs: 20,
  settleMs: 40,
  recheckMs: 300,
  awayMs: 30,
  awayMaxMs: 120,
  unreadableMs: 200,
  giveUpMs: 24 * 3_600_000,
  sweepMs: 50,
  progressMs: 100,
};

/** A real Redis and a local Slack, with what sending needs between them. */
export interface SendingWorld {
  readonly server: TestRedis;
  readonly slack: LocalSlack;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly tools: SendingTools;
  readonly log: string[];
  close(): Promise<void>;
}

export async function startSendingWorld(options: { aof?: boolean } = {}): Promise<SendingWorld> {
  const [server, slack] = await Promise.all([startTestRedis(options), startLocalSlack()]);
  const redis = openCommands({ url: server.url, prefix: '{dca}' });
  await whenReady(redis, 5_000);
  const keys = keysOf('{dca}');
  const log: string[] = [];
  const tools: SendingTools = {
    redis,
    keys,
    port: webClientPort(makeWebClient(slack.botToken, slack.apiUrl, 400), { timeoutMs: 400 }),
    mask: (text) => ({ text, masked: 0 }),
    now: Date.now,
    limits: SHORT_LIMITS,
    readProgress: async () => undefined,
    log: (message, facts) => log.push(`${message} ${JSON.stringify(facts)}`),
  };
  return {
    server,
    slack,
    redis,
    keys,
    tools,
    log,
    close: async () => {
      await closeRedis(redis);
      await Promise.all([server.stop(), slack.close()]);
    },
  };
}

export const USER = 'U0ALICE01';

export function askOf(
  id: string,
  channel: string,
  changes: Partial<Omit<Ask, 'address'>> & { address?: Partial<Ask['address']> } = {},
): Ask {
  const { address, ...rest } = changes;
  return {
    id,
    question: { kind: 'leader' },
    cluster: 'prod',
    words: `leader of ${id}`,
    language: 'en',
    depth: 'normal',
    askedAt: Date.now(),
    ...rest,
    address: { team: 'T0LOCAL01', channel, user: USER, ...address },
  };
}

export function reportOf(cluster = 'prod', subject = 'dca-7'): Report {
  return {
    schema: 1,
    question: { kind: 'leader' },
    cluster,
    verdict: 'warning',
    findings: [
      {
        code: 'worker-died',
        verdict: 'warning',
        subject,
        facts: { cluster: subject, times: 2 },
        evidence: ['kubectl get lease'],
      },
    ],
    readings: [{ source: 'kubectl get lease', at: '2026-11-23T10:00:03.000Z', known: true }],
    agent: { versions: ['7.71.2'], images: ['cluster-agent:7.71.2'] },
    masked: 0,
    at: '2026-11-23T10:00:04.000Z',
    tookMs: 417,
  };
}

/** Stores an ask as a handler does. */
export function putAsk({ redis, keys }: Pick<SendingWorld, 'redis' | 'keys'>, ask: Ask, deadlineMs = 60_000) {
  return storeAsk(redis, keys, ask, outboxEntry(ask.id, 'opening', Date.now()), Date.now(), deadlineMs);
}

export function putReport({ redis, keys }: Pick<SendingWorld, 'redis' | 'keys'>, askId: string, report = reportOf()) {
  return storeReport(redis, keys, askId, report);
}

/** Messages of the bot that carry an entry, by the metadata they were posted with. */
export function copiesOf({ slack }: Pick<SendingWorld, 'slack'>, channel: string, entryId: string): StoredMessage[] {
  return slack.store.messages(channel).filter(({ metadata }) => metadata?.event_payload.entry === entryId);
}
