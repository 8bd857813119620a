import type { RichTextPart, SlackBlock, SlackMessage } from '../../src/formatters/blocks.ts';

/** What Slack would refuse in a message, or bring to life, by the limits of its own Block Kit reference. */
export function faults(message: SlackMessage): readonly string[] {
  const found: string[] = [];
  const check = (fine: boolean, fault: string) => {
    if (!fine) found.push(fault);
  };
  check(message.blocks.length >= 1 && message.blocks.length <= 50, `${message.blocks.length} blocks`);
  check(message.text.length >= 1 && message.text.length <= 300, `text of ${message.text.length} characters`);
  check(!/<|>|&(?!amp;|lt;|gt;)/.test(message.text), `text not escaped: ${message.text}`);
  let characters = 0;
  for (const block of message.blocks) {
    const size = sizeOf(block);
    characters += size;
    check(size <= 3000, `${block.type} of ${size} characters`);
    found.push(...blockFaults(block));
  }
  check(characters <= 12_000, `${characters} characters`);
  check(!/<[!@#]/.test(JSON.stringify(message)), 'a live mention');
  check(
    !/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(allText(message)),
    'unseen characters',
  );
  check(
    !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(allText(message)),
    'half a character',
  );
  return found;
}

function blockFaults(block: SlackBlock): readonly string[] {
  switch (block.type) {
    case 'divider':
      return [];
    case 'context':
      return block.elements.length >= 1 && block.elements.length <= 10 ? [] : ['context elements'];
    case 'actions':
      return block.elements.every(
        ({ text, value, action_id }) => text.text.length <= 75 && value.length <= 2000 && action_id.length <= 255,
      )
        ? []
        : ['button'];
    case 'rich_text':
      return block.elements.length === 0 ? ['empty rich text'] : block.elements.flatMap(partFaults);
  }
}

function partFaults(part: RichTextPart): readonly string[] {
  if (part.elements.length === 0) return [`empty ${part.type}`];
  if (part.type === 'rich_text_list') return part.elements.flatMap(partFaults);
  return part.elements.flatMap((one) => (one.type === 'text' && one.text === '' ? ['empty text'] : []));
}

function sizeOf(block: SlackBlock): number {
  return textsOf(block).join('').length;
}

function allText(message: SlackMessage): string {
  return [message.text, ...message.blocks.flatMap(textsOf)].join('');
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  );
}
