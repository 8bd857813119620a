import { SLACK_LIMITS } from '../blocks/limits.ts';
import { isObject } from '../blocks/schema.ts';
import { validateBlocks } from '../blocks/validate-blocks.ts';
import type { MessageMetadata } from '../state/entities.ts';
import { type ApiContext, type Args, jsonArg, refuse, stringArg } from './call.ts';

export interface MessageContent {
  text: string;
  blocks: Record<string, unknown>[];
  metadata: MessageMetadata | undefined;
}

/** Text, blocks and metadata of a call, validated, with ids filled in where the app gave none. */
export function messageContent(args: Args, context: ApiContext): MessageContent {
  const text = stringArg(args, 'text') ?? '';
  if (text.length > SLACK_LIMITS.messageText) refuse('msg_too_long');
  const given = jsonArg(args, 'blocks', 'invalid_blocks_format');
  const blocks = given === undefined ? [] : checkedBlocks(given, context);
  const attachments = jsonArg(args, 'attachments', 'invalid_attachments');
  if (text === '' && blocks.length === 0 && !(Array.isArray(attachments) && attachments.length > 0)) refuse('no_text');
  return { text, blocks, metadata: metadataOf(args) };
}

function checkedBlocks(given: unknown, context: ApiContext): Record<string, unknown>[] {
  const verdict = validateBlocks(given, 'message');
  if (!verdict.ok) {
    const errors = verdict.messages.map((line) => line.replace(/^\[ERROR\] /, ''));
    refuse(verdict.error, errors.length > 0 ? { errors, response_metadata: { messages: verdict.messages } } : {});
  }
  return withIds(given as Record<string, unknown>[], context);
}

/** Slack names every block and element the app left unnamed. */
export function withIds(blocks: Record<string, unknown>[], context: ApiContext): Record<string, unknown>[] {
  const { nextId } = context.store;
  const named = (element: unknown) =>
    isObject(element) &&
    element.action_id === undefined &&
    /button|select|overflow|picker|checkboxes|input/.test(String(element.type))
      ? { ...element, action_id: nextId('a') }
      : element;
  return blocks.map((block) => ({
    ...block,
    ...(block.type === 'actions' && Array.isArray(block.elements) ? { elements: block.elements.map(named) } : {}),
    ...(block.accessory !== undefined ? { accessory: named(block.accessory) } : {}),
    block_id: block.block_id ?? nextId('b'),
  }));
}

function metadataOf(args: Args): MessageMetadata | undefined {
  const value = jsonArg(args, 'metadata', 'invalid_metadata_format');
  if (value === undefined) return undefined;
  if (!isObject(value)) return refuse('invalid_metadata_format');
  if (Object.keys(value).length === 0) return undefined;
  const { event_type: eventType, event_payload: payload } = value;
  if (typeof eventType !== 'string' || !isObject(payload)) return refuse('invalid_metadata_schema');
  return { event_type: eventType, event_payload: payload };
}
