import { type ApiContext, SlackRefusal } from '../api/call.ts';
import { openDirectMessage } from '../api/channel-access.ts';
import { messageContent } from '../api/message-content.ts';
import { fileJson, messageJson } from '../api/render.ts';
import type { ResponseUrls } from '../api/response-urls.ts';
import { viewJson } from '../api/view-methods.ts';
import { isObject } from '../blocks/schema.ts';
import type { Channel, EphemeralMessage, StoredFile, StoredMessage, User } from '../state/entities.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { ActionOutcome, CommandOutcome, EventOutcome } from './outcomes.ts';
import { actionJson, commandPayload, eventPayload, interactionPayload } from './payloads.ts';
import type { DeliveryResult } from './transport.ts';

export interface CommandInput {
  channel: string;
  user: string;
  command?: string;
  text: string;
  triggerId?: string;
}

export interface MentionInput {
  channel: string;
  user: string;
  text: string;
  threadTs?: string;
  files?: { name: string; content: string | Buffer }[];
}

export interface ClickInput {
  channel: string;
  messageTs: string;
  user: string;
  actionId: string;
  /** Of several elements with the action id, the one in this block. */
  blockId?: string;
  /** The option chosen in a select; a button sends its own value. */
  value?: string;
}

/** What people do in Slack. Channels and users are named by id or by name. */
export interface Person {
  typeCommand(input: CommandInput): Promise<CommandOutcome>;
  mention(input: MentionInput): Promise<EventOutcome>;
  /** A message without a mention; in a direct message with the bot it is delivered as a `message` event. */
  say(input: MentionInput): Promise<EventOutcome>;
  click(input: ClickInput): Promise<ActionOutcome>;
  messageShortcut(input: {
    channel: string;
    messageTs: string;
    user: string;
    callbackId: string;
  }): Promise<ActionOutcome>;
  submitView(input: {
    viewId: string;
    user: string;
    values: Record<string, Record<string, unknown>>;
  }): Promise<ActionOutcome>;
  openHome(input: { user: string }): Promise<EventOutcome>;
}

