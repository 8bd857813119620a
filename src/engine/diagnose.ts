import type { Finding } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { diagnoseHealth } from './diagnose-health.ts';
import { diagnoseQuestion } from './diagnose-question.ts';

/** The findings that answer a snapshot's question, in the order in which they are to be told. */
export function diagnose(snapshot: Snapshot): readonly Finding[] {
  return snapshot.question.kind === 'health' ? diagnoseHealth(snapshot) : diagnoseQuestion(snapshot);
}
