import { BLOCKS_BY_SURFACE, type Surface } from './block-rules.ts';
import { SLACK_LIMITS as L } from './limits.ts';
import { byType, isObject, list, type Report } from './schema.ts';
import { visibleCharacters } from './tables.ts';

export type BlocksVerdict =
  | { ok: true }
  | { ok: false; error: 'invalid_blocks' | 'msg_blocks_too_long' | 'invalid_blocks_format'; messages: string[] };

/**
 * Judges blocks as Slack does before it stores anything. `messages` are Slack's lines, for example
 * `[ERROR] must be less than 3001 characters [json-pointer:/blocks/3/text/text]`.
 */
export function validateBlocks(blocks: unknown, surface: Surface, root = '/blocks'): BlocksVerdict {
  if (!Array.isArray(blocks)) return { ok: false, error: 'invalid_blocks_format', messages: [] };
  const messages: string[] = [];
  const report: Report = (problem, at) => messages.push(`[ERROR] ${problem} [json-pointer:${at}]`);

  const max = surface === 'message' ? L.messageBlocks : L.viewBlocks;
  list(byType(BLOCKS_BY_SURFACE[surface]), { max })(blocks, root, report);
  checkUniqueIds(blocks, root, report);
  checkTableCharacters(blocks, 'table', L.tableCharacters, root, report);
  checkTableCharacters(blocks, 'data_table', L.dataTableCharacters, root, report);
  if (messages.length > 0) return { ok: false, error: 'invalid_blocks', messages };

  const markdown = blocks.filter((block) => isObject(block) && block.type === 'markdown');
  const tooLong =
    visibleCharacters(markdown) > L.markdownTextPerMessage ||
    (markdown.length > 0 && visibleCharacters(blocks) > L.markdownMessageText);
  return tooLong ? { ok: false, error: 'msg_blocks_too_long', messages } : { ok: true };
}

function checkUniqueIds(blocks: readonly unknown[], root: string, report: Report): void {
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    if (!isObject(block)) continue;
    const at = `${root}/${index}`;
    if (typeof block.block_id === 'string') {
      if (blockIds.has(block.block_id)) report(`\`block_id\` ("${block.block_id}") already exists`, `${at}/block_id`);
      blockIds.add(block.block_id);
    }
    if (!Array.isArray(block.elements)) continue;
    const actionIds = new Set<string>();
    for (const [position, element] of block.elements.entries()) {
      if (!isObject(element) || typeof element.action_id !== 'string') continue;
      if (actionIds.has(element.action_id)) {
        report(`\`action_id\` ("${element.action_id}") already exists`, `${at}/elements/${position}/action_id`);
      }
      actionIds.add(element.action_id);
    }
  }
}

function checkTableCharacters(
  blocks: readonly unknown[],
  type: string,
  max: number,
  root: string,
  report: Report,
): void {
  let sum = 0;
  for (const [index, block] of blocks.entries()) {
    if (!isObject(block) || block.type !== type) continue;
    sum += visibleCharacters(block.rows);
    if (sum <= max) continue;
    report(`must be less than ${max + 1} characters over all tables`, `${root}/${index}/rows`);
    return;
  }
}
