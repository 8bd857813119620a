import type { Ask } from '../domain/ask.ts';
import { noticeMessage, plainTextOf } from '../formatters/slack-notices.ts';
import type { NoticeOf } from '../phrases/notice.ts';
import { dropBlob, loadBlob } from '../redis/blobs.ts';
import type { DeliveryState } from '../redis/delivery-state.ts';
import { type Intent, markSent, writeIntent } from '../redis/outbox.ts';
import type { OutboxEntry } from '../redis/outbox-entry.ts';
import { countSending } from '../redis/sending-record.ts';
import { mayHaveForgotten } from '../redis/server-start.ts';
import { fileFinding } from './answer-file.ts';
import { CLOCK_MARGIN_MS } from './look-for-own.ts';
import type { Delivery, SendingTools, Turn } from './sending-tools.ts';
import type { Outcome, RefusalWhy } from './slack-port.ts';

type NotSent = Pick<NoticeOf<'flare-not-sent'>, 'why' | 'detail'>;

/** One try at sending one file. */
interface FileTry {
  readonly tools: SendingTools;
  readonly turn: Turn;
  readonly entry: OutboxEntry;
  readonly ask: Ask;
  readonly state: DeliveryState;
  readonly before: Intent;
}

/** Until a right that was missing is looked for again. */
const SCOPE_MS = 30_000;

/**
 * Sends the file of an answer to its asker, in a direct message and once: an intent is written before the one call
 * that shows it, and after an unclear end the conversation is looked through for it. Where nobody can tell whether it
 * arrived, the asker is told so and it is not sent again. What cannot be sent is told to the asker alone.
 */
export async function deliverFile(
  tools: SendingTools,
  turn: Turn,
  entry: OutboxEntry,
  ask: Ask,
  state: DeliveryState,
): Promise<Delivery> {
  const { redis, keys, port, now, limits } = tools;
  if (state.sent !== undefined) return { next: 'remove' };
  if (state.intent.state === 'unreadable') return { next: 'wait', scope: 'ask', ms: limits.unreadableMs };
  const before = state.intent.state === 'found' ? state.intent.value : firstIntent(entry);
  const file: FileTry = { tools, turn, entry, ask, state, before };
  const forgotten = before.state === 'idle' && (await mayHaveForgotten(redis, before.at, now()));
  const perhapsThere = before.state !== 'idle' || forgotten;
  const settled = before.at + limits.settleMs - now();
  if (before.state !== 'idle' && settled > 0 && settled <= limits.settleMs) {
    return { next: 'wait', scope: 'ask', ms: settled };
  }

  const direct = await port.openDirect(ask.address.user);
  if (direct.end === 'refused') return refused(file, direct);
  if (direct.end !== 'done') return later(direct);
  const { channel } = direct;
  const loaded = await loadBlob(redis, keys, ask.id);
  if (perhapsThere) {
    const name = nameOf(file);
    const look = name === undefined ? undefined : await port.findFiles(channel, name, before.firstAt - CLOCK_MARGIN_MS);
    if (look?.end === 'done' && look.fileIds[0] !== undefined) return sent(file, channel, look.fileIds[0]);
    if (look?.end === 'wait' || look?.end === 'ambiguous') return later(look);
    if (look?.end !== 'done' && !forgotten) return tell(file, { why: 'unclear', detail: look?.raw ?? loaded.state });
  }
  if (loaded.state !== 'found') {
    return tell(file, { why: 'gone', detail: loaded.state === 'cut' ? loaded.detail : '' });
  }

  const name = nameOf(file) ?? loaded.file.name;
  const uploaded = await port.uploadFile({ name, bytes: loaded.file.bytes });
  if (uploaded.end === 'refused') return refused(file, uploaded);
  if (uploaded.end !== 'done') return later(uploaded);
  const calling: Intent = { ...before, state: 'calling', attempt: before.attempt + 1, at: now() };
  if (!(await noted(file, calling))) return { next: 'lease-lost' };
  // A process that slept since then must look again: by now it may be another one's turn.
  if (now() - calling.at > limits.leaseMs / 2) return { next: 'again' };
  const shared = await port.shareFile(channel, {
    fileId: uploaded.fileId,
    title: name,
    comment: commentOf(file, loaded.file.bytes.length),
  });
  switch (shared.end) {
    case 'done':
      return sent(file, channel, uploaded.fileId);
    case 'ambiguous':
      tools.log?.('a call to Slack ended unclear', { entry: entry.id, raw: shared.raw });
      return { next: 'wait', scope: 'ask', ms: limits.settleMs };
    case 'wait':
      return (await noted(file, { ...calling, state: 'idle' })) ? later(shared) : { next: 'lease-lost' };
    case 'refused':
      return refused(file, shared);
  }
}

