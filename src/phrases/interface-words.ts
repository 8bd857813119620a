import type { FindingCode } from '../domain/finding.ts';
import type { Why } from '../domain/reading.ts';
import type { Progress } from '../domain/report.ts';
import type { DoctorCheck, DoctorFacts, DoctorState } from './doctor.ts';
import type { ClusterEntry, NoticeKind, NoticeOf } from './notice.ts';
import type { Rich } from './rich.ts';

/** The facts of the small last line. Seconds and milliseconds are plain numbers; `time` is ISO 8601. */
export interface FooterFacts {
  readonly cluster: string;
  readonly versions: readonly string[];
  readonly images: readonly string[];
  readonly time: string;
  readonly tookMs: number;
  readonly masked: number;
  readonly codes: readonly FindingCode[];
  /** The id by which the stored report is asked for again; `null` where none is stored. */
  readonly report: string | null;
}

export interface NoticeWords {
  readonly sum: Rich;
  readonly points?: readonly Rich[];
}

/** One group of the help: what it is about, and lines of a question with what it answers. */
export interface HelpGroup {
  readonly title: string;
  readonly lines: readonly { readonly ask: string; readonly answers: string }[];
}

export interface DoctorWords {
  readonly title: string;
  /** What to do when the check failed. */
  readonly remedy: Rich;
}

/** Everything a person reads that is not a finding. */
export interface InterfaceWords {
  readonly headings: {
    readonly do: string;
    readonly effect: string;
    readonly notSeen: string;
    readonly howItWorks: string;
    readonly seeItYourself: string;
  };
  /** Between a heading and its text. */
  readonly colon: string;
  readonly more: (count: number) => string;
  readonly moreFindings: (count: number) => string;
  /** Part of how things work is left out. */
  readonly lessonCut: string;
  readonly moreClusters: (count: number) => string;
  /** `others`: how many more pods the same was tried on. */
  readonly unread: (source: string, why: Why, detail: string | null, others: number) => Rich;
  readonly footer: (facts: FooterFacts) => readonly Rich[];
  readonly stopButton: string;
  readonly answerButtons: { readonly again: string; readonly deeper: string };
  readonly opening: {
    /** `cluster` is '' for a question that goes to none; so in `waiting`. */
    readonly asked: (words: string, cluster: string) => Rich;
    readonly waiting: (cluster: string) => Rich;
    readonly working: (progress: Progress | null, elapsedSeconds: number) => Rich;
    readonly stopped: Rich;
  };
  readonly notices: { readonly [K in NoticeKind]: (notice: NoticeOf<K>) => NoticeWords };
  readonly flare: {
    readonly build: string;
    readonly cancel: string;
    /** On the command line, after the offer; ends in a space. */
    readonly question: string;
    readonly needsYes: string;
    readonly needsFile: string;
    readonly written: (path: string, size: number) => string;
    readonly notWritten: (path: string, detail: string) => string;
  };
  readonly help: { readonly intro: Rich; readonly groups: readonly HelpGroup[]; readonly options: readonly Rich[] };
  readonly clusters: {
    readonly title: (count: number, silent: number) => Rich;
    readonly line: (entry: ClusterEntry) => Rich;
  };
  readonly doctor: {
    readonly states: Readonly<Record<DoctorState, string>>;
    readonly checks: { readonly [C in DoctorCheck]: (facts: DoctorFacts[C]) => DoctorWords };
    readonly summary: (failed: number, skipped: number) => string;
  };
  readonly cli: {
    readonly fileUnreadable: (path: string, detail: string) => string;
    /** Beside the address of the demo's page. */
    readonly demoReady: string;
  };
}
