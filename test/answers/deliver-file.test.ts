import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptReport } from '../../src/answers/receive-reports.ts';
import { type Sender, startSender } from '../../src/answers/sender.ts';
import type { Report } from '../../src/domain/report.ts';
import { loadBlob, storeBlob } from '../../src/redis/blobs.ts';
import { sendingCounts } from '../../src/redis/sending-record.ts';
import { type SenderProcess, startSenderProcess } from './sender-process.ts';
import { askOf, putAsk, putReport, reportOf, type SendingWorld, startSendingWorld, USER } from './sending-world.ts';

const CHANNEL = 'C0PLATFOR';
const ASK = 'ask0123456789abcdef';
const ENTRY = `${ASK}:file`;
const BYTES = Buffer.from(`PK masked ${'archive '.repeat(2_000)}`);
const NAME = 'datadog-agent-2026-11-23T18-58-46Z-masked-89abcdef.zip';

let world: SendingWorld;
let sender: Sender | undefined;
let child: SenderProcess | undefined;

beforeEach(async () => {
  world = await startSendingWorld({ aof: true });
});
afterEach(async () => {
  await child?.end();
  await sender?.close();
  await world.close();
  child = undefined;
  sender = undefined;
});

function flareReport(): Report {
  const facts = {
    pod: 'dca-1',
    name: 'datadog-agent-2026-11-23T18-58-46Z.zip',
    bytes: BYTES.length,
    files: 3,
    masked: 17,
    left: [],
    removed: true,
    local: false,
  };
  return {
    ...reportOf(),
    question: { kind: 'flare' },
    verdict: 'ok',
    findings: [{ code: 'flare-ready', verdict: 'ok', subject: 'dca-1', facts, evidence: [] }],
  };
}

/** An answered flare whose file waits to be sent. */
async function answered(blob = true): Promise<void> {
  const { redis, keys } = world;
  await putAsk(world, askOf(ASK, CHANNEL, { question: { kind: 'flare' } }));
  if (blob) await storeBlob(redis, keys, ASK, { name: 'x-masked.zip', bytes: BYTES });
  await putReport(world, ASK, flareReport());
  await acceptReport({ redis, keys, now: Date.now, ring: () => {} }, { askId: ASK, fromCluster: 'prod' });
}

async function allIsSent(): Promise<void> {
  sender ??= startSender(world.tools);
  await vi.waitFor(
    async () => {
      await sender?.sweep();
      expect(await world.redis.scard(world.keys.outboxes())).toBe(0);
    },
    { timeout: 15_000, interval: 30 },
  );
}

/** What stands in each conversation, files by name and content. */
function filesShown() {
  const { store } = world.slack;
  return store
    .channels()
    .flatMap((channel) =>
      store
        .messages(channel.id)
        .flatMap(({ files }) =>
          files.map(({ name, content }) => ({ kind: channel.kind, members: [...channel.members], name, content })),
        ),
    );
}

function oneFile(): void {
  const [file, ...more] = filesShown();
  expect(more).toEqual([]);
  expect(file).toMatchObject({ kind: 'im', name: NAME });
  expect(file?.members.toSorted()).toEqual([USER, world.slack.botUserId].toSorted());
  expect(Buffer.compare(Buffer.from(file?.content ?? ''), BYTES)).toBe(0);
}

const told = () => world.slack.store.ephemerals(CHANNEL, USER).map(({ text, blocks }) => text + JSON.stringify(blocks));

describe('the file of a flare', () => {
  it('goes to its asker in a direct message, once, and is kept no longer', async () => {
    await answered();
    await allIsSent();
    oneFile();
    expect(await loadBlob(world.redis, world.keys, ASK)).toEqual({ state: 'absent' });
    expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
    expect(told()).toEqual([]);
    const { redis, keys } = world;
    await acceptReport({ redis, keys, now: Date.now, ring: () => {} }, { askId: ASK, fromCluster: 'prod' });
    await allIsSent();
    oneFile();
  });

  it('says beside it whose it is and how much is masked', async () => {
    await answered();
    await allIsSent();
    const direct = world.slack.store.channels().find(({ kind }) => kind === 'im');
    const [message] = world.slack.store.messages(direct?.id ?? '');
    expect(message?.text).toMatch(/flare of prod.*masked 17 secret values/);
  });

  it('goes with no other answer', async () => {
    const { redis, keys } = world;
    await putAsk(world, askOf(ASK, CHANNEL));
    await storeBlob(redis, keys, ASK, { name: 'x.zip', bytes: BYTES });
    await putReport(world, ASK, { ...flareReport(), question: { kind: 'leader' } });
    await acceptReport({ redis, keys, now: Date.now, ring: () => {} }, { askId: ASK, fromCluster: 'prod' });
    await allIsSent();
    expect(filesShown()).toEqual([]);
  });
});

