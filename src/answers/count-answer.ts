import type { Part } from '../redis/outbox-entry.ts';
import type { Metrics } from '../telemetry/metrics.ts';

type Result = Parameters<Metrics['answers']['add']>[0]['result'];

const ANSWERS: ReadonlySet<Part> = new Set(['answer', 'answer-late', 'private']);

/** Counts what this process did with an answer at Slack; openings and progress are not counted. */
export function countAnswer(
  { metrics }: { readonly metrics?: Pick<Metrics, 'answers'> },
  { part }: { readonly part: Part },
  result: Result,
): void {
  if (ANSWERS.has(part)) metrics?.answers.add({ result });
}
