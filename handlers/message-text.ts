import { typedWords } from './typed-words.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What of a block or an attachment people read, in the order in which they see it. */
const READ = [
  'pretext',
  'author_name',
  'title',
  'text',
  'fields',
  'value',
  'message_blocks',
  'message',
  'blocks',
  'rows',
  'elements',
  'attachments',
  'footer',
] as const;
const DEPTH = 12;
/** A message may hold 50 blocks of 3,000 characters, and as many attachments again. */
const CHARACTERS = 20_000;

/**
 * All that a message says, as a person sees it: its text, blocks and attachments (where alerts live), Slack's escaping
 * undone. A line for each piece, none twice.
 */
export function messageText(message: object): string {
  const lines = new Set<string>();
  let room = CHARACTERS;
  for (const line of linesOf(message, 0)) {
    const trimmed = line.trim();
    if (trimmed === '' || lines.has(trimmed)) continue;
    lines.add(trimmed.slice(0, room));
    room -= trimmed.length;
    if (room <= 0) break;
  }
  return [...lines].join('\n');
}

function* linesOf(value: unknown, depth: number): Iterable<string> {
  if (depth > DEPTH) return;
  if (typeof value === 'string') yield typedWords(value);
  else if (Array.isArray(value)) for (const item of value) yield* linesOf(item, depth + 1);
  else if (isFields(value)) {
    const { type, elements } = value;
    if (isRun(type)) {
      // Literal text in pieces of one line; what is set in code or bold keeps a mark that it is a word of its own.
      yield (Array.isArray(elements) ? elements : []).map(runText).join('');
      return;
    }
    const { title, value: content } = value;
    if (typeof title === 'string' && typeof content === 'string') {
      yield typedWords(`${title}: ${content}`);
      return;
    }
    for (const name of READ) yield* linesOf(value[name], depth + 1);
    // What Slack shows where it cannot show the rest.
    if (value.text === undefined && value.blocks === undefined) yield* linesOf(value.fallback, depth + 1);
  }
}

function isRun(type: unknown): boolean {
  return type === 'rich_text_section' || type === 'rich_text_preformatted' || type === 'rich_text_quote';
}

function runText(run: unknown): string {
  if (!isFields(run)) return '';
  const { text, url, style } = run;
  const words = typeof text === 'string' ? text : typeof url === 'string' ? url : '';
  return isFields(style) && (style.code === true || style.bold === true) ? `\`${words}\`` : words;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