/** Files carry no metadata: this name, of which there is one for each ask, is how it is found again. */
function nameOf(file: FileTry): string | undefined {
  const name = factsOf(file)?.name;
  return name?.replace(/(?:\.zip)?$/, `-masked-${file.ask.id.slice(-8)}.zip`);
}

function factsOf({ ask, state }: FileTry) {
  const report = state.report();
  return report.state === 'found' ? fileFinding(ask, report.value)?.facts : undefined;
}

function commentOf(file: FileTry, size: number): string {
  const { tools, ask } = file;
  const { name = '', masked = 0 } = factsOf(file) ?? {};
  const notice = noticeMessage({ kind: 'flare-file', cluster: ask.cluster, name, size, masked }, ask.language);
  return tools.mask(plainTextOf(notice)).text;
}

function firstIntent({ at }: OutboxEntry): Intent {
  return { state: 'idle', attempt: 0, form: 'file', threadless: false, repeats: 0, firstAt: at, at };
}

function noted({ tools: { redis, keys, limits }, turn, entry }: FileTry, intent: Intent): Promise<boolean> {
  return writeIntent(redis, keys, turn.lease, limits.leaseMs, entry.id, intent);
}

/** Nobody saw anything of it yet. */
function later(outcome: Extract<Outcome<object>, { readonly end: 'wait' | 'ambiguous' }>): Delivery {
  const rate = outcome.end === 'wait' && outcome.why === 'rate';
  return rate ? { next: 'wait', scope: 'ask', ms: outcome.ms } : { next: 'wait', scope: 'channel' };
}

/** Of two senders that both shared it the later one takes its own back. */
async function sent({ tools, entry, ask }: FileTry, channel: string, fileId: string): Promise<Delivery> {
  const { redis, keys, port, now, log } = tools;
  const record = { channel, ts: fileId, form: 'file', basis: 'report', at: now() } as const;
  const kept = await markSent(redis, keys, entry.id, record);
  if (kept.ts !== fileId) {
    const removed = await port.removeFile(fileId);
    log?.('took back a file that was sent twice', { channel, fileId, end: removed.end });
    await countSending(redis, keys, 'repeat-removed');
  }
  await dropBlob(redis, keys, ask.id);
  return { next: 'remove' };
}

const WHYS: Partial<Record<RefusalWhy, NotSent['why']>> = {
  no_direct: 'no-dm',
  not_in_channel: 'no-dm',
  channel_gone: 'no-dm',
  scope: 'scope',
  auth: 'scope',
};

function refused(
  file: FileTry,
  { why, raw }: Extract<Outcome<object>, { readonly end: 'refused' }>,
): Promise<Delivery> {
  file.tools.log?.('Slack refuses a file', { entry: file.entry.id, raw });
  return tell(file, { why: WHYS[why] ?? 'refused', detail: raw });
}

/**
 * Tells the asker once why the file did not come. A right that the bot lacks may still be given while the file is kept:
 * the entry waits for it, and the form `asker` remembers that the asker knows.
 */
async function tell(file: FileTry, notSent: NotSent): Promise<Delivery> {
  const { tools, turn, entry, ask, state, before } = file;
  const { redis, keys, port, now } = tools;
  if (before.form !== 'asker') {
    const thread = ask.address.thread ?? state.opening?.ts;
    const target = { channel: ask.address.channel, askId: ask.id, entryId: entry.id, ...(thread && { thread }) };
    const notice = noticeMessage({ kind: 'flare-not-sent', ...notSent }, ask.language);
    const told = await port.tellAsker(ask.address, target, notice);
    // Told twice is better than never.
    if (told.end === 'wait') return later(told);
    if (told.end === 'refused') tools.log?.('a person could not be told', { entry: entry.id, raw: told.raw });
  }
  if (notSent.why === 'scope') {
    const kept = await noted(file, { ...before, form: 'asker', state: 'idle', at: now() });
    return kept ? { next: 'wait', scope: 'ask', ms: SCOPE_MS } : { next: 'lease-lost' };
  }
  const { channel } = turn;
  await markSent(redis, keys, entry.id, { channel, form: 'left-out', basis: 'report', at: now() });
  return { next: 'remove' };
}
