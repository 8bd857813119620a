import type { Depth, Language } from '../domain/question.ts';

/** How an answer is shown. A stored report can be shown in any of them. */
export interface View {
  readonly language: Language;
  readonly depth: Depth;
  /** Under which the report is stored; absent where it is not. */
  readonly reportId?: string;
}
