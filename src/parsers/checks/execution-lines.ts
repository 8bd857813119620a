import type { CheckResult } from '../../domain/checks.ts';
import { cutText } from '../cut-text.ts';
import { lastErrorMessage } from '../status/last-error.ts';
import { checkCounts } from '../status/metric-samples.ts';
import { readCount } from '../status/read-number.ts';
import { readTime } from '../status/read-time.ts';
import { keyValue } from '../status/section.ts';
import { ownCopy } from './own-copy.ts';

const INSTANCE = /^ {1,8}Instance ID: (.+) \[(OK|WARNING|ERROR)\]$/;

/** What the Agent that runs a check reported of one instance; printed below its configuration since 7.79. */
export interface Execution {
  readonly id: string;
  readonly result: { -readonly [K in keyof CheckResult]: CheckResult[K] };
  /** False while counters may still follow. */
  complete: boolean;
}

/** The line that opens the execution of an instance: its ID and its state. */
export function openExecution(line: string): Execution | undefined {
  const instance = INSTANCE.exec(line);
  if (!instance) return undefined;
  const state = instance[2] === 'ERROR' ? 'ERROR' : instance[2] === 'WARNING' ? 'WARNING' : 'OK';
  return { id: ownCopy(instance[1]!), result: { state }, complete: false };
}

/** Reads one of the lines below it. Lines that it does not know, as those of a long error text, change nothing. */
export function takeExecutionLine(execution: Execution, line: string): void {
  const pair = line.startsWith(' ') ? keyValue(line) : undefined;
  if (!pair) return;
  const { result } = execution;
  switch (pair.key) {
    case 'Total Runs': {
      const runs = readCount(pair.value);
      if (runs !== undefined) result.runs = runs;
      break;
    }
    case 'Average Execution Time':
      // The last line that every instance has.
      execution.complete = true;
      break;
    case 'Last Execution Date':
    case 'Last Successful Execution Date': {
      const time = readTime(pair.value);
      if (time !== undefined) result[pair.key === 'Last Execution Date' ? 'lastRun' : 'lastSuccess'] = time;
      break;
    }
    case 'Last Error': {
      const error = lastErrorMessage(pair.value);
      if (error !== undefined) result.error ??= ownCopy(cutText(error, 1_000));
      break;
    }
    default:
      Object.assign(result, checkCounts(pair.key, pair.value));
  }
}
