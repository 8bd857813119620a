import type { Question } from '../domain/question.ts';
import type { Progress } from '../domain/report.ts';
import type { CallBounds } from '../kube/cluster-reader.ts';

const CALL_TIMEOUT_MS = 10_000;

export interface CollectOptions {
  readonly question: Question;
  /** The Agent's namespace, where it is configured. */
  readonly namespace?: string;
  /** Names of the leader lock to try first. */
  readonly lockNames?: readonly string[];
  /** False: `pods/exec` is never asked for. */
  readonly exec: boolean;
  /** Epoch milliseconds by our own clock. */
  readonly clock: () => number;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Ten seconds for each call, inside the question's own deadline. */
export function callBounds({ signal }: CollectOptions): CallBounds {
  return { timeoutMs: CALL_TIMEOUT_MS, ...(signal ? { signal } : {}) };
}