describe('a sender killed', () => {
  it.each([
    'before-intent',
    'after-intent',
    'before-share',
    'after-share',
    'before-sent',
    'after-sent',
    'before-remove',
  ])('%s: another goes on, and the file is there once', async (step) => {
    await answered();
    child = await startSenderProcess(world, { step, entry: ENTRY, signal: 'SIGKILL' });
    await child.stopped();
    await allIsSent();
    oneFile();
    expect(told()).toEqual([]);
  });
});

describe('a sender held up', () => {
  it.each(['after-intent', 'before-share', 'after-share', 'before-sent'])(
    '%s: when it goes on, the file is there once',
    async (step) => {
      await answered();
      child = await startSenderProcess(world, { step, entry: ENTRY, signal: 'SIGSTOP' });
      await child.stopped();
      await allIsSent();
      child.goOn();
      if (step === 'before-share') {
        // It was past its last look at the lease: its file arrives, and it takes it back.
        await world.slack.store.waitFor((store) => store.calls('files.delete').length > 0);
        await vi.waitFor(async () => expect((await sendingCounts(world.redis, world.keys))['repeat-removed']).toBe(1));
      }
      await putAsk(world, askOf('another', CHANNEL));
      await allIsSent();
      oneFile();
    },
  );
});

describe('Slack in trouble', () => {
  it.each([
    ['files.getUploadURLExternal', { kind: 'cut_after' }],
    ['files.getUploadURLExternal', { kind: 'http_status', status: 503 }],
    ['files.upload', { kind: 'cut_before' }],
    ['files.upload', { kind: 'cut_after' }],
    ['files.upload', { kind: 'http_status', status: 500 }],
    ['files.completeUploadExternal', { kind: 'cut_before' }],
    ['files.completeUploadExternal', { kind: 'cut_after' }],
    ['files.completeUploadExternal', { kind: 'http_status', status: 502 }],
    ['files.completeUploadExternal', { kind: 'error', error: 'fatal_error' }],
    ['files.completeUploadExternal', { kind: 'rate_limited', retryAfterSeconds: 1 }],
    ['conversations.open', { kind: 'cut_after' }],
    ['conversations.open', { kind: 'rate_limited', retryAfterSeconds: 1 }],
  ] as const)('%s %o: the file is there once', async (method, effect) => {
    const fault = world.slack.faults.add(method, effect);
    await answered();
    await allIsSent();
    expect(fault.hits()).toBe(1);
    oneFile();
    expect(told()).toEqual([]);
  });

  it('an unclear end whose history cannot be read is told, and the file not sent again', async () => {
    world.slack.faults.add('files.completeUploadExternal', { kind: 'cut_after' });
    world.slack.faults.add(
      'conversations.history',
      { kind: 'error', error: 'missing_scope' },
      { times: Number.POSITIVE_INFINITY },
    );
    await answered();
    await allIsSent();
    oneFile();
    expect(told().join()).toMatch(/did not say whether it arrived/);
  });

  it.each(['cannot_dm_bot', 'user_disabled', 'messages_tab_disabled'])(
    '%s: the asker is told, the answer stands, the blob waits out its time',
    async (error) => {
      world.slack.faults.add('conversations.open', { kind: 'error', error }, { times: Number.POSITIVE_INFINITY });
      await answered();
      await allIsSent();
      expect(filesShown()).toEqual([]);
      const [notice, ...more] = told();
      expect(more).toEqual([]);
      expect(notice).toMatch(new RegExp(`could not be sent to you.*${error}`));
      expect(world.slack.store.messages(CHANNEL)).toHaveLength(2);
      expect(await loadBlob(world.redis, world.keys, ASK)).toMatchObject({ state: 'found' });
    },
  );

  it('a missing right: told once, and sent when it is given', async () => {
    const fault = world.slack.faults.add(
      'conversations.open',
      { kind: 'error', error: 'missing_scope' },
      { times: Number.POSITIVE_INFINITY },
    );
    await answered();
    sender = startSender(world.tools);
    await vi.waitFor(async () => {
      await sender?.sweep();
      expect(told()).toHaveLength(1);
    }, 10_000);
    expect(told()[0]).toMatch(/im:write/);
    fault.remove();
    // A sender that starts anew does not wait for the half minute that this one holds the entry back.
    await sender.close();
    sender = undefined;
    await allIsSent();
    oneFile();
    expect(told()).toHaveLength(1);
  });
});

describe('a file that is not there any more', () => {
  it('is told to be gone', async () => {
    await answered(false);
    await allIsSent();
    expect(told().join()).toMatch(/kept for 10 minutes only/);
    expect(filesShown()).toEqual([]);
  });

  it('and one that is cut is not sent', async () => {
    await answered();
    const [chunk = ''] = (await world.redis.keys(`${world.keys.blob(ASK)}:*`)).toSorted();
    await world.redis.setrange(chunk, 30, 'xxxx');
    await allIsSent();
    expect(told().join()).toMatch(/not what was stored/);
    expect(filesShown()).toEqual([]);
  });
});
