import * as v from 'valibot';

/**
 * What an entry asks the sender to do. `opening`, `answer` and `private` are new messages; the others edit the opening
 * or the answer, which may safely be done twice. `…-late`: a report came after the deadline's answer. `file` brings
 * the asker the file that goes with an answer.
 */
export const PARTS = [
  'opening',
  'progress',
  'answer',
  'opening-done',
  'answer-late',
  'opening-done-late',
  'private',
  'file',
] as const;
export type Part = (typeof PARTS)[number];

/** One thing to send. It holds no text: words are made from the ask and its report when it is sent. */
export interface OutboxEntry {
  /** `<askId>:<part>`; an entry of the same id is put into an outbox once. */
  readonly id: string;
  readonly askId: string;
  readonly part: Part;
  /** When it was put there, epoch milliseconds. */
  readonly at: number;
  /** The ask whose stored report is the answer, where it is another's. */
  readonly shows?: string;
}

export const entrySchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  askId: v.pipe(v.string(), v.nonEmpty()),
  part: v.picklist(PARTS),
  at: v.number(),
  shows: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
});

export function outboxEntry(askId: string, part: Part, at: number): OutboxEntry {
  return { id: `${askId}:${part}`, askId, part, at };
}