export function createPerson(context: ApiContext, responseUrls: ResponseUrls, deliveries: EventDelivery): Person {
  const { store, seed, triggers } = context;

  function userOf(idOrName: string): User {
    const user = store.users().find((entry) => entry.id === idOrName || entry.name === idOrName);
    return user ?? fail(`no user ${idOrName}`);
  }

  function channelOf(idOrName: string): Channel {
    return store.channel(idOrName) ?? fail(`no channel ${idOrName}`);
  }

  async function typeCommand(input: CommandInput): Promise<CommandOutcome> {
    const channel = channelOf(input.channel);
    const user = userOf(input.user);
    const triggerId = triggers.issue(user.id, input.triggerId);
    const responseUrl = responseUrls.issue({ channel: channel.id, user: user.id });
    const command = input.command ?? '/dca';
    store.recordText('user', input.text);
    const payload = commandPayload({ channel, user, command, text: input.text, triggerId, responseUrl }, context);
    const result = await deliveries.send({ kind: 'slash_commands', payload });
    return { ...outcomeOf(result), triggerId, ...showAck(result, channel, user) };
  }

  /** An ack with words or blocks is a message: for the asker alone unless it says `in_channel`. */
  function showAck(result: DeliveryResult, channel: Channel, user: User): Pick<CommandOutcome, 'text' | 'error'> {
    const ack = typeof result.ack === 'string' ? { text: result.ack } : result.ack;
    if (!result.acked || !isObject(ack) || (!ack.text && !ack.blocks)) return { text: undefined, error: result.error };
    try {
      const { text, blocks } = messageContent(ack, context);
      if (ack.response_type === 'in_channel') {
        store.addMessage({ channel: channel.id, user: seed.botUserId, text, blocks });
      } else {
        store.addEphemeral({ channel: channel.id, user: user.id, text, blocks, threadTs: undefined, source: 'ack' });
      }
      return { text, error: undefined };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return { text: undefined, error: 'invalid_command_response' };
    }
  }

  function postAsUser(input: MentionInput, text: string): StoredMessage {
    const channel = channelOf(input.channel);
    const user = userOf(input.user);
    if (input.threadTs && !store.message(channel.id, input.threadTs)) fail(`no message ${input.threadTs}`);
    const files = (input.files ?? []).map((file): StoredFile => {
      const content = Buffer.from(file.content);
      const stored = {
        id: store.nextId('F'),
        name: file.name,
        title: file.name,
        declaredBytes: content.length,
        content,
        channel: channel.id,
        uploader: user.id,
      };
      store.addFile(stored);
      store.recordText('user', content);
      return stored;
    });
    store.recordText('user', text);
    return store.addMessage({
      channel: channel.id,
      user: user.id,
      text: escapeTyped(text),
      threadTs: input.threadTs,
      files,
    });
  }

  async function deliverMessage(type: 'app_mention' | 'message', message: StoredMessage): Promise<EventOutcome> {
    const channel = channelOf(message.channel);
    if (!channel.members.has(seed.botUserId)) return notDelivered(message.ts);
    const event = {
      type,
      user: message.user,
      text: message.text,
      ts: message.ts,
      channel: channel.id,
      event_ts: message.ts,
      team: seed.team.id,
      client_msg_id: store.nextId('msg'),
      ...(type === 'message' ? { channel_type: 'im' } : {}),
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
      ...(message.files.length > 0
        ? { subtype: 'file_share', files: message.files.map((file) => fileJson(file, context)) }
        : {}),
    };
    return sendEvent(event, channel, message.ts);
  }

  async function sendEvent(
    event: Record<string, unknown>,
    channel: Channel | undefined,
    ts: string | undefined,
  ): Promise<EventOutcome> {
    const payload = eventPayload(event, channel, context);
    const result = await deliveries.send({ kind: 'events_api', payload });
    return { ...outcomeOf(result), eventId: payload.event_id, ts, delivered: true };
  }

  async function interact(payload: Record<string, unknown>, triggerId: string): Promise<ActionOutcome> {
    store.recordText('user', payload.actions ?? payload.view ?? []);
    return { ...outcomeOf(await deliveries.send({ kind: 'interactive', payload })), triggerId };
  }

  async function click(input: ClickInput): Promise<ActionOutcome> {
    const channel = channelOf(input.channel);
    const user = userOf(input.user);
    const message = store.message(channel.id, input.messageTs);
    const ephemeral = store.ephemerals(channel.id, user.id).find((entry) => entry.ts === input.messageTs);
    const target = message ?? ephemeral ?? fail(`no message ${input.messageTs} in #${channel.name}`);
    const { block, element } = findElement(target, input.actionId, input.blockId);
    const triggerId = triggers.issue(user.id);
    const thread = target.threadTs ? { thread_ts: target.threadTs } : {};
    return interact(
      {
        ...interactionPayload('block_actions', user, triggerId, context),
        container: {
          type: 'message',
          message_ts: target.ts,
          channel_id: channel.id,
          is_ephemeral: message === undefined,
          ...thread,
        },
        channel: { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name },
        ...(message ? { message: messageJson(message, context, true) } : {}),
        state: { values: {} },
        response_url: responseUrls.issue({ channel: channel.id, user: user.id, messageTs: target.ts }),
        actions: [actionJson(block, element, input.value, context.now())],
      },
      triggerId,
    );
  }

  return {
    typeCommand,
    click,
    mention(input) {
      const bot = `<@${seed.botUserId}>`;
      const named = input.text.replaceAll(/@dca\b/g, bot);
      return deliverMessage('app_mention', postAsUser(input, named.includes(bot) ? named : `${bot} ${named}`));
    },
    say(input) {
      const user = userOf(input.user);
      const channel = input.channel === '@dca' ? openDirectMessage(user.id, context).id : input.channel;
      const message = postAsUser({ ...input, channel }, input.text);
      return channelOf(message.channel).kind === 'im'
        ? deliverMessage('message', message)
        : Promise.resolve(notDelivered(message.ts));
    },
    messageShortcut(input) {
      const channel = channelOf(input.channel);
      const user = userOf(input.user);
      const message = store.message(channel.id, input.messageTs) ?? fail(`no message ${input.messageTs}`);
      const triggerId = triggers.issue(user.id);
      return interact(
        {
          ...interactionPayload('message_action', user, triggerId, context),
          callback_id: input.callbackId,
          channel: { id: channel.id, name: channel.name },
          message_ts: message.ts,
          message: messageJson(message, context, true),
          response_url: responseUrls.issue({ channel: channel.id, user: user.id }),
        },
        triggerId,
      );
    },
    async submitView(input) {
      const user = userOf(input.user);
      const view = store.views().find((entry) => entry.id === input.viewId) ?? fail(`no view ${input.viewId}`);
      const triggerId = triggers.issue(user.id);
      const shown = { ...viewJson(view, context), state: { values: input.values } };
      const head = interactionPayload('view_submission', user, triggerId, context);
      const outcome = await interact({ ...head, view: shown, response_urls: [] }, triggerId);
      const keepsOpen =
        isObject(outcome.ack) && ['errors', 'update', 'push'].includes(String(outcome.ack.response_action));
      if (outcome.acked && !keepsOpen) store.saveView({ ...view, open: false });
      return outcome;
    },
    openHome(input) {
      const user = userOf(input.user);
      const event = {
        type: 'app_home_opened',
        user: user.id,
        channel: openDirectMessage(user.id, context).id,
        tab: 'home',
      };
      return sendEvent({ ...event, event_ts: store.nextTs() }, undefined, undefined);
    },
  };
}

function findElement(message: StoredMessage | EphemeralMessage, actionId: string, blockId: string | undefined) {
  for (const block of message.blocks) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const elements = [...(Array.isArray(block.elements) ? block.elements : []), block.accessory];
    const element = elements.find((entry) => isObject(entry) && entry.action_id === actionId);
    if (isObject(element)) return { block, element };
  }
  return fail(`message ${message.ts} has nothing to click named ${actionId}`);
}

/** What Slack makes of typed text: `& < >` as entities, except in mentions and links it wrote itself. */
function escapeTyped(text: string): string {
  return text.replace(
    /(<(?:[@#!]|https?:)[^<>]*>)|[&<>]/g,
    (sign, token?: string) => token ?? { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[sign] ?? sign,
  );
}

function outcomeOf({ envelopeId, acked, ack, elapsedMs, error }: DeliveryResult) {
  return { envelopeId, acked, ack, elapsedMs, error };
}

function notDelivered(ts: string): EventOutcome {
  return {
    envelopeId: '',
    eventId: '',
    acked: false,
    ack: undefined,
    elapsedMs: 0,
    error: undefined,
    ts,
    delivered: false,
  };
}

function fail(problem: string): never {
  throw new Error(`local Slack: ${problem}`);
}
