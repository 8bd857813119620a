import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { makeAskDesk } from '../handlers/ask-desk.ts';
import { SENDING_LIMITS } from '../src/answers/sending-limits.ts';
import type { SlackPort } from '../src/answers/slack-port.ts';
import { startAnswers } from '../src/answers/start-answers.ts';
import { makeAuditLog } from '../src/audit/audit-log.ts';
import { consumeAnswers } from '../src/cli/compose/answer-consumers.ts';
import { DEFAULTS } from '../src/config/config.ts';
import type { Question } from '../src/domain/question.ts';
import { REPORT_SCHEMA, type Report } from '../src/domain/report.ts';
import { maskText } from '../src/masking/mask-text.ts';
import { openProducer } from '../src/queue/producer.ts';
import { openCommands, type RedisSettings, whenReady } from '../src/redis/connection.ts';
import { keysOf } from '../src/redis/keys.ts';
import { openNotices } from '../src/redis/notices.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { startWorker } from '../src/worker/start-worker.ts';

/** A round is made of slices of both in turn: what else the machine does then meets both alike. */
const SLICES = 4;
/** In one slice; the bare queue is quicker and gets more, so that both take about as long. */
const BARE_JOBS = 600;
const ASKS = 200;
/** Asks under way at once, and jobs at once on the bare queue. */
const CONCURRENCY = 50;
const CLUSTER = 'bench';

export interface ThroughputRound {
  /** Per second. */
  readonly bare: number;
  readonly path: number;
}

/**
 * Opens a bare BullMQ queue with a worker that does nothing, and the whole path (ask desk, queue, worker, outbox) with
 * instant readings and a Slack that answers at once; each call measures one round of both in turn.
 */
export async function openThroughputBench(settings: RedisSettings) {
  const bare = openBare(settings);
  const path = await openPath(settings);
  return {
    round: async (): Promise<ThroughputRound> => {
      let [bareMs, pathMs] = [0, 0];
      for (let slice = 0; slice < SLICES; slice += 1) {
        const turns = [
          async () => {
            bareMs += await timeOf(BARE_JOBS, bare.one);
          },
          async () => {
            pathMs += await timeOf(ASKS, path.one);
          },
        ];
        for (const turn of slice % 2 === 0 ? turns : turns.reverse()) await turn();
      }
      return { bare: (SLICES * BARE_JOBS * 1000) / bareMs, path: (SLICES * ASKS * 1000) / pathMs };
    },
    close: async () => {
      await path.close();
      await bare.close();
    },
  };
}

/** Milliseconds that so many take, `CONCURRENCY` under way at once. */
async function timeOf(times: number, one: () => Promise<void>): Promise<number> {
  let left = times;
  const started = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  return performance.now() - started;
}

/** Somebody waiting for a thing with an id. */
function waiters() {
  const waiting = new Map<string, () => void>();
  return {
    wait: (id: string) => new Promise<void>((resolve) => waiting.set(id, resolve)),
    tell: (id: string) => {
      waiting.get(id)?.();
      waiting.delete(id);
    },
  };
}

function openBare(settings: RedisSettings) {
  const connect = () => new Redis({ path: settings.url.replace(/^unix:/, ''), maxRetriesPerRequest: null });
  const [producing, consuming] = [connect(), connect()];
  const queue = new Queue('bare', { connection: producing, prefix: settings.prefix });
  const { wait, tell } = waiters();
  const worker = new Worker('bare', async () => {}, {
    connection: consuming,
    prefix: settings.prefix,
    concurrency: CONCURRENCY,
  });
  worker.on('completed', (job) => tell(job.id ?? ''));
  return {
    one: async () => {
      const jobId = `bare-${randomUUID()}`;
      const done = wait(jobId);
      await queue.add('nothing', { ask: jobId }, { jobId, removeOnComplete: true });
      await done;
    },
    close: async () => {
      await worker.close();
      await queue.close();
      producing.disconnect();
      consuming.disconnect();
    },
  };
}

async function openPath(settings: RedisSettings) {
  const log = createLog({ level: 'silent' });
  const metrics = createMetrics();
  const keys = keysOf(settings.prefix);
  const redis = openCommands(settings);
  await whenReady(redis, 5_000);
  const notices = openNotices(settings);
  const producer = openProducer(settings);
  const worker = await startWorker({
    redis: settings,
    cluster: CLUSTER,
    version: '0',
    concurrency: CONCURRENCY,
    log,
    metrics,
    answer: async (question) => instantReport(question),
  });
  await worker.ready();
  const { wait, tell } = waiters();
  const audit = makeAuditLog({ redis, keys, mask: maskText, metrics, log: () => {} });
  const answers = startAnswers({
    redis,
    keys,
    notices,
    now: Date.now,
    port: instantSlack(tell),
    mask: maskText,
    audit,
    causeOf: () => Promise.reject(new Error('no ask is late in a bench')),
    // The pace of one message a second is Slack's, not a cost of ours.
    limits: { ...SENDING_LIMITS, paceMs: 0 },
  });
  const consumers = await consumeAnswers({ settings, redis, keys, answers, log, metrics });
  const desk = makeAskDesk({
    redis,
    keys,
    producer,
    config: DEFAULTS,
    mask: maskText,
    audit,
    log,
    metrics,
    now: Date.now,
  });
  return {
    one: async () => {
      const slackId = randomUUID();
      // A channel of its own: Slack allows one message a second in each, which is not what is measured here.
      const address = { team: 'T0', channel: `C${slackId}`, user: 'U0' };
      const outcome = await desk.ask({
        source: 'command',
        slackId,
        words: 'leader',
        address,
        userLanguage: async () => 'en',
        judge: async () => ({ allowed: true }),
      });
      if (outcome.outcome !== 'stored') throw new Error(`the ask was not stored: ${outcome.outcome}`);
      await wait(outcome.askId);
    },
    close: async () => {
      await consumers.close();
      await answers.close();
      await worker.close();
      await producer.close();
      notices.close();
      redis.disconnect();
    },
  };
}

function instantReport(question: Question): Report {
  const at = new Date().toISOString();
  return {
    schema: REPORT_SCHEMA,
    question,
    cluster: CLUSTER,
    verdict: 'explained',
    findings: [
      {
        code: 'leader-single-replica',
        verdict: 'explained',
        subject: 'dca-a',
        facts: { holder: 'dca-a' },
        evidence: [],
      },
    ],
    readings: [],
    agent: { versions: [], images: [] },
    masked: 0,
    at,
    tookMs: 0,
  };
}

function instantSlack(posted: (askId: string) => void): SlackPort {
  let last = 0;
  return {
    post: async ({ askId, entryId }) => {
      if (entryId.endsWith(':answer')) posted(askId);
      last += 1;
      return { end: 'done', ts: `1700000000.${String(last).padStart(6, '0')}` };
    },
    update: async () => ({ end: 'done' }),
    remove: async () => ({ end: 'done' }),
    findOwn: async () => ({ end: 'done', ts: [] }),
    tellAsker: async () => ({ end: 'done', via: 'ephemeral' }),
    openDirect: async () => ({ end: 'done', channel: 'D1' }),
    uploadFile: async () => ({ end: 'done', fileId: 'F1' }),
    shareFile: async () => ({ end: 'done' }),
    removeFile: async () => ({ end: 'done' }),
    findFiles: async () => ({ end: 'done', fileIds: [] }),
    uploadText: async () => ({ end: 'done' }),
  };
}
