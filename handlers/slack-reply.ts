import type { SlackMessage } from '../src/formatters/blocks.ts';

/** A message that only the person who asked sees, as the body of an ack or of a response URL. */
export function privately(message: SlackMessage) {
  return {
    response_type: 'ephemeral' as const,
    replace_original: false,
    text: message.text,
    // Slack's types for blocks are unions of its own classes; the validation that counts is Slack's.
    blocks: message.blocks as never[],
  };
}
