import type { FlareNews, FlarePlace } from '../domain/flare.ts';
import type { Question } from '../domain/question.ts';
import type { Progress, Report } from '../domain/report.ts';
import type { EngineOptions } from '../engine/answer-question.ts';
import type { ComparedIds } from '../engine/compare-reports.ts';
import type { NamedText } from '../engine/explain-texts.ts';
import type { OpenClusterOptions } from '../kube/live-cluster.ts';

/** One piece of work for an engine, in values that can be handed to a thread. */
export type EngineOrder =
  | {
      readonly do: 'answer';
      readonly cluster: Omit<OpenClusterOptions, 'now'>;
      readonly question: Question;
      readonly options: Omit<EngineOptions, 'clock'>;
    }
  | { readonly do: 'explain'; readonly texts: readonly NamedText[] }
  | { readonly do: 'compare'; readonly before: Report; readonly after: Report; readonly ids: ComparedIds }
  | { readonly do: 'replay'; readonly stored: Report; readonly id: string };

/** What a thread is told. `stop`: nobody wants the answer any more, or it is late. */
export type ToThread =
  /** `left`: archives that earlier tries of a flare left in containers. */
  | { readonly say: 'run'; readonly id: number; readonly order: EngineOrder; readonly left: readonly FlarePlace[] }
  | { readonly say: 'stop'; readonly id: number; readonly reason: string };

/** What a thread tells; each order ends with a report or a failure. */
export type FromThread =
  | { readonly say: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly say: 'flare'; readonly id: number; readonly news: FlareNews }
  | { readonly say: 'report'; readonly id: number; readonly report: Report }
  | { readonly say: 'failed'; readonly id: number; readonly reason: string };
