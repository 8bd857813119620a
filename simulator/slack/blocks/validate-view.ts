import { SLACK_LIMITS as L } from './limits.ts';
import { anything, byType, flag, isObject, type Report, type Rule, shape, text } from './schema.ts';
import { plainText } from './text-objects.ts';
import { validateBlocks } from './validate-blocks.ts';

const shared = {
  private_metadata: text(L.privateMetadata, 0),
  callback_id: text(L.callbackId, 0),
  external_id: text(L.callbackId, 0),
};

const VIEWS: Record<string, Rule> = {
  modal: shape(
    { type: anything, title: plainText(L.modalTitle), blocks: anything },
    {
      ...shared,
      submit: plainText(L.modalButton),
      close: plainText(L.modalButton),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: shape({ type: anything, blocks: anything }, shared),
};

/** Lines of what is wrong with a modal or Home view; empty when Slack would take it. */
export function viewProblems(view: unknown): string[] {
  const messages: string[] = [];
  const report: Report = (problem, at) => messages.push(`[ERROR] ${problem} [json-pointer:${at}]`);
  byType(VIEWS)(view, '/view', report);
  if (!isObject(view) || (view.type !== 'modal' && view.type !== 'home')) return messages;
  const verdict = validateBlocks(view.blocks, view.type, '/view/blocks');
  if (!verdict.ok)
    messages.push(
      ...(verdict.messages.length > 0 ? verdict.messages : ['[ERROR] must be an array [json-pointer:/view/blocks]']),
    );
  const needsSubmit =
    Array.isArray(view.blocks) && view.blocks.some((block) => isObject(block) && block.type === 'input');
  if (view.type === 'modal' && needsSubmit && view.submit === undefined) {
    report('missing required field: submit', '/view');
  }
  return messages;
}
